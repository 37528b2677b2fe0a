"""Which marks were already used in this file, and on which line."""

from portal.register.findings import Findings


class Seen:
    """Remembers record ids and national ids with the line each was first on."""

    __slots__ = ("_findings", "_ids", "_national_ids")

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._ids: dict[str, int] = {}
        self._national_ids: dict[str, int] = {}

    def record(self, record_id: str, column: str) -> None:
        """Note the id of a record, if there is one; the second time it is a fault."""
        first = self._ids.setdefault(record_id, self._findings.line)
        if record_id and first != self._findings.line:
            self._findings.fault("duplicate-id", column, line=first)

    def national(self, national_id: str, column: str) -> None:
        """Note a BSN or INSZ, if there is one; the second time it is a warning."""
        if not national_id:
            return
        first = self._national_ids.setdefault(national_id, self._findings.line)
        if first != self._findings.line:
            self._findings.warn("duplicate-national-id", column, line=first)
