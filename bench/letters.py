"""Letters per minute on one core: `python -m bench.letters`.

Every letter in every language as a PDF of its own (for e-mail), and as one print file (for post),
against an empty page made by typst itself in the same run. Medians of three.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import typst

from notifications.examples import ADDRESS, everything
from notifications.letters import render, written
from notifications.pdf import STANDARDS, Sheet, print_letters
from notifications.views import ProposalLetter

ON = date(2026, 11, 22)
EMPTY = "#set document(title: sys.inputs.n, date: datetime(year: 2026, month: 11, day: 22))\n"
TARGET = 1_000


def sheets(most: int) -> list[Sheet]:
    """Proposals to different people, one after the other in every language."""
    views = everything("Dronten", "een taak van algemeen belang", 183, ON)
    (view,) = (one for one in views if isinstance(one, ProposalLetter))
    languages = sorted(written())
    made = []
    for number in range(most):
        name = f"S. Zilvermeeuw {number}"
        letter = render(replace(view, name=name), languages[number % len(languages)])
        made.append(Sheet(letter, "Dronten", ON, (name, *ADDRESS[1:])))
    return made


def empty_pages(most: int) -> None:
    """As many empty pages, each a PDF of the same standards by a compiler of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "empty.typ"
        source.write_text(EMPTY, encoding="utf-8")
        for number in range(most):
            compiler = typst.Compiler(
                str(source),
                root=folder,
                ignore_system_fonts=True,
                sys_inputs={"n": f"leeg {number}"},
            )
            compiler.compile(format="pdf", pdf_standards=list(STANDARDS))


def each(made: Sequence[Sheet]) -> None:
    """A PDF per letter."""
    for sheet in made:
        print_letters([sheet])


def per_minute(work: Callable[[], object], most: int) -> float:
    """How many a minute, the median of three; by the time of this process, all its threads."""
    rates = []
    for _ in range(3):
        start = time.process_time()
        work()
        rates.append(60 * most / (time.process_time() - start))
    return statistics.median(rates)


def main() -> int:
    """Print the table; 1 when the target is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=300)
    most = parser.parse_args().most
    made = sheets(most)
    print_letters(made[:1])
    rows = (
        ("words (HTML and text)", per_minute(lambda: sheets(most), most)),
        ("PDF per letter", per_minute(lambda: each(made), most)),
        ("PDF in one print file", per_minute(lambda: print_letters(made, "Post"), most)),
        ("empty page by typst", per_minute(lambda: empty_pages(most), most)),
    )
    peer = rows[-1][1]
    for name, rate in rows:
        print(f"{name:24} {rate:10,.0f} a minute   {rate / peer:6.2f} x an empty page")
    return 0 if min(rate for _, rate in rows) >= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
