"""How names go wrong in creditors' files: spelling, particles, diacritics, whose name it is."""

from functools import cache
from random import Random

from portal.synth.names import called
from portal.synth.numbers import plain
from portal.synth.subjects import Draft, Mistake, Subject, has, used_surname
from portal.synth.tables import rows
from protocols.people import NameUse

NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "snvsrdfgokjknmiowtarycectx", strict=True))
NAMES = ("given_names", "surname", "prefix", "partner_surname", "partner_prefix")


def maiden_name(_rng: Random, draft: Draft, who: Subject) -> bool:
    """The own name of somebody who uses the partner's."""
    name = who.person.name
    if not draft["surname"] or name.use is NameUse.OWN:
        return False
    draft["prefix"], draft["surname"] = name.prefix, name.surname
    return True


def partner_name(_rng: Random, draft: Draft, who: Subject) -> bool:
    """The partner's name of somebody who uses the own name."""
    if not draft["surname"] or who.partner is None or who.person.name.use is not NameUse.OWN:
        return False
    draft["prefix"], draft["surname"] = used_surname(who.partner.name)
    draft.pop("partner_prefix", None)
    draft.pop("partner_surname", None)
    return who.partner.name.surname != who.person.name.surname


def calling_name(rng: Random, draft: Draft, _who: Subject) -> bool:
    """The name people call somebody by instead of the registered one."""
    names = called().get(has(draft, "given_names").split(" ")[0], ())
    if names:
        draft["given_names"] = rng.choice(names)
    return bool(names)


def initials_only(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """No given names."""
    had = bool(has(draft, "given_names"))
    draft["given_names"] = ""
    return had


def first_initial_only(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """One initial of several."""
    first, _, rest = has(draft, "initials").partition(".")
    draft["initials"] = f"{first}." if first else ""
    return bool(rest)


def initials_missing(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """Given names but no initials."""
    if not has(draft, "given_names"):
        return False
    draft["initials"] = ""
    return True


def spelling(rng: Random, draft: Draft, _who: Subject) -> bool:
    """One sound of the surname spelt in another usual way."""
    name = draft["surname"]
    fits = [(old, new) for old, new in _spellings() if old in name[1:]]
    if not fits:
        return False
    old, new = rng.choice(fits)
    at = name.index(old, 1)
    draft["surname"] = name[:at] + new + name[at + len(old) :]
    return True


def typo(rng: Random, draft: Draft, _who: Subject) -> bool:
    """A slip of the finger in the surname: swapped, left out, doubled or neighbouring letter."""
    name = draft["surname"]
    if len(name) < 4:
        return False
    at = rng.randrange(1, len(name) - 1)
    here, after = name[at], name[at + 1]
    slips = (after + here, after, here + here + after, NEIGHBOURS.get(here, "e") + after)
    draft["surname"] = name[:at] + rng.choice(slips) + name[at + 2 :]
    return draft["surname"] != name


def prefix_missing(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """The surname without its particles."""
    prefix, surname = _split(draft)
    draft["prefix"], draft["surname"] = "", surname
    return bool(prefix)


def prefix_abbreviated(rng: Random, draft: Draft, _who: Subject) -> bool:
    """`van der` written as `v.d.`"""
    short = _particles().get(has(draft, "prefix").lower(), ())
    if short:
        draft["prefix"] = rng.choice(short)
    return bool(short)


def prefix_in_surname(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """The particles in front of the surname, in its column."""
    if not has(draft, "prefix"):
        return False
    draft["surname"] = f"{draft['prefix']} {draft['surname']}"
    draft["prefix"] = ""
    return True


def prefix_behind_surname(rng: Random, draft: Draft, _who: Subject) -> bool:
    """The particles behind the surname, in its column."""
    prefix, surname = _split(draft)
    if prefix:
        draft["surname"] = surname + rng.choice((", ", " ")) + prefix
        draft["prefix"] = ""
    return bool(prefix)


def prefix_joined(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """`Van den Bossche` written as `Vandenbossche`; only where the surname holds its particles."""
    if has(draft, "prefix") or not _split(draft)[0]:
        return False
    draft["surname"] = draft["surname"].replace(" ", "").replace("'", "").capitalize()
    return True


def diacritics_dropped(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """`Çelik` as `Celik`."""
    return _rewrite(draft, {column: plain(has(draft, column)) for column in NAMES})


def diacritics_garbled(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """`Çelik` as `?elik`, after a trip through a system that knows ASCII only."""
    ascii_only = {name: has(draft, name).encode("ascii", "replace").decode() for name in NAMES}
    return _rewrite(draft, ascii_only)


def capitals(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """Everything in capitals."""
    columns = (*NAMES, "street", "city")
    return _rewrite(draft, {column: has(draft, column).upper() for column in columns})


def names_swapped(_rng: Random, draft: Draft, _who: Subject) -> bool:
    """Given name and surname each in the other's column."""
    if not has(draft, "given_names") or has(draft, "prefix"):
        return False
    draft["given_names"], draft["surname"] = draft["surname"], draft["given_names"]
    return True


def _rewrite(draft: Draft, new: Draft) -> bool:
    changed = {column: text for column, text in new.items() if text != has(draft, column)}
    draft.update(changed)
    return bool(changed)


def _split(draft: Draft) -> tuple[str, str]:
    """Particles and bare surname, also where both are in the surname's column."""
    words = draft["surname"].split(" ")
    count = 0
    while count < len(words) - 1 and words[count].lower() in _words():
        count += 1
    inside = " ".join(words[:count])
    return has(draft, "prefix") or inside, " ".join(words[count:])


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    return tuple((row["from"], row["to"]) for row in rows("spellings"))


@cache
def _particles() -> dict[str, tuple[str, ...]]:
    table = rows("particles")
    written = dict.fromkeys(row["written"] for row in table)
    return {one: tuple(r["short"] for r in table if r["written"] == one) for one in written}


@cache
def _words() -> frozenset[str]:
    return frozenset(word for written in _particles() for word in written.split(" "))


MISTAKES: dict[str, Mistake] = {
    one.__name__: one
    for one in (
        *(maiden_name, partner_name, calling_name, initials_only, first_initial_only),
        *(initials_missing, spelling, typo, prefix_missing, prefix_abbreviated),
        *(prefix_in_surname, prefix_behind_surname, prefix_joined, diacritics_dropped),
        *(diacritics_garbled, capitals, names_swapped),
    )
}
"""Every way in which a name goes wrong, by its kind in `mistakes.csv`."""
