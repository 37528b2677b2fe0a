"""Commands for matching: learn weights without labels, and measure how right it is."""

import csv
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from matching.evaluate import SAME_FROM, verdict_of
from matching.fairness import FEWEST
from portal.cli.common import instant_of, out
from portal.matching.clear import Run, Source, link_clear
from portal.matching.fair import fairness_report
from portal.matching.files import read_people, read_truth
from portal.matching.keyed import link_keyed
from portal.matching.report import Value, report_of
from portal.matching.training import Trainer, learn
from portal.matching.weights_file import read_weights, write_weights
from portal.wiring import now
from protocols.work.clock import local_day

match = typer.Typer(help="Koppelen van personen: leren en meten.", no_args_is_help=True)

RegisterOption = Annotated[Path, typer.Option(help="CSV van het register; alleen `id` moet.")]
SignalsOption = Annotated[Path, typer.Option(help="CSV van de signalen; alleen `id` moet.")]


class Level(StrEnum):
    """How signals come in: in the clear, or as keyed tokens."""

    L0 = "L0"
    L1 = "L1"


@match.command("evaluate")
def evaluate(
    register: RegisterOption,
    signals: SignalsOption,
    truth: Annotated[
        Path | None, typer.Option(help="CSV met signal_id,register_id; zonder rij geen inwoner.")
    ] = None,
    level: Annotated[Level, typer.Option(help="L0 leesbaar, L1 versleutelde tokens.")] = Level.L0,
    train: Annotated[
        bool, typer.Option("--train", help="Leer eerst de gewichten uit beide bestanden.")
    ] = False,
    weights: Annotated[
        Path | None, typer.Option(help="Gewichten van `match train`; met --train het begin.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Vanaf deze kans is iemand dezelfde.")
    ] = SAME_FROM,
    links: Annotated[
        Path | None, typer.Option(help="Schrijf per signaal de beste koppeling naar dit bestand.")
    ] = None,
    fairness: Annotated[
        bool, typer.Option("--fairness", help="Ook per groep: naam, leeftijd, geslacht, adres.")
    ] = False,
    fewest: Annotated[
        int, typer.Option(min=1, help="Groepen met minder signalen worden niet getoond.")
    ] = FEWEST,
    on: Annotated[
        str, typer.Option("--on", help="Dag voor leeftijden, JJJJ-MM-DD; standaard vandaag.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Schrijf JSON.")] = False,
) -> None:
    """Koppel de signalen aan het register en meet hoe goed en hoe snel dat gaat."""
    day = local_day(instant_of(on, now))
    if fairness and truth is None:
        raise typer.BadParameter("geef ook --truth", param_hint="--fairness")
    people, asked = read_people(register), read_people(signals)
    known = (
        read_truth(truth, {p["id"] for p in asked}, {p["id"] for p in people}) if truth else None
    )
    link = link_clear if level is Level.L0 else link_keyed
    source = Source.LEARNED if train else Source.GIVEN
    run = link(people, asked, read_weights(weights) if weights else None, source)
    if links:
        _write_links(links, run, threshold)
    report: dict[str, Any] = {"level": level.value} | report_of(run, known, len(people), threshold)
    if fairness and known is not None:
        report |= {"fairness": fairness_report(run, known, people, asked, threshold, fewest, day)}
    _show(report, as_json)


@match.command("train")
def train_weights(
    register: RegisterOption,
    signals: SignalsOption,
    into: Annotated[Path, typer.Option("--out", help="Bestand waarin de gewichten komen (JSON).")],
    trainer: Annotated[
        Trainer, typer.Option(help="own: zonder meer; splink: met de extra `train`.")
    ] = Trainer.OWN,
) -> None:
    """Leer de gewichten uit een register en signalen, zonder te weten wie wie is."""
    weights = learn(trainer, read_people(register), read_people(signals))
    write_weights(into, weights)
    out.print(
        f"Gewichten geleerd van {weights.signals} signalen en {weights.residents} inwoners: "
        f"{weights.resident_share:.1%} gaat over een inwoner. Geschreven in {into}",
        markup=False,
    )


def _write_links(path: Path, run: Run, threshold: float) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("signal_id", "register_id", "score", "margin", "judgement"))
        for link in run.links:
            verdict = verdict_of(link.probability, link.register_id, threshold)
            score, margin = f"{link.probability:.9f}", f"{link.margin:.9f}"
            writer.writerow((link.signal_id, link.register_id or "", score, margin, verdict))


def _show(report: dict[str, Any], as_json: bool) -> None:  # noqa: FBT001
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    fair = report.pop("fairness", None)
    table = Table(show_header=False)
    for name, value in report.items():
        table.add_row(name.replace("_", " "), _shown(value))
    out.print(table)
    if fair:
        _show_groups(fair)


def _show_groups(fair: dict[str, Any]) -> None:
    headings = (name.replace("_", " ") for name in _TOLD)
    table = Table(Column("fairness", no_wrap=True), *headings)
    for group in fair["groups"]:
        told = ["" if group["suppressed"] else _shown(group[name]) for name in _TOLD]
        table.add_row(f"{group['dimension']}: {group['group']}".replace("_", " "), *told)
    out.print(table)
    out.print(f"Leeg: minder dan {fair['fewest']} signalen, of daaruit af te leiden.")
    if gap := fair["largest_recall_gap"]:
        out.print(
            f"Grootste verschil in recall: {gap['recall']:.4f} ({gap['dimension']}: "
            f"{gap['best']} boven {gap['worst']})."
        )


_TOLD = ("signals", "precision", "recall", "f1", "wrong_persons", "unsure_share")


def _shown(value: Value) -> str:
    return "-" if value is None else str(value)
