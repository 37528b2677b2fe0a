"""A city with mistakes is refused with every mistake at once, each at its own line and field."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from portal.faults import BadFile, Fault

SECRET = "geheim-4711"
ARREARS, CITY, CLOCKS = "arrears_types.yaml", "city.yaml", "clocks.yaml"
PRIVACY, TEAMS, WEIGHING = "privacy.yaml", "teams.yaml", "weighing.yaml"
RENT, ENERGY = "covenants/flevohoven.yaml", "covenants/polderstroom.yaml"
DATES = "    valid_from: 2021-01-01\n    valid_to: null\n"
Placed = tuple[str, int, str, str]


@dataclass
class Copy:
    """A copy of a city to plant mistakes in."""

    folder: Path
    planted: list[tuple[str, str, str]] = field(default_factory=list)

    def plant(self, file: str, old: str, new: str, where: str, code: str) -> None:
        """Replace the first `old` by `new`, in which @ marks the line of the fault (none: 0)."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, (file, old)
        new = new.replace("@", f" # fout {len(self.planted)} hier")
        path.write_text(text.replace(old, new, 1), "utf-8")
        self.planted.append((file, where, code))

    def expected(self) -> set[Placed]:
        """Every planted fault with its line in the file as it now stands."""
        return {(f, self._line(f, n), where, c) for n, (f, where, c) in enumerate(self.planted)}

    def faults(self) -> tuple[Fault, ...]:
        """Load, and hear what is wrong."""
        with pytest.raises(BadFile) as caught:
            load_city(self.folder)
        return caught.value.faults

    def found(self) -> list[Placed]:
        """Where each fault is and what it is called."""
        return [(one.file, one.line, one.field, one.code) for one in self.faults()]

    def _line(self, file: str, number: int) -> int:
        before, mark, _ = (self.folder / file).read_text("utf-8").partition(f"# fout {number} hier")
        return before.count("\n") + 1 if mark else 0


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str], Copy]:
    """Copies a city by name."""
    return lambda name: Copy(Path(shutil.copytree(city_folder(name), tmp_path / name)))


