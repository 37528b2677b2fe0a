"""Post: everything that waits in one print file, all on record or none of it."""

from collections.abc import Sequence

from notifications.checked import BadView
from notifications.delivery.outcomes import Channel, Doubted, Outcome, Postponed, Rejected, Sent
from notifications.delivery.post import Posted, write_batch
from notifications.pdf import Sheet, Unprintable, print_letters
from store.engine import begin
from store.outgoing import Claim, Outgoing
from store.vault import SealBroken
from streams.mailroom import BATCH, Mailroom, Tally, begun, claimed, ended
from streams.outgoing_words import letter_of, open_words

UNPRINTABLE = "unprintable"


def send_post(room: Mailroom, most: int = BATCH) -> Tally:
    """Write one print file with its index for queued post. Raises ValueError without a folder.

    The file is named after the claim, so a batch is written once. When it was written and the
    database then fails, its letters come to be in doubt: the index tells which they are.
    """
    if room.print_folder is None:
        raise ValueError("no folder for post is set")
    by, waiting = claimed(room, Channel.POST, most)
    mine = [one for one in waiting if begun(room, one, by)]
    if not mine:
        return Tally()
    good = {one.message_id: posted for one in mine if (posted := _printable(room, one))}
    bad = [one for one in mine if one.message_id not in good]
    total = _all(room, bad, by, Rejected(UNPRINTABLE))
    mine = [one for one in mine if one.message_id in good]
    if not mine:
        return total
    try:
        write_batch(room.print_folder, by.claimed_by, list(good.values()))
    except FileExistsError:
        return total + _all(room, mine, by, Doubted("written-before"))
    except (Unprintable, OSError):
        return total + _all(room, mine, by, Postponed("print")) + Tally(stopped="print")
    return total + _all(room, mine, by, Sent(f"post-{by.claimed_by}.pdf"))


def _all(room: Mailroom, mine: Sequence[Outgoing], by: Claim, outcome: Outcome) -> Tally:
    with begin(room.engine) as tx:
        return sum((ended(tx, room, one, by, outcome) for one in mine), Tally())


def _printable(room: Mailroom, one: Outgoing) -> Posted | None:
    """A letter that can be set by itself, or None: a name in a script that the fonts lack, or a
    seal that does not open, must not keep back the letters of others."""
    try:
        posted = _posted(room, one)
        print_letters([posted.sheet])
    except (Unprintable, SealBroken, BadView):
        return None
    return posted


def _posted(room: Mailroom, one: Outgoing) -> Posted:
    packed = open_words(room.vault.register, one.sealed, one.message_id)
    letter = letter_of(packed, one.language, one.template)
    sheet = Sheet(letter, room.city, room.clock().date(), packed.address, room.window)
    return Posted(sheet, one.message_id, one.case_id)
