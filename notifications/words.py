"""Short texts for the words of the protocols, for screens, receipts and the command line."""

from enum import StrEnum

from notifications.keys import label_key
from notifications.languages import DEFAULT, locale_for
from protocols.covenant.answer import Refusal


def label(word: StrEnum, language: str = DEFAULT) -> str:
    """A short text for a member of one of the enums in `notifications.keys.LABELLED`.

    A language without a locale file gets Dutch. Raises KeyError for a member of another enum.
    """
    return locale_for(language).text(label_key(word))


def remedy(refusal: Refusal, language: str = DEFAULT) -> str:
    """What the creditor can do about a refused row, in one or two whole sentences."""
    return locale_for(language).text(f"remedies/{refusal.value}")
