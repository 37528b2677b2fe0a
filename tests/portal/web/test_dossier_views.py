"""The pure parts of the dossier pages: the chart, the reading of forms, the words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.ask import Form
from portal.web.filled_in import Reading
from portal.web.views import dossier_words as words
from portal.web.views.dossier_chart import chart_view
from portal.web.views.dossier_law import percent
from portal.web.views.dossier_timeline import TEXTS
from portal.web.views.fields import FormView, Kind, Sent, choice_field, field, filled, plain
from protocols.money import Cents
from protocols.plan.budget import Binds, CostKind
from protocols.plan.claims import Order
from protocols.plan.events import PlanReason
from protocols.plan.protected import Age
from protocols.plan.scenarios import Scenario
from protocols.plan.words import BudgetOrigin, Group
from protocols.privacy.consent import Purpose, Standing
from protocols.work.dossier_moves import ROWS
from protocols.work.effort import Moment, Way
from protocols.work.instruments import Ability, Instrument
from protocols.work.suggest import SuggestedFor

WORDS = (
    (Purpose, words.MEANT),
    (Standing, words.STANDINGS),
    (Group, words.GROUPS),
    (Age, words.AGES),
    (BudgetOrigin, words.ORIGINS),
    (CostKind, words.COSTS),
    (Binds, words.BINDS),
    (Order, words.ORDERS),
    (PlanReason, words.REASONS),
    (Way, words.WAYS),
    (Moment, words.MOMENTS),
    (SuggestedFor, words.SUGGESTED),
    (Instrument, words.INSTRUMENTS),
    (Ability, words.ABILITIES),
)


@pytest.mark.parametrize(("kind", "told"), WORDS)
def test_every_word_has_its_text(kind, told):
    """A new word without a text would be a page that fails."""
    assert set(told) == set(kind)
    assert len(set(told.values())) == len(told)


def test_every_move_has_its_line_in_the_timeline():
    """And so have the opening and the two of four eyes."""
    asked = {"dossier.detected", "dossier.confirmation_asked", "dossier.confirmation_dropped"}
    assert {row.text for row in ROWS} | asked == set(TEXTS)


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=4), st.integers(0, 10**8))
def test_every_bar_and_the_limit_lie_within_the_chart(needed, affordable):
    """In proportion, whatever the amounts; and the text tells each of them."""
    found = [_scenario(6 * n, cents) for n, cents in enumerate(needed, start=1)]
    chart = chart_view(found, Cents(affordable))
    assert chart is not None
    assert len(chart.bars) == len(found)
    assert chart.left <= chart.limit_x < chart.width
    assert all(0 < bar.width < chart.width - chart.left for bar in chart.bars)
    assert all(bar.y + chart.height_of_bar <= chart.height for bar in chart.bars)
    assert all(bar.value in chart.told for bar in chart.bars)
    longest = max(found, key=lambda one: one.needed_cents)
    widths = dict(zip(needed, (bar.width for bar in chart.bars), strict=True))
    assert widths[longest.needed_cents] == max(widths.values())


def test_nothing_to_draw_is_no_chart():
    """No scenarios, or nothing owed and nothing affordable."""
    assert chart_view([], Cents(100)) is None


def _scenario(months: int, cents: int) -> Scenario:
    return Scenario(months, Cents(cents), Cents(0), (), None, None, "x", "x")


@given(st.integers(1, 10**9))
def test_an_amount_is_read_back_as_it_is_filled_in(cents):
    """To the cent."""
    reading = Reading(Form({"bedrag": plain(cents)}))
    assert reading.cents("bedrag") == cents
    assert not reading.wrong


@pytest.mark.parametrize("text", ["", "0", "0,00", " 0 "])
def test_nothing_filled_in_is_no_amount(text):
    """An empty field is not a fault where it may be empty."""
    reading = Reading(Form({"bedrag": text}))
    assert reading.cents_or_zero("bedrag") == 0
    assert not reading.wrong
    assert reading.cents("bedrag") == 0
    assert reading.wrong


@given(st.text(max_size=40))
def test_whatever_is_typed_the_form_is_read_without_failing(text):
    """And what cannot be read has a fault that does not repeat it."""
    reading = Reading(Form(dict.fromkeys(("a", "b", "c", "d", "e", "stand"), text)))
    reading.cents("a")
    reading.cents_or_zero("b")
    reading.day("c")
    reading.number("d", 0, 20)
    reading.word("e", Purpose, "Kies een doel.")
    assert reading.stand >= -1
    if len(text) > 6:
        assert all(text not in message for message in reading.wrong.values())


@pytest.mark.parametrize(
    ("rate", "told"), [(2000, "20 %"), (550, "5,5 %"), (10_000, "100 %"), (125, "1,25 %")]
)
def test_a_rate_is_told_as_a_percentage(rate, told):
    """Basis points are for machines."""
    assert percent(rate) == told


def test_only_the_form_that_was_sent_is_filled_in_again():
    """Two forms of a page may have a field of the same name."""
    first, second = _form("eerste"), _form("tweede")
    sent = Sent(Form({"doen": "tweede", "dag": "x", "keuze": "b"}), {"dag": "Vul een dag in."})
    assert filled(first, sent) == first
    again = filled(second, sent)
    assert [one.error for one in again.fields] == ["Vul een dag in.", ""]
    assert again.fields[0].value == "x"
    assert [one.chosen for one in again.fields[1].choices] == ["", "checked"]
    assert [error.field for error in again.errors] == ["tweede-dag"]


def _form(doing: str) -> FormView:
    on = date(2026, 11, 22).isoformat()
    fields = (
        field(doing, "dag", "Dag", Kind.DATE, on),
        choice_field(doing, "keuze", "Keuze", [("a", "A"), ("b", "B")], "a"),
    )
    return FormView("/", doing, 1, "Vastleggen", fields)
