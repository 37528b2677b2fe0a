"""One made-up town for all tests of the linker: what is compiled once serves them all."""

import numpy as np
import pytest

from matching.linkage.linker import Linker
from matching.linkage.vocabulary import Vocabulary
from tests.support.town import Town, town


@pytest.fixture(scope="session")
def people() -> Town:
    """Three hundred residents and a hundred and twenty signals."""
    return town()


@pytest.fixture(scope="session")
def linker(people: Town) -> Linker:
    """A linker of the town with the expected weights; tests do not change it."""
    return Linker(people.register)


@pytest.fixture(scope="session")
def spelled() -> Vocabulary:
    """A sealed vocabulary: any word gets a number, and its letters are laid out."""
    words = Vocabulary()
    words.seal()
    return words


@pytest.fixture
def rng() -> np.random.Generator:
    """The same chance at every run."""
    return np.random.default_rng(7)
