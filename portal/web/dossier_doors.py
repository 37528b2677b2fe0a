"""The doors of a dossier: the worker's pages of one resident, and what the director confirms."""

from typing import Final

from portal.access import Role
from portal.web.doors import Door
from portal.web.pages import (
    confirming,
    dossier_consent,
    dossier_debts,
    dossier_means,
    dossier_payments,
    dossier_plan,
    handover,
    instruments,
    receipt,
)
from protocols.privacy.audit import Action

_AT: Final = "/zaken/{case_id}/inwoners/{resident_id}"
_WORKER, _DIRECTOR = Role.WORKER, Role.DIRECTOR
_READ, _MOVED = Action.DOSSIER_READ, Action.DOSSIER_MOVED

DOSSIER_DOORS: Final = (
    Door("GET", f"{_AT}/toestemming", dossier_consent.consents, _WORKER, _READ),
    Door("POST", f"{_AT}/toestemming", dossier_consent.change, _WORKER, Action.CONSENT_CHANGED),
    Door("GET", f"{_AT}/toestemming/{{purpose}}/bewijs", receipt.page, _WORKER, _READ),
    Door("GET", f"{_AT}/toestemming/{{purpose}}/bewijs.jsonld", receipt.file, _WORKER, _READ),
    Door("GET", f"{_AT}/inkomen", dossier_means.means, _WORKER, _READ),
    Door("POST", f"{_AT}/inkomen", dossier_means.note, _WORKER, Action.MEANS_NOTED),
    Door("GET", f"{_AT}/schulden", dossier_debts.debts, _WORKER, _READ),
    Door("POST", f"{_AT}/schulden", dossier_debts.change, _WORKER, Action.DEBTS_NOTED),
    Door("GET", f"{_AT}/regeling", dossier_plan.plan, _WORKER, _READ),
    Door("POST", f"{_AT}/regeling", dossier_plan.change, _WORKER, _MOVED),
    Door("GET", f"{_AT}/betalingen", dossier_payments.payments, _WORKER, _READ),
    Door("POST", f"{_AT}/betalingen", dossier_payments.change, _WORKER, Action.PLAN_CHANGED),
    Door("GET", f"{_AT}/overdracht", handover.page, _WORKER, _READ),
    Door("POST", f"{_AT}/overdracht", handover.make, _WORKER, Action.HANDED_OVER),
    Door("GET", "/zaken/{case_id}/middelen", instruments.instruments, _WORKER, Action.CASE_READ),
    Door("POST", "/zaken/{case_id}/middelen", instruments.use, _WORKER, Action.INSTRUMENT_USED),
    Door("POST", "/zaken/{case_id}/waarschuwing", instruments.warn, _WORKER, Action.WARNING_NOTED),
    Door("GET", "/bevestigen", confirming.waiting, _DIRECTOR, _READ),
    Door("POST", "/bevestigen/{dossier_id}", confirming.decide, _DIRECTOR, _MOVED),
)
