"""Which column a heading is: the creditor's own words first, then the general ones."""

from typing import Any

import pytest

from portal.cities.columns import CANONICAL_COLUMNS
from portal.intake.reading import unknown_headings
from portal.intake.words import ARREARS, HEADINGS, KINDS, KNOWN_HEADINGS, plain
from protocols.covenant.signal import ArrearsType, CollectionStep, MessageKind

WORDS = [(word, column) for column, words in HEADINGS.items() for word in (column, *words)]


def _read(intake: Any, headings: str, cells: str, columns: dict[str, str] | None = None) -> Any:
    found = intake.read(f"{headings}\n{cells}\n", columns)
    assert found.unreadable == []
    return found.rows[0]


def test_the_general_words_are_about_columns_that_exist() -> None:
    """All of them, and no word means two columns."""
    assert set(HEADINGS) == CANONICAL_COLUMNS
    assert set(CANONICAL_COLUMNS) >= {step.value for step in CollectionStep}
    assert all(KNOWN_HEADINGS[plain(word)] == column for word, column in WORDS)


@pytest.mark.parametrize(("word", "column"), WORDS)
def test_each_general_word_is_known_in_any_dress(word: str, column: str) -> None:
    """Capitals, underscores, full stops and double spaces do not matter."""
    for dressed in (word, word.upper(), f" {word.replace(' ', '_')}: ", word.replace(" ", "  ")):
        assert KNOWN_HEADINGS[plain(dressed)] == column


@pytest.mark.parametrize(
    ("heading", "bare"),
    [("E-mail ", "e mail"), ("e_mail", "e mail"), ("Geb.datum", "geb datum"), ("", ""), ("#", "")],
)
def test_a_heading_is_compared_without_its_dress(heading: str, bare: str) -> None:
    """Letters and digits count."""
    assert plain(heading) == bare


def test_the_words_of_a_creditor_come_first(intake: Any) -> None:
    """`Naam` is a surname to most, and a company to this one."""
    own = {"Naam": "company_name", "Schuld": "amount"}
    found = _read(intake, "naam;schuld;geboortedatum", "Gouddistel;1,00;1-1-1970", own)
    assert found.person.company == "Gouddistel"
    assert found.person.name.surname == ""


@pytest.mark.parametrize("headings", ["naam;huurder", "huurder;naam"])
def test_a_general_word_never_takes_the_place_of_the_creditors_own(
    intake: Any, headings: str
) -> None:
    """Whatever comes first in the file: the covenant says which column it is."""
    cells = {"naam": "Kantoor", "huurder": "Zilverschoon"}
    row = ";".join(cells[one] for one in headings.split(";"))
    found = _read(
        intake,
        f"{headings};bedrag;geboortedatum",
        f"{row};1,00;1-1-1970",
        {"Huurder": "surname"},
    )
    assert found.person.name.surname == "Zilverschoon"


def test_a_word_that_the_creditor_uses_for_something_else_is_not_the_general_one(
    intake: Any,
) -> None:
    """Both of its headings are its reference: the second is left out, not read as a surname."""
    own = {"Nummer": "reference", "Naam": "reference"}
    found = _read(
        intake,
        "nummer;naam;bedrijf naam;handelsnaam;bedrag;geboortedatum",
        "K-1;Zilver;x;Gouddistel;1,00;1-1-1970",
        own,
    )
    assert found.reference == "K-1"
    assert found.person.name.surname == ""


def test_of_two_headings_for_one_column_the_first_is_read(intake: Any) -> None:
    """The other is told as left out."""
    content = "Achternaam;NAAM;bedrag;geboortedatum\nZilver;Goud;1,00;1-1-1970\n"
    assert intake.read(content).rows[0].person.name.surname == "Zilver"
    assert unknown_headings(content.encode(), "f.csv", intake.covenant()) == ("NAAM",)


def test_unknown_headings_are_not_read_and_are_told(intake: Any) -> None:
    """The creditor can see what is left out; a heading without a name is not told."""
    content = "naam;Leeftijd;bedrag;geboortedatum;;Kleur haar\nZilver;61;1,00;1-1-1970;x;grijs\n"
    found = intake.read(content)
    assert len(found.rows) == 1
    told = unknown_headings(content.encode(), "f.csv", intake.covenant())
    assert told == ("Leeftijd", "Kleur haar")
    assert unknown_headings(content.encode(), "f.csv", intake.covenant({"Leeftijd": "city"})) == (
        "Kleur haar",
    )


@pytest.mark.parametrize("heading", ["achternaam", "bedrijfsnaam", "kenmerk"])
def test_one_heading_that_says_whom_it_is_about_is_enough(intake: Any, heading: str) -> None:
    """Then the rows can tell what is missing in each."""
    assert len(intake.read(f"{heading};x\nZilver;1\n").unreadable) == 1


def test_headings_that_say_nothing_refuse_the_file(intake: Any) -> None:
    """A file without headings would have its first row told as if it were harmless."""
    assert intake.refused("bedrag;geboortedatum\n1,00;1-1-1970\n") == "unknown-headings"
    assert intake.refused("Zilverschoon;1961\nGoud;1970\n") == "unknown-headings"


@pytest.mark.parametrize(("word", "kind"), [*ARREARS.items(), ("HUUR", ArrearsType.RENT)])
def test_each_kind_of_arrears_is_known_by_its_words(
    intake: Any, word: str, kind: ArrearsType
) -> None:
    """In any case."""
    assert intake.one(arrears_type=word).arrears_type is kind


@pytest.mark.parametrize("word", ["schuld", "rent ", "telefoon", "huur en water"])
def test_another_kind_of_arrears_is_not_guessed(intake: Any, word: str) -> None:
    """There is no legal basis for just anything (Bgs art. 2); spaces around it do not matter."""
    if word == word.strip():
        assert intake.faults(arrears_type=word) == (("arrears_type", "not-an-arrears-type"),)
    else:
        assert intake.one(arrears_type=word).arrears_type is ArrearsType.RENT


@pytest.mark.parametrize(("word", "kind"), [*KINDS.items(), ("INTREKKING", MessageKind.WITHDRAW)])
def test_each_kind_of_message_is_known_by_its_words(
    intake: Any, word: str, kind: MessageKind
) -> None:
    """A new signal where nothing was said."""
    assert intake.one(kind=word).kind is kind


@pytest.mark.parametrize("word", ["verwijderen", "0", "signalen"])
def test_another_kind_of_message_is_not_guessed(intake: Any, word: str) -> None:
    """Taking a withdrawal for a signal would put somebody on a caseload who paid."""
    assert intake.faults(kind=word) == (("kind", "not-a-kind"),)
