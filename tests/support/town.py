"""A made-up town: some hundred people in homes, signals about them and others, and the truth."""

from dataclasses import dataclass
from random import Random

Record = dict[str, str]

_BEGIN = "Ba Bro Da Dre Fa Ga Gri Ha Ho Ke Kla La Lo Ma Mo Na Pa Pro Ra Ro Sa Spo Ta Vo Wa Zo"
_MIDDLE = "ver len mer ting ker del nin ster wel zen bra kor"
_END = "man stra sma huis veld berg dijk ink sen haar"
_GIVEN = """
    Aafke Bram Cato Daan Eefje Floris Geert Hanna Ilse Joep Karlijn Loes Maarten Nienke Otto
    Pleun Quinten Roos Sjoerd Teun Ursula Veerle Wout Xander Yvonne Zeger Abel Betje Coen Dirkje
"""
_ELSEWHERE = "Gijsbert Machteld Reinoud Stijntje"
"""Given names that nobody in the register has: of family outside it."""
_STREETS = "Kerk Molen Dorps School Wilgen Linden Haven Meer Zand Veld Brink Eiken"


@dataclass(frozen=True, slots=True)
class Town:
    """People of a register, signals, and which resident each signal is about, if any."""

    register: list[Record]
    signals: list[Record]
    truth: dict[str, str]


def town(residents: int = 300, signals: int = 120, seed: int = 1) -> Town:
    """A town; the same arguments give the same. A fifth of the signals is about nobody in it."""
    rng = Random(seed)
    register = _register(rng, residents)
    made, truth = [], {}
    for n in range(signals):
        about, signal_id = rng.choice(register), f"s{n}"
        match n % 10:
            case 0:
                signal = _person(rng, _surname(rng), _home(rng))
            case 5:
                signal = _person(rng, about["surname"], about)
                signal["given_names"] = rng.choice(_ELSEWHERE.split())
            case _:
                signal, truth[signal_id] = _spoiled(rng, about), about["id"]
        made.append(signal | {"id": signal_id})
    return Town(register, made, truth)


def _register(rng: Random, residents: int) -> list[Record]:
    found: list[Record] = []
    while len(found) < residents:
        surname, home = _surname(rng), _home(rng)
        found += [_person(rng, surname, home) for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))]
    return [person | {"id": f"r{n}"} for n, person in enumerate(found[:residents])]


def _surname(rng: Random) -> str:
    return rng.choice(_BEGIN.split()) + rng.choice(_MIDDLE.split()) + rng.choice(_END.split())


def _home(rng: Random) -> Record:
    street = rng.randrange(len(_STREETS.split()))
    number = rng.randint(1, 90)
    letters = "ABCDEFGH"
    return {
        "street": f"{_STREETS.split()[street]}straat",
        "house_number": str(number),
        "postcode": f"{8200 + street} {letters[number // 15]}{letters[street % 8]}",
        "city": "Verzonnenstad",
    }


def _person(rng: Random, surname: str, home: Record) -> Record:
    names = rng.sample(_GIVEN.split(), rng.choice((1, 2)))
    year, month, day = rng.randint(1935, 2006), rng.randint(1, 12), rng.randint(1, 28)
    return {
        "given_names": " ".join(names),
        "surname": surname,
        "date_of_birth": f"{year}-{month:02d}-{day:02d}",
        "sex": rng.choice("MV"),
        "phone": rng.choice(("", f"06-{rng.randint(10_000_000, 99_999_999)}")),
        **{name: home[name] for name in ("street", "house_number", "postcode", "city")},
    }


def _spoiled(rng: Random, person: Record) -> Record:
    """As a creditor would know somebody: one or two things missing, abbreviated or wrong."""
    signal = dict(person)
    for _ in range(rng.choice((0, 1, 1, 2))):
        match rng.randrange(5):
            case 0:
                signal["given_names"] = signal["given_names"][:1] + "."
            case 1:
                at = rng.randrange(1, len(signal["surname"]) - 1)
                signal["surname"] = signal["surname"][:at] + signal["surname"][at + 1 :]
            case 2:
                signal["date_of_birth"] = ""
            case 3:
                year, month, day = person["date_of_birth"].split("-")
                signal["date_of_birth"] = f"{year}-{day}-{month}"
            case 4:
                signal |= _home(rng)
    return signal
