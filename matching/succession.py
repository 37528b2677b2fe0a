"""What a register record becomes when somebody moves, marries, leaves or dies."""

from dataclasses import replace

from matching.normalise import address_key
from protocols.people import Resident


def succeed(before: Resident | None, now: Resident) -> Resident:
    """The record of today; the address before it and those before that stay as earlier ones.

    Earlier addresses are newest first, each home once, and never that of today.
    """
    if before is None:
        return now
    past = (*now.earlier, *((before.address,) if before.address else ()), *before.earlier)
    home = address_key(now.address) if now.address else ""
    kept = {key: one for one in reversed(past) if (key := address_key(one)) not in {"", home}}
    order = dict.fromkeys(key for one in past if (key := address_key(one)) in kept)
    return replace(now, earlier=tuple(kept[key] for key in order))
