"""The instruments of recovery of a case: what may be used, what must come first, what was used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.web.views.caseload import case_name
from portal.web.views.dossier_words import ABILITIES, INSTRUMENTS, choices
from portal.web.views.fields import FormView, Sent, choice_field, errors_of, filled, text_field
from portal.web.views.parts import FieldError, Notice
from portal.web.words import day_of
from protocols.work.instruments import INSTRUMENTS as ROWS
from protocols.work.instruments import NEEDS, Ability, Cost, Instrument, Need
from protocols.work.recovery import MOST_REASON
from store.casenotes import UseRow

USE = "inzetten"
_COSTS = {Cost.FREE: "Kosteloos", Cost.COSTLY: "Kost de inwoner geld"}


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument; `missing` is empty when it may be used."""

    name: str
    cost: str
    verdict: str
    missing: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class UsedRow:
    """One use."""

    used_on: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class InstrumentsView:
    """The page of the instruments."""

    case_name: str
    case_path: str
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    rows: tuple[InstrumentRow, ...]
    used: tuple[UsedRow, ...]
    form: FormView


def instruments_view(
    case_id: str,
    missing: Mapping[Instrument, Sequence[Need]],
    used: Sequence[UseRow],
    sent: Sent | None,
    notice: Notice | None,
) -> InstrumentsView:
    """Show every instrument, lightest first."""
    form = filled(_form(case_id, len(used)), sent)
    return InstrumentsView(
        case_name=case_name(case_id),
        case_path=f"/zaken/{case_id}",
        notices=(notice,) if notice else (),
        errors=errors_of([form]),
        rows=tuple(_row(one, missing[one]) for one in Instrument),
        used=tuple(
            UsedRow(day_of(one.used_on), INSTRUMENTS[Instrument(one.instrument)], one.used_by)
            for one in used
        ),
        form=form,
    )


def _row(one: Instrument, missing: Sequence[Need]) -> InstrumentRow:
    row = ROWS[one]
    return InstrumentRow(
        INSTRUMENTS[one],
        _COSTS[row.cost],
        "Mag nu niet" if missing else "Mag",
        tuple(NEEDS[need] for need in missing),
        row.source,
    )


def _form(case_id: str, stand: int) -> FormView:
    return FormView(
        path=f"/zaken/{case_id}/middelen",
        doing=USE,
        stand=stand,
        button="Inzet vastleggen",
        fields=(
            choice_field(USE, "middel", "Middel", choices(INSTRUMENTS), empty="Kies een middel"),
            choice_field(
                USE,
                "kunnen",
                "Kan de inwoner betalen?",
                choices(ABILITIES),
                Ability.UNKNOWN.value,
                hint="Wie niet kan betalen, krijgt hulp en geen dwang.",
            ),
            text_field(
                USE, "reden", "Waarom is dit nodig?", MOST_REASON, hint="Schrijf geen namen op."
            ),
        ),
    )
