"""How fast claims are laid over a known file, and payments on claims, beside a bare dict loop.

    python -m bench.claims

Deciding: 200,000 claims against 200,000 known ones, a tenth of them changed, new or gone; with the
texts of both sides made beforehand, and with the texts of the file made on the way. The bare loop
compares the same texts in two dictionaries. Allocating: 50,000 payments on 25,000 claims of 10,000
payers, by reference, plan and age, some of them wrong. The bare loop subtracts the same amounts
from integers in a dictionary: no parts, no references, no wish, no postings, no proof.
"""

import gc
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from protocols.claims.allocation import allocate_all
from protocols.claims.claim import Charged, Claim, Source
from protocols.claims.fingerprint import fingerprint
from protocols.claims.loading import Found, Known, batches, decide
from protocols.claims.payments import Account, Book, Named, Payment, Target
from protocols.claims.reference import Ogm
from protocols.claims.suspicion import Counts
from protocols.claims.words import Entity
from protocols.money import Cents
from protocols.plan.claims import Split
from protocols.plan.words import Within

CLAIMS, PAYMENTS, BATCH, RUNS = 200_000, 50_000, 5_000, 3
LEAST_DECISIONS, LEAST_PAYMENTS = 100_000, 5_000
ON = date(2026, 11, 22)


def claim(number: int, paid: int = 0) -> Claim:
    """An invented claim."""
    return Claim(
        f"v-{number:07d}",
        Entity.CITY,
        "Onderwijs",
        "school",
        Source("facturatie", f"f-{number}"),
        Charged(Cents(5_000 + number % 900)),
        ON - timedelta(days=number % 700),
        Ogm.of(number),
        Cents(paid),
    )


def next_month() -> Iterator[Claim]:
    """The claims of the next file: every thirtieth gone, changed or new."""
    for number in range(CLAIMS):
        match number % 30:
            case 0:
                continue
            case 1:
                yield claim(number, paid=100)
            case 2:
                yield claim(number)
                yield claim(CLAIMS + number)
            case _:
                yield claim(number)


def in_file() -> list[Claim]:
    """In ascending order of their ids."""
    return sorted(next_month(), key=lambda one: one.claim_id)


def decided(known: Iterable[Known], found: Iterable[Found]) -> Counts:
    """All decisions, counted batch by batch."""
    counts = Counts()
    for batch in batches(decide(known, found), BATCH):
        counts = counts.plus(batch)
    return counts


def bare_decided(known: dict[str, str], found: dict[str, str]) -> int:
    """The same differences with two dictionaries and nothing else."""
    different = sum(1 for one in known if one not in found)
    for claim_id, text in found.items():
        if known.get(claim_id) != text:
            different += 1
    return different


def book() -> tuple[Book, dict[str, Split]]:
    """25,000 claims of 10,000 payers; every fifth payer has a plan."""
    half = PAYMENTS // 2
    accounts = {
        f"v-{n}": Account(
            f"v-{n}",
            Entity.CITY,
            ON - timedelta(days=n % 700),
            Within.COSTS_FIRST if n % 3 else Within.PRINCIPAL_FIRST,
        )
        for n in range(half)
    }
    payers: dict[tuple[str, Entity], list[str]] = {}
    for n in range(half):
        payers.setdefault((f"r-{n % 10_000}", Entity.CITY), []).append(f"v-{n}")
    planned = [one for number, one in enumerate(payers) if number % 5 == 0]
    plans = {f"plan-{payer}": payers[payer, entity] for payer, entity in planned}
    references = {Ogm.of(n).digits: [Target(Named.CLAIM, f"v-{n}")] for n in range(half)}
    owed = {one: Split(Cents(9_000), Cents(700), Cents(30)) for one in accounts}
    plan_of = {one: f"plan-{one[0]}" for one in planned}
    return Book(accounts, references, plans, plan_of, payers), owed


def payments() -> list[Payment]:
    """Two in three with a reference, of which one in twenty is wrong; the others by payer."""
    made = []
    for n in range(PAYMENTS):
        wrong = n % 20 == 7
        reference = f"{n:012d}" if wrong else str(Ogm.of(n % (PAYMENTS // 2)))
        made.append(
            Payment(
                f"p-{n}",
                Entity.CITY,
                Cents(3_000 + n % 4_000),
                ON,
                reference if n % 3 else "",
                (),
                "" if n % 3 else f"r-{n % 10_000}",
            )
        )
    return made


def bare_allocated(money: list[tuple[str, int]], owed: dict[str, int]) -> int:
    """The same number of amounts taken from integers in a dictionary."""
    left, apart = dict(owed), 0
    for claim_id, cents in money:
        taken = min(cents, left[claim_id])
        left[claim_id] -= taken
        apart += cents - taken
    return apart


def best_seconds(work: Callable[[], object]) -> float:
    """The fastest of a few runs."""
    taken = []
    for _ in range(RUNS):
        gc.collect()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def line(name: str, count: int, seconds: float, bare: float, least: int) -> None:
    """One row of the table."""
    rate = count / seconds
    verdict = "" if rate >= least else " TOO SLOW"
    print(
        f"| {name} (at least {least:,}/s) | {count:,} | **{rate:,.0f}**{verdict} "
        f"| {count / bare:,.0f} | {seconds / bare:.1f} |"
    )


def deciding() -> None:
    """Lay a file over what is known."""
    claims = in_file()
    known = [Known(f"v-{n:07d}", fingerprint(claim(n))) for n in range(CLAIMS)]
    found = [Found(one.claim_id, fingerprint(one)) for one in claims]
    old = {one.claim_id: one.fingerprint for one in known}
    new = {one.claim_id: one.fingerprint for one in found}
    bare = best_seconds(lambda: bare_decided(old, new))
    line(
        "decisions", len(found), best_seconds(lambda: decided(known, found)), bare, LEAST_DECISIONS
    )

    def _with_texts() -> Counts:
        return decided(known, (Found(one.claim_id, fingerprint(one)) for one in claims))

    line("with the texts", len(found), best_seconds(_with_texts), bare, LEAST_DECISIONS)
    tracemalloc.start()
    decided(iter(known), iter(found))
    print(f"\nMemory beside the streams: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB\n")
    tracemalloc.stop()


def allocating() -> None:
    """Place a file of payments."""
    known, owed = book()
    money = payments()
    simple = [(f"v-{n % (PAYMENTS // 2)}", int(one.cents)) for n, one in enumerate(money)]
    whole = {one: int(split.cents) for one, split in owed.items()}
    bare = best_seconds(lambda: bare_allocated(simple, whole))
    taken = best_seconds(lambda: list(allocate_all(money, known, owed)))
    line("payments", len(money), taken, bare, LEAST_PAYMENTS)


def main() -> None:
    """On one core."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("| | count | per second | bare loop per second | times as slow |")
    print("|---|--:|--:|--:|--:|")
    allocating()
    deciding()


if __name__ == "__main__":
    main()
