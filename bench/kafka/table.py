"""The figures as tables."""

from collections.abc import Iterable, Mapping, Sequence

from bench.kafka.clients import Rate
from bench.kafka.latency import Latency
from bench.kafka.rounds import Embedded, Round


def show(
    bare: Mapping[str, Rate], own: Embedded, rounds: Sequence[Round], latency: Latency | None
) -> None:
    """Print them."""
    _show_clients(bare)
    _show_rounds(bare["empty Faust agent"], own, rounds)
    if latency is not None:
        print(
            f"\nAt half load ({latency.per_second:,.0f} signals/s, one worker), from receipt to "
            f"caseload: p50 {latency.p50:,.0f} ms, p99 {latency.p99:,.0f} ms "
            f"({latency.signals:,} signals)."
        )


def _show_clients(bare: Mapping[str, Rate]) -> None:
    events = max(one.events for one in bare.values())
    print(f"\n| {events:,} delivered events | events/s | processor µs per event |")
    print("|---|--:|--:|")
    for name, one in bare.items():
        print(f"| {name} | {one.per_second:,.0f} | {one.cpu / one.events * 1e6:,.0f} |")
    ratio = bare["relay"].per_second / bare["kafka-python publishing"].per_second
    print(f"| **relay : kafka-python** (at least 0.80) | **{ratio:.2f}** | |")


def _show_rounds(empty: Rate, own: Embedded, rounds: Sequence[Round]) -> None:
    ours = own.cpu / own.signals * 1e6
    carrying = empty.cpu / empty.events * own.events / own.signals * 1e6
    one = rounds[0]
    print(
        f"\n| {one.signals:,} signals | embedded | " + _row(f"{r.workers} workers" for r in rounds)
    )
    print("|---|--:|" + "--:|" * len(rounds))
    rates = _row(f"{r.rate:,.0f}" for r in rounds)
    print(f"| signals/s | {own.signals / own.wall:,.0f} | {rates}")
    cpus = _row(f"{r.cpu_per_1000:.2f}" for r in rounds)
    print(f"| processor seconds per 1,000 signals (workers) | {ours / 1000:.2f} | {cpus}")
    relays = _row(f"{r.relay_cpu / r.signals * 1000:.2f}" for r in rounds)
    print(f"| the same of the relay | | {relays}")
    times = _row(f"{r.cpu_per_1000 / one.cpu_per_1000:.2f}" for r in rounds)
    print(f"| **workers : one worker** (at most 1.20) | | {times}")
    cost = one.cpu_per_1000 * 1000
    print(
        f"\nOne worker: {cost:,.0f} µs per signal; empty agent {carrying:,.0f} + embedded "
        f"{ours:,.0f} = {carrying + ours:,.0f}; **ratio {cost / (carrying + ours):.2f}** "
        "(at most 1.15)."
    )
    events = one.rate * own.events / own.signals
    print(
        f"One worker handles {events:,.0f} events/s, the empty agent {empty.per_second:,.0f}: "
        f"**{events / empty.per_second:.2f}** (goal 0.50)."
    )


def _row(cells: Iterable[str]) -> str:
    return " | ".join(cells) + " |"
