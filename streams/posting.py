"""Post: everything that waits in one print file, all on record or none of it."""

from collections.abc import Sequence

from notifications.delivery.outcomes import Channel, Doubted, Outcome, Postponed, Sent
from notifications.delivery.post import Posted, write_batch
from notifications.pdf import Sheet, Unprintable
from store.engine import begin
from store.outgoing import Claim, Outgoing
from streams.mailroom import BATCH, Mailroom, Tally, begun, claimed, ended
from streams.outgoing_words import letter_of, open_words


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
    letters = [_posted(room, one) for one in mine]
    try:
        write_batch(room.print_folder, by.claimed_by, letters)
    except FileExistsError:
        return _all(room, mine, by, Doubted("written-before"))
    except (Unprintable, OSError):
        return _all(room, mine, by, Postponed("print")) + Tally(stopped="print")
    return _all(room, mine, by, Sent(f"post-{by.claimed_by}.pdf"))


def _all(room: Mailroom, mine: Sequence[Outgoing], by: Claim, outcome: Outcome) -> Tally:
    with begin(room.engine) as tx:
        return sum((ended(tx, room, one, by, outcome) for one in mine), Tally())


def _posted(room: Mailroom, one: Outgoing) -> Posted:
    packed = open_words(room.vault.register, one.sealed, one.message_id)
    letter = letter_of(packed, one.language, one.template)
    sheet = Sheet(letter, room.city, room.clock().date(), packed.address, room.window)
    return Posted(sheet, one.message_id, one.case_id)
