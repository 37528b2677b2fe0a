"""The house keeps its promises: packages, documents, sizes, words."""

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from portal.cli.main import app
from portal.settings import VARIABLES

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGES = ("protocols", "matching", "streams", "notifications", "store", "portal", "cities")
CODE = sorted(
    file
    for package in PACKAGES
    for file in (REPOSITORY / package).rglob("*.py")
    if "versions" not in file.parts
)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_top_level_name_belongs_to_this_distribution_alone(package: str) -> None:
    """Folder name = import name, so a clash with another package would be silent."""
    assert set(packages_distributions().get(package, ["vroegsignaal"])) == {"vroegsignaal"}


def test_every_command_and_setting_is_documented() -> None:
    """A command nobody can read about does not exist."""
    told = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    commands = [command.name for command in app.registered_commands]
    for name, group in groups.items():
        assert group is not None
        commands += [f"{name} {command.name}" for command in group.registered_commands]
    missing = [name for name in commands if f"vroegsignaal {name}" not in told]
    assert not missing
    assert not [name for name in VARIABLES if name not in told]


def test_no_module_is_longer_than_two_hundred_lines() -> None:
    """Longer is two ideas: find the names of both."""
    long = {
        str(file.relative_to(REPOSITORY)): count
        for file in CODE
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > 200
    }
    assert not long


def test_functions_stay_small() -> None:
    """Median at most 7 lines, nine in ten at most 20, none over 40; docstrings not counted."""
    sizes = sorted(size for file in CODE for size in _sizes(file))
    assert sizes[len(sizes) // 2] <= 7
    assert sizes[len(sizes) * 9 // 10] <= 20
    assert sizes[-1] <= 40


def _sizes(file: Path) -> list[int]:
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = ast.get_docstring(node) is not None
            start = (first.end_lineno or 0) if documented else node.lineno - 1
            found.append((node.end_lineno or 0) - start)
    return found


def test_every_public_thing_has_a_docstring() -> None:
    """Types cannot tell units, bounds, errors and source."""
    bare = []
    for file in CODE:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and ast.get_docstring(node) is None:
                bare.append(f"{file.relative_to(REPOSITORY)}:{node.lineno} {node.name}")
    assert not bare


def test_the_lock_files_pin_with_hashes_and_name_no_index() -> None:
    """A fresh machine gets exactly these files, from whichever index it uses."""
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        pins = re.findall(r"^[a-z][^\n]*", text, flags=re.MULTILINE)
        assert pins
        assert all("==" in pin for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)


def test_code_says_resident_and_never_debtor_outside_a_claim() -> None:
    """The glossary: a person who is signalled owes us nothing."""
    allowed = {"streams/registering.py", "portal/claims_file.py"}
    told = [
        str(file.relative_to(REPOSITORY))
        for file in CODE
        if re.search(r"\bdebtor", file.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    ]
    assert set(told) <= allowed


def test_the_glossary_has_every_word_of_the_closed_lists() -> None:
    """One word per thing."""
    from protocols.judgement import MatchKind
    from protocols.work.points import Track

    glossary = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = [*MatchKind, *Track]
    assert not [word.value for word in words if f"`{word.value}`" not in glossary]
