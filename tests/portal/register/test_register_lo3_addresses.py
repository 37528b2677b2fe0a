"""The Dutch register file (LO3): the address of today and the earlier ones."""

import pytest

from protocols.people import Address, Resident

HOME = {
    "e08_11_10": "Merellaan",
    "e08_11_20": "12",
    "e08_11_60": "8251AB",
    "e08_11_70": "Dronten",
}
AT_HOME = Address("Merellaan", 12, postcode="8251AB", city="Dronten")


def only(found) -> Resident:
    """The one resident of a file."""
    (person,) = found.residents
    return person


@pytest.mark.parametrize(
    ("elements", "address"),
    [
        ({}, None),
        ({"e08_11_10": "."}, None),
        (HOME, AT_HOME),
        ({**HOME, "e08_13_10": "5002"}, None),
        ({"e08_11_10": "Vinkenhof", "e08_11_20": "0"}, Address("Vinkenhof")),
        ({"e08_11_20": "7", "e08_11_30": "a", "e08_11_40": "III"}, Address("", 7, "a", "III")),
        ({"e08_11_20": "7", "e08_11_50": "to"}, Address("", 7, "", "to")),
        ({"e08_11_20": "7", "e08_11_50": "by", "e08_11_40": "2"}, Address("", 7, "", "by 2")),
        ({"e08_12_10": "Woonboot De Meerkoet"}, Address("Woonboot De Meerkoet")),
        ({"e08_11_10": ".", "e08_12_10": "Woonboot"}, Address("Woonboot")),
        ({**HOME, "e08_12_10": "Woonboot De Meerkoet"}, AT_HOME),
    ],
)
def test_the_address_is_the_one_in_this_country(register, elements, address):
    """Opposite ('to') or beside ('by') a number is another place than the number itself."""
    assert only(register.lo3(register.person(**elements))).address == address


def test_earlier_addresses_come_newest_first_and_once(register):
    """History has a line per change: the same home without its city is not another home."""
    found = register.lo3(
        register.person(**HOME),
        register.more(e08_11_10="Merellaan", e08_11_20="12", e08_11_60="8251AB"),
        register.more(e08_11_10="Vinkenhof", e08_11_20="3", e08_11_60="8252CD"),
        register.more(e08_11_10="Uilenpad", e08_11_20="8", e08_84_10="O"),
        register.more(e08_13_10="5002"),
        register.more(e08_11_10="Vinkenhof", e08_11_20="3", e08_11_60="8252CD"),
        register.more(e08_11_10="Vinkenhof", e08_11_20="3", e08_11_30="A", e08_11_60="8252CD"),
        register.more(e08_12_10="Woonboot De Meerkoet"),
    )
    assert only(found).earlier == (
        Address("Vinkenhof", 3, postcode="8252CD"),
        Address("Vinkenhof", 3, "A", postcode="8252CD"),
        Address("Woonboot De Meerkoet"),
    )


def test_who_left_the_country_keeps_the_earlier_addresses(register):
    """An old arrears may be delivered at the address that was left."""
    found = register.lo3(register.person(e08_13_10="5002"), register.more(**HOME))
    assert only(found).address is None
    assert only(found).earlier == (AT_HOME,)
