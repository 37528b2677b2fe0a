"""The register as tokens of one covenant and epoch: which rows may a signal be about?

Flat arrays: the first 8 bytes of every token in order, with the row and the kind of each, and a
directory that tells where each leading pattern of bits begins. No name, no F and no key is in
them; with the key of the covenant they are as good as clear text, so they go when it goes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from matching.normal import Normal
from matching.tokens.asking import MOST_HITS, look_up, rows_of
from matching.tokens.hashing import KIND_AT
from matching.tokens.keys import CORE_KINDS, register_texts, signal_texts, slots_for
from matching.tokens.pieces import signal_pieces
from matching.tokens.suite import MOST_KINDS, Suite, Tokens

Arrays = dict[str, NDArray[Any]]

MOST_ROWS: Final = 2**26
"""Row numbers are below this: 67 million."""
NAMES: Final = ("starts", "prefixes", "owners", "check")
_PER_BUCKET: Final = 2
_MOST_BITS: Final = 28
_PAGE: Final = 256


class OtherSuite(Exception):
    """These arrays belong to another covenant, another epoch or another key."""


class Hit(NamedTuple):
    """A token that a row of the register has too; `position` is its place among those asked."""

    position: int
    row: int
    kind: int


class TokenIndex:
    """Rows of the register by token. Read only: a change makes a new index (blue, green)."""

    __slots__ = ("_arrays", "_owners", "_prefixes", "_starts")

    def __init__(self, arrays: Mapping[str, NDArray[Any]], suite: Suite) -> None:
        """Take arrays as `arrays` gave them, perhaps memory-mapped. Raises OtherSuite."""
        if arrays["check"].tobytes() != suite.check:
            raise OtherSuite
        self._arrays: Final = {name: arrays[name] for name in NAMES}
        self._starts: Final = arrays["starts"]
        self._prefixes: Final = arrays["prefixes"]
        self._owners: Final = arrays["owners"]

    @classmethod
    def build(
        cls,
        suite: Suite,
        people: Iterable[tuple[int, Normal]],
        kinds: frozenset[int] = CORE_KINDS,
    ) -> "TokenIndex":
        """Index row numbers with their records; a row with several addresses comes several times.

        Equal registers give byte-equal arrays.
        """
        return cls(_arrays_of(*_tokens_of(suite, people, kinds), suite), suite)

    def changed(
        self,
        suite: Suite,
        gone: Collection[int],
        people: Iterable[tuple[int, Normal]],
        kinds: frozenset[int] = CORE_KINDS,
    ) -> "TokenIndex":
        """The index after mutations: without the rows in `gone`, with these records."""
        prefixes, owners = _tokens_of(suite, people, kinds)
        kept = ~np.isin(self._owners // MOST_KINDS, np.fromiter(gone, np.uint32, len(gone)))
        together = (
            np.concatenate([self._prefixes[kept], prefixes]),
            np.concatenate([self._owners[kept], owners]),
        )
        return TokenIndex(_arrays_of(*together, suite), suite)

    def __len__(self) -> int:
        return len(self._prefixes)

    def arrays(self) -> Arrays:
        """What the index consists of: `starts` uint32, `prefixes` uint64, `owners` uint32, `check`.

        12 bytes a token and 2 for the directory.
        """
        return dict(self._arrays)

    def find(self, tokens: Sequence[bytes]) -> list[Hit]:
        """The rows that have one of these tokens, in the order of the tokens."""
        return self.find_packed(np.frombuffer(b"".join(tokens), np.uint64).reshape(-1, 2))

    def find_packed(self, tokens: Tokens) -> list[Hit]:
        """The same for tokens as `Suite.packed` gives them."""
        return [Hit(*hit) for hit in self._hits(tokens)]

    def rows(self, suite: Suite, signal: Normal, kinds: frozenset[int] = CORE_KINDS) -> list[int]:
        """The rows that a signal may be about, each once: its tokens made and looked up at once.

        The same rows as `find` gives for the tokens of `signal_texts`, in the same order.
        """
        text, counts = signal_pieces(signal, kinds)
        out = np.empty(len(counts) * MOST_HITS, np.int64)
        many = rows_of(
            suite.states,
            np.frombuffer(text, np.uint8),
            counts,
            slots_for(kinds),
            self._starts,
            self._prefixes,
            self._owners,
            out,
        )
        if many < 0:
            tokens = suite.packed(signal_texts(signal, kinds))
            return list(dict.fromkeys([hit[1] for hit in self._hits(tokens)]))
        return cast(list[int], out[:many].tolist())

    def _hits(self, tokens: Tokens) -> list[list[int]]:
        found = np.empty((len(tokens) * MOST_HITS, 3), np.int64)
        count = look_up(self._starts, self._prefixes, self._owners, tokens, found)
        return cast(list[list[int]], found[:count].tolist())


def _tokens_of(
    suite: Suite, people: Iterable[tuple[int, Normal]], kinds: frozenset[int]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The first 8 bytes of the tokens of these people, and row × 64 + kind of each."""
    prefixes, owners = [np.empty(0, np.uint64)], [np.empty(0, np.uint32)]
    records = iter(people)
    while page := list(islice(records, _PAGE)):
        texts = [(row, text) for row, one in page for text in register_texts(one, kinds)]
        if not all(0 <= row < MOST_ROWS for row, _ in page):
            raise ValueError("row numbers run from 0 to 67 million")
        prefixes.append(suite.packed([text for _, text in texts])[:, 0])
        whose = [row * MOST_KINDS + text[KIND_AT] for row, text in texts]
        owners.append(np.array(whose, np.uint32))
    return np.concatenate(prefixes), np.concatenate(owners)


def _arrays_of(prefixes: NDArray[np.uint64], owners: NDArray[np.uint32], suite: Suite) -> Arrays:
    """Sorted by token, each once, with the directory of buckets."""
    order = np.lexsort((owners, prefixes))
    prefixes, owners = prefixes[order], owners[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (prefixes[1:] != prefixes[:-1]) | (owners[1:] != owners[:-1])
    prefixes, owners = prefixes[first], owners[first]
    bits = min((len(prefixes) // _PER_BUCKET).bit_length(), _MOST_BITS)
    bounds = np.arange(1, 2**bits, dtype=np.uint64) << np.uint64(64 - bits)
    starts = np.zeros(2**bits + 1, np.uint32)
    starts[1:-1] = np.searchsorted(prefixes, bounds)
    starts[-1] = len(prefixes)
    check = np.frombuffer(suite.check, np.uint8)
    return dict(zip(NAMES, (starts, prefixes, owners, check), strict=True))
