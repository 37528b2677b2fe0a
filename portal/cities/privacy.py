"""privacy.yaml: purpose and basis, depth, what happens after a match, and retention."""

from typing import Final

from pydantic import TypeAdapter

from portal.cities.checks import Period, check_dates
from portal.cities.models import (
    BandRow,
    DepthRow,
    DispositionRow,
    PrivacyFile,
    ResidentsRow,
    RetentionRow,
    TextRow,
)
from portal.cities.named import check_complete, read_named
from portal.cities.receipt import read_receipt
from portal.cities.sheet import Sheet
from protocols.judgement import MatchKind
from protocols.privacy.consent import Purpose
from protocols.privacy.terms import Kept, PrivacyTerms

_FILE: Final = TypeAdapter(PrivacyFile)
_BASIS: Final = TypeAdapter(TextRow)
_DEPTH: Final = TypeAdapter(DepthRow)
_BAND: Final = TypeAdapter(BandRow)
_DISPOSITION: Final = TypeAdapter(DispositionRow)
_RETENTION: Final = TypeAdapter(RetentionRow)
_RESIDENTS: Final = TypeAdapter(ResidentsRow)


def read_privacy(sheet: Sheet, must: Period | None) -> PrivacyTerms | None:
    """Read the privacy protocol: each kind of match has a disposition on every day of `must`."""
    head = sheet.read(_FILE)
    basis = sheet.read(_BASIS, ("basis",))
    depth, bands = sheet.rows(_DEPTH, ("depth",)), sheet.rows(_BAND, ("claim_bands",))
    many = sheet.rows(_RESIDENTS, ("many_residents",))
    check_dates(sheet, depth, lambda _: None)
    check_dates(sheet, bands, lambda row: row.value)
    check_dates(sheet, many, lambda _: None)
    dispositions = read_named(sheet, _DISPOSITION, ("dispositions",), MatchKind)
    check_complete(sheet, dispositions, ("dispositions",), MatchKind, must)
    retention = read_named(sheet, _RETENTION, ("retention_days",), Kept)
    consent = read_named(sheet, _RETENTION, ("consent_days",), Purpose)
    receipt = read_receipt(sheet)
    if head is None or basis is None:
        return None
    return PrivacyTerms(
        head.purpose,
        basis.rule(basis.value),
        tuple(one.row.rule(one.row.value) for one in depth.found),
        tuple(one.row.rule(one.row.value) for one in bands.found),
        {k: tuple(one.row.rule(one.row.value) for one in s.found) for k, s in dispositions.items()},
        {k: tuple(one.row.rule(one.row.value) for one in s.found) for k, s in retention.items()},
        tuple(one.row.rule(one.row.value) for one in many.found),
        {k: tuple(one.row.rule(one.row.value) for one in s.found) for k, s in consent.items()},
        receipt,
    )
