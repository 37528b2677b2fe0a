"""Every door of the portal's pages: a path, whom it is for, and what is written down behind it."""

from typing import Final

from portal.access import Role
from portal.web.doors import MOST_UPLOAD_BYTES, Anyone, Door, Unlogged
from portal.web.dossier_doors import DOSSIER_DOORS
from portal.web.pages import (
    casework,
    delivering,
    feedback,
    login,
    oversight,
    pausing,
    reviewing,
    static,
)
from protocols.privacy.audit import Action

_NOTHING = Unlogged.NOTHING_OF_ANYBODY
_EVERYONE, _CREDITOR, _WORKER, _OFFICER = (
    Anyone.EVERYONE,
    Role.CREDITOR,
    Role.WORKER,
    Role.OFFICER,
)

DOORS: Final = (
    Door("GET", "/", login.home, _EVERYONE, _NOTHING),
    Door("GET", "/static/portal.css", static.stylesheet, _EVERYONE, _NOTHING),
    Door("GET", "/inloggen", login.login_form, _EVERYONE, _NOTHING),
    Door("POST", "/inloggen", login.login, _EVERYONE, Action.LOGGED_IN),
    Door("POST", "/uitloggen", login.logout, Anyone.LOGGED_IN, Action.LOGGED_OUT),
    Door("GET", "/werkvoorraad", casework.caseload, _WORKER, Action.CASELOAD_READ),
    Door("GET", "/zaken/{case_id}", casework.case, _WORKER, Action.CASE_READ),
    Door(
        "POST",
        "/zaken/{case_id}/contactpogingen",
        casework.record,
        _WORKER,
        Action.CONTACT_RECORDED,
    ),
    Door("GET", "/beoordelen", reviewing.reviews, _WORKER, Action.REVIEW_READ),
    Door("GET", "/beoordelen/{signal_id}", reviewing.review, _WORKER, Action.REVIEW_READ),
    Door("POST", "/beoordelen/{signal_id}", reviewing.judge, _WORKER, Action.REVIEW_DECIDED),
    Door(
        "POST",
        "/beoordelen/{signal_id}/ongedaan",
        reviewing.unjudge,
        _WORKER,
        Action.REVIEW_UNDONE,
    ),
    Door("GET", "/leveringen", delivering.deliveries, _CREDITOR, Action.RECEIPTS_READ),
    Door(
        "POST",
        "/leveringen",
        delivering.send,
        _CREDITOR,
        Action.DELIVERY_RECEIVED,
        MOST_UPLOAD_BYTES,
    ),
    Door(
        "POST",
        "/leveringen/controle",
        delivering.check,
        _CREDITOR,
        Action.DELIVERY_CHECKED,
        MOST_UPLOAD_BYTES,
    ),
    Door("GET", "/leveringen/{delivery_id}", delivering.receipts, _CREDITOR, Action.RECEIPTS_READ),
    Door(
        "GET",
        "/leveringen/{delivery_id}/ontvangstbewijzen.csv",
        delivering.receipts_file,
        _CREDITOR,
        Action.RECEIPTS_READ,
    ),
    Door("GET", "/zaken/{case_id}/pauzes", pausing.pauses, _WORKER, Action.CASE_READ),
    Door("POST", "/zaken/{case_id}/pauzes", pausing.change, _WORKER, Action.PAUSE_CHANGED),
    Door("GET", "/terugkoppelingen", feedback.feedback, _CREDITOR, Action.FEEDBACK_READ),
    Door("GET", "/terugkoppelingen.csv", feedback.csv_file, _CREDITOR, Action.FEEDBACK_READ),
    Door("GET", "/terugkoppelingen.json", feedback.json_file, _CREDITOR, Action.FEEDBACK_READ),
    Door("GET", "/pauzes", feedback.pauses, _CREDITOR, Action.FEEDBACK_READ),
    Door("GET", feedback.KEYS_PATH, feedback.keys, _EVERYONE, _NOTHING),
    Door("GET", "/logboek", oversight.audit_log, _OFFICER, Action.AUDIT_READ),
    Door("GET", "/stand", oversight.standing, _OFFICER, Unlogged.COUNTS_ONLY),
    *DOSSIER_DOORS,
)
