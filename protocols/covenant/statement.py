"""What the city signs about a pause, as bytes that are the same everywhere. Pure.

Canonical JSON in the sense of RFC 8785 for what can stand in it: keys in order, no spaces, texts
only, no numbers. Who signs and checks stands outside.
"""

from collections.abc import Mapping

from protocols.covenant.pause import Pause
from protocols.ids import CityId

KIND = "vroegsignaal-pause-1"
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def statement(city: CityId, pause: Pause) -> Mapping[str, str]:
    """The facts of a pause as it stands now; raises ValueError for one that never began.

    It names the creditor's own signal, the article and the days: nobody else, no amount, no name.
    """
    started = pause.started
    if started is None:
        raise ValueError("a pause that never began has no statement")
    return {
        "kind": KIND,
        "city": city,
        "creditor": started.agreed.creditor_id,
        "signal": started.about,
        "article": started.agreed.article,
        "from": started.on.isoformat(),
        "until": pause.until_on.isoformat(),
        "paused": " ".join(started.agreed.paused),
        "status": pause.status.value,
    }


def canonical(facts: Mapping[str, str]) -> bytes:
    """The bytes to sign."""
    told = ",".join(f'"{_written(name)}":"{_written(facts[name])}"' for name in sorted(facts))
    return f"{{{told}}}".encode()


def _written(text: str) -> str:
    """A text as JSON writes it with the fewest escapes that there are (RFC 8785, 3.2.2.2)."""
    return "".join(_SHORT.get(sign) or _plain(sign) for sign in text)


def _plain(sign: str) -> str:
    return sign if sign >= " " else f"\\u{ord(sign):04x}"
