"""Why an encoded delivery, or one envelope of it, is refused. Each has a code and a remedy."""

from protocols.errors import Refused


class OtherKey(Refused):
    """It was made with another key than the one of this covenant and epoch."""

    code = "other-key"


class OtherEpoch(Refused):
    """It is of an epoch that is over, or that this city never opened."""

    code = "other-epoch"


class OtherNormalisation(Refused):
    """Creditor and city would not write names the same way: their digests differ."""

    code = "other-normalisation"


class OtherCovenant(Refused):
    """It is of another covenant than the creditor who delivers."""

    code = "other-covenant"


class OtherSuite(Refused):
    """It is of another suite or level than this city reads."""

    code = "other-suite"


class Tampered(Refused):
    """What was sealed was changed on the way, or does not belong here."""

    code = "tampered"


class BadSignature(Refused):
    """The creditor did not sign this delivery as it is."""

    code = "bad-signature"


class BadShape(Refused):
    """It is not written down as an encoded delivery is."""

    code = "bad-shape"
