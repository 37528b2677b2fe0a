"""Commands for the topics on the broker, and the document that describes them."""

import typer
import yaml

from portal.cli.common import out
from portal.settings import kafka_of_environment
from streams.contract import contract as contract_of_topics
from streams.topics import TOPICS

topics = typer.Typer(help="Topics op de Kafka-broker.", no_args_is_help=True)


@topics.command("diff")
def diff() -> None:
    """Toon waarin de topics op de broker verschillen van wat is afgesproken."""
    from streams.kafka import provisioning  # only here: other commands need no Kafka

    found = provisioning.diff(kafka_of_environment(), TOPICS)
    for one in found:
        out.print(str(one), markup=False)
    if found:
        raise typer.Exit(1)
    out.print(f"{len(TOPICS)} topics, zoals afgesproken.")


@topics.command("apply")
def apply() -> None:
    """Maak de topics op de broker zoals is afgesproken."""
    from streams.kafka import provisioning  # only here: other commands need no Kafka

    for one in provisioning.apply(kafka_of_environment(), TOPICS):
        out.print(f"{one}: gemaakt", markup=False)
    out.print(f"{len(TOPICS)} topics, zoals afgesproken.")


@topics.command("contract")
def contract() -> None:
    """Schrijf de beschrijving van de topics (AsyncAPI 3), zoals in docs/asyncapi.yaml."""
    typer.echo(written_contract(), nl=False)


def written_contract() -> str:
    """The document as YAML."""
    return yaml.safe_dump(contract_of_topics(), sort_keys=False, allow_unicode=True, width=100)