MISTAKES = [
    (CITY, "name: Dronten", "name: 12@", "name", "not-text"),
    (CITY, "country: NL", f"country: {SECRET}@", "country", "not-a-choice"),
    (CITY, 'oin: "00000001000000303000"', 'oin: "4711"@', "oin", "bad-oin"),
    (CITY, '["0303"]', '["03031"]@', "municipality_codes[0]", "bad-municipality"),
    (CITY, '["0303"]', "[0303]@", "municipality_codes[0]", "bad-number"),
    (CITY, "[nl, en]", "[nl, NLD]@", "languages[1]", "bad-language"),
    (CITY, "[nl, en]", "[nl, nl]@", "languages", "twice"),
    (CITY, "[nl, en]", "[]@", "languages", "too-few"),
    (CITY, "[nl, en]", "nl@", "languages", "not-a-list"),
    (CITY, "name: Dronten", "name: ' '@", "name", "blank"),
    (CITY, "name: Dronten\n", "", "name", "missing-field"),
    (CITY, "name: Dronten", f"name: Dronten\nburgemeester: {SECRET}@", "burgemeester",
     "unknown-field"),
    (CITY, "name: Dronten", f"name: Dronten\nname: {SECRET}@", "name", "duplicate-key"),
    (ARREARS, "  benefits:", f"  {SECRET}:@", f"arrears_types.{SECRET}", "not-a-choice"),
    (ARREARS, '- value: "Leverancier van warmte geeft een signaal"\n      unit: text\n',
     '- value: "Leverancier van warmte geeft een signaal"@\n', "arrears_types.heat[0].unit",
     "missing-field"),
    (ARREARS, "valid_to: 2025-05-14", "valid_to: 2021-05-14@",
     "arrears_types.municipal_tax[0].valid_to", "period"),
    (ARREARS, "valid_to: 2025-05-14", "valid_to: 2025-02-30@",
     "arrears_types.municipal_tax[0].valid_to", "bad-date"),
    (ARREARS, "valid_to: 2025-05-14", "valid_to: '2025-05-14'@",
     "arrears_types.municipal_tax[0].valid_to", "bad-date"),
    (RENT, "partner_type: Huur", f"partner_type: {SECRET}@", "creditor.partner_type",
     "not-a-choice"),
    (RENT, "Postcode: postcode", f"Postcode: {SECRET}@", "creditor.columns.Postcode",
     "unknown-column"),
    (RENT, "Postcode: postcode", "Postcode: 4711@", "creditor.columns.Postcode", "not-text"),
    (RENT, "number: DR-2021-01", f"number: {'4711' * 11}x@", "number", "too-long"),
    (RENT, "Huisletter: house_letter", "Huisletter: house_number@", "creditor.columns.Huisletter",
     "column-twice"),
    (RENT, "term: in_force", f"term: {SECRET}@", "articles[0].term", "not-a-choice"),
    (RENT, "value: true", "value: false@", "articles[0].value", "must-be-true"),
    (RENT, "value: true", "value: 1@", "articles[0].value", "must-be-true"),
    (RENT, "value: [rent]", "value: []@", "articles[1].value", "too-few"),
    (RENT, "value: [rent]", f"value: [rent, {SECRET}]@", "articles[1].value[1]", "not-a-choice"),
    (RENT, "value: [rent]", "value: [rent, rent]@", "articles[1].value", "twice"),
    (RENT, "value: 30\n", "value: '30'@\n", "articles[2].value", "not-a-number"),
    (RENT, "value: 30\n", "value: 3.5@\n", "articles[2].value", "bad-number"),
    (RENT, "value: 30\n", "value: -1@\n", "articles[2].value", "too-little"),
    (RENT, "value: 30\n", "value: 47114711@\n", "articles[2].value", "too-much"),
    (RENT, "value: 30\n    unit: days", "value: 30\n    unit: weken@", "articles[2].unit",
     "wrong-unit"),
    (RENT, "value: 10000\n    unit: cents", "value: 10000\n    unit: euro@", "articles[3].unit",
     "wrong-unit"),
    (RENT, "value: 10000\n", "value: 10000001@\n", "articles[3].value", "crossed"),
    (RENT, "value: declared", f"value: {SECRET}@", "articles[6].value", "not-a-choice"),
    (RENT, "value: noted", "value: declared@", "articles[7].value", "not-a-choice"),
    (RENT, "value: [20, 25]", "value: [25, 20]@", "articles[9].value", "bad-window"),
    (RENT, "value: [20, 25]", "value: [0, 25]@", "articles[9].value", "bad-window"),
    (RENT, "value: month", "value: week@", "articles[11].value", "not-a-choice"),
    (RENT, "value: dropped", "value: 3@", "articles[12].value", "not-a-choice"),
    (RENT, "[incassokosten,", "[kosten,@\n ", "articles[15].value[0]", "not-a-choice"),
    (RENT, "[received,", "[ontvangen,@\n ", "articles[18].value[0]", "not-a-choice"),
    (RENT, '- article: "4.1"', "- article: 4.1@", "articles[3].article", "bad-number"),
    (RENT, '- article: "4.1"', '- article: "vier"@', "articles[3].article", "bad-article"),
    (RENT, '- article: "4.2"', '- article: "4.1"@', "articles[4].article", "article-twice"),
    (RENT, '- article: "4.1"', '- article: "4.1"\n    toelichting: x@', "articles[3].toelichting",
     "unknown-field"),
    (ENERGY, "valid_to: 2022-11-29", "valid_to: 2022-11-28@", "articles[2].valid_to", "gap"),
    (ENERGY, "valid_from: 2022-11-30", "valid_from: 2022-11-29@", "articles[3].valid_from",
     "overlap"),
    (ENERGY, "value: 50\n", "value: 101@\n", "articles[2].value", "crossed"),
    (ENERGY, "[electricity, gas, heat]", "[electricity, gas, tax, heat]", "", ""),
    (WEIGHING, "measure: crisis", f"measure: {SECRET}@", "steps[20].measure", "not-a-choice"),
    (WEIGHING, "at_least: 7500\n    points: 10\n    unit: cents",
     "at_least: 7500\n    points: 10\n    unit: count@", "steps[1].unit", "wrong-unit"),
    (WEIGHING, "points: 1000\n", "points: 47114711@\n", "steps[20].points", "too-much"),
    (WEIGHING, "track: visit", f"track: {SECRET}@", "tracks[3].track", "not-a-choice"),
    (WEIGHING, "from_points: 25", "from_points: 10@", "tracks[2].from_points", "same-points"),
    (TEAMS, '["8255"]', '["825"]@', "districts[1].postcodes[0]", "bad-postcode"),
    (TEAMS, '["8255"]', "[8255]@", "districts[1].postcodes[0]", "not-text"),
    (TEAMS, '["8255"]', '["8253"]@', "districts[1].postcodes[0]", "postcode-twice"),
    (TEAMS, "districts: [Dronten]", f"districts: [{SECRET}]@", "teams[2].districts[0]",
     "unknown-district"),
    (TEAMS, "tracks: [crisis]", f"tracks: [{SECRET}]@", "teams[0].tracks[0]", "not-a-choice"),
    (TEAMS, "worker_id: d-02\n    team_id: crisis", f"worker_id: d-02\n    team_id: {SECRET}@",
     "workers[1].team_id", "unknown-team"),
    (TEAMS, "worker_id: d-02", "naam: Geheim@\n    worker_id: d-02", "workers[1].naam",
     "unknown-field"),
    (TEAMS, "worker_id: d-02", "worker_id: Piet@", "workers[1].worker_id", "bad-id"),
    (TEAMS, "capacity: 45", "capacity: -45@", "workers[2].capacity", "too-little"),
    (PRIVACY, "purpose: vroegsignalering\n", "", "purpose", "missing-field"),
    (PRIVACY, "  unit: text", "  unit: tekst@", "basis.unit", "not-a-choice"),
    (PRIVACY, "value: none", "value: volledig@", "depth[0].value", "not-a-choice"),
    (PRIVACY, "claim_bands: []", "claim_bands: null@", "claim_bands", "not-a-list"),
    (PRIVACY, "value: proceed", "value: gaan@", "dispositions.resident[0].value", "not-a-choice"),
    (PRIVACY, "  deceased:", "  overleden:@", "dispositions.overleden", "not-a-choice"),
    (PRIVACY, "value: 183", "value: 0@", "retention_days.open_signal[0].value", "too-little"),
    (PRIVACY, "value: 12\n", "value: 1@\n", "many_residents[0].value", "too-little"),
    (CLOCKS, "value: signal_received", "value: reactie@", "starts_at[0].value", "not-a-choice"),
    (CLOCKS, "unit: working_days", "unit: werkdagen@", "first_contact.crisis[0].unit",
     "not-a-choice"),
    (CLOCKS, "value: 14", "value: 400@", "first_contact.visit[0].value", "too-much"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "where", "code"), MISTAKES)
