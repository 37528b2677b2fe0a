"""Where the event of a dead letter is: in the log in SQL, or nowhere, and then why."""

from protocols.errors import Refused
from store import dead_letters
from store.dead_letters import Letter
from store.engine import Tx
from store.log import Record
from streams import encoded, intake, topics


class CannotRetry(Refused):
    """There is nothing to put back; the message tells why, and what to do."""

    code = "cannot-retry"


NOWHERE = {
    intake.STEP: "Deze regel was onleesbaar en is niet bewaard; de schuldeiser leest op het "
    "ontvangstbewijs wat er mis is. Doe het bericht weg.",
    encoded.STEP: "Deze envelop was beschadigd en is niet bewaard. Doe het bericht weg en vraag de "
    "schuldeiser de levering opnieuw te versleutelen.",
    topics.RELAY: "Dit bericht past niet in Kafka; de werkers halen het zelf uit het logboek in de "
    "database. Doe het weg.",
}
_STRANGER = (
    "Dit bericht staat niet in het logboek van de database: het kwam over Kafka en is van iemand "
    "anders of beschadigd. Terugbrengen kan niet. Zoek de afzender aan de hand van de plaats, en "
    "doe het weg."
)
_ERASED = (
    "Dit bericht is na zijn bewaartermijn uit het logboek gewist. Doe het weg; de schuldeiser moet "
    "opnieuw aanleveren."
)


def record_of(tx: Tx, letter: Letter) -> Record:
    """The event that a dead letter stands for; raises CannotRetry."""
    if letter.step in NOWHERE:
        raise CannotRetry(NOWHERE[letter.step])
    if letter.spot is None:
        raise CannotRetry(_STRANGER)
    record = dead_letters.at_spot(tx, letter.spot)
    if record is None or record.ce_id != letter.ce_id:
        raise CannotRetry(_ERASED)
    return record
