"""The register's rows with their match keys as flat arrays: made once, then only read."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.blocks import (
    N_PARTS,
    OF_PLACE,
    OF_SURNAME,
    TABLE,
    Blocks,
    bucket_of,
    first_of,
    joined_of,
    last_of,
    parts_of,
    print_of,
)
from matching.linkage.compiled import compiled

_HOT: Final = 255
_CHUNK: Final = 32_768


class Words(NamedTuple):
    """The arrays of a vocabulary: letters and length (n × 24), and the number of each sound."""

    letters: NDArray[np.uint8]
    sounds: NDArray[np.int32]


class Segment(NamedTuple):
    """Rows (n × `WIDTH`), earlier places (m × 5) and the records of every match key."""

    rows: NDArray[np.int32]
    earlier: NDArray[np.int32]
    blocks: Blocks


def build_segment(
    rows: NDArray[np.int32],
    earlier: NDArray[np.int32],
    words: Words,
    first: int = 0,
    rules: int = len(TABLE),
) -> Segment:
    """Index rows under every match key; a key with a crowd behind it is left out.

    Rows are numbered from `first` on. Of the match keys only the first `rules` are kept: about 8
    bytes a row each.
    """
    buckets = 1 << max(4, (max(len(rows), 1) // 2).bit_length())
    counts = np.zeros((rules, buckets + 1), np.uint32)
    for _, parts, variants, many in _chunks(rows, earlier, words):
        _count(parts, variants, many, counts)
    counts[counts > _HOT] = 0
    np.cumsum(counts.ravel(), out=counts.ravel())
    starts = counts
    found = np.zeros(int(starts[-1, -1]), np.uint32)
    prints = np.zeros(len(found), np.uint8)
    filled = np.zeros(starts.shape, np.uint8)
    for begin, parts, variants, many in _chunks(rows, earlier, words):
        _fill(parts, variants, many, first + begin, starts, filled, found, prints)
    return Segment(rows, earlier, Blocks(starts, found, prints))


def _chunks(
    rows: NDArray[np.int32], earlier: NDArray[np.int32], words: Words
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32], int]]:
    """Some rows at a time: the first, the parts of their match keys, of which row and variant."""
    for begin in range(0, len(rows), _CHUNK):
        some = rows[begin : begin + _CHUNK]
        most = int(((some[:, layout.EARLIERS] + 1) * layout.SURNAMES).sum())
        parts, variants = np.zeros((most, N_PARTS), np.int64), np.zeros((most, 2), np.int32)
        yield begin, parts, variants, _take_apart(some, earlier, *words, parts, variants)


@compiled
def _take_apart(rows, earlier, letters, sounds, parts, variants):
    scratch, many = np.zeros(layout.WIDTH, np.int32), 0
    for n in range(rows.shape[0]):
        for variant in range((rows[n, layout.EARLIERS] + 1) * layout.SURNAMES):
            if _variant(rows[n], variant, earlier, letters, sounds, scratch, parts[many]):
                variants[many, 0], variants[many, 1] = n, variant
                many += 1
    return many


@compiled
def _count(parts, variants, many, counts):
    keys = np.zeros(many, np.uint64)
    for rule in range(counts.shape[0]):
        _keys(rule, parts, variants, keys)
        for n in range(many):
            if keys[n] != 0:
                counts[rule, bucket_of(keys[n], counts.shape[1]) + 1] += 1


@compiled
def _fill(parts, variants, many, first, starts, filled, found, prints):
    keys = np.zeros(many, np.uint64)
    for rule in range(starts.shape[0]):
        _keys(rule, parts, variants, keys)
        for n in range(many):
            if keys[n] == 0:
                continue
            bucket = bucket_of(keys[n], starts.shape[1])
            at = starts[rule, bucket] + filled[rule, bucket]
            if at < starts[rule, bucket + 1]:
                found[at] = first + variants[n, 0]
                prints[at] = print_of(keys[n])
                filled[rule, bucket] += 1


@compiled
def _variant(row, variant, earlier, letters, sounds, scratch, parts):
    """The parts of match keys of a record with one of its surnames and places, if it has those."""
    place, name = variant // layout.SURNAMES, variant % layout.SURNAMES
    surname = row[layout.SURNAME + name]
    if name > 0 and surname == 0:
        return False
    scratch[:] = row
    if place > 0:
        for i in range(layout.PLACE):
            scratch[layout.POSTCODE + i] = earlier[row[layout.EARLIER] + place - 1, i]
    parts_of(scratch, row[layout.GIVEN], surname, letters, sounds, parts)
    return True


@compiled
def _keys(rule, parts, variants, keys):
    """The keys of variants under a rule, as `key_of`; 0 where it is that of an earlier variant."""
    by_place, by_surname = OF_PLACE[rule], OF_SURNAME[rule]
    for n in range(keys.shape[0]):
        variant = variants[n, 1]
        known = by_place or variant < layout.SURNAMES
        known = known and (by_surname or variant % layout.SURNAMES == 0)
        value = first_of(rule)
        for i in range(TABLE.shape[1]):
            part = TABLE[rule, i]
            if part >= 0 and known:
                known = parts[n, part] != 0
                value = joined_of(value, parts[n, part], i)
        keys[n] = last_of(value) if known else np.uint64(0)