def test_one_mistake_is_one_fault_at_its_line_and_field(
    copied: Callable[[str], Copy], file: str, old: str, new: str, where: str, code: str
) -> None:
    """No mistake is missed, and none drags others along. An empty code: this is no mistake."""
    city = copied("dronten")
    city.plant(file, old, new, where, code)
    if code:
        assert city.found() == sorted(city.expected())
    else:
        load_city(city.folder)


def test_mistakes_in_every_file_are_reported_together(copied: Callable[[str], Copy]) -> None:
    """Fifteen in eight files; a mistake of one kind does not hide one of another."""
    city = copied("dronten")
    for one in (
        (CITY, '["0303"]', "[0303]@", "municipality_codes[0]", "bad-number"),
        (CITY, "[nl, en]", "[nl, NLD]@", "languages[1]", "bad-language"),
        (ARREARS, "valid_to: 2025-05-14", "valid_to: 2021-05-14@",
         "arrears_types.municipal_tax[0].valid_to", "period"),
        (RENT, "partner_type: Huur", f"partner_type: {SECRET}@", "creditor.partner_type",
         "not-a-choice"),
        (RENT, "value: 10000\n", "value: 10000001@\n", "articles[3].value", "crossed"),
        (RENT, '- article: "4.2"', '- article: "4.1"@', "articles[4].article", "article-twice"),
        (RENT, "value: [20, 25]", "value: [25, 20]@", "articles[9].value", "bad-window"),
        (ENERGY, "valid_to: 2022-11-29", "valid_to: 2022-11-28@", "articles[2].valid_to", "gap"),
        (ENERGY, "value: 10_000_000\n", f"value: {SECRET}@\n", "articles[6].value",
         "not-a-number"),
        (WEIGHING, "measure: crisis", f"measure: {SECRET}@", "steps[20].measure", "not-a-choice"),
        (TEAMS, "worker_id: d-02\n    team_id: crisis", f"worker_id: d-02\n    team_id: {SECRET}@",
         "workers[1].team_id", "unknown-team"),
        (PRIVACY, "value: 183", "value: 0@", "retention_days.open_signal[0].value", "too-little"),
        (PRIVACY, "  deceased:", "  overleden:@", "dispositions.overleden", "not-a-choice"),
        (CLOCKS, "value: 14", "value: 400@", "first_contact.visit[0].value", "too-much"),
        (CLOCKS, "  letter:", "  brief:@", "first_contact.brief", "not-a-choice"),
    ):  # fmt: skip
        city.plant(*one)
    found = city.found()
    assert len(found) == 15
    assert set(found) == city.expected()


