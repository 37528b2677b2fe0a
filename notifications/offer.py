"""What the light offer shows, and with it every first letter: the notice of article 14 GDPR."""

from dataclasses import dataclass, field
from typing import ClassVar

from notifications.checked import EMPTY, BadView, Checked
from protocols.covenant.signal import ArrearsType
from protocols.privacy.terms import Depth


class BadOffer(BadView):
    """A light offer that cannot be written; the message names every field that is wrong."""

    code = "bad-offer"


@dataclass(frozen=True, slots=True)
class LightOffer(Checked):
    """What a city tells everybody to whom it makes a light offer. Holds nobody's name.

    `city_name` is the bare name ("Dronten"): the letter itself says "gemeente". `basis` is the
    legal basis as the city's privacy protocol words it, `retention_days` counts from the last
    change. `sources` are the kinds of arrears about which this household, or anybody in the
    city, can be signalled: they are told as landlord, energy company and so on. `authority` is
    the supervisory authority by name and `privacy_email` the privacy officer's own address;
    empty, the letter tells both in general words. `claims` is how deep the city looks at what
    it is owed itself before consent.

    Raises BadOffer for an empty field, a line break in a field or less than one day.
    """

    refusal: ClassVar[type[BadView]] = BadOffer
    city_name: str
    contact_phone: str
    contact_email: str
    website: str
    basis: str
    retention_days: int
    sources: tuple[ArrearsType, ...]
    authority: str = field(default="", metadata=EMPTY)
    privacy_email: str = field(default="", metadata=EMPTY)
    claims: Depth = Depth.NONE
