"""The mailroom as the settings describe it: which channels there are, and who sends."""

import secrets

from notifications.delivery.mail import From
from notifications.delivery.outcomes import Channel
from notifications.delivery.sms import FolderGateway
from notifications.pdf import Window
from portal.mail_settings import MailSettings
from portal.settings import BadSettings
from portal.wiring import Platform
from protocols.privacy.audit import Origin
from streams.mailroom import Mailroom, Tally, sort_out
from streams.posting import send_post
from streams.sending import send_mail, send_texts

SENDERS = {Channel.EMAIL: send_mail, Channel.POST: send_post, Channel.SMS: send_texts}
_NEEDED = {
    Channel.EMAIL: "VROEGSIGNAAL_SMTP",
    Channel.POST: "VROEGSIGNAAL_PRINT_FOLDER",
    Channel.SMS: "VROEGSIGNAAL_SMS_FOLDER",
}


def open_mailroom(
    wired: Platform, mail: MailSettings, actor: str, origin: Origin = Origin.COMMAND
) -> Mailroom:
    """The mailroom of a city. Windows of envelopes are right in Belgium and left elsewhere."""
    city = wired.city
    return Mailroom(
        engine=wired.engine,
        vault=wired.vault,
        city=city.name,
        clock=wired.clock,
        token=lambda: secrets.token_hex(12),
        sender=From(f"Gemeente {city.name}", mail.sender) if mail.server else None,
        server=mail.server,
        print_folder=mail.print_folder,
        gateway=FolderGateway(mail.sms_folder) if mail.sms_folder else None,
        window=Window.RIGHT if city.country == "BE" else Window.LEFT,
        actor=actor,
        origin=origin,
    )


def channels_of(room: Mailroom) -> tuple[Channel, ...]:
    """The channels that are set, in a fixed order."""
    there = {
        Channel.EMAIL: room.server is not None,
        Channel.POST: room.print_folder is not None,
        Channel.SMS: room.gateway is not None,
    }
    return tuple(channel for channel in Channel if there[channel])


def send(room: Mailroom, channel: Channel, most: int) -> Tally:
    """Send at most so many on a channel, after what others left behind was put in doubt.

    Raises BadSettings naming the variable of a channel that is not set.
    """
    if channel not in channels_of(room):
        name = _NEEDED[channel]
        raise BadSettings(f"{name}: is niet gezet; zonder kan hierlangs niets worden verstuurd.")
    left = sort_out(room)
    return SENDERS[channel](room, most) + Tally(doubted=left)
