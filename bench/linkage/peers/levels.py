"""The comparison levels for Dutch and Flemish people, as SQL for Splink and as Python for others.

Each comparison is a ladder: the first level that holds counts. `level_of` gives the place on the
ladder that the SQL gives, without the level for missing values (then it is None).
"""

from collections.abc import Callable

from rapidfuzz.distance import OSA, JaroWinkler

Record = dict[str, str]

FITS = "(starts_with(initials_l, initials_r) or starts_with(initials_r, initials_l))"
NO_FIRST = "(first_l is null or first_r is null)"
COMPARISONS: dict[str, tuple[tuple[str, str], ...]] = {
    "surname": (
        ("null", "surname_l is null or surname_r is null"),
        ("exact", "surname_l = surname_r"),
        ("crossed", "surname_l = other_r or other_l = surname_r or other_l = other_r"),
        ("very alike", "jaro_winkler_similarity(surname_l, surname_r) >= 0.92"),
        ("alike", "jaro_winkler_similarity(surname_l, surname_r) >= 0.82"),
        ("else", "else"),
    ),
    "given": (
        ("null", "initials_l is null or initials_r is null"),
        ("exact", f"first_l = first_r and {FITS}"),
        ("exact, other initials", "first_l = first_r"),
        ("alike", "jaro_winkler_similarity(first_l, first_r) >= 0.88"),
        ("initials", f"{NO_FIRST} and length(initials_l) > 1 and initials_l = initials_r"),
        ("initial", f"{NO_FIRST} and {FITS}"),
        ("first initial", "initial_l = initial_r"),
        ("else", "else"),
    ),
    "birth": (
        ("null", "dob_l is null or dob_r is null"),
        ("exact", "dob_l = dob_r"),
        ("one slip", "damerau_levenshtein(dob_l, dob_r) <= 1"),
        (
            "swapped",
            (
                "substr(dob_l, 1, 4) = substr(dob_r, 1, 4) and substr(dob_l, 6, 2) = "
                "substr(dob_r, 9, 2) and substr(dob_l, 9, 2) = substr(dob_r, 6, 2)"
            ),
        ),
        ("two slips", "damerau_levenshtein(dob_l, dob_r) <= 2"),
        ("else", "else"),
    ),
    "address": (
        ("null", "(postcode_l is null and street_l is null) or number_r is null"),
        (
            "door",
            (
                "postcode_l = postcode_r and number_l = number_r and "
                "coalesce(addition_l, '') = coalesce(addition_r, '')"
            ),
        ),
        ("house", "(postcode_l = postcode_r or street_l = street_r) and number_l = number_r"),
        ("street", "postcode_l = postcode_r or street_l = street_r"),
        ("else", "else"),
    ),
}
BLOCKS: tuple[tuple[str, ...], ...] = (
    *(("dob", "initial"), ("dob", "surname"), ("dob", "postcode"), ("dob", "number")),
    *(("postcode", "surname"), ("street", "number", "initial"), ("postcode", "number", "initial")),
    *(("surname", "first", "number"), ("surname", "first", "initials")),
)
"""Who is compared: people who have all of these fields in common; about four a signal."""
TERM_FREQUENCIES = {"surname": "surname", "given": "first"}
"""In which column the exact level of a comparison is weighed by how common the value is."""


def _surname(one: Record, two: Record) -> int | None:
    mine, theirs = one["surname"], two["surname"]
    if not mine or not theirs:
        return None
    if mine == theirs:
        return 0
    other, others = one["other"], two["other"]
    if mine == others or other == theirs or (other and other == others):
        return 1
    alike = JaroWinkler.similarity(mine, theirs, score_cutoff=0.82)
    return 2 if alike >= 0.92 else 3 if alike >= 0.82 else 4


def _given(one: Record, two: Record) -> int | None:
    mine, theirs = one["initials"], two["initials"]
    if not mine or not theirs:
        return None
    first, other = one["first"], two["first"]
    if first and other:
        if first == other:
            return 0 if mine.startswith(theirs) or theirs.startswith(mine) else 1
        if JaroWinkler.similarity(first, other, score_cutoff=0.88) >= 0.88:
            return 2
        return 5 if mine[0] == theirs[0] else 6
    if mine == theirs:
        return 3 if len(mine) > 1 else 4
    if mine.startswith(theirs) or theirs.startswith(mine):
        return 4
    return 5 if mine[0] == theirs[0] else 6


def _birth(one: Record, two: Record) -> int | None:
    mine, theirs = one["dob"], two["dob"]
    if not mine or not theirs:
        return None
    if mine == theirs:
        return 0
    slips = OSA.distance(mine, theirs, score_cutoff=2)
    if slips == 1:
        return 1
    if mine[:4] == theirs[:4] and mine[5:7] == theirs[8:] and mine[8:] == theirs[5:7]:
        return 2
    return 3 if slips == 2 else 4


def _address(one: Record, two: Record) -> int | None:
    code = one["postcode"]
    if (not code and not one["street"]) or not two["number"]:
        return None
    same_code = bool(code) and code == two["postcode"]
    if same_code and one["number"] == two["number"] and one["addition"] == two["addition"]:
        return 0
    if not same_code and (not one["street"] or one["street"] != two["street"]):
        return 3
    return 1 if one["number"] == two["number"] else 2


LEVEL_OF: dict[str, Callable[[Record, Record], int | None]] = {
    "surname": _surname,
    "given": _given,
    "birth": _birth,
    "address": _address,
}
"""For each comparison: a signal and a register record to the place on its ladder."""
