"""Feedback over the API: what a creditor was told, in order, and its pauses with a signature."""

import base64
from typing import Annotated

from fastapi import Query
from pydantic import Field
from pydantic.config import JsonDict

from portal.feedback.reading import SignedPause, own_feedback, own_pauses
from portal.feedback.telling import row_of
from portal.web.api.caller import Caller, PortalHere
from portal.web.api.models import Told
from protocols.covenant.feedback import Code
from protocols.covenant.pause import PauseStatus
from store import feedback as store_feedback

PAGE_ROWS = 500
MOST_SEQ = 2_000_000_000
_DAY: JsonDict = {"format": "date"}


class Feedback(Told):
    """One thing that you are told about one of your signals; there is no more to it than this."""

    feedback_id: str = Field(description="Blijft gelijk, langs welke weg u het ook krijgt.")
    seq: int = Field(description="Volgnummer binnen uw eigen terugkoppelingen, vanaf 1.")
    delivery_id: str
    row: int = Field(description="Regel van uw levering, de eerste is 1.")
    code: Code
    told_on: str = Field(json_schema_extra=_DAY)
    until_on: str | None = Field(
        description="Laatste dag van de gevraagde pauze.", json_schema_extra=_DAY
    )


class Feedbacks(Told):
    """One page of feedback; `cursor` is what to send as `na` next time."""

    feedback: list[Feedback]
    cursor: int
    next: str | None = Field(description="Pad van het volgende blad; leeg als dit het laatste is.")


class Pause(Told):
    """A pause that was asked of you, with what the city signed about it."""

    delivery_id: str
    row: int
    status: PauseStatus
    started_on: str = Field(json_schema_extra=_DAY)
    until_on: str = Field(json_schema_extra=_DAY)
    statement: str = Field(description="De verklaring, teken voor teken zoals ondertekend.")
    signature: str = Field(description="Ed25519 over de verklaring (UTF-8), in base64.")


class Pauses(Told):
    """Your pauses, the newest first, at most 500; `kid` names the key that signed them."""

    pauses: list[Pause]
    kid: str


def feedback(
    portal: PortalHere,
    visit: Caller,
    after: Annotated[
        int, Query(alias="na", ge=0, le=MOST_SEQ, description="Vanaf het volgnummer na dit.")
    ] = 0,
) -> Feedbacks:
    """Geeft uw terugkoppelingen na een volgnummer, op volgorde, in bladen van 500. Bewaar `cursor`
    en stuur die de volgende keer mee als `na`."""
    found = own_feedback(portal.platform, visit, after, PAGE_ROWS)
    cursor = found[-1].seq if found else after
    return Feedbacks(
        feedback=[_feedback(one) for one in found],
        cursor=cursor,
        next=f"/v1/terugkoppelingen?na={cursor}" if len(found) == PAGE_ROWS else None,
    )


def pauses(portal: PortalHere, visit: Caller) -> Pauses:
    """Geeft de pauzes die aan u zijn gevraagd, elk met een ondertekende verklaring. De sleutel om
    haar te controleren staat op `/.well-known/vroegsignaal-keys.json`."""
    found = own_pauses(portal.platform, visit)
    kid = portal.platform.vault.signer.jwk()["kid"]
    return Pauses(pauses=[_pause(one) for one in found], kid=kid)


def _feedback(one: store_feedback.Told) -> Feedback:
    return Feedback(
        feedback_id=one.feedback_id,
        seq=one.seq,
        delivery_id=one.delivery_id,
        row=row_of(one.signal_id),
        code=Code(one.code),
        told_on=one.told_on,
        until_on=one.until_on or None,
    )


def _pause(one: SignedPause) -> Pause:
    kept = one.kept
    return Pause(
        delivery_id=kept.signal_id.rpartition("-")[0],
        row=row_of(kept.signal_id),
        status=PauseStatus(kept.status),
        started_on=kept.started_on,
        until_on=kept.until_on,
        statement=one.statement.decode(),
        signature=base64.b64encode(one.signature).decode(),
    )
