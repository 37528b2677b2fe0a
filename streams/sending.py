"""Sending what is queued: claimed for a while, handed over once, and its end on record.

At most once: what may have left is never sent again by itself. So the queue says `sending` before
the text is handed over, in a transaction of its own; whoever stops after that leaves doubt, which a
person takes away (`store.outgoing_ends.decide`).
"""

from dataclasses import replace

from notifications.checked import BadView
from notifications.delivery.mail import From, compose
from notifications.delivery.outcomes import Channel, NoService, Postponed, Rejected
from notifications.delivery.sms import Gateway
from notifications.delivery.smtp import Line
from notifications.pdf import Sheet, print_letters
from store import outgoing
from store.engine import begin
from store.outgoing import Claim, Outgoing
from streams.mailroom import BATCH, Mailroom, Tally, begun, claimed, conclude
from streams.outgoing_words import letter_of, open_words


def send_mail(room: Mailroom, most: int = BATCH) -> Tally:
    """Send queued e-mail. Raises ValueError when no server is set."""
    if room.sender is None or room.server is None:
        raise ValueError("no mail server is set")
    by, waiting = claimed(room, Channel.EMAIL, most)
    total = Tally()
    if not waiting:
        return total
    try:
        with Line(room.server) as line:
            for one in waiting:
                total += _mail(room, line, room.sender, one, by)
                if total.stopped:
                    break
    except NoService as gone:
        total = replace(total, stopped=gone.code)
    finally:
        _let_go(room, by)
    return total


def _mail(room: Mailroom, line: Line, sender: From, one: Outgoing, by: Claim) -> Tally:
    """Send one message; when the line broke it is put back for later, as it may be what breaks
    the line, and the line is given up."""
    packed = open_words(room.vault.register, one.sealed, one.message_id)
    letter, at = letter_of(packed, one.language, one.template), room.clock()
    pdf = b""
    if packed.attached:
        pdf = print_letters([Sheet(letter, room.city, at.date())]).pdf
    mail = compose(letter, sender, packed.address[0], one.message_id, at, pdf)
    try:
        outcome = line.send(mail, lambda: begun(room, one, by))
    except NoService as gone:
        return conclude(room, one, by, Postponed(gone.code)) + Tally(stopped=gone.code)
    return conclude(room, one, by, outcome) if outcome is not None else Tally()


def send_texts(room: Mailroom, most: int = BATCH) -> Tally:
    """Send queued text messages. Raises ValueError when no gateway is set."""
    if room.gateway is None:
        raise ValueError("no gateway for text messages is set")
    by, waiting = claimed(room, Channel.SMS, most)
    total = Tally()
    try:
        for one in waiting:
            total += _text(room, room.gateway, one, by)
            if total.stopped:
                break
    finally:
        _let_go(room, by)
    return total


def _text(room: Mailroom, gateway: Gateway, one: Outgoing, by: Claim) -> Tally:
    packed = open_words(room.vault.register, one.sealed, one.message_id)
    if not begun(room, one, by):
        return Tally()
    try:
        outcome = gateway.send(packed.address[0], packed.body.short, one.message_id)
    except BadView as bad:
        return conclude(room, one, by, Rejected(bad.code))
    except NoService as gone:
        return conclude(room, one, by, Postponed(gone.code)) + Tally(stopped=gone.code)
    return conclude(room, one, by, outcome)


def _let_go(room: Mailroom, by: Claim) -> None:
    with begin(room.engine) as tx:
        outgoing.release(tx, by)
