"""What stages, moves and roles of a dossier are called in a message (Dutch)."""

from collections.abc import Iterable, Mapping

from protocols.work.dossier_moves import Move, Stage, Who

STAGES: Mapping[Stage, str] = {
    Stage.DETECTED: "gesignaleerd",
    Stage.OFFERED: "aangeboden",
    Stage.CONSENTED: "toestemming gegeven",
    Stage.DECLINED: "afgewezen",
    Stage.PROPOSED: "voorgesteld",
    Stage.ACCEPTED: "aanvaard",
    Stage.ACTIVE: "lopend",
    Stage.CHANGED: "gewijzigd",
    Stage.PAUSED: "gepauzeerd",
    Stage.COMPLETED: "voltooid",
    Stage.SCRAPPED: "geschrapt",
    Stage.UNCOLLECTABLE: "oninbaar",
    Stage.STOPPED: "gestopt",
}

MOVES_TOLD: Mapping[Move, str] = {
    Move.OFFER: "aanbieden",
    Move.CONSENT: "toestemming vastleggen",
    Move.DECLINE: "afwijzing vastleggen",
    Move.PROPOSE: "voorstellen",
    Move.REJECT: "voorstel weigeren",
    Move.ACCEPT: "aanvaarden",
    Move.START: "starten",
    Move.CHANGE: "wijzigen",
    Move.REMIT: "wijzigen met kwijtschelding",
    Move.PAUSE: "pauzeren",
    Move.RESUME: "hervatten",
    Move.COMPLETE: "voltooien",
    Move.SCRAP: "schrappen",
    Move.WRITE_OFF: "oninbaar verklaren",
    Move.WITHDRAW: "toestemming intrekken",
    Move.EXPIRE: "toestemming laten verlopen",
}

ROLES: Mapping[Who, str] = {
    Who.WORKER: "de medewerker",
    Who.FINANCIAL_DIRECTOR: "de financieel directeur",
    Who.RESIDENT: "de inwoner",
    Who.CLOCK: "het systeem",
}


def moves_told(moves: Iterable[Move]) -> str:
    """The moves in one line; says so when there are none."""
    return ", ".join(MOVES_TOLD[move] for move in moves) or "niets meer"


def roles_told(roles: Iterable[Who]) -> str:
    """The roles in one line."""
    return " of ".join(ROLES[who] for who in roles)
