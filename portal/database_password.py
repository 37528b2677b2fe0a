"""The password of the database from a file, so that it stands in no environment."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

NAME = "VROEGSIGNAAL_DATABASE_PASSWORD_FILE"
VARIABLES = {
    NAME: "bestand met het wachtwoord van de gebruiker die VROEGSIGNAAL_DATABASE noemt, zonder "
    "wachtwoord in dat adres (standaard: geen)",
}


def with_password(url: str, environment: Mapping[str, str], faults: list[str]) -> str:
    """The URL with the password of the file put behind its user; what is wrong goes to `faults`.

    Without the setting the URL stays as it is. The password is the file without white space around
    it; the URL must name a user and hold no password.
    """
    file = environment.get(NAME, "")
    if not file:
        return url
    try:
        password = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        password = ""
    scheme, _, rest = url.partition("://")
    user, at, place = rest.partition("@")
    if not password or not at or not user or set(user) & set(":/?"):
        faults.append(f"{NAME}: {VARIABLES[NAME]}")
        return url
    return f"{scheme}://{user}:{quote(password, safe='')}@{place}"
