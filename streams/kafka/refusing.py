"""What is told when the broker does not let us in: the setting that is wrong, and the remedy."""

import ssl
from collections.abc import Mapping
from typing import Final

from protocols.errors import Refused
from streams.kafka.connecting import MECHANISM

SERVER, CA, CERTIFICATE, LOGIN = (
    f"VROEGSIGNAAL_KAFKA{suffix}" for suffix in ("", "_CA_FILE", "_CERT_FILE", "_LOGIN_FILE")
)
UNKNOWN_NAME = f"{SERVER}: de naam van de broker is onbekend; verbeter haar"
ABSENT = f"{SERVER}: er antwoordt geen broker; start hem, of verbeter naam en poort"
SILENT = (
    f"{SERVER}: er luistert iets, maar het zegt niets terug; werkt het netwerk, en is dit de poort "
    "van een Kafka-broker?"
)
UNKNOWN_CA = (
    f"{CA}: deze CA heeft het certificaat van de broker niet ondertekend; zet hier de CA die dat "
    "deed"
)
OTHER_NAME = (
    f"{SERVER}: het certificaat van de broker is niet voor deze naam; neem de naam die erin staat"
)
NOT_VALID_NOW = (
    f"{SERVER}: het certificaat van de broker is verlopen of nog niet geldig; laat het vernieuwen, "
    "en kijk of de klok van deze machine goed staat"
)
NO_TLS = (
    f"{CA}: op deze poort spreekt de broker geen TLS; zet in {SERVER} zijn poort met TLS, of laat "
    "de CA weg"
)
WANTS_TLS = f"{CA}: op deze poort wil de broker TLS; zet hier het bestand met zijn CA"
WANTS_CERTIFICATE = (
    f"{CERTIFICATE}: de broker wil een certificaat van een CA die hij vertrouwt; zet hier het "
    "bestand ermee en met de sleutel"
)
WANTS_LOGIN = (
    f"{LOGIN}: op deze poort wil de broker een login; zet hier het bestand met gebruiker en "
    "wachtwoord"
)
NO_LOGIN = (
    f"{LOGIN}: op deze poort kent de broker geen login; zet in {SERVER} zijn poort met login, of "
    "laat de login weg"
)
NO_MECHANISM = (
    f"{LOGIN}: de broker kent {MECHANISM} niet; laat zijn beheerder het voor deze poort aanzetten"
)
WRONG_LOGIN = (
    f"{LOGIN}: gebruiker of wachtwoord wordt niet aanvaard; verbeter het bestand, of laat de "
    f"beheerder van de broker deze gebruiker maken ({MECHANISM})"
)
NO_RIGHTS = (
    f"{LOGIN}: deze gebruiker mag dit niet op de broker; laat zijn beheerder er rechten voor geven "
    "(docs/operations.md, Kafka)"
)
_REFUSING_ALERTS: Final = (
    "CERTIFICATE_REQUIRED",
    "HANDSHAKE_FAILURE",
    "BAD_CERTIFICATE",
    "CERTIFICATE_UNKNOWN",
    "ALERT_UNKNOWN_CA",
)
"""What a broker says of our certificate, or of there being none, in the words of OpenSSL."""
_BY_VERIFICATION: Final[Mapping[int, str]] = {
    9: NOT_VALID_NOW,
    10: NOT_VALID_NOW,
    62: OTHER_NAME,
    64: OTHER_NAME,
}
"""What is wrong with the broker's certificate by the codes of OpenSSL; else it is the CA."""


class NoBroker(Refused):
    """The broker does not answer, or does not let us in; the message names the setting."""

    code = "no-broker"


def of_certificate(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with the certificate of the broker."""
    return _BY_VERIFICATION.get(error.verify_code, UNKNOWN_CA)


def of_alert(error: ssl.SSLError) -> str:
    """What the broker said of our certificate; empty when it said something else."""
    reason = error.reason or ""
    return WANTS_CERTIFICATE if any(one in reason for one in _REFUSING_ALERTS) else ""
