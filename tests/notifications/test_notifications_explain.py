"""Explanations: whole sentences, the right direction, nothing left open."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.explain import explain, explain_assignment, explain_claims
from notifications.languages import locales
from protocols.money import Cents, euros
from protocols.privacy.terms import Depth
from protocols.work.enrich import ClaimsView, OpenClaim, view
from protocols.work.points import AMOUNTS, Measure, Step, Track, Weighing
from protocols.work.route import ELSEWHERE, Why
from protocols.work.weigh import NearestChange, Reason, nearest_change

LANGUAGES = st.sampled_from(sorted(locales()))
MEASURES = st.sampled_from(Measure)
TRACKS = st.sampled_from(Track)
VALUES = st.integers(0, 10**8)
FLAGS = {Measure.CRISIS, Measure.YOUNG, Measure.PENSIONER}
LEFT_OPEN = re.compile(r"[{}<>%\n]|None|Undefined|  |\s[.,]")


def is_whole_sentence(text: str) -> bool:
    """Starts with no small letter, ends with a full stop, and nothing is left open."""
    starts = not text[0].islower()  # Arabic has no capitals
    return starts and text.endswith(".") and not LEFT_OPEN.search(text)


def line(measure: Measure, measured: int, language: str = "nl") -> str:
    """The sentence about one reason."""
    reason = Reason(measure, measured, 1, 5)
    return explain(Track.LETTER, 5, [reason], None, language).lines[0]


def nearest(measure: Measure, measured: int, needed: int, track: Track = Track.LETTER) -> str:
    """The sentence about the nearest change."""
    change = NearestChange(measure, measured, needed, track)
    return explain(Track.VISIT, 50, [], change).nearest


def claim(number: int, cents: int) -> OpenClaim:
    """An open claim of the city."""
    return OpenClaim(f"c-{number}", "tax", Cents(cents), Cents(cents), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("measure", "measured", "text"),
    [
        (Measure.SIGNALS_IN_MONTH, 1, "Deze maand is er 1 signaal over dit adres."),
        (Measure.SIGNALS_IN_MONTH, 2, "Deze maand zijn er 2 signalen over dit adres."),
        (Measure.RENT_AMOUNT, 123456, "De huurachterstand is € 1.234,56."),
        (Measure.AMOUNT, 50, "De achterstand is bij elkaar € 0,50."),
        (Measure.MINORS, 1, "Op dit adres woont 1 kind jonger dan 18 jaar."),
        (Measure.MINORS, 3, "Op dit adres wonen 3 kinderen jonger dan 18 jaar."),
        (Measure.YOUNG, 1, "De inwoner is jonger dan 27 jaar."),
        (Measure.PENSIONER, 1, "De inwoner is 67 jaar of ouder."),
    ],
)
def test_a_reason_is_a_sentence_that_a_resident_can_read(
    measure: Measure, measured: int, text: str
):
    """Dutch plurals, Dutch amounts, and yes/no measures without a number of their own."""
    assert line(measure, measured) == text


def test_french_takes_the_singular_for_nothing():
    """Each language settles its own plurals: 0 is plural in Dutch, singular in French."""
    assert "0 signalen" in line(Measure.SIGNALS_IN_MONTH, 0)
    assert "0 signal " in line(Measure.SIGNALS_IN_MONTH, 0, "fr")


def test_an_unknown_age_is_not_told_as_an_age():
    """`young` is 0 too when the register does not know the birth date."""
    assert line(Measure.YOUNG, 0) == "Het is niet bekend dat de inwoner jonger dan 27 jaar is."


@pytest.mark.parametrize(
    ("measure", "measured", "needed", "start"),
    [
        (Measure.RENT_AMOUNT, 60000, 49999, "Was de huurachterstand lager dan € 500,00 geweest"),
        (Measure.RENT_AMOUNT, 60000, 70000, "Was de huurachterstand € 700,00 of hoger geweest"),
        (Measure.RENT_AMOUNT, 60000, 0, "Was er geen huurachterstand geweest"),
        (Measure.SIGNALS_IN_MONTH, 3, 1, "Waren er deze maand minder dan 2 signalen geweest"),
        (Measure.SIGNALS_IN_MONTH, 3, 0, "Was er deze maand geen signaal geweest"),
        (Measure.SIGNALS_IN_MONTH, 1, 2, "Waren er deze maand 2 of meer signalen geweest"),
        (Measure.MINORS, 0, 1, "Woonde er 1 kind of meer jonger dan 18 jaar op dit adres"),
        (Measure.MINORS, 1, 0, "Woonden er geen kinderen jonger dan 18 jaar op dit adres"),
        (Measure.YOUNG, 1, 0, "Was de inwoner 27 jaar of ouder geweest"),
        (Measure.YOUNG, 0, 1, "Was de inwoner jonger dan 27 jaar geweest"),
        (Measure.PENSIONER, 1, 0, "Was de inwoner jonger dan 67 jaar geweest"),
        (Measure.CRISIS, 1, 0, "Was er geen gevaar voor woning"),
        (Measure.CRISIS, 0, 1, "Was er gevaar voor woning"),
    ],
)
def test_the_nearest_change_tells_its_direction(
    measure: Measure, measured: int, needed: int, start: str
):
    """Lower and higher, fewer and more, yes and no: in pairs."""
    text = nearest(measure, measured, needed)
    assert text.startswith(start)
    assert text.endswith(", dan was het een brief geworden.")


def test_the_nearest_change_names_the_other_track():
    """What it would have been, not what it is."""
    endings = {nearest(Measure.MINORS, 1, 0, track).rpartition("het ")[2] for track in Track}
    assert endings == {
        "een licht aanbod geworden.",
        "een brief geworden.",
        "een telefoontje geworden.",
        "een huisbezoek geworden.",
        "hulp met spoed geworden.",
    }


def test_without_a_nearest_change_nothing_is_told_of_it():
    """A crisis stays a crisis whatever changes."""
    assert explain(Track.CRISIS, 1000, [], None).nearest == ""


def test_the_summary_names_the_track_and_what_counted_most():
    """One sentence for a list of cases."""
    reasons = [Reason(Measure.MINORS, 2, 1, 5), Reason(Measure.RENT_AMOUNT, 160000, 150000, 15)]
    assert explain(Track.CALL, 20, reasons, None).summary == (
        "Dit adres krijgt een telefoontje (20 punten), vooral door de huurachterstand."
    )
    assert "(1 punt)" in explain(Track.CALL, 1, reasons, None).summary


def test_the_summary_does_not_invent_a_reason():
    """A light offer can have none; points taken off are no reason either."""
    nothing = "Dit adres krijgt een licht aanbod, want niets gaf extra punten."
    softened = [Reason(Measure.PENSIONER, 1, 1, -5)]
    assert explain(Track.LIGHT_OFFER, 0, [], None).summary == nothing
    assert explain(Track.LIGHT_OFFER, -5, softened, None).summary == nothing


def test_the_lines_keep_the_order_of_the_reasons():
    """The table's order is the city's order."""
    reasons = [Reason(measure, 1, 1, 1) for measure in Measure]
    lines = explain(Track.VISIT, 13, reasons, None).lines
    assert lines == tuple(line(measure, 1) for measure in Measure)
    assert len(set(lines)) == len(Measure)


@given(LANGUAGES, MEASURES, TRACKS, VALUES, VALUES, st.integers(-2000, 2000))
def test_no_sentence_of_an_explanation_is_left_open(
    language: str, measure: Measure, track: Track, measured: int, needed: int, points: int
):
    """Whatever the city's table says, in every language."""
    reason = Reason(measure, measured, 1, points)
    change = NearestChange(measure, measured, needed, track)
    told = explain(track, points, [reason], change, language)
    for text in (*told.lines, told.nearest, told.summary):
        assert is_whole_sentence(text), text


