"""contact.yaml and the terms of consent: what the two cities decided, and what is refused."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from portal.faults import BadFile
from protocols.city import City
from protocols.privacy.consent import Purpose
from protocols.work.contact import ACCEPTANCE, Outcome
from protocols.work.effort import Way, lacks
from protocols.work.points import Track
from protocols.work.suggest import suggest

TODAY = date(2026, 11, 22)
CONTACT, PRIVACY = "contact.yaml", "privacy.yaml"


@pytest.fixture(params=("dronten", "gent"))
def city(request: pytest.FixtureRequest) -> City:
    """Each of the two cities."""
    return load_city(city_folder(request.param))


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, str, str], list[tuple[str, str]]]:
    """What is said of a copy of Dronten in which the first `old` became `new`."""

    def _with(file: str, old: str, new: str) -> list[tuple[str, str]]:
        folder = Path(shutil.copytree(city_folder("dronten"), tmp_path / "dronten"))
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadFile) as caught:
            load_city(folder)
        assert {one.file for one in caught.value.faults} == {file}
        return [(one.field, one.code) for one in caught.value.faults]

    return _with


@pytest.mark.parametrize(
    ("track", "counts"),
    [
        (Track.LIGHT_OFFER, (1, 1, 1, 0, 0)),
        (Track.LETTER, (2, 2, 2, 0, 0)),
        (Track.CALL, (4, 2, 3, 2, 0)),
        (Track.VISIT, (4, 3, 3, 2, 1)),
        (Track.CRISIS, (5, 3, 3, 4, 2)),
    ],
)
def test_a_heavier_track_asks_for_more_effort(
    city: City, track: Track, counts: tuple[int, ...]
) -> None:
    """Divosa: four attempts or more reach twice as many; a crisis asks for two visits."""
    row = city.contact.effort_on(track, TODAY)
    assert row is not None
    effort = row.value
    found = (effort.attempts, effort.ways, effort.moments, effort.personal, effort.visits)
    assert found == counts
    assert row.source
    assert lacks(effort, [])


def test_every_track_has_ways_and_a_first_attempt(city: City) -> None:
    """A worker always has something to do next; a crisis begins at the door."""
    for track in Track:
        ways = city.contact.ways_on(track, TODAY)
        row = city.contact.effort_on(track, TODAY)
        assert row is not None
        assert len(ways) >= row.value.ways
        first = suggest([], ways, row.value)
        assert first is not None
        assert first.slot.way is ways[0]
    assert city.contact.ways_on(Track.CRISIS, TODAY)[0] is Way.VISIT


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_says_whether_it_counts_as_acceptance(city: City, outcome: Outcome) -> None:
    """The explicit flag of issue 6; both cities follow the table that the standard suggests."""
    (row,) = city.contact.acceptance[outcome]
    assert row.value is ACCEPTANCE[outcome]
    assert city.contact.counts_as_acceptance(outcome, TODAY) is row.value
    assert not city.contact.counts_as_acceptance(outcome, date(2020, 12, 31))


def test_a_quick_fix_has_thirty_days(city: City) -> None:
    """Divosa Monitor."""
    assert city.contact.quick_fix_days_on(TODAY) == 30


def test_every_purpose_has_a_longest_term(city: City) -> None:
    """A dossier outlasts a plan of 36 months; an income is old after half a year."""
    days = city.privacy.consent_days_on(TODAY)
    assert set(days) == set(Purpose)
    assert days[Purpose.DOSSIER] > 3 * 366
    assert days[Purpose.INCOME] == 183
    assert city.privacy.consent_days_on(date(2020, 12, 31)) == {}


MISTAKES = [
    (CONTACT, "attempts: 4", "attempts: 1", "effort.call[0].attempts", "effort-impossible"),
    (CONTACT, "visits: 1", "visits: 3", "effort.visit[0].attempts", "effort-impossible"),
    (CONTACT, "attempts: 4", "attempts: 40", "effort.call[0].attempts", "too-much"),
    (CONTACT, "moments: 3", "moments: 5", "effort.call[0].moments", "too-much"),
    (CONTACT, "unit: attempts", "unit: days", "effort.light_offer[0].unit", "not-a-choice"),
    (CONTACT, "[letter, email, text]", "[letter, duif]", "ways.light_offer[0].value[1]",
     "not-a-choice"),
    (CONTACT, "[letter, email, text]", "[letter, letter]", "ways.light_offer[0].value", "twice"),
    (CONTACT, "[letter, email, text]", "[]", "ways.light_offer[0].value", "too-few"),
    (CONTACT, "value: 30", "value: 31", "quick_fix_days[0].value", "too-much"),
    (CONTACT, "counts_as_acceptance: true", "counts_as_acceptance: 1",
     "outcomes[0].counts_as_acceptance", "bad-value"),
    (CONTACT, '"Verwijzing zonder tussenkomst inwoner"', '"Anders"', "outcomes[4].outcome",
     "not-a-choice"),
    (CONTACT, '"Verwijzing zonder tussenkomst inwoner"', '"Inwoner is overleden"', "outcomes",
     "missing-row"),
    (PRIVACY, "  handover:", "  reclame:", "consent_days.reclame", "not-a-choice"),
    (PRIVACY, "value: 1461", "value: 0", "consent_days.dossier[0].value", "too-little"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "field", "code"), MISTAKES)
def test_a_mistake_is_refused_at_its_field(
    refused: Callable[[str, str, str], list[tuple[str, str]]],
    file: str,
    old: str,
    new: str,
    field: str,
    code: str,
) -> None:
    """An effort that no attempts can make would keep every case open for ever."""
    assert (field, code) in refused(file, old, new)


def test_an_outcome_without_a_row_is_named(
    refused: Callable[[str, str, str], list[tuple[str, str]]],
) -> None:
    """What is not decided would silently not count."""
    text = (city_folder("dronten") / CONTACT).read_text("utf-8")
    row = re.search(r'  - outcome: "Inwoner is overleden"\n(    .*\n)+', text)
    assert row is not None
    assert refused(CONTACT, row[0], "") == [("outcomes", "missing-row")]


def test_a_purpose_may_be_left_out(tmp_path: Path) -> None:
    """The pair: then it may not be asked, and that is a decision too."""
    folder = Path(shutil.copytree(city_folder("dronten"), tmp_path / "dronten"))
    path = folder / PRIVACY
    text, removed = re.subn(r"  handover:\n(   .*\n)+", "", path.read_text("utf-8"))
    assert removed == 1
    path.write_text(text, "utf-8")
    assert Purpose.HANDOVER not in load_city(folder).privacy.consent_days_on(TODAY)


def test_the_guide_for_jurists_knows_the_words_of_contact_and_consent() -> None:
    """README.md is where somebody without the code looks a word up."""
    guide = (Path(__file__).parents[3] / "cities" / "README.md").read_text("utf-8")
    assert not [word for word in (*Way, *Purpose) if f"`{word.value}`" not in guide]
