"""The page of consent: asked, given, refused and withdrawn, purpose by purpose, and the receipt."""

import secrets

from starlette.responses import Response

from portal.dossier.consenting import Person, consent, terms_on
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.pages.dossier import USUAL, Here, Outcome, act, done, here, shown
from portal.web.settling import settle
from portal.web.views.consent_forms import (
    ASK,
    GIVE,
    MOST_NOTICE,
    REFUSE,
    WITHDRAW,
    ConsentPaths,
    doing_of,
)
from portal.web.views.dossier_consent import consent_view
from portal.web.views.fields import DOING
from protocols.errors import Refused
from protocols.privacy import consent_commands as commands
from protocols.privacy.consent import Purpose
from protocols.privacy.consenting import BadConsent
from protocols.privacy.evidence import MOST_EVIDENCE, Evidence, Manner
from store.consents import Owed

PART = "toestemming"
_DONE = {
    ASK: "Vastgelegd dat u om toestemming vroeg.",
    GIVE: "De toestemming is vastgelegd. U kunt het bewijs afdrukken.",
    REFUSE: "Vastgelegd dat de inwoner weigert. Hulp zonder toestemming blijft mogelijk.",
    WITHDRAW: "De toestemming is ingetrokken. Wat eraan hing, staat hieronder.",
    "klaar": "Afgevinkt.",
}
_VERBS = (ASK, GIVE, REFUSE, WITHDRAW)
_FORMS = {doing_of(verb, one): (verb, one) for verb in _VERBS for one in Purpose}


def consents(ask: Ask) -> Response:
    """How it stands with every purpose."""
    return _show(here(ask, PART), done(ask, _DONE))


def change(ask: Ask) -> Response:
    """Note a question, an answer, a withdrawal, or that a consequence was carried out."""
    now, reading = here(ask, PART), Reading(ask.form)
    doing = ask.form.text(DOING)
    if doing.startswith("klaar-"):
        return _settle(now, reading)
    verb, purpose = _FORMS.get(doing, (ASK, Purpose.DOSSIER))
    command = _command(now, reading, verb, purpose)
    person = Person(now.case_id, now.file.resident_id)

    def _note() -> None:
        if command is not None:
            consent(ask.portal.platform, ask.visit, person, command)

    beside: dict[type[Refused], str] = {BadConsent: {ASK: "taal", GIVE: "tot"}.get(verb, "")}
    return act(now, reading, _note, _show, verb, beside)


def _command(now: Here, reading: Reading, verb: str, purpose: Purpose) -> commands.Command | None:
    """What a form asks; None when something in it is wrong."""
    by, at = now.ask.visit.account.account_id, now.ask.at
    if verb == REFUSE:
        return commands.Refuse(purpose, by, at)
    if verb == WITHDRAW:
        return commands.Withdraw(purpose, by, at)
    if verb == ASK:
        notice = reading.text("uitleg", MOST_NOTICE, "Noem de versie van de uitleg.")
        return commands.Ask(purpose, reading.form.text("taal"), notice, by, at)
    return _give(now, reading, purpose)


def _give(now: Here, reading: Reading, purpose: Purpose) -> commands.Give | None:
    manner = reading.word("manier", Manner, "Kies hoe de inwoner toestemming gaf.")
    reference = reading.text("bewijs", MOST_EVIDENCE, "Noem het kenmerk van het bewijs.")
    from_on, until_on = reading.day("van"), reading.day("tot")
    if reading.wrong or manner is None or from_on is None or until_on is None:
        return None
    by, at = now.ask.visit.account.account_id, now.ask.at
    evidence = Evidence(manner, reference)
    consent_id = f"c-{secrets.token_hex(10)}"
    return commands.Give(purpose, consent_id, evidence, from_on, until_on, by, at)


def _settle(now: Here, reading: Reading) -> Response:
    form = reading.form
    key = (form.text("doel"), form.text("sinds"), form.text("gevolg"))
    reference = reading.text("bewijs", MOST_EVIDENCE, "Noem waaruit het blijkt.")
    person = Person(now.case_id, now.file.resident_id)

    def _note() -> None:
        owed = Owed(person.resident_id, *key)
        settle(now.ask.portal.platform, now.ask.visit, person.case_id, owed, reference)

    return act(now, reading, _note, _show, "klaar")


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    ask = now.ask
    terms = terms_on(ask.portal.platform, ask.visit)
    language = next(iter(ask.portal.platform.city.languages), "nl")
    paths = ConsentPaths(now.path, ask.visit.on, terms.most_days, language)
    view = consent_view(
        now.trail,
        now.file.consents,
        now.stand,
        now.file.aftermath,
        paths,
        outcome.sent,
        outcome.notice,
    )
    return shown(now, "Toestemming", "consent.html", view, outcome.status)
