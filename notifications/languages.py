"""The languages that the texts are in: every file of `locales/`, read and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from notifications.reading import read_locale
from notifications.rendering import sentence
from protocols.errors import Refused

DEFAULT: Final = "nl"
_SUFFIX: Final = ".yaml"


class BadLocale(Refused):
    """Locale files that cannot be used; the message holds every fault of every file."""

    code = "bad-locale"


@dataclass(frozen=True, slots=True)
class Locale:
    """The texts of one language by key; `language` is its code, as in the name of the file."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str) -> str:
        """A text without placeholders. Raises KeyError for a key that no locale needs."""
        return self.texts[key]

    def say(self, key: str, **values: str | int) -> str:
        """A whole sentence, filled in. Raises jinja2.UndefinedError when a value is missing."""
        return sentence(self.texts[key]).render(values).strip()


@cache
def locales() -> Mapping[str, Locale]:
    """Every language by its code. Raises BadLocale as `load` does."""
    return load(files("notifications").joinpath("locales"))


def load(folder: Traversable) -> Mapping[str, Locale]:
    """Read every locale file of a folder; `<code>.yaml`, so a new file is a new language.

    Raises BadLocale, with all faults at once, when a text is missing, unknown or broken, or when
    there is no Dutch.
    """
    found: dict[str, Locale] = {}
    faults: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(_SUFFIX):
            read = read_locale(file.name, file.read_text(encoding="utf-8"))
            language = file.name.removesuffix(_SUFFIX).lower()
            found[language] = Locale(language, read.texts)
            faults += read.faults
    if DEFAULT not in found:
        faults.append(f"{DEFAULT}{_SUFFIX}: ontbreekt; voeg het bestand toe")
    if faults:
        raise BadLocale("\n".join(faults))
    return found


def locale_for(language: str) -> Locale:
    """The texts in a language: `fr-BE` takes French when it has no file; otherwise Dutch."""
    known = locales()
    asked = language.strip().lower().replace("_", "-")
    return known.get(asked) or known.get(asked.partition("-")[0]) or known[DEFAULT]


def languages() -> Mapping[str, str]:
    """Every language that can be chosen, with its own name for itself; Dutch first."""
    ordered = sorted(locales().values(), key=lambda one: (one.language != DEFAULT, one.language))
    return {one.language: one.text("name") for one in ordered}
