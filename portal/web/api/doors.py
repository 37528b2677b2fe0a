"""The doors of the API: deliver signals, check them first, read what was answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import Path, Query, Response

from portal.access import Role
from portal.web import delivering
from portal.web.api import feedback, models
from portal.web.api.caller import Caller, Content, PortalHere
from portal.web.api.schema import BATCH, DELIVERY
from protocols.privacy.audit import Action
from streams.intake import Seen

PAGE_ROWS = 500
_MOST_ROW = 1_000_000


def deliver(
    portal: PortalHere, visit: Caller, content: Content, response: Response
) -> models.DeliveryTaken:
    """Levert een batch signalen aan, of wat `vroegsignaal encode` schreef. Dezelfde inhoud nog eens
    sturen verandert niets: dan komt het nummer van de eerdere levering terug, met status 200."""
    taken, unreadable, receipt = delivering.take_in(portal.platform, visit, content)
    if taken.seen is Seen.BEFORE:
        response.status_code = 200
    else:
        portal.wake()
    return models.DeliveryTaken(
        delivery_id=taken.delivery_id,
        rows=taken.rows,
        refused=[models.refused_row(one) for one in unreadable],
        receipts=models.receipts_path(taken.delivery_id),
        receipt=receipt,
    )


def check(portal: PortalHere, visit: Caller, content: Content) -> models.DeliveryChecked:
    """Controleert een batch signalen zonder iets op te slaan; een versleutelde controleerde
    `vroegsignaal encode` al."""
    return models.checked(delivering.check(portal.platform, visit, content))


def deliveries(portal: PortalHere, visit: Caller) -> models.Deliveries:
    """Geeft uw laatste leveringen, de nieuwste eerst, hooguit 100."""
    found = delivering.own_deliveries(portal.platform, visit)
    return models.Deliveries(deliveries=[models.delivery(one) for one in found])


def receipts(
    portal: PortalHere,
    visit: Caller,
    delivery_id: Annotated[str, Path(alias="deliveryId", max_length=64)],
    after: Annotated[
        int, Query(alias="na", ge=0, le=_MOST_ROW, description="Vanaf de regel na deze.")
    ] = 0,
) -> models.Receipts:
    """Geeft per regel van een levering de uitkomst, in bladen van 500 regels."""
    overview, page = delivering.receipts(portal.platform, visit, delivery_id, after, PAGE_ROWS)
    last, rows = after + len(page), overview.delivery.rows
    more = bool(page) and last < rows
    return models.Receipts(
        delivery_id=delivery_id,
        rows=rows,
        receipts=[models.receipt(one) for one in page],
        next=f"{models.receipts_path(delivery_id)}?na={last}" if more else None,
    )


@dataclass(frozen=True, slots=True)
class ApiDoor:
    """One way into the API. `errors` are the statuses that its description names, `extra` adds
    to that description and `also` holds other good answers than `status`."""

    name: str
    summary: str
    method: str
    path: str
    endpoint: Callable[..., Any]
    who: Role
    action: Action
    status: int
    errors: tuple[int, ...]
    extra: dict[str, Any] = field(default_factory=dict)
    also: dict[int | str, Any] = field(default_factory=dict)


_READING, _SENDING = (400, 401, 403, 429, 503), (400, 401, 403, 413, 429, 503)
API_DOORS: Final = (
    ApiDoor(
        "deliverSignals",
        "Signalen aanleveren",
        "POST",
        "/signalen",
        deliver,
        Role.CREDITOR,
        Action.DELIVERY_RECEIVED,
        202,
        (*_SENDING, 409),
        DELIVERY,
        {200: {"model": models.DeliveryTaken, "description": "Eerder al aangeleverd"}},
    ),
    ApiDoor(
        "checkSignals",
        "Signalen vooraf controleren",
        "POST",
        "/signalen/controle",
        check,
        Role.CREDITOR,
        Action.DELIVERY_CHECKED,
        200,
        _SENDING,
        BATCH,
    ),
    ApiDoor(
        "listDeliveries",
        "Uw leveringen",
        "GET",
        "/leveringen",
        deliveries,
        Role.CREDITOR,
        Action.RECEIPTS_READ,
        200,
        _READING,
    ),
    ApiDoor(
        "listReceipts",
        "Ontvangstbewijzen van een levering",
        "GET",
        "/leveringen/{deliveryId}/ontvangstbewijzen",
        receipts,
        Role.CREDITOR,
        Action.RECEIPTS_READ,
        200,
        (*_READING, 404),
    ),
    ApiDoor(
        "listFeedback",
        "Uw terugkoppelingen",
        "GET",
        "/terugkoppelingen",
        feedback.feedback,
        Role.CREDITOR,
        Action.FEEDBACK_READ,
        200,
        _READING,
    ),
    ApiDoor(
        "listPauses",
        "Uw pauzes",
        "GET",
        "/pauzes",
        feedback.pauses,
        Role.CREDITOR,
        Action.FEEDBACK_READ,
        200,
        _READING,
    ),
)
