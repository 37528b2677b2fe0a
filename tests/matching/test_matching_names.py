"""Names: however a creditor writes them, the key is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.names import given_of, surname_of_person, surname_of_resident
from matching.normalise import fold, initials_of, surname_key
from protocols.people import Name, NameUse

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + "éèëïöüáàçñøłđßæœþı" + " -'."
names = st.text(LATIN, max_size=30)


@given(names)
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    """A register may be folded before it comes here."""
    assert fold(fold(text)) == fold(text)


@given(names)
def test_a_key_of_a_key_is_that_key(text: str) -> None:
    """The parts are bare: nothing is left to drop or to split."""
    for part in surname_key(text):
        assert surname_key(part) == (part,)


@given(st.text(LATIN.replace("ı", ""), max_size=30))
def test_capitals_and_accents_do_not_matter(text: str) -> None:
    """Creditors deliver capitals without accents."""
    assert fold(text.upper()) == fold(text) == fold(text.lower())
    assert surname_key(text.upper()) == surname_key(text)
    assert fold(fold(text).lower()) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çelik", "CELIK"),
        ("Łukasz Ørsted", "LUKASZ ORSTED"),
        ("Weiß", "WEISS"),
        ("Æþelstan Œuvre", "AETHELSTAN OEUVRE"),
        ("ışık Đorđe", "ISIK DORDE"),
        ("  d'Hondt--x ", "D HONDT X"),
        ("12 (?)", ""),
        ("", ""),
    ],
)
def test_only_letters_are_left(text: str, folded: str) -> None:
    """What Unicode does not take apart is in a table."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    ["van der Vries", "Vries, van der", "VRIES V.D.", "Vries", "v.d. Vriës", "VAN DER VRIES"],
)
def test_particles_go_wherever_they_stand(text: str) -> None:
    """Half of the files has them in the surname, behind a comma or not at all."""
    assert surname_key(text) == ("VRIES",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jansen-de Vries", ("JANSEN", "VRIES")),
        ("Jansen e/v de Vries", ("JANSEN", "VRIES")),
        ("de Vries geb. Jansen", ("VRIES", "JANSEN")),
        ("van Dijk", ("DYK",)),
        ("van Dyk", ("DYK",)),
        ("El Idrissi Bouazza", ("IDRISSIBOUAZZA",)),
        ("'t Hart", ("HART",)),
        ("Do", ("DO",)),
        ("Van den", ("VANDEN",)),
        ("", ()),
        (" - ", ()),
    ],
)
def test_a_surname_has_parts(text: str, parts: tuple[str, ...]) -> None:
    """Double names in two, ij as y, and a name of only particles keeps them."""
    assert surname_key(text) == parts


def test_the_particles_count_only_where_there_is_no_surname() -> None:
    """Some files put the whole name in the column for particles."""
    assert surname_key("Berg", "van den") == ("BERG",)
    assert surname_key(" ", "van den Berg") == ("BERG",)


@pytest.mark.parametrize(
    ("names", "initials", "letters"),
    [
        ("", "J.P.", "JP"),
        ("", "j p", "JP"),
        ("", "JP", "JP"),
        ("", "Th.J.", "TJ"),
        ("", "ThJ", "TJ"),
        ("", "IJ.", "Y"),
        ("", "É.", "E"),
        ("", "Æ.Œ.", "AO"),
        ("Jan-Willem Piet", "", "JWP"),
        ("Æbbe", "", "A"),
        ("IJsbrand", "", "Y"),
        ("Jan", "J.P.", "JP"),
        ("", "", ""),
    ],
)
def test_initials_come_from_letters_or_from_names(names: str, initials: str, letters: str) -> None:
    """Initials are written in every way; the register has full names."""
    assert initials_of(names, initials) == letters


@pytest.mark.parametrize(
    ("names", "initials", "readings"),
    [
        ("Jan Piet", "", (("JAN", "PIET"),)),
        ("Jan", "J.P.", (("JAN", "P"),)),
        ("Hans", "J.", (("J",),)),
        ("J.P.", "", (("J", "P"),)),
        ("JP", "", (("J", "P"),)),
        ("Bo", "", (("BO",),)),
        ("Joh. Piet", "", (("J", "PIET"),)),
        ("Jan-Willem Piet", "", (("JAN", "WILLEM", "PIET"), ("JAN", "PIET"))),
        ("", "", ()),
    ],
)
def test_given_names_are_read_with_their_initials(
    names: str, initials: str, readings: tuple[tuple[str, ...], ...]
) -> None:
    """Initials that begin otherwise show that the name is a call name."""
    assert given_of(names, initials) == readings


def test_the_partners_name_counts_alone_only_when_it_is_used_first() -> None:
    """Else it is the name of the partner, who may be the one who owes."""
    user = Name(surname="Smit", partner_surname="Bakker", use=NameUse.PARTNER)
    owner = Name(surname="Smit", partner_surname="Bakker", use=NameUse.OWN)
    assert "BAKKER" in surname_of_resident(user).same
    assert "BAKKER" not in surname_of_resident(owner).same
    for name in (user, owner):
        assert {"SMIT", "SMITBAKKER", "BAKKERSMIT"} <= surname_of_resident(name).same
        assert "BAKKER" not in surname_of_resident(name).own


def test_a_delivered_partners_name_counts_alone_only_without_another() -> None:
    """Two names delivered are both meant."""
    assert "BAKKER" not in surname_of_person(Name(surname="Smit", partner_surname="Bakker")).same
    assert surname_of_person(Name(partner_surname="Bakker")).same == {"BAKKER"}
    assert not surname_of_person(Name()).same
