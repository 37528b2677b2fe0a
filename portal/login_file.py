"""A user and a password from a file of two lines, so that they stand in no environment."""

from collections.abc import Mapping
from pathlib import Path


def read_login(
    environment: Mapping[str, str], name: str, wrong: list[str]
) -> tuple[str, str] | None:
    """User and password of the file that a variable names; None without it.

    A file that cannot be read, or lacks one of the two, adds the variable to `wrong`.
    """
    value = environment.get(name, "")
    if not value:
        return None
    try:
        user, password = Path(value).read_text(encoding="utf-8").split("\n")[:2]
    except (OSError, ValueError):
        user = password = ""
    if not user.strip() or not password.strip():
        wrong.append(name)
    return user.strip(), password.strip()
