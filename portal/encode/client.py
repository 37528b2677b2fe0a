"""The creditor's client: readable rows in, sealed envelopes out. Uses no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

import msgspec

from matching.normal import normalise
from matching.tokens.envelope import Chance, Place, seal
from matching.tokens.keys import signal_inputs, slots_for
from matching.tokens.message import Head, digest_of, read_head, write_head, write_line
from matching.tokens.suite import LEVEL, NAME, Suite
from portal.encode.cells import cells_of, split
from portal.encode.key_file import KeyFile
from protocols.city import City
from protocols.covenant.admit import admit
from protocols.covenant.answer import Asked, NotAdmitted
from protocols.covenant.signal import Delivered, MessageKind
from protocols.covenant.terms import Term, Terms
from protocols.ids import CreditorId
from store.sql import instant
from streams.encoded import Encoded
from streams.intake import Batch, Unreadable

UNFINDABLE: Final = "not-enough-to-find-anyone"
_ID_BYTES: Final = 16
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Written:
    """An encoded delivery ready to be sent, and what became of every row that was read.

    `sids` tells by row under which id it travels. `refused` rows are not let in by the covenant;
    they are left out, as are the unreadable ones.
    """

    content: bytes
    receipt: bytes
    sids: Mapping[int, str]
    refused: Mapping[int, NotAdmitted]
    unreadable: Sequence[Unreadable]


@dataclass(frozen=True, slots=True)
class Client:
    """Encodes for one covenant and epoch. `on` is the day of delivery; `chance` gives secrets."""

    city: City
    key: KeyFile
    on: date
    chance: Chance

    def encode(
        self, batch: Batch, at: datetime, moved: Callable[[int], None] = lambda _done: None
    ) -> Written:
        """Encode the rows of a delivery that the covenant lets in; `moved` hears of each row."""
        terms = self.city.covenants[CreditorId(self.key.creditor)].on(self.on)
        sealer = _Sealer(self.key, self.key.suite(), self._id("d"), _keeps_id(terms), self.chance)
        lines: list[bytes] = []
        sids: dict[int, str] = {}
        refused: dict[int, NotAdmitted] = {}
        unreadable = list(batch.unreadable)
        for row in batch.rows:
            moved(1)
            answer = self._refusal(row, terms)
            line = None if answer else sealer.line(row, sid := self._id("s"))
            if answer is not None:
                refused[row.row] = answer
            elif line is None:
                unreadable.append(Unreadable(row.row, (("surname", UNFINDABLE),)))
            else:
                sids[row.row] = sid
                lines.append(line)
        return Written(*sealer.signed(lines, at), sids, refused, unreadable)

    def _refusal(self, row: Delivered, terms: Terms) -> NotAdmitted | None:
        """Why the covenant does not let a row in, as far as one can tell without the city."""
        if row.kind is not MessageKind.SIGNAL:
            return None
        answer = admit(Asked(row, terms, self.city.arrears_types, self.on))
        return answer if isinstance(answer, NotAdmitted) else None

    def _id(self, letter: str) -> str:
        return letter + self.chance(_ID_BYTES).hex()


def _keeps_id(terms: Terms) -> bool:
    """Whether the covenant lets the city see a BSN or INSZ."""
    return terms.word_of(Term.NATIONAL_ID) == "accepted"


@dataclass(frozen=True, slots=True)
class _Sealer:
    """Seals and signs the rows of one delivery."""

    key: KeyFile
    suite: Suite
    delivery: str
    keeps_id: bool
    chance: Chance

    def line(self, row: Delivered, sid: str) -> bytes | None:
        """A row as a sealed line; None when too little is known to find anybody."""
        cells = cells_of(row)
        if not self.keeps_id:
            cells.pop("national_id", None)
        kinds = self.key.kinds
        inputs = signal_inputs(normalise(_named(cells), self.key.region), kinds)
        if not inputs:
            return None
        clear, payload = map(_encode, split(cells))
        place = Place(self.key.covenant, self.key.epoch, self.key.norm_digest, self.delivery, sid)
        envelope = seal(
            self.suite,
            place,
            inputs,
            clear,
            payload,
            vault=self.key.vault,
            slots=slots_for(kinds),
            chance=self.chance,
        )
        return write_line(envelope)

    def signed(self, lines: Sequence[bytes], at: datetime) -> tuple[bytes, bytes]:
        """The whole delivery with its signed head, and the receipt that the city will give."""
        head = Head(
            NAME,
            LEVEL,
            self.key.covenant,
            self.key.epoch,
            self.key.norm_digest,
            self.suite.check,
            self.delivery,
            instant(at),
            len(lines),
            digest_of(lines),
        )
        first = write_head(head, self.key.signer())
        content = b"".join(line + b"\n" for line in (first, *lines))
        return content, Encoded(read_head(first), lines, sha256(content).digest()).receipt()


def _named(cells: Mapping[str, str]) -> Mapping[str, str]:
    """With the name of a business as surname where there is none: its owner may have it."""
    if cells.get("surname") or cells.get("prefix") or cells.get("partner_surname"):
        return cells
    return {**cells, "surname": cells.get("company_name", "")}
