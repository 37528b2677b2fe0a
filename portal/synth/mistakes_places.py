"""How addresses and birth dates go wrong in creditors' files, and companies instead of people."""

from datetime import date
from random import Random

from portal.synth.register import address_cells
from portal.synth.subjects import Draft, Mistake, Subject, has
from portal.synth.tables import rows

ADDRESS = ("street", "house_number", "house_letter", "house_addition", "postcode", "city")


def earlier_address(_rng: Random, draft: Draft, who: Subject) -> bool:
    """The address in this city where somebody lived before."""
    before = [one for one in who.person.earlier if one.city == who.home.city]
    if not before or before[0] == who.home:
        return False
    draft.update(zip(ADDRESS, address_cells(before[0]), strict=True))
    return True


def addition_missing(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """The house number without its letter or addition."""
    had = has(draft, "house_letter") + has(draft, "house_addition")
    draft["house_letter"] = draft["house_addition"] = ""
    return bool(had)


def merged_house_number(rng: Random, draft: Draft, who: Subject) -> bool:
    """Number, letter and addition together in the number's column: `12A`, `12-3`, `12 bus 3`."""
    letter, addition = has(draft, "house_letter"), has(draft, "house_addition")
    if not letter and not addition:
        return False
    belgian = len(who.home.postcode) == 4
    gap = rng.choice((" bus ", " bus ", "/", " b ") if belgian else ("-", " ", " - "))
    if letter:
        draft["house_number"] += rng.choice((letter, letter.lower(), f" {letter}"))
    if addition:
        draft["house_number"] += gap + addition
    draft["house_letter"] = draft["house_addition"] = ""
    return True


def house_number_typo(rng: Random, draft: Draft, _who: Subject) -> bool:
    """One digit of the house number wrong."""
    digits = has(draft, "house_number")
    if not digits.isdigit():
        return False
    at = rng.randrange(len(digits))
    wrong = rng.choice([sign for sign in "123456789" if sign != digits[at]])
    draft["house_number"] = digits[:at] + wrong + digits[at + 1 :]
    return True


def postcode_typo(rng: Random, draft: Draft, _who: Subject) -> bool:
    """Two neighbouring signs of the postcode swapped."""
    code = has(draft, "postcode")
    if len(code) < 4:
        return False
    places = [at for at in (1, 2, *([4] if len(code) == 6 else [])) if code[at] != code[at + 1]]
    if places:
        at = rng.choice(places)
        draft["postcode"] = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    return bool(places)


def postcode_missing(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """No postcode."""
    had = bool(has(draft, "postcode"))
    draft["postcode"] = ""
    return had


def street_abbreviated(rng: Random, draft: Draft, _who: Subject) -> bool:
    """`Burgemeester` as `Burg.`, `straat` as `str.`"""
    street = has(draft, "street")
    fits = [row for row in rows("street_words") if row["written"] in street]
    if fits:
        row = rng.choice(fits)
        draft["street"] = street.replace(row["written"], row["short"])
    return bool(fits)


def birth_date_filled_in(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """1 January, or the first of the month, where the day of birth is not known."""
    unknown = has(draft, "date_of_birth")
    draft["date_of_birth"] = unknown.replace("-00", "-01")
    return "-00" in unknown


def birth_date_digit(rng: Random, draft: Draft, _who: Subject) -> bool:
    """One digit of the birth date wrong, the date still possible."""
    text = has(draft, "date_of_birth")
    for _ in range(20 if text else 0):
        at = rng.choice((2, 3, 6, 8, 9))
        wrong = text[:at] + rng.choice("0123456789") + text[at + 1 :]
        if wrong != text and _possible(wrong):
            draft["date_of_birth"] = wrong
            return True
    return False


def birth_date_swapped(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """Day and month swapped, where that is a date too."""
    text = has(draft, "date_of_birth")
    swapped = f"{text[:4]}-{text[8:]}-{text[5:7]}"
    if not text or swapped == text or not _possible(swapped):
        return False
    draft["date_of_birth"] = swapped
    return True


def partner_birth_date(_rng: Random, draft: Draft, who: Subject) -> bool:
    """The partner's birth date."""
    if who.partner is None or who.partner.born is None or not has(draft, "date_of_birth"):
        return False
    draft["date_of_birth"] = str(who.partner.born).replace("-00", "-01")
    return who.partner.born != who.person.born


def birth_date_missing(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """No birth date."""
    had = bool(has(draft, "date_of_birth"))
    draft["date_of_birth"] = ""
    return had


def company_name(rng: Random, draft: Draft, who: Subject) -> bool:
    """A sole trader's contract: the company, and only sometimes whose it is."""
    name = who.person.name
    first = name.given.split(" ")[0]
    surname = f"{name.prefix} {name.surname}".strip()
    pattern = rng.choice(rows("companies"))["pattern"]
    whole = pattern.format(surname=surname, given=first, initials=name.initials)
    draft["company_name"] = whole[:1].upper() + whole[1:]
    draft["given_names"] = draft["date_of_birth"] = ""
    if rng.random() < 0.7:
        draft["initials"] = draft["prefix"] = draft["surname"] = ""
    return True


def _possible(text: str) -> bool:
    try:
        return 1915 <= date.fromisoformat(text).year <= 2010
    except ValueError:
        return False


MISTAKES: dict[str, Mistake] = {
    one.__name__: one
    for one in (
        *(earlier_address, addition_missing, merged_house_number, house_number_typo),
        *(postcode_typo, postcode_missing, street_abbreviated, birth_date_filled_in),
        *(birth_date_digit, birth_date_swapped, partner_birth_date, birth_date_missing),
        *(company_name,),
    )
}
"""Every way in which an address or a birth date goes wrong, by its kind in `mistakes.csv`."""
