"""What can be wrong with a city's files, and what the person who must repair them reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unknown-city": "deze stad is er niet; kies uit {allowed}, of geef het pad van een map",
        "missing-folder": "deze map is er niet; controleer het pad",
        "folder-name": "de naam van de map wordt het kenmerk van de stad; gebruik kleine letters, "
        "cijfers en streepjes, te beginnen met een letter",
        "missing-file": "dit bestand ontbreekt; maak het naar het voorbeeld van een andere stad",
        "unexpected-file": "dit bestand wordt niet gelezen; verbeter de naam of haal het weg",
        "no-covenants": "er is geen enkel convenant; leg per schuldeiser een bestand in deze map",
        "file-name": "de bestandsnaam wordt het kenmerk van de schuldeiser; gebruik kleine "
        "letters, cijfers en streepjes, te beginnen met een letter",
        "unreadable-file": "het bestand is niet te lezen; controleer de plaats en de rechten",
        "too-large": "het bestand is groter dan {limit} bytes; verdeel of verkort het",
        "not-utf8": "de tekens zijn niet te lezen; bewaar het bestand opnieuw als UTF-8",
        "bad-yaml": "dit is geen leesbare YAML; controleer op en vlak boven deze regel de "
        "inspringing (spaties, geen tabs), dubbele punten en aanhalingstekens",
        "many-documents": "een bestand bevat een enkel YAML-document; haal de regel met --- weg",
        "anchor": "ankers en verwijzingen (& en *) zijn niet toegestaan; schrijf de waarde uit",
        "tag": "labels met een uitroepteken zijn niet toegestaan; schrijf de waarde gewoon uit",
        "too-deep": "de inspringing is dieper dan {limit} niveaus; volg het voorbeeld in de README",
        "empty": "het bestand is leeg; vul het naar het voorbeeld van een andere stad",
        "not-a-table": "het bestand moet uit velden met een naam bestaan (naam: waarde)",
        "bad-key": "de naam van een veld moet gewone tekst zijn",
        "duplicate-key": "dit veld staat ook op regel {line}; laat er een staan",
        "bad-number": "schrijf een heel getal in gewone cijfers (bedragen in centen); zet een code "
        "of artikelnummer tussen aanhalingstekens",
        "bad-date": "dit is geen bestaande dag; schrijf jjjj-mm-dd zonder aanhalingstekens",
        "missing-field": "dit veld ontbreekt; zet het erbij (valid_to mag null zijn)",
        "unknown-field": "dit veld bestaat hier niet; verbeter de naam of haal het weg",
        "not-text": "hier hoort tekst; zet de waarde tussen aanhalingstekens",
        "not-a-number": "hier hoort een heel getal zonder aanhalingstekens",
        "not-a-list": "hier hoort een lijst: elke regel begint met een streepje",
        "not-fields": "hier horen velden met een naam (naam: waarde)",
        "not-a-choice": "dit woord is hier niet bekend; kies uit {expected}",
        "too-little": "dit is te weinig; het minste is {least}",
        "too-much": "dit is te veel; het meeste is {most}",
        "too-few": "hier hoort ten minste een regel",
        "too-long": "dit is te lang; het meeste is {most} tekens",
        "bad-value": "deze waarde heeft niet de juiste vorm; zie de README bij de steden",
        "blank": "dit veld is leeg; vul het in",
        "twice": "hier staat iets dubbel; laat elk woord een keer staan",
        "bad-article": "schrijf een artikelnummer als cijfers met punten, tussen aanhalingstekens",
        "bad-email": "schrijf een e-mailadres",
        "bad-oin": "schrijf twintig cijfers, tussen aanhalingstekens",
        "bad-language": "schrijf een taalcode van twee of drie kleine letters",
        "bad-url": "schrijf een adres dat begint met https:// of http://",
        "bad-id": "gebruik kleine letters, cijfers en streepjes, te beginnen met een letter",
        "bad-postcode": "schrijf een postcode (of het begin ervan) van dit land tussen "
        "aanhalingstekens: Nederland vier cijfers met of zonder letters, België vier cijfers",
        "bad-municipality": "schrijf de gemeentecode van dit land tussen aanhalingstekens: "
        "Nederland vier cijfers, België vijf (NIS)",
        "unknown-column": "deze kolom bestaat niet in een aanlevering; kies uit {allowed}",
        "column-twice": "een andere kop wijst al naar deze kolom; laat er een staan",
        "wrong-unit": "de eenheid past niet bij dit onderdeel; schrijf {unit}",
        "must-be-true": "schrijf true; een convenant dat niet meer geldt, krijgt een valid_to",
        "bad-window": "schrijf de eerste en de laatste dag van de maand, van 1 tot en met 31",
        "same-points": "de route op regel {line} begint bij evenveel punten; kies een ander aantal",
        "postcode-twice": "deze postcode staat ook in het gebied op regel {line}; haal er een weg",
        "period": "het einde ligt voor het begin; draai de dagen om of verbeter ze",
        "overlap": "deze rij geldt tegelijk met die op regel {line}; laat de ene eindigen voor de "
        "andere begint",
        "article-twice": "dit artikelnummer geldt tegelijk voor een ander onderdeel op regel "
        "{line}; geef elk onderdeel een eigen nummer",
        "missing-term": "een verplicht onderdeel is niet geregeld: {term}; voeg het artikel toe",
        "gap": "dit is niet op elke dag van de convenanten geregeld; laat de perioden op elkaar "
        "aansluiten",
        "crossed": "het minimum ligt boven het maximum op regel {line}; er kan dan niets binnen",
        "no-basis": "de stad heeft voor deze soort achterstand geen rechtsgrond in "
        "arrears_types.yaml; voeg die toe of haal de soort weg",
        "missing-row": "hier ontbreekt een rij voor {word}; voeg die toe",
        "unknown-category": "deze soort staat niet bij kinds; verbeter de naam of voeg haar "
        "daar toe",
        "missing-category": "hier ontbreekt een rij voor de soort op regel {line}; voeg die toe",
        "effort-impossible": "deze moeite is niet te halen: er zijn meer manieren, dagdelen of "
        "persoonlijke pogingen dan pogingen, of meer bezoeken dan persoonlijke pogingen",
        "law-missing": "deze tabellen horen bij het land van de stad; vul ze in naar het voorbeeld "
        "van een andere stad in dat land",
        "doubt-missing": "de bron zegt dat dit niet bevestigd is; schrijf bij doubt wat er niet "
        "bevestigd is, zodat de medewerker het leest",
        "bad-bands": "schrijf oplopende grenzen, en bij elke grens een percentage in rates",
        "unknown-district": "dit gebied staat niet bij districts; verbeter de naam of voeg het toe",
        "unknown-team": "dit team staat niet bij teams; verbeter het kenmerk of voeg het toe",
    }
)
"""What each code says. Braces are filled with limits, line numbers and our own words only."""

_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "missing-field",
        "extra_forbidden": "unknown-field",
        "string_type": "not-text",
        "int_type": "not-a-number",
        "tuple_type": "not-a-list",
        "dict_type": "not-fields",
        "model_type": "not-fields",
        "date_type": "bad-date",
        "enum": "not-a-choice",
        "literal_error": "not-a-choice",
        "greater_than_equal": "too-little",
        "less_than_equal": "too-much",
        "string_too_long": "too-long",
        "too_long": "too-long",
    }
)
"""Pydantic's words for a wrong shape, as our codes."""


def shape_message(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Code and Dutch message for one pydantic error; its context holds the schema's bounds.

    An error type that is one of our own codes (a custom validator) is used as it is.
    """
    code = kind if kind in MESSAGES else _SHAPES.get(kind, "bad-value")
    parts = {
        "expected": str(context.get("expected", "")).replace(" or ", " of "),
        "least": context.get("ge", ""),
        "most": context.get("le", context.get("max_length", "")),
    }
    return code, MESSAGES[code].format_map(parts)
