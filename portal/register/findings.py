"""Every fault of one register file: which codes exist, what they say, and where they were found."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from portal.faults import BadFile, Fault

MAX_FAULTS: Final = 10_000
"""Faults (and, separately, warnings) kept for one file; after that many faults reading stops."""

MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable": "het bestand kan niet worden gelezen; controleer de plaats en de rechten",
        "too-large": "het bestand is groter dan {limit} bytes; lever het in delen aan",
        "empty": "het bestand is leeg; maak de uitvoer opnieuw",
        "nul-byte": "het bestand bevat nulbytes (UTF-16 of geen tekst); bewaar het als UTF-8",
        "bad-encoding": "de tekens zijn niet te lezen; bewaar het bestand opnieuw als UTF-8",
        "line-too-long": "de regel is langer dan {limit} tekens; controleer de regeleinden",
        "too-many-rows": "het bestand heeft meer dan {limit} regels; lever het in delen aan",
        "too-many-faults": "er zijn meer dan {limit} fouten; herstel eerst de fouten hierboven",
        "bad-quotes": "een aanhalingsteken staat verkeerd of het bestand is afgebroken; "
        "zet tekst met aanhalingstekens tussen dubbele aanhalingstekens",
        "missing-column": "deze kolom ontbreekt in de kop; voeg de kolom toe",
        "unknown-column": "deze kolom is onbekend; toegestaan zijn: {allowed}",
        "duplicate-column": "deze kolom staat vaker in de kop; laat er een staan",
        "cell-count": "de regel heeft {found} velden en de kop {expected}; "
        "het bestand is afgebroken of een scheidingsteken staat niet tussen aanhalingstekens",
        "no-rows": "onder de kop staat niemand; maak de uitvoer opnieuw",
        "orphan-row": "deze vervolgregel hoort bij niemand; begin elke persoon met een "
        "persoonslijstnummer in de eerste kolom",
        "missing-value": "dit veld is verplicht; vul het in",
        "too-long": "dit veld is langer dan {limit} tekens; kort het in",
        "control-character": "dit veld bevat een stuurteken; verwijder het",
        "bad-a-number": "dit is geen A-nummer van tien cijfers; verbeter het in het register",
        "duplicate-id": "dit kenmerk staat ook op regel {line}; lever elke persoon een keer aan",
        "bad-date": "dit is geen datum; gebruik {form}, met nullen voor wat onbekend is",
        "bad-house-number": "dit is geen huisnummer van 0 tot en met 99999; zet letter en "
        "toevoeging in hun eigen kolom",
        "bad-choice": "deze waarde is onbekend; toegestaan zijn: {allowed}",
        "bad-national-id": "dit BSN of INSZ is ongeldig en niet overgenomen; verbeter het in het "
        "register",
        "duplicate-national-id": "dit BSN of INSZ staat ook op regel {line}; zoek in het register "
        "uit van wie het is",
        "bad-death-date": "de datum van overlijden is geen datum en telt niet mee; zoek in het "
        "register uit of deze persoon is overleden",
        "error-record": "deze persoonslijst is als foutief opgeschort en niet overgenomen",
        "no-final-newline": "de laatste regel eindigt niet met een regeleinde; controleer of het "
        "bestand volledig is",
        "nobody-here": "niemand in dit bestand is ingezetene van de ingestelde gemeente; "
        "controleer de gemeentecode en het bestand",
        "more-warnings": "er zijn nog {count} waarschuwingen; herstel eerst die hierboven",
    }
)
"""What each code says to the person who must repair the file. Nothing of the file is in it."""


class Findings:
    """Collects the faults and warnings of one file; `line` is the line being read (0: the file).

    `fault` and `warn` take a code of `MESSAGES` and what its braces need: limits, counts, line
    numbers and allowed values, never anything from the file.
    """

    __slots__ = ("_faults", "_file", "_left_out", "_warnings", "line")

    def __init__(self, file: str) -> None:
        self.line = 0
        self._file = file
        self._faults: list[Fault] = []
        self._warnings: list[Fault] = []
        self._left_out = 0

    def fault(self, code: str, field: str = "", **parts: object) -> None:
        """Note what makes the file unusable. Raises BadFile when there are too many to go on."""
        self._faults.append(self._written(code, field, parts))
        if len(self._faults) >= MAX_FAULTS:
            self.line = 0
            self._faults.append(self._written("too-many-faults", "", {"limit": MAX_FAULTS}))
            self.refuse()

    def warn(self, code: str, field: str = "", **parts: object) -> None:
        """Note what somebody should look at although the file can be used."""
        if len(self._warnings) < MAX_FAULTS:
            self._warnings.append(self._written(code, field, parts))
        else:
            self._left_out += 1

    def refuse(self) -> None:
        """Raise BadFile with every fault noted; do nothing when there is none."""
        if self._faults:
            raise BadFile(self._faults)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Every warning in the order of the file; the last one counts those left out."""
        if not self._left_out:
            return tuple(self._warnings)
        message = MESSAGES["more-warnings"].format(count=self._left_out)
        return (*self._warnings, Fault(self._file, 0, "", "more-warnings", message))

    def _written(self, code: str, field: str, parts: Mapping[str, object]) -> Fault:
        message = MESSAGES[code].format_map(parts)
        return Fault(self._file, self.line, field, code, message)
