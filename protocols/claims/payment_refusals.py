"""Why something cannot be done with a payment: each refusal has a name, none repeats a value."""

from protocols.errors import Refused


class PaymentRefused(Refused):
    """Something about a payment is not possible; no message repeats an amount or a reference."""

    code = "payment-refused"
    told = "dit kan niet met deze betaling"

    def __init__(self, place: str = "") -> None:
        super().__init__(self.told, place=place)


class BadPayment(PaymentRefused):
    """A payment without an id or an amount, or an allocation that loses or invents cents."""

    code = "payment-bad"
    told = "deze betaling klopt niet; geef een kenmerk en een bedrag boven nul in hele centen"


class PaymentTwice(PaymentRefused):
    """A payment of this id is in the books already: it is the same money."""

    code = "payment-twice"
    told = "deze betaling is al geboekt; laat haar weg"


class PaymentUnknown(PaymentRefused):
    """No payment of this id is in the books."""

    code = "payment-unknown"
    told = "deze betaling is hier niet geboekt; controleer het kenmerk"


class ClaimUnknown(PaymentRefused):
    """Money was to be moved to a claim that is not there, or of the other legal person."""

    code = "payment-claim-unknown"
    told = "deze vordering is er niet bij deze rechtspersoon; kies een andere vordering"


class TooMuchBack(PaymentRefused):
    """More was to be paid back than lies apart or on the work list, or nothing at all."""

    code = "payment-too-much-back"
    told = "zo veel ligt niet apart van deze betaling; kies een lager bedrag boven nul"


class NothingToMove(PaymentRefused):
    """All of a payment was paid back: nothing of it lies here any more."""

    code = "payment-nothing-to-move"
    told = "van deze betaling ligt hier niets meer; zij is geheel terugbetaald"
