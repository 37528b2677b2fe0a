"""The order for a synthetic city that fits the files of a real one."""

from datetime import date

from portal.synth.spec import SynthCreditor, SynthSpec
from protocols.city import City
from protocols.covenant.terms import Covenant

SHARES = {"Zorg": 43.0, "Energie": 23.0, "Huur": 20.0, "Water": 18.0}
"""Per cent of all signals per kind of partner, national figures 2023-2024 (Divosa monitor)."""
OTHER_SHARE = 1.0
DELIVERY_DAY = 25


def order(
    city: City, residents: int, months: int, seed: int, last_month: date, per_1000: float = 4.4
) -> SynthSpec:
    """A city with the creditors, headings and districts of `city`, up to and with a month."""
    kinds = [covenant.creditor.partner_type for covenant in city.covenants.values()]
    creditors = tuple(
        _creditor(covenant, last_month, kinds.count(covenant.creditor.partner_type))
        for covenant in city.covenants.values()
    )
    districts = tuple(start for row in city.districts for start in row.value.postcodes)
    return SynthSpec(
        city=city.name,
        residents=residents,
        months=months,
        seed=seed,
        creditors=creditors,
        districts=districts,
        first_month=months_before(last_month, months - 1),
        signals_per_1000=per_1000,
        country=city.country,
    )


def _creditor(covenant: Covenant, on: date, rivals: int) -> SynthCreditor:
    creditor = covenant.creditor
    kind = covenant.on(on).arrears_in_order[0].value
    share = SHARES.get(creditor.partner_type, OTHER_SHARE) / rivals
    return SynthCreditor(
        creditor.creditor_id, kind, share, creditor.columns or CANONICAL, ";", "utf-8"
    )


CANONICAL = {
    name: name
    for name in (
        "kind",
        "reference",
        "given_names",
        "initials",
        "prefix",
        "surname",
        "date_of_birth",
        "street",
        "house_number",
        "house_letter",
        "house_addition",
        "postcode",
        "city",
        "phone",
        "email",
        "national_id",
        "company_name",
        "amount",
        "arrears_since",
        "signal_date",
        "crisis",
        "arrangement",
        "objection",
    )
}


def last_full_month(today: date) -> date:
    """The first day of the newest month whose delivery day has passed."""
    month = today.replace(day=1)
    return month if today.day >= DELIVERY_DAY else months_before(month, 1)


def months_before(month: date, count: int) -> date:
    """The first day of the month so many months earlier."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