@given(LANGUAGES, st.sampled_from(sorted(AMOUNTS)), st.integers(2, 10**8))
def test_amounts_are_written_the_dutch_way(language: str, measure: Measure, cents: int):
    """By `euros`, in the reason and in the nearest change, in every language."""
    change = NearestChange(measure, 0, cents, Track.VISIT)
    told = explain(Track.LETTER, 5, [Reason(measure, cents, 1, 5)], change, language)
    assert euros(Cents(cents)) in told.lines[0]
    assert euros(Cents(cents)) in told.nearest


@given(
    st.sampled_from(sorted(set(Measure) - FLAGS)),
    st.lists(st.integers(2, 10**6), min_size=1, max_size=4, unique=True),
    st.integers(0, 10**6),
)
def test_the_limit_that_is_told_is_a_step_of_the_citys_table(
    measure: Measure, steps: list[int], measured: int
):
    """The resident is told the number that somebody decided, not one cent beside it."""
    rows = tuple(Step(measure, step, 10 * n) for n, step in enumerate(sorted(steps), 1))
    table = Weighing({measure: rows}, ((30, Track.VISIT), (20, Track.CALL), (10, Track.LETTER)))
    values = {measure: measured}
    points = sum(step.points for step in table.reached(values))
    change = nearest_change(values, table, points)
    assert change is not None
    told = explain(Track.LETTER, 10, [], change).nearest
    shown = [euros(Cents(step)) if measure in AMOUNTS else str(step) for step in steps]
    assert any(re.search(rf"(?<!\d){re.escape(text)}(?!\d)", told) for text in shown)


