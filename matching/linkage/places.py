"""How two places agree, and how means of contact do. Levels are numbered as in `layout`."""

from matching.linkage import layout
from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH
from matching.linkage.spelling import digits_apart, likeness, one_slip, starts_with


@compiled
def compare_postcode(letters, one, other):
    """A level of `POSTCODE_LEVELS`; an area is four signs of six or more, else two."""
    if one == 0 or other == 0:
        return 0
    if one == other:
        return 4
    if one_slip(letters, one, other):
        return 3
    many = 4 if min(letters[one, LENGTH], letters[other, LENGTH]) >= 6 else 2
    for i in range(many):
        if letters[one, i] != letters[other, i]:
            return 1
    return 2


@compiled
def compare_number(one, suffix, other, its):
    """A level of `NUMBER_LEVELS`."""
    if one == 0 or other == 0:
        return 0
    if one != other:
        return 2 if digits_apart(one, other) == 1 and max(one, other) > 9 else 1
    return 4 if suffix == its or suffix * its == 0 else 3


@compiled
def compare_words(letters, one, other):
    """A level of `STREET_LEVELS` or `CITY_LEVELS`."""
    if one == 0 or other == 0:
        return 0
    if one == other:
        return 3
    if letters[one, LENGTH] > 4 and one_slip(letters, one, other):
        return 2
    alike = likeness(letters, one, other, 0.9)
    return 2 if alike >= 0.9 or starts_with(letters, one, other) else 1


@compiled
def compare_contact(letters, one, other):
    """A level of `PHONE_LEVELS`, `EMAIL_LEVELS` or `ID_LEVELS`."""
    if one == 0 or other == 0:
        return 0
    if one == other:
        return 3
    return 2 if one_slip(letters, one, other) else 1


@compiled
def place_pattern(a, at, b, from_, letters):
    """The pattern of two places, each five numbers in a row from a position on; without `when`."""
    code = compare_postcode(letters, a[at], b[from_])
    home = compare_number(a[at + 1], a[at + 2], b[from_ + 1], b[from_ + 2])
    way = compare_words(letters, a[at + 3], b[from_ + 3])
    town = compare_words(letters, a[at + 4], b[from_ + 4])
    return (((code * 5 + home) * 4 + way) * 4 + town) * 2


@compiled
def contact_pattern(a, b, letters):
    """The pattern of phone, e-mail and national id."""
    pattern = 0
    for field in (layout.PHONE, layout.EMAIL, layout.ID):
        pattern = pattern * 4 + compare_contact(letters, a[field], b[field])
    return pattern
