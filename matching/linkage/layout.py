"""What one row of numbers about a person holds, and how the fields agree.

A row is `WIDTH` int32 numbers; a word is its number in the vocabulary, 0 where nothing is known.
"""

from typing import Final

LETTERS: Final = 23
"""Of a longer word the first 23 letters are compared; equality is of whole words."""
LENGTH: Final = 23
"""The column, after its letters, with how many of them a word has."""
SIGNS: Final = 24
"""Four columns with a bit for each sign that occurs in a word (its code modulo 32)."""
WORD_WIDTH: Final = 28

GIVEN: Final = 0
"""Three words: given names in order; one letter where only an initial is known."""
GIVENS: Final = 3
SURNAME: Final = 3
"""Five words: the parts of the own surname, those of the partner's, and loose words of either."""
SURNAMES: Final = 5
OWN: Final = 8
"""How many of the five are of the own surname."""
NAMED: Final = 9
"""How many are of the own or the partner's surname; what follows are loose words."""
JOINED: Final = 10
"""The own surname with its particles as one word (Vandenberg)."""
BORN: Final = 11
"""YYYYMMDD, zeros for an unknown month or day."""
SEX: Final = 12
"""1 male, 2 female."""
POSTCODE: Final = 13
NUMBER: Final = 14
"""House number, 0 for none."""
SUFFIX: Final = 15
STREET: Final = 16
CITY: Final = 17
PLACE: Final = 5
"""Postcode, number, suffix, street and city stand together."""
PHONE: Final = 18
EMAIL: Final = 19
ID: Final = 20
EARLIER: Final = 21
"""Where this row's earlier places begin in the table of earlier places."""
EARLIERS: Final = 22
"""How many there are."""
WIDTH: Final = 23

GIVEN_LEVELS: Final = (
    "missing",
    "initial differs",
    "initial, the second differs",
    "initial, one too many",
    "initial",
    "initials",
    "different",
    "resembles",
    "near",
    "another of the names",
    "same, the second differs",
    "same, one too many",
    "same",
)
"""One too many: the signal knows a second name that the record has not."""
SURNAME_LEVELS: Final = ("missing", "different", "resembles", "part", "near", "partner's", "same")
BORN_LEVELS: Final = (
    "missing",
    "part differs",
    "part agrees",
    "different",
    "year",
    "two of three",
    "near",
    "same",
)
SEX_LEVELS: Final = ("missing", "different", "same")
POSTCODE_LEVELS: Final = ("missing", "different", "area", "near", "same")
NUMBER_LEVELS: Final = ("missing", "different", "near", "other suffix", "same")
STREET_LEVELS: Final = ("missing", "different", "near", "same")
CITY_LEVELS: Final = ("missing", "different", "near", "same")
WHEN_LEVELS: Final = ("now", "earlier")
PHONE_LEVELS: Final = ("missing", "different", "near", "same")
EMAIL_LEVELS: Final = ("missing", "different", "near", "same")
ID_LEVELS: Final = ("missing", "different", "near", "same")

GROUPS: Final = {
    "name": (GIVEN_LEVELS, SURNAME_LEVELS),
    "born": (BORN_LEVELS, SEX_LEVELS),
    "place": (POSTCODE_LEVELS, NUMBER_LEVELS, STREET_LEVELS, CITY_LEVELS, WHEN_LEVELS),
    "contact": (PHONE_LEVELS, EMAIL_LEVELS, ID_LEVELS),
}
"""Fields whose agreement hangs together; a pattern is one level of each field of a group."""

SIZES: Final = {"name": 91, "born": 24, "place": 800, "contact": 64}
"""How many patterns each group has."""
OFFSETS: Final = {"name": 0, "born": 91, "place": 115, "contact": 915}
"""Where each group begins in one table of all patterns."""
PATTERNS: Final = 979
BORN_AT, PLACE_AT, CONTACT_AT = 91, 115, 915

TF_FIELDS: Final = ("given", "surname", "postcode", "street", "city", "phone", "email", "id")
"""Fields with words whose frequency in the register counts."""
