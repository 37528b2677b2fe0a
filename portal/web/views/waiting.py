"""What waits for four eyes, in words: for who asked it and for who must confirm it."""

from collections.abc import Callable

from portal.dossier.offers import GivingUp
from portal.web.views.dossier_words import REASONS
from portal.web.views.parts import Fact
from portal.web.words import moment
from protocols.money import Cents, euros
from protocols.work.dossier_state import ConfirmationAsked
from protocols.work.dossier_words import MOVES_TOLD

ALL = "Alles wat nog open staat"


def waiting_told(
    waiting: ConfirmationAsked, asked: GivingUp | None, name_of: Callable[[str], str]
) -> tuple[Fact, ...]:
    """What is asked, how much of what, why, by whom and since when."""
    facts = [("Gevraagd", MOVES_TOLD[waiting.move].capitalize())]
    if asked is not None:
        part = f"{euros(Cents(asked.cents))} van {name_of(asked.claim_id)}"
        facts.append(("Hoeveel", part if asked.claim_id else ALL))
        facts.append(("Reden", REASONS[asked.reason]))
    facts += [
        ("Toelichting", waiting.reason),
        ("Door", waiting.by.actor_id),
        ("Op", moment(waiting.at.isoformat())),
    ]
    return tuple(Fact(*fact) for fact in facts)
