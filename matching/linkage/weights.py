"""Weights as a file: who made them on how much, and a refusal when they are not for this code.

A file holds shares of patterns only, counted on many people at once: no word, no date, no id.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from matching.linkage.layout import GROUPS
from matching.linkage.model import Table, Weights
from matching.linkage.patterns import masks_of
from matching.normal import digest
from protocols.errors import Refused

VERSION: Final = "vs1-w2"
TOLERANCE: Final = 1e-6
"""How far the shares of one mask may add up to something else than 1."""
_REMEDY: Final = "leer de gewichten opnieuw met `vroegsignaal match train`."
_FIELDS: Final = frozenset(
    {
        *("version", "normalisation", "levels", "source", "learned_from"),
        *("resident_share", "relative_share", "same", "relative"),
    }
)


class WeightsForm(Refused):
    """It is no object with exactly the fields of a file of weights."""

    code = "weights-form"


class WeightsVersion(Refused):
    """It was written in another version of the format."""

    code = "weights-version"


class WeightsNormalisation(Refused):
    """It was learned on names and addresses in another normalisation."""

    code = "weights-normalisation"


class WeightsLevels(Refused):
    """It knows other levels of agreement than this code compares."""

    code = "weights-levels"


class WeightsSize(Refused):
    """A table has not one share for each pattern of its group."""

    code = "weights-size"


class WeightsShares(Refused):
    """Shares are not 0 to 1, or do not add up to 1 for what could be compared (a mask)."""

    code = "weights-shares"


def levels_digest() -> str:
    """SHA-256 (hex) over the levels of agreement and their order."""
    return hashlib.sha256(json.dumps(GROUPS).encode()).hexdigest()


def as_json(weights: Weights) -> dict[str, Any]:
    """Weights as a file holds them. Shares add up to 1 within a mask, to the last digit."""
    return {
        "version": VERSION,
        "normalisation": digest(),
        "levels": levels_digest(),
        "source": weights.source,
        "learned_from": {"signals": weights.signals, "residents": weights.residents},
        "resident_share": weights.resident_share,
        "relative_share": weights.relative_share,
        "same": _written(weights.same),
        "relative": None if weights.relative is None else _written(weights.relative),
    }


def _written(tables: Mapping[str, Table]) -> dict[str, list[float]]:
    return {group: _within_masks(group, tables[group]).tolist() for group in GROUPS}


def _within_masks(group: str, table: Table) -> Table:
    masks = masks_of(group)
    return np.asarray(table / np.bincount(masks, table)[masks], np.float64)


def from_json(content: object) -> Weights:
    """The weights of a file.

    Raises WeightsForm, WeightsVersion, WeightsNormalisation, WeightsLevels, WeightsSize or
    WeightsShares, in that order, with the place of what is wrong.
    """
    file = _file_of(content)
    _for_this_code(file)
    learned, relative = file["learned_from"], file["relative"]
    resident, kin = (_share(file, name) for name in ("resident_share", "relative_share"))
    if not 0 < resident < 1 or resident + kin >= 1:
        raise WeightsShares(f"de aandelen zijn samen geen deel van 1; {_REMEDY}", place="shares")
    return Weights(
        _tables(file["same"], "same"),
        None if relative is None else _tables(relative, "relative"),
        resident,
        kin,
        file["source"],
        _count(learned, "signals"),
        _count(learned, "residents"),
    )


def _file_of(content: object) -> Mapping[str, Any]:
    if not isinstance(content, dict) or "version" not in content:
        raise WeightsForm(f"dit is geen bestand met gewichten; {_REMEDY}", place="version")
    if content["version"] != VERSION:
        raise WeightsVersion(f"alleen versie {VERSION} is te lezen; {_REMEDY}", place="version")
    if wrong := _FIELDS.symmetric_difference(content):
        known = sorted(_FIELDS & wrong)
        place = known[0] if known else "onbekend veld"
        raise WeightsForm(f"er ontbreekt een veld, of er is er een te veel; {_REMEDY}", place=place)
    if not isinstance(content["source"], str):
        raise WeightsForm(f"de herkomst moet tekst zijn; {_REMEDY}", place="source")
    return content


def _for_this_code(file: Mapping[str, Any]) -> None:
    if file["normalisation"] != digest():
        raise WeightsNormalisation(
            f"geleerd met een andere normalisatie; {_REMEDY}", place="normalisation"
        )
    if file["levels"] != levels_digest():
        raise WeightsLevels(f"geleerd met andere niveaus; {_REMEDY}", place="levels")


def _tables(content: object, name: str) -> dict[str, Table]:
    if not isinstance(content, dict) or set(content) != set(GROUPS):
        raise WeightsForm(f"dit moet een tabel per groep zijn; {_REMEDY}", place=name)
    return {group: _table(group, content[group], f"{name}.{group}") for group in GROUPS}


def _table(group: str, content: object, place: str) -> Table:
    masks = masks_of(group)
    if not isinstance(content, list) or len(content) != len(masks):
        raise WeightsSize(f"hier horen {len(masks)} aandelen; {_REMEDY}", place=place)
    if not all(map(_is_share, content)):
        raise WeightsShares(f"een aandeel is 0 tot en met 1; {_REMEDY}", place=place)
    table = np.array(content, np.float64)
    sums = np.bincount(masks, table)[masks]
    if np.abs(sums - 1).max() > TOLERANCE:
        raise WeightsShares(
            f"de aandelen van wat vergeleken kon worden zijn samen niet 1; {_REMEDY}", place=place
        )
    return table


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _share(file: Mapping[str, Any], name: str) -> float:
    if not _is_share(file[name]):
        raise WeightsShares(f"een aandeel is 0 tot en met 1; {_REMEDY}", place=name)
    return float(file[name])


def _count(learned: object, name: str) -> int:
    value = learned.get(name) if isinstance(learned, dict) else None
    if type(value) is not int or value < 0:
        raise WeightsForm(f"dit moet een aantal zijn; {_REMEDY}", place=f"learned_from.{name}")
    return value
