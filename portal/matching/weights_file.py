"""A file of weights on disk (JSON): written by `match train`, read by `match evaluate`."""

import json
from pathlib import Path

from matching.linkage.model import Weights
from matching.linkage.weights import as_json, from_json
from portal.faults import BadFile, Fault
from protocols.errors import Refused


class Unwritable(Refused):
    """A file could not be written."""

    code = "unwritable"


def write_weights(path: Path, weights: Weights) -> None:
    """Write weights to a file, in place of what was there. Raises Unwritable."""
    text = json.dumps(as_json(weights), indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = "dit bestand is niet te schrijven; controleer pad en rechten."
        raise Unwritable(message, place=path.name) from error


def read_weights(path: Path) -> Weights:
    """The weights of a file.

    Raises BadFile when it is no JSON, else what `matching.linkage.weights.from_json` raises, with
    the name of the file before the place.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _bad(path, 0, "dit bestand is niet te lezen; controleer pad en rechten.") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise _bad(path, 0, "dit is geen JSON; geef een bestand van `match train`.") from error
    except json.JSONDecodeError as error:
        message = "dit is geen JSON; geef een bestand van `match train`."
        raise _bad(path, error.lineno, message) from error
    try:
        return from_json(content)
    except Refused as refused:
        refused.place = f"{path.name}: {refused.place}"
        raise


def _bad(path: Path, line: int, message: str) -> BadFile:
    return BadFile([Fault(path.name, line, "", "unreadable", message)])