@pytest.mark.parametrize("why", Why)
@pytest.mark.parametrize("language", sorted(locales()))
def test_an_assignment_tells_who_why_and_where(why: Why, language: str):
    """Two whole sentences; each reason reads differently."""
    told = explain_assignment(why, "Team Zuid", "Merelwijk", "M. Zilvervos", language)
    assert is_whole_sentence(told)
    assert "Team Zuid" in told
    assert "Merelwijk" in told
    assert ("M. Zilvervos" in told) == (why not in {Why.NO_WORKER, Why.AUTOMATIC})


def test_every_reason_for_an_assignment_reads_differently():
    """Otherwise it explains nothing."""
    assert len({explain_assignment(why, "T", "W", "M") for why in Why}) == len(Why)


@pytest.mark.parametrize("district", [ELSEWHERE, ""])
def test_an_address_outside_the_districts_is_told_as_such(district: str):
    """`elders` is a code word, no place."""
    told = explain_assignment(Why.STAYS, "Team Zuid", district, "M. Zilvervos")
    assert told.endswith("Het adres ligt buiten de gebieden die de gemeente heeft ingedeeld.")
    assert ELSEWHERE not in told


def test_an_assignment_without_a_worker_needs_no_name():
    """Nobody yet, or nobody needed."""
    told = explain_assignment(Why.NO_WORKER, "Team Zuid", "Merelwijk", "")
    assert told.startswith("Team Zuid krijgt deze zaak, maar heeft nog geen medewerker")


def test_an_assignment_to_nobody_is_a_bug():
    """A sentence with a hole in it is not shown."""
    with pytest.raises(ValueError, match="name"):
        explain_assignment(Why.LANGUAGE, "Team Zuid", "Merelwijk", "")


def test_unseen_claims_tell_that_consent_comes_first():
    """Not even the count: depth NONE is the Dutch rule before consent."""
    told = explain_claims(view([claim(1, 50000)], Depth.NONE, ()))
    assert told == "Vorderingen van de gemeente zelf mag u pas zien na toestemming van de inwoner."


def test_a_summary_tells_a_count_and_a_band_and_not_the_amount():
    """The Flemish rule before consent."""
    claims = [claim(1, 10000), claim(2, 12345)]
    told = explain_claims(view(claims, Depth.SUMMARY, (25000, 500000)))
    assert told == "Er staan 2 vorderingen van de gemeente zelf open, samen tot € 250,00."
    assert "223,45" not in told


def test_a_summary_above_all_bands_tells_the_highest_bound():
    """The view does not hold the bound, so it comes beside it; without it no amount is made up."""
    seen = view([claim(1, 600000)], Depth.SUMMARY, (25000, 500000))
    assert explain_claims(seen, bands=(25000, 500000)) == (
        "Er staat 1 vordering van de gemeente zelf open, van meer dan € 5.000,00."
    )
    assert explain_claims(seen) == (
        "Er staat 1 vordering van de gemeente zelf open, boven alle vaste grenzen."
    )


def test_all_claims_tell_the_count_and_the_total():
    """After consent."""
    claims = [claim(1, 100000), claim(2, 23456)]
    assert explain_claims(view(claims, Depth.ALL, ())) == (
        "Er staan 2 vorderingen van de gemeente zelf open, samen € 1.234,56."
    )


@pytest.mark.parametrize("depth", [Depth.SUMMARY, Depth.ALL])
def test_no_claims_are_told_as_none(depth: Depth):
    """Rather than as a band of nothing."""
    assert explain_claims(view([], depth, (25000,))) == (
        "Er staan geen vorderingen van de gemeente zelf open."
    )


@given(
    LANGUAGES,
    st.sampled_from(Depth),
    st.lists(st.integers(0, 10**7), max_size=3),
    st.sets(st.integers(1, 10**7), max_size=3),
)
def test_no_sentence_about_claims_is_left_open(
    language: str, depth: Depth, cents: list[int], bands: set[int]
):
    """Whatever is owed and whatever the bands are."""
    bounds = sorted(bands)
    seen: ClaimsView = view([claim(n, amount) for n, amount in enumerate(cents)], depth, bounds)
    assert is_whole_sentence(explain_claims(seen, language, bands=bounds))
    assert is_whole_sentence(explain_claims(seen, language))
