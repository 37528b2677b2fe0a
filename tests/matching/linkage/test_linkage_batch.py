"""Many signals in one go: the answers of one at a time."""

from matching.evaluate import UNSURE_FROM
from matching.linkage.batch import AT_ONCE
from matching.linkage.layout import WIDTH
from matching.linkage.linker import Answer, Linker
from matching.linkage.vocabulary import LASTS, Vocabulary
from tests.support.town import Record, Town


def _strange(number: int) -> Record:
    """A record of which no word is in the register."""
    word = "".join(chr(ord("B") + int(digit)) for digit in f"{number:06}")
    columns = ("given_names", "surname", "partner_surname", "street", "city", "email")
    return {column: f"X{word}{column[:1]}" for column in columns} | {"id": word}


def _told(answer: Answer) -> tuple[int, float] | None:
    """Who it is, where anybody may be: under a key of seven bits a stranger is compared too."""
    return (answer.row, answer.probability) if answer.probability >= UNSURE_FROM else None


def test_all_in_one_go_are_answered_as_one_at_a_time(linker: Linker, people: Town) -> None:
    """In order, whatever the number is; none at all is an empty answer."""
    signals = [*people.signals, *people.signals, *people.signals[:50]]
    assert len(signals) > AT_ONCE
    assert linker.ask_all(signals) == [linker.ask(linker.row(one)) for one in signals]
    assert linker.ask_all(signals[:AT_ONCE]) == linker.ask_all(signals)[:AT_ONCE]
    assert linker.ask_all([]) == []


def test_words_that_nobody_knows_do_not_get_mixed_up(people: Town) -> None:
    """Their numbers are used again, but not while anybody still compares with them."""
    assert 2 * AT_ONCE * (WIDTH - 7) <= LASTS
    linker = Linker(people.register)
    mixed = [one for n in range(600) for one in (_strange(n), people.signals[n % 100])]
    again = [_strange(n if n % 3 else n % 50) | people.signals[n % 90] for n in range(900)]
    half = [_strange(n % 40) | {"surname": _strange(n)["surname"]} for n in range(3_000)]
    for signals in (mixed, again, half):
        one_by_one = [_told(linker.ask(linker.row(one))) for one in signals]
        assert list(map(_told, linker.ask_all(signals))) == one_by_one
        assert list(map(_told, linker.ask_all(signals))) == one_by_one


def test_a_word_keeps_its_number_while_others_come_and_then_gets_a_new_one() -> None:
    """A row with an old number must not find other letters under it before it was compared."""
    words = Vocabulary()
    words.seal()
    first = words.number("XAAA")
    for n in range(LASTS * 5):
        assert words.letters[words.number("XAAA"), :4].tobytes() == b"XAAA", n
        before = words.number(f"Y{n}")
        assert words.number("XAAA") != before
    assert words.number("XAAA") != first