def test_a_row_without_a_source_is_refused_in_every_table(copied: Callable[[str], Copy]) -> None:
    """Every file with rules, not the covenants only."""
    city = copied("gent")
    for path in sorted(city.folder.rglob("*.yaml")):
        file = path.relative_to(city.folder).as_posix()
        text, removed = re.subn(
            r"\n( +)source: (>-(\n\1 +.*)+|.*)", "", path.read_text("utf-8"), count=1
        )
        path.write_text(text, "utf-8")
        assert removed == (file != CITY)
    found = city.faults()
    assert {one.code for one in found} == {"missing-field"}
    assert all(one.field.endswith(".source") for one in found)
    assert len(found) == len(list(city.folder.rglob("*.yaml"))) - 1


def test_an_end_that_is_not_written_is_not_an_open_end(copied: Callable[[str], Copy]) -> None:
    """`valid_to: null` is a decision; a forgotten valid_to is not."""
    city = copied("dronten")
    city.plant(
        WEIGHING,
        "- measure: amount\n    at_least: 0\n    points: 0\n    unit: cents\n",
        "- measure: amount@\n    at_least: 0\n    points: 0\n    unit: cents\n",
        "steps[0].valid_to",
        "missing-field",
    )
    path = city.folder / WEIGHING
    path.write_text(path.read_text("utf-8").replace("    valid_to: null\n", "", 1), "utf-8")
    assert set(city.found()) == city.expected()


def test_a_required_term_that_is_nowhere_is_named(copied: Callable[[str], Copy]) -> None:
    """One fault for each, and none for the two that may be left out."""
    city = copied("dronten")
    path = city.folder / RENT
    text = path.read_text("utf-8")
    rows = re.split(r"(?m)^(?=  - article: )", text)
    for term in ("national_id", "frequency", "maximum_amount"):
        rows = [row for row in rows if f"term: {term}\n" not in row]
    path.write_text("".join(rows), "utf-8")
    faults = city.faults()
    assert [(one.field, one.code) for one in faults] == [("articles", "missing-term")] * 2
    assert "frequency" in faults[0].message
    assert "national_id" in faults[1].message


