"""The protocols are pure: standard library only, no clock, no chance, no I/O, nothing mutable."""

import ast
import dataclasses
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import protocols

ROOT = Path(protocols.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
AGREED = {"collections", "dataclasses", "datetime", "enum", "math", "typing", "zoneinfo"}
CLOCKS = {"today", "now", "utcnow"}
DOORS = {"open", "print", "input", "exec", "eval", "compile", "__import__"}


def imported(source: str) -> Iterator[str]:
    """The top-level names that a module imports, also inside functions; a dot for a relative."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else (node.module or "").split(".")[0]


def called(source: str) -> Iterator[str]:
    """The last part of every name that a module calls."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func
            yield name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def types_of(path: Path) -> Iterator[type]:
    """The types that a module of the protocols defines itself."""
    name = ".".join((ROOT.name, *path.relative_to(ROOT).with_suffix("").parts))
    module = importlib.import_module(name.removesuffix(".__init__"))
    for found in vars(module).values():
        if isinstance(found, type) and found.__module__ == module.__name__:
            yield found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_protocol_imports_the_standard_library_and_itself_only(path: Path) -> None:
    """What was agreed must be readable and testable without any product of somebody else."""
    names = set(imported(path.read_text("utf-8")))
    assert names - {"protocols"} <= sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_protocol_knows_no_clock_no_chance_and_no_door(path: Path) -> None:
    """Days and instants are arguments, so a decision of last year can be made again today."""
    source = path.read_text("utf-8")
    assert set(imported(source)) - {"protocols"} <= AGREED
    assert not set(called(source)) & (CLOCKS | DOORS)


def test_the_walk_finds_what_is_forbidden() -> None:
    """The pair of the two tests above: a walk that sees nothing would prove nothing."""
    source = "import os.path\nfrom sqlalchemy.orm import Session\ndef f():\n    from . import x\n"
    assert set(imported(source)) == {"os", "sqlalchemy", "."}
    assert set(called("date.today()\nopen('x')\n(lambda: 1)()\n")) == {"today", "open", ""}
    assert len(FILES) > 15


def test_everything_in_the_protocols_is_frozen_and_slotted() -> None:
    """A decision that somebody can change afterwards is no decision; a typo sets no new field."""
    types = [one for path in FILES for one in types_of(path)]
    found = [one for one in types if dataclasses.is_dataclass(one)]
    assert len(found) > 30
    loose = [one.__name__ for one in found if not vars(one)["__dataclass_params__"].frozen]
    open_ended = [one.__name__ for one in found if "__slots__" not in vars(one)]
    assert (loose, open_ended) == ([], [])
