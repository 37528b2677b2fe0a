"""A letter as an e-mail: text, page and, where asked, the PDF. Nothing in it can break a header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from notifications.checked import BadView, Checked
from notifications.letters import Letter

_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*")
_POLICY: Final = SMTP.clone(cte_type="7bit")
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class BadAddress(BadView):
    """An e-mail address or a telephone number to which nothing can be sent; it is not repeated."""

    code = "bad-address"


def check_email(address: str) -> str:
    """The address itself. Raises BadAddress for what is no plain ASCII address of 254 at most."""
    local = address.partition("@")[0]
    if len(address) > 254 or len(local) > 64 or not _ADDRESS.fullmatch(address):
        raise BadAddress("Dit is geen e-mailadres; gebruik de vorm naam@domein, zonder accenten.")
    return address


@dataclass(frozen=True, slots=True)
class From(Checked):
    """From whom e-mail comes: the name that is shown and the address."""

    name: str
    address: str

    def amiss(self) -> Iterator[str]:
        """An address that mail can come from."""
        try:
            check_email(self.address)
        except BadAddress as bad:
            yield f"address: {bad.message}"


def compose(
    letter: Letter, sender: From, to: str, message_id: str, at: datetime, pdf: bytes = b""
) -> EmailMessage:
    """Make the e-mail of a letter. `message_id` is ours and gives the Message-ID, so that what was
    sent can be found again at the other side.

    Raises BadAddress, ValueError for an id that is none.
    """
    if not _ID.fullmatch(message_id):
        raise ValueError("an id of a message is letters, digits, dots and hyphens")
    mail = EmailMessage(policy=_POLICY)
    user, _, domain = sender.address.rpartition("@")
    mail["From"] = Address(sender.name, user, domain)
    mail["To"] = Address(addr_spec=check_email(to))
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = letter.language
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    if pdf:
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="brief.pdf")
    return mail
