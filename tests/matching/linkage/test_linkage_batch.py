"""Many signals in one go: the answers of one at a time."""

from matching.linkage.batch import AT_ONCE
from matching.linkage.layout import WIDTH
from matching.linkage.linker import Linker
from matching.linkage.vocabulary import SPARE
from tests.support.town import Record, Town


def _strange(number: int) -> Record:
    """A record of which no word is in the register."""
    word = "".join(chr(ord("B") + int(digit)) for digit in f"{number:06}")
    columns = ("given_names", "surname", "partner_surname", "street", "city", "email")
    return {column: f"X{word}{column[:1]}" for column in columns} | {"id": word}


def test_all_in_one_go_are_answered_as_one_at_a_time(linker: Linker, people: Town) -> None:
    """In order, whatever the number is; none at all is an empty answer."""
    signals = [*people.signals, *people.signals[:50]]
    assert len(signals) > AT_ONCE
    assert linker.ask_all(signals) == [linker.ask(linker.row(one)) for one in signals]
    assert linker.ask_all(signals[:AT_ONCE]) == linker.ask_all(signals)[:AT_ONCE]
    assert linker.ask_all([]) == []


def test_words_that_nobody_knows_do_not_get_mixed_up(people: Town) -> None:
    """Their numbers are used again, but not while anybody still compares with them."""
    assert 2 * AT_ONCE * (WIDTH - 7) <= SPARE
    linker = Linker(people.register)
    signals = [one for n in range(600) for one in (_strange(n), people.signals[n % 100])]
    assert linker.ask_all(signals) == [linker.ask(linker.row(one)) for one in signals]
