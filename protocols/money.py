"""Money in whole cents; never a float."""

from typing import NewType

Cents = NewType("Cents", int)


def euros(amount: Cents) -> str:
    """Write an amount the Dutch way: `euros(Cents(123456)) == "€ 1.234,56"`."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    whole = f"{rest // 100:,}".replace(",", ".")
    return f"€ {sign}{whole},{rest % 100:02d}"
