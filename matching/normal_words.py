"""Word lists of normalisation v1 beside those of `matching.words`: a change is a new version."""

from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _map(text: str) -> dict[str, str]:
    """Pairs written as `from=to`, in order."""
    return dict(pair.split("=") for pair in text.split())


def _first_of(text: str) -> dict[str, int]:
    """Spellings of numbered things: those of one thing with `|`, the first thing is 1."""
    things = enumerate(text.split(), start=1)
    return {word: number for number, words in things for word in words.split("|")}


LOOKALIKES: Final = str.maketrans(
    "АВЕКМНОРСТХУІЈЅавекмнорстхуіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορ",
    "ABEKMHOPCTXYIJSabekmhopctxyijsdqwhABEZHIKMNOPTYXaikvop",
)
"""Cyrillic and Greek letters that look like Latin ones, for a word that mixes the scripts."""

NOTHING: Final = frozenset(
    {
        *("", "unknown", "onbekend", "niet bekend", "niet van toepassing", "not applicable"),
        *("nvt", "n.v.t", "n v t", "n/v/t", "n/a", "inconnu", "inconnue", "unbekannt"),
        *("x", "xx", "xxx", "xxxx"),
    }
)
"""What stands in a cell for "nothing", in lower case without signs around it."""

STAND_INS: Final = _set("UNKNOWN ONBEKEND NIETBEKEND NVT INCONNU INCONNUE UNBEKANNT X XX XXX XXXX")
"""The same as a part of a name."""

NOWHERE: Final = STAND_INS | _set("NULL NONE GEEN ADRESONBEKEND")
"""The same as a street or town."""

NOBODY: Final = _set(
    """geen onbekend unknown none nvt n.v.t na noreply no-reply no.reply nomail no-mail noemail
    geenmail geen-mail geenemail geen.email inconnu x xx xxx xxxx"""
)
"""Local parts of e-mail addresses that stand for no address."""

STAND_IN_DATES: Final = frozenset({19_000_101, 18_000_101, 11_111_111, 99_991_231, 99_999_999})
"""Dates that systems write where they know none."""

PARTICLES: Final = _set(
    "VANDEN VANDER VANDE VAND TOE AM IM AUS DEM DAL DALLA DALLO DELLO DELL DEI UND UNTER UL"
)
"""Particles that are dropped beside those of the line: fused ones, and others of table 36."""

INSIDE: Final = _set("EL AL UL BEN BIN IBN ABU L S T")
"""Particles that stand inside one name (Abd el Kader): they divide nothing."""

JOINERS: Final = _set("E Y I EN ET AND")
"""Words between two surnames, never the first of a name (Garcia y Lopez)."""

MARRIED: Final = _set(
    """EV GEB GEBOREN GEBORENE ECHTG ECHTGENOTE ECHTGENOOT ECHTGENOTEN EPOUSE EPOUX NEE VEUVE
    WED WEDUWE GENAAMD GENANNT BIJGENAAMD"""
)
"""Words that tell how two surnames belong together."""

TITLES: Final = _set(
    """DHR HR MEVR MEVROUW MEJ MEJUFFROUW MW MME MLLE MR MRS MS DR DRS IR ING PROF FAM FAMILIE
    JHR JKVR"""
)
"""What stands before a name and is no part of it."""

SUFFIXES: Final = _set("JR SR JUNIOR SENIOR II III")
"""What stands behind a name and is no part of it."""

MONTHS: Final = _first_of(
    """JAN FEB|FEV MAA|MRT|MAR APR|AVR MEI|MAY|MAI JUN|JUIN JUL|JUIL AUG|AOU SEP OKT|OCT NOV
    DEC|DEZ"""
)
"""The first letters of a month in Dutch, French, English and German."""

SEXES: Final = _map(
    """M=M MAN=M MALE=M MANNELIJK=M H=M HOMME=M MASCULIN=M MANN=M MANNLICH=M 1=M
    F=F V=F VROUW=F FEMALE=F VROUWELIJK=F FEMME=F FEMININ=F W=F FRAU=F WEIBLICH=F 2=F"""
)
"""Ways to write male and female; 1 and 2 are those of ISO 5218."""

BEHIND_NUMBERS: Final = _set(
    """BUS BTE BOITE BOX APP APPT APT APPARTEMENT NR NO HG HOOG HUIS HS BIS TER QUATER III VIII
    RD RE ZW BOVEN BENEDEN BEGANE GROND VERD VERDIEPING ETAGE"""
)
"""Words that stand behind a house number; other words of three letters or more are a street's."""

STREET_MONTHS: Final = _set(
    """JANUARI FEBRUARI MAART APRIL MEI JUNI JULI AUGUSTUS SEPTEMBER OKTOBER NOVEMBER DECEMBER
    JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE"""
)
"""A number before one of these is a day in the name of a street (Rue du 11 Novembre)."""

STREET_WORDS: Final = _map(
    """AV=AVENUE AVE=AVENUE BD=BOULEVARD BLD=BOULEVARD BLVD=BOULEVARD CHEE=CHAUSSEE RD=ROAD
    SQ=SQUARE RTE=ROUTE IMP=IMPASSE"""
)
"""Abbreviations of streets beside those of the line."""

CITIES: Final = _map(
    """BRUXELLES=BRUSSEL BRUSSELS=BRUSSEL GAND=GENT GHENT=GENT ANVERS=ANTWERPEN
    ANTWERP=ANTWERPEN LIEGE=LUIK LOUVAIN=LEUVEN MALINES=MECHELEN BRUGES=BRUGGE
    OSTENDE=OOSTENDE NAMUR=NAMEN COURTRAI=KORTRYK ALOST=AALST TOURNAI=DOORNYK
    THEHAGUE=DENHAAG"""
)
"""Towns with a name in more than one language, in letters as they are compared (y for ij)."""