def test_every_track_and_every_kind_of_match_needs_a_row(copied: Callable[[str], Copy]) -> None:
    """Named one by one, at the table they are missing from; a table that is none is one fault."""
    city = copied("dronten")
    path = city.folder / CLOCKS
    text = path.read_text("utf-8")
    start, end = text.index("  letter:"), text.index("  visit:")
    path.write_text(text[:start] + text[end:], "utf-8")
    path = city.folder / PRIVACY
    text = path.read_text("utf-8")
    start, end = text.index("dispositions:"), text.index("# Bewaartermijn")
    path.write_text(text[:start] + "dispositions: alles\n" + text[end:], "utf-8")
    path = city.folder / TEAMS
    text = path.read_text("utf-8")
    start, end = text.index("districts:"), text.index("teams:")
    path.write_text(text[:start] + "districts: geen\n" + text[end:], "utf-8")
    faults = city.faults()
    assert [(one.file, one.field, one.code) for one in faults] == [
        (CLOCKS, "first_contact", "missing-row"),
        (CLOCKS, "first_contact", "missing-row"),
        (PRIVACY, "dispositions", "not-fields"),
        (TEAMS, "districts", "not-a-list"),
    ]
    assert "letter" in faults[0].message
    assert "call" in faults[1].message


def test_a_kind_of_arrears_without_any_basis_is_refused(copied: Callable[[str], Copy]) -> None:
    """Gent has no row for heat; Dronten has."""
    city = copied("gent")
    file = "covenants/scheldestroom.yaml"
    city.plant(file, "[electricity, gas]", "[electricity, heat]@", "articles[1].value[1]",
               "no-basis")  # fmt: skip
    assert set(city.found()) == city.expected()


def test_a_belgian_city_has_belgian_codes(copied: Callable[[str], Copy]) -> None:
    """Four digits are a postcode there and five a municipality."""
    city = copied("gent")
    city.plant(CITY, '["44021"]', '["0303"]@', "municipality_codes[0]", "bad-municipality")
    city.plant(TEAMS, '["9000"]', '["9000AB"]@', "districts[0].postcodes[0]", "bad-postcode")
    assert set(city.found()) == city.expected()


def test_a_worker_may_change_but_not_be_there_twice(copied: Callable[[str], Copy]) -> None:
    """Two rows with one id are a change of capacity when one ends before the other begins."""
    again = (
        "  - worker_id: d-01\n    team_id: dronten\n    languages: [nl]\n    capacity: 10\n"
        "    unit: open_cases\n    source: verzonnen besluit\n"
    )
    city = copied("dronten")
    path = city.folder / TEAMS
    text = path.read_text("utf-8")
    path.write_text(text + again + DATES, "utf-8")
    assert city.found() == [(TEAMS, len(text.split("\n")) + 6, "workers[8].valid_from", "overlap")]
    first = re.search(r"  - worker_id: d-01\n(?:    .*\n)+", text)
    assert first is not None
    ended = first[0].replace("valid_to: null", "valid_to: 2025-12-31")
    later = again + DATES.replace("2021-01-01", "2026-01-01")
    path.write_text(text.replace(first[0], ended) + later, "utf-8")
    assert len(load_city(city.folder).workers) == 9


@pytest.mark.parametrize(
    ("file", "old", "where"),
    [
        (TEAMS, "teams:", "teams[0].valid_from"),
        (CLOCKS, "  crisis:", "first_contact.crisis[0].valid_from"),
        (PRIVACY, "  resident:", "dispositions.resident[0].valid_from"),
    ],
)
def test_no_day_of_the_covenants_goes_without_a_team_a_term_or_a_disposition(
    copied: Callable[[str], Copy], file: str, old: str, where: str
) -> None:
    """On such a day a case would have nobody, or a year, or would silently be minimised."""
    city = copied("dronten")
    path = city.folder / file
    head, tail = path.read_text("utf-8").split(old, 1)
    if file == TEAMS:
        tail, workers = tail.split("workers:", 1)
        tail = tail.replace("2021-01-01", "2021-01-02") + "workers:" + workers
    else:
        tail = tail.replace("2021-01-01", "2021-01-02", 1)
    path.write_text(head + old + tail, "utf-8")
    assert [(one.file, one.field, one.code) for one in city.faults()] == [(file, where, "gap")]


