"""Why a move with a dossier is refused; each refusal names what can be done instead."""

from protocols.errors import Refused
from protocols.work.dossier_moves import Move, Stage, allowed_from
from protocols.work.dossier_words import MOVES_TOLD, STAGES, moves_told


class MoveForbidden(Refused):
    """The move does not exist from here; `allowed` holds those that do."""

    code = "move-forbidden"

    def __init__(self, move: Move, stage: Stage) -> None:
        self.allowed = allowed_from(stage)
        super().__init__(
            f"'{MOVES_TOLD[move]}' kan niet: het dossier is {STAGES[stage]}. "
            f"Wel mogelijk: {moves_told(self.allowed)}."
        )


class MoveNotYours(Refused):
    """Somebody else may do this; the message says who."""

    code = "move-not-yours"


class SamePerson(Refused):
    """Who proposed to give up money cannot confirm it."""

    code = "same-person"


class ReasonMissing(Refused):
    """This move needs a reason."""

    code = "reason-missing"


class NotThisOne(Refused):
    """The consent, proposal or plan that came with the move is not the one of this dossier."""

    code = "not-this-one"


class NothingWaits(Refused):
    """Nothing waits for four eyes, or something does already."""

    code = "nothing-waits"
