"""Words as blocks: what a template writes is structure, what it fills in never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.blocks import Block, Kind, Run, fence, read_body

SOURCE = """subject: Over {name}

Dag {name},

# Kop
## Onderkop
- een
- **twee** drie
| Wat | Hoeveel
| {name} | 3

Eerste regel
tweede regel
---
# Noot
"""
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def plain(block: Block) -> list[list[str]]:
    """A block as bare text, row by row, cell by cell."""
    return [["".join(run.text for run in cell) for cell in row] for row in block.rows]


def test_each_mark_makes_its_own_block():
    """Headings, items, rows of a table, lines of a paragraph, and the notice apart."""
    body = read_body(SOURCE)
    kinds = [block.kind for block in body.letter]
    assert kinds == [
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.SUBHEADING,
        Kind.BULLETS,
        Kind.TABLE,
        Kind.PARAGRAPH,
    ]
    assert [block.kind for block in body.notice] == [Kind.HEADING]
    assert body.letter[3].rows[1] == ((Run("twee", strong=True), Run(" drie")),)
    assert plain(body.letter[4]) == [["Wat", "Hoeveel"], ["{name}", "3"]]
    assert plain(body.letter[5]) == [["Eerste regel"], ["tweede regel"]]


@pytest.mark.parametrize(
    "name", ["# kop", "- lijst", "| a | b", "**vet**", "--- x", "subject: y", "a | b"]
)
def test_a_name_with_marks_stays_a_name(name: str):
    """Somebody called `# x` gets no heading, and nobody adds a cell to a table of debts."""
    body = read_body(SOURCE.replace("{name}", fence(name)))
    assert [block.kind for block in body.letter] == [
        block.kind for block in read_body(SOURCE).letter
    ]
    assert body.subject == f"Over {name}"
    assert plain(body.letter[4])[1] == [name, "3"]
    assert not any(run.strong for run in body.letter[0].rows[0][0])


@given(PRINTABLE)
def test_whatever_is_filled_in_is_shown_as_it_is(name: str):
    """Not a sign more or less, and always in its own cell."""
    body = read_body(SOURCE.replace("{name}", fence(name)))
    assert plain(body.letter[4])[1] == [name, "3"]
    assert plain(body.letter[0]) == [[f"Dag {name},"]]


def test_a_value_is_set_apart_only_when_it_runs_the_other_way():
    """Isolates of Unicode around it; a Dutch name in a Dutch line stays bare."""
    source = SOURCE.replace("{name}", fence("سلمى"))
    assert plain(read_body(source, {"AL"}).letter[0]) == [["Dag \u2068سلمى\u2069,"]]
    bare = SOURCE.replace("{name}", fence("Anna"))
    assert plain(read_body(bare, {"AL"}).letter[0]) == [["Dag Anna,"]]


def test_a_question_mark_that_french_sets_apart_stays_on_its_line():
    """In what the template says; what was filled in is left as it is."""
    body = read_body(f"subject: Ça va ?\n\nDe quoi : {fence('a ? b')} !\n")
    assert body.subject == "Ça va\u00a0?"
    assert plain(body.letter[0]) == [["De quoi\u00a0: a ? b\u00a0!"]]


def test_the_subject_is_told_shortly_unless_the_template_says_otherwise():
    """A text message says the subject, or what the template has for it."""
    assert read_body(SOURCE).short == read_body(SOURCE).subject
    told = read_body(SOURCE.replace("\n\nDag", "\nshort: Kort\n\nDag", 1))
    assert (told.subject, told.short) == ("Over {name}", "Kort")
    assert plain(told.letter[0]) == [["Dag {name},"]]


def test_a_template_without_a_subject_is_a_bug():
    """It would go out without one."""
    with pytest.raises(ValueError, match="subject"):
        read_body("Dag allemaal\n")
