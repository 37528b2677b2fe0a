"""Deliveries as a creditor would make them, about the made-up residents."""

import json

from tests.support import made

HEADINGS = "kenmerk;achternaam;geboortedatum;postcode;huisnummer;bedrag;achterstand sinds"


def line(number: int, amount: str = "500,00", born: str = "") -> str:
    """One row of a CSV file about resident `number`."""
    day = born or made.born(number).isoformat()
    return f"C{number};{made.surname(number)};{day};1111AA;{number};{amount};2026-09-01"


def csv_file(*lines: str) -> bytes:
    """A CSV file."""
    return "\n".join((HEADINGS, *lines)).encode()


def json_row(number: int, **changes: object) -> dict[str, object]:
    """One signal as JSON, with our own field names."""
    return {
        "reference": f"C{number}",
        "surname": made.surname(number),
        "date_of_birth": made.born(number).isoformat(),
        "postcode": "1111AA",
        "house_number": number,
        "amount": 500.25,
        "arrears_since": "2026-09-01",
        **changes,
    }


def json_file(*rows: object) -> bytes:
    """A JSON batch."""
    return json.dumps(list(rows)).encode()
