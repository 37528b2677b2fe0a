"""The page of a warm handover to debt help: to whom, after speaking with whom, for what."""

from dataclasses import dataclass

from portal.dossier.handover import MOST_QUESTION
from portal.web.views.dossier_frame import Trail
from portal.web.views.fields import FormView, Sent, choice_field, errors_of, filled, text_field
from portal.web.views.parts import FieldError, Notice
from protocols.work.handover import Crisis

HAND_OVER = "overdragen"
MOST = 80
RECEIVER = (
    ("organisatie", "Organisatie die helpt"),
    ("inschrijving", "Inschrijving (KvK- of ondernemingsnummer)"),
    ("postcode", "Postcode van de organisatie"),
    ("gemeentecode", "Gemeentecode"),
    ("contactpersoon", "Contactpersoon"),
    ("email", "E-mail van de contactpersoon"),
)
_CRISIS = {Crisis.YES: "Ja", Crisis.NO: "Nee"}


@dataclass(frozen=True, slots=True)
class HandoverView:
    """The page of a handover. `form` is None as long as there may be none; `why` tells why."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    why: str
    form: FormView | None


def handover_view(
    trail: Trail, path: str, stand: int, why: str, sent: Sent | None, notice: Notice | None
) -> HandoverView:
    """Show the form, as it was sent if it was."""
    form = None if why else filled(_form(path, stand), sent)
    return HandoverView(trail, (notice,) if notice else (), errors_of([form]), why, form)


def _form(path: str, stand: int) -> FormView:
    receiver = [text_field(HAND_OVER, name, title, MOST) for name, title in RECEIVER]
    crisis = [(one.value, told) for one, told in _CRISIS.items()]
    return FormView(
        path=path,
        doing=HAND_OVER,
        stand=stand,
        button="Overdragen en het bestand ophalen",
        fields=(
            text_field(
                HAND_OVER,
                "gesproken",
                "Wie sprak u bij schuldhulp?",
                MOST,
                hint="Zonder gesprek vandaag is het geen warme overdracht.",
            ),
            *receiver,
            choice_field(HAND_OVER, "crisis", "Dreigt afsluiting of ontruiming?", crisis),
            text_field(HAND_OVER, "vraag", "Waarvoor vraagt de inwoner hulp?", MOST_QUESTION),
        ),
    )
