"""Feedback as a creditor sees its own: a code in words, a day, and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.feedback.telling import row_of
from portal.web.views.parts import Notice
from portal.web.words import day_of, moment
from protocols.covenant.feedback import Code
from store.channels import Channel
from store.feedback import Told

PAGE_ROWS = 100
CODES = {
    Code.RECEIVED: "Uw signaal is ontvangen",
    Code.REJECTED: "Uw signaal is afgewezen; zie het ontvangstbewijs",
    Code.IN_TREATMENT: "Uw signaal is in behandeling",
    Code.HELP_ACCEPTED: "De hulp is aanvaard",
    Code.CLOSED: "De behandeling van uw signaal is gesloten",
    Code.PAUSE_REQUESTED: "U wordt gevraagd de incasso te pauzeren",
    Code.CONTACT: "Er is contact geweest",
    Code.NO_CONTACT: "Er is geen contact gekomen",
    Code.ALREADY_KNOWN: "De inwoner is al bekend bij schuldhulpverlening",
    Code.NOT_RESIDENT: "De persoon woont niet in deze gemeente",
}
_STOPPED = (
    "Het afleveren aan uw webhook is gestopt, omdat berichten niet aankwamen. Er gaat niets "
    "verloren: haal uw terugkoppelingen hier of via de API op, en neem contact op met de gemeente."
)
_TRYING = "Uw webhook nam het laatste bericht niet aan. Wij proberen het opnieuw na {next_at}."


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One feedback; `until_on` is empty without a pause."""

    seq: int
    told_on: str
    reference: str
    path: str
    text: str
    until_on: str
    code: str


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """A page of a creditor's feedback, the newest first. The path is empty on the last page."""

    notices: tuple[Notice, ...]
    rows: tuple[FeedbackRow, ...]
    older: str


def feedback_view(found: Sequence[Told], channel: Channel | None) -> FeedbackView:
    """Show a page of feedback, and how the webhook stands when something is the matter."""
    more = len(found) == PAGE_ROWS and found[-1].seq > 1
    older = f"/terugkoppelingen?voor={found[-1].seq}" if more else ""
    return FeedbackView(_notices(channel), tuple(_row(one) for one in found), older)


def _notices(channel: Channel | None) -> tuple[Notice, ...]:
    if channel is None or not channel.failures:
        return ()
    if channel.state == "stopped":
        return (Notice("wrong", _STOPPED),)
    return (Notice("note", _TRYING.format(next_at=moment(channel.next_at))),)


def _row(one: Told) -> FeedbackRow:
    return FeedbackRow(
        one.seq,
        day_of(one.told_on),
        f"Regel {row_of(one.signal_id)}",
        f"/leveringen/{one.delivery_id}",
        CODES[Code(one.code)],
        day_of(one.until_on),
        one.code,
    )
