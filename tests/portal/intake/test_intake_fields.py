"""Texts, yes and no, name use: what each field takes, and where it stops."""

import ast
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import portal.intake as package
from portal.cities.columns import CANONICAL_COLUMNS
from portal.intake import fields
from portal.intake.fields import LENGTHS, OTHER_LENGTH, REMEDIES, Unread
from portal.intake.words import LANGUAGES, YES_NO
from protocols.people import NameUse

TEXTS = sorted(set(LENGTHS) - {"house_number", "house_letter", "house_addition", "national_id"})
WORDS = [
    (word, "ja") for word in ("ja", "j", "yes", "y", "true", "waar", "1", "x", "JA", "Ja", "X")
] + [(word, "nee") for word in ("nee", "n", "no", "false", "onwaar", "0", "NEE", "Onwaar")]


def _code(read: Callable[..., object], *arguments: str) -> str:
    with pytest.raises(Unread) as unread:
        read(*arguments)
    return unread.value.code


@pytest.mark.parametrize("column", TEXTS)
def test_a_text_is_taken_up_to_its_length_and_no_longer(intake: Any, column: str) -> None:
    """Every field has a limit of its own, told with its column."""
    most = LENGTHS[column]
    intake.one(**{column: "e" * most})
    assert intake.faults(**{column: "e" * (most + 1)}) == ((column, "too-long"),)


def test_the_lengths_are_those_of_fields_that_exist() -> None:
    """A limit under a wrong name would guard nothing; what has none gets the general one."""
    assert set(LENGTHS) <= CANONICAL_COLUMNS
    fields.check_text("nothing", "e" * OTHER_LENGTH)
    assert _code(fields.check_text, "nothing", "e" * (OTHER_LENGTH + 1)) == "too-long"


@pytest.mark.parametrize("column", TEXTS)
@pytest.mark.parametrize("character", ["\x00", "\n", "\x1b", "\u200b", "\u202e", "\ud800"])
def test_a_character_that_does_not_show_is_refused(
    intake: Any, column: str, character: str
) -> None:
    """Half a surrogate pair cannot even be stored; a right-to-left mark hides what it is."""
    assert intake.faults(**{column: f"e{character}e"}) == ((column, "bad-character"),)


@pytest.mark.parametrize(
    "name", ["Ñuñez-Élise", "’s-Gravenhage", "Łódź", "Ďurišić", "李", "O'Neil"]
)
def test_a_name_in_any_script_is_taken(intake: Any, name: str) -> None:
    """People have the name they have."""
    assert intake.one(surname=name).person.name.surname == name


@pytest.mark.parametrize(("text", "word"), WORDS)
def test_yes_and_no_are_read_in_the_words_of_creditors(text: str, word: str) -> None:
    """In any case."""
    assert fields.yes_or_no(text) == word


def test_nothing_said_is_neither_yes_nor_no() -> None:
    """A step that was not mentioned is another thing than one that was not taken."""
    assert fields.yes_or_no("") == ""


@pytest.mark.parametrize("text", ["misschien", "2", "-", "ja?", "jaa", " ja", "onbekend"])
def test_what_is_neither_is_not_guessed(text: str) -> None:
    """Not even a space is passed over: cells were trimmed before."""
    assert _code(fields.yes_or_no, text) == "not-yes-or-no"


def test_the_words_for_yes_and_no_can_be_reached() -> None:
    """They are looked up in lower case."""
    assert all(word == word.casefold() for word in YES_NO)
    assert set(YES_NO.values()) == {"ja", "nee"}


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("", NameUse.OWN),
        ("E", NameUse.OWN),
        ("p", NameUse.PARTNER),
        ("V", NameUse.PARTNER_OWN),
        ("n", NameUse.OWN_PARTNER),
    ],
)
def test_name_use_is_that_of_the_register(intake: Any, text: str, use: NameUse) -> None:
    """Own name where nothing was said."""
    assert intake.one(name_use=text).person.name.use is use


@pytest.mark.parametrize("text", ["X", "EP", "OWN", "eigen"])
def test_another_name_use_is_not_guessed(intake: Any, text: str) -> None:
    """A wrong one would look for somebody under another name."""
    assert intake.faults(name_use=text) == (("name_use", "not-a-name-use"),)


@pytest.mark.parametrize(
    ("text", "code"), [("NL", "nl"), ("Pools", "pl"), ("türkçe", "tr"), ("", ""), ("Klingon", "")]
)
def test_a_language_is_one_of_a_closed_list_or_not_kept(intake: Any, text: str, code: str) -> None:
    """Weighing and routing see it in clear: what is no language could be anything."""
    assert intake.one(language=text).person.language == code


def test_the_words_for_languages_can_be_reached() -> None:
    """They are looked up in lower case, and every code is a word for itself."""
    assert all(word == word.casefold() for word in LANGUAGES)
    assert all(LANGUAGES[code] == code for code in LANGUAGES.values())


@given(st.text(max_size=10))
def test_any_text_gives_a_value_or_a_code(text: str) -> None:
    """Never another exception, for no reader."""
    for read in (fields.yes_or_no, fields.name_use, partial(fields.check_text, "city")):
        with suppress(Unread):
            read(text)


def _codes_in(file: Path) -> set[str]:
    """Every text that is raised as Unread or noted as a need in a module."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            wanted = {"Unread": node.args[:1], "need": node.args[1:2]}.get(name, [])
            found |= {arg.value for arg in wanted if isinstance(arg, ast.Constant)}
            if name == "Unreadable":
                consts = (one for one in ast.walk(node) if isinstance(one, ast.Constant))
                found |= {one.value for one in consts if one.value}
    return {str(code) for code in found}


def test_every_code_has_a_remedy_and_every_remedy_a_code() -> None:
    """Whoever gets a code back must be able to read what to do about it."""
    folder = Path(package.__file__).parent
    used = set().union(*(_codes_in(file) for file in folder.glob("*.py"))) | {"missing"}
    assert used == set(REMEDIES)
    assert all(remedy and remedy == remedy.strip() for remedy in REMEDIES.values())
