"""Locale files: every language says everything, or nothing starts."""

from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from notifications.keys import REQUIRED
from notifications.languages import BadLocale, load, locales
from notifications.reading import read_locale

DUTCH = (files("notifications") / "locales" / "nl.yaml").read_text(encoding="utf-8")
SMALL = {"greeting": "name", "plural": "n? what", "tree/leaf": ""}
GOOD = 'greeting: "Dag {{ name }}"\nplural: "{{ what }}"\ntree:\n  leaf: blad\n'


def faults(content: str) -> tuple[str, ...]:
    """What is wrong with a file that must say `SMALL`."""
    return read_locale("xx.yaml", content, SMALL).faults


def test_all_languages_have_exactly_the_same_keys():
    """A text that one language lacks would fail in front of somebody who reads that language."""
    for locale in locales().values():
        assert locale.texts.keys() == REQUIRED.keys()


def test_a_good_file_has_no_faults():
    """The pair of every test below."""
    read = read_locale("xx.yaml", GOOD, SMALL)
    assert read.faults == ()
    assert read.texts["tree/leaf"] == "blad"


def test_a_missing_key_is_a_fault():
    """It is found when the files are read, not when the text is needed."""
    assert faults(GOOD.replace("  leaf: blad\n", "  twig: tak\n")) == (
        "xx.yaml: tree/leaf: ontbreekt; voeg de tekst toe",
        "xx.yaml:4: tree/twig: is geen bekende sleutel; haal hem weg",
    )


def test_an_empty_file_misses_everything():
    """Nothing in it is still a locale file."""
    assert len(faults("")) == len(SMALL)


def test_a_key_that_stands_there_twice_is_a_fault():
    """YAML itself would silently take the last one."""
    assert faults(GOOD + 'greeting: "Hoi {{ name }}"\n') == (
        "xx.yaml:5: greeting: staat er twee keer; laat er een staan",
    )


@pytest.mark.parametrize("value", ["no", "12", "null", "", "[a, b]", '""', "2026-01-01"])
def test_a_value_that_is_no_text_is_a_fault(value: str):
    """YAML reads `no` as false; a screen would show `False`."""
    (fault,) = faults(GOOD.replace("leaf: blad", f"leaf: {value}"))
    assert fault == "xx.yaml:4: tree/leaf: is geen tekst; schrijf hem tussen aanhalingstekens"


def test_a_key_that_yaml_reads_as_no_is_a_key():
    """`no` and `on` are words like any other."""
    assert read_locale("xx.yaml", "no: nee\n", {"no": ""}).texts == {"no": "nee"}


def test_an_unknown_placeholder_is_a_fault_and_names_the_known_ones():
    """A typing error in a placeholder is found before a resident reads the sentence."""
    assert faults(GOOD.replace("{{ name }}", "{{ name }} {{ surname }}")) == (
        "xx.yaml:1: greeting: gebruikt een onbekende invulplek; bekend zijn: name",
    )


def test_a_placeholder_that_is_not_used_is_a_fault():
    """A translation that forgets the amount tells less than the original."""
    assert faults(GOOD.replace("Dag {{ name }}", "Dag")) == (
        "xx.yaml:1: greeting: gebruikt de invulplek name niet; voeg hem toe",
    )


def test_a_placeholder_that_may_be_used_need_not_be():
    """Not every language has a plural for every sentence."""
    both = GOOD.replace("{{ what }}", "{% if n == 1 %}{{ what }}{% else %}{{ what }}{% endif %}")
    assert faults(GOOD) == faults(both) == ()


def test_a_broken_template_is_a_fault():
    """Braces that do not close."""
    assert faults(GOOD.replace("{{ name }}", "{{ name")) == (
        "xx.yaml:1: greeting: is geen sjabloon; controleer de accolades",
    )


@pytest.mark.parametrize("content", ["a: b: c: d", "greeting: [", "a: \x07", "- *nobody"])
def test_a_file_that_is_no_yaml_is_one_fault_without_its_content(content: str):
    """The rest cannot be judged then; the message does not repeat what was read."""
    (fault,) = faults(content)
    assert fault.endswith("dit is geen YAML; herstel de opmaak")
    assert content not in fault


def test_any_locale_file_added_later_is_a_language(tmp_path: Path):
    """No code has to know a language."""
    (tmp_path / "nl.yaml").write_text(DUTCH, encoding="utf-8")
    turkish = DUTCH.replace("name: Nederlands", "name: Türkçe")
    (tmp_path / "tr.yaml").write_text(turkish, encoding="utf-8")
    (tmp_path / "README.md").write_text("geen taal", encoding="utf-8")
    found = load(tmp_path)
    assert list(found) == ["nl", "tr"]
    assert found["tr"].text("name") == "Türkçe"


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path):
    """Somebody who translates gets one list, not one fault per try."""
    (tmp_path / "nl.yaml").write_text(DUTCH.replace("    visit: Huisbezoek\n", ""), "utf-8")
    (tmp_path / "de.yaml").write_text(DUTCH.replace("{{ worker }}", "{{ wroker }}"), "utf-8")
    with pytest.raises(BadLocale) as refused:
        load(tmp_path)
    message = refused.value.message
    assert "nl.yaml: labels/Track/visit: ontbreekt" in message
    assert "de.yaml" in message
    assert "wroker" not in message


def test_without_dutch_nothing_starts(tmp_path: Path):
    """Dutch is what every other language falls back to."""
    (tmp_path / "en.yaml").write_text(DUTCH, encoding="utf-8")
    with pytest.raises(BadLocale, match=r"nl\.yaml: ontbreekt"):
        load(tmp_path)


def test_a_sentence_without_its_value_raises():
    """StrictUndefined: half a sentence is never shown."""
    dutch = locales()["nl"]
    assert dutch.say("reason/rent_amount", amount="€ 1,00") == "De huurachterstand is € 1,00."
    with pytest.raises(UndefinedError):
        dutch.say("reason/rent_amount")
