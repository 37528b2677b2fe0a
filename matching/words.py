"""Word lists for normalising: data, upper case without accents, each list with what it is for."""

from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _map(text: str) -> dict[str, str]:
    """Pairs written as `from=to`, in order."""
    return dict(pair.split("=") for pair in text.split())


LETTERS: Final = str.maketrans(
    _map("ı=i ø=o Ø=O ł=l Ł=L đ=d Đ=D ð=d Ð=D ħ=h Ħ=H ŧ=t Ŧ=T ŋ=n Ŋ=N ĸ=k ·=")
    | _map("ß=ss ẞ=SS æ=ae Æ=AE œ=oe Œ=OE þ=th Þ=TH")
)
"""Letters that Unicode does not take apart by itself; the dot is what it leaves of ŀ."""

FIRST_LETTERS: Final = str.maketrans(_map("ß=s æ=a Æ=A œ=o Œ=O þ=t Þ=T"))
"""The same letters as an initial: one letter, as in the name that begins with it."""

PARTICLES: Final = _set(
    """VAN V VD VDR DE D DEN DER HET T S TE TEN TER OP IN AAN BIJ UIT UYT UIJT VOOR ONDER OVER TOT
    VON VOM VUN ZU ZUM ZUR DU DES LA LE LES L DA DAS DO DOS DI DEL DELLA DELLE DEGLI LAS LOS
    EL AL BEN BIN IBN ABU AF AUF THOE"""
)
"""Name particles (voorvoegsels, table 36 of the Dutch register and those of Belgian names)."""

DOUBLE_INITIALS: Final = _set("TH CH CHR PH SJ ST JOH FR WM")
"""What some write for one first letter: `Th.` is Theodorus, not two names."""

SPELLINGS: Final = _map("PH=F TH=T CK=K QU=KW CH=G C=K X=KS Z=S IE=I Y=I J=I OU=U")
"""Spellings of one given name, in this order (Sophie, Sofie): no parents tell twins apart so."""

STREET_WORDS: Final = _map(
    """STR=STRAAT LN=LAAN PL=PLEIN WG=WEG SGL=SINGEL ST=SINT STWG=STEENWEG STW=STEENWEG DR=DOKTER
    MR=MEESTER BURG=BURGEMEESTER PROF=PROFESSOR KON=KONINGIN KAN=KANUNNIK 1E=EERSTE 2E=TWEEDE
    3E=DERDE 1STE=EERSTE 2DE=TWEEDE"""
)
"""Abbreviations that are a whole word of a street name."""

STREET_ENDINGS: Final = _map("STR=STRAAT LN=LAAN PLN=PLEIN STWG=STEENWEG")
"""Abbreviations that end a word of a street name (Kerkstr.)."""

CITIES: Final = _map("SGRAVENHAGE=DENHAAG SHERTOGENBOSCH=DENBOSCH")
"""Places with two names in use."""

BOX_WORDS: Final = _set("BUS BTE BOITE BOX APP APPT APT APPARTEMENT NR NO HG HOOG")
"""Words around a house number that say nothing by themselves (12 bus 3, 12 2-hoog)."""

SUFFIX_WORDS: Final = _map("HUIS=HS")
"""Additions with two spellings."""

LEGAL_PERSONS: Final = _set(
    "BVBA CVBA VZW IVZW ASBL SPRL STICHTING VERENIGING VVE COOPERATIE HOLDING"
)
"""Names of what is not a human being, anywhere in a name; its debts are nobody's at home."""

LAST_LEGAL_PERSONS: Final = _set("BV NV CV")
"""The same, at the end of a name only: `B.V. Jansen` may be somebody with two initials."""

TRADES: Final = _set(
    """VOF EENMANSZAAK MAATSCHAP FIRMA ZZP HANDELSONDERNEMING KAPSALON RESTAURANT CAFETARIA
    BAKKERIJ SLAGERIJ CONSULTANCY ADMINISTRATIEKANTOOR COMMV GCV ZONEN"""
)
"""Words of businesses that a human being answers for; so is every word that ends in BEDRIJF."""