def test_a_city_needs_at_least_one_team(copied: Callable[[str], Copy]) -> None:
    """Workers then belong to nobody, which is reported as well."""
    city = copied("dronten")
    path = city.folder / TEAMS
    text = path.read_text("utf-8")
    start, end = text.index("teams:"), text.index("workers:")
    path.write_text(text[:start] + "teams: []\n" + text[end:], "utf-8")
    found = city.found()
    assert (TEAMS, text[:start].count("\n") + 1, "teams", "too-few") in found
    assert {code for _, _, _, code in found} == {"too-few", "unknown-team"}


def test_missing_files_are_named_with_the_mistakes_in_the_others(
    copied: Callable[[str], Copy],
) -> None:
    """A missing file does not hide what is wrong elsewhere, nor drag faults along."""
    city = copied("dronten")
    (city.folder / WEIGHING).unlink()
    (city.folder / ARREARS).unlink()
    (city.folder / PRIVACY).rename(city.folder / "privacy.yml")
    city.plant(CLOCKS, "value: 14", "value: 400@", "first_contact.visit[0].value", "too-much")
    assert set(city.found()) == city.expected() | {
        (WEIGHING, 0, "", "missing-file"),
        (ARREARS, 0, "", "missing-file"),
        (PRIVACY, 0, "", "missing-file"),
        ("privacy.yml", 0, "", "unexpected-file"),
    }


def test_a_file_that_would_not_be_read_is_reported(copied: Callable[[str], Copy]) -> None:
    """A covenant under a wrong name would silently leave a creditor out; a PDF beside it may be."""
    city = copied("dronten")
    covenants = city.folder / "covenants"
    (covenants / "flevohoven.pdf").write_bytes(b"%PDF")
    (city.folder / "README.md").write_text("uitleg", "utf-8")
    load_city(city.folder)
    (covenants / "meerkring.yaml").rename(covenants / "meerkring.yml")
    (covenants / "zorgzeker.yaml").rename(covenants / "Zorg Zeker.yaml")
    assert set(city.found()) == {
        ("covenants/meerkring.yml", 0, "", "unexpected-file"),
        ("covenants/Zorg Zeker.yaml", 0, "", "file-name"),
    }


def test_a_city_without_covenants_is_no_city(copied: Callable[[str], Copy]) -> None:
    """It could not receive a single signal."""
    city = copied("dronten")
    shutil.rmtree(city.folder / "covenants")
    assert city.found() == [("covenants", 0, "", "no-covenants")]


@pytest.mark.parametrize("name", ["Dronten", "1e-stad", "de stad"])
def test_the_folder_name_must_do_as_an_id(tmp_path: Path, name: str) -> None:
    """It ends up in every event and audit entry."""
    folder = Path(shutil.copytree(city_folder("dronten"), tmp_path / name))
    assert Copy(folder).found() == [(".", 0, "", "folder-name")]


def test_messages_tell_the_remedy_and_never_repeat_a_value(copied: Callable[[str], Copy]) -> None:
    """A covenant is not secret, but what is pasted into it by mistake may be."""
    for file, old, new, where, code in MISTAKES:
        if not code or SECRET in where:
            continue
        city = copied("dronten")
        city.plant(file, old, new, where, code)
        (fault,) = city.faults()
        for secret in (SECRET, "4711", "Geheim", "Piet", "volledig", "weken", "euro "):
            assert secret not in str(fault)
        assert len(fault.message) > 20
        shutil.rmtree(city.folder)
