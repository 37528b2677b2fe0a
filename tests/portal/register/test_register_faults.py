"""Every fault and warning there is, its place, and what happens to the file."""

import re

import pytest

from portal.faults import BadFile
from portal.register import columns, findings

MARK = "Zwartkopmees"
"""Stands in cells of broken files; it must never come back in a message."""

CSV_FAULTS = {
    "empty": ("", "0||empty"),
    "nul byte": (f"id;surname\n1;{MARK}\0\n", "0||nul-byte"),
    "utf-16": (f"id;surname\n1;{MARK}\n".encode("utf-16"), "0||nul-byte"),
    "no text": (b"id;surname\n1;\x81\n", "0||bad-encoding"),
    "half utf-8": ("id;surname\n1;Ångström\n".encode() + b"2;\xff\n", "0||bad-encoding"),
    "cut in a letter": ("id;surname\n1;Angströ".encode()[:-1], "0||bad-encoding"),
    "mark of utf-8": (b"\xef\xbb\xbfid;surname\n1;\xe9\n", "0||bad-encoding"),
    "endless line": (f"id;surname\n1;{MARK * 9000}\n", "2||line-too-long"),
    "open quote": (f'id;surname\n1;Uil\n2;"{MARK}\n3;Mees\n', "3||bad-quotes"),
    "text after quote": (f'id;surname\n1;"{MARK}" b\n2;Mees\n', "2||bad-quotes"),
    "no surname": ("id;city\n1;Gent\n", "1|surname|missing-column"),
    "odd column": (f"id;surname;{MARK}\n1;Uil;x\n", "1|kolom 3|unknown-column"),
    "double column": ("id;surname;id\n1;Uil;1\n", "1|id|duplicate-column"),
    "widths": (f"id;surname\n1;Uil;{MARK}\n2\n3;Mees\n", "2||cell-count 3||cell-count"),
    "header only": ("id;surname\n", "0||no-rows"),
    "no id": ("id;surname\n;Uil\n", "2|id|missing-value"),
    "no name": ("id;surname\n2;\n", "2|surname|missing-value"),
    "long name": (f"id;surname\n1;{MARK * 17}\n", "2|surname|too-long"),
    "bell": (f"id;surname\n1;{MARK}\x07\n", "2|surname|control-character"),
    "same id": (f"id;surname\n{MARK};Uil\n2;Mees\n{MARK};Uil\n", "4|id|duplicate-id"),
    "date": (f"id;surname;date_of_birth\n1;Uil;{MARK}\n", "2|date_of_birth|bad-date"),
    "number": (f"id;surname;house_number\n1;Uil;1{MARK}\n", "2|house_number|bad-house-number"),
    "large number": ("id;surname;house_number\n1;U;123456\n", "2|house_number|bad-house-number"),
    "odd digit": ("id;surname;house_number\n1;Uil;1²\n", "2|house_number|bad-house-number"),
    "earlier number": (
        "id;surname;earlier_house_number\n1;Uil;x\n",
        "2|earlier_house_number|bad-house-number",
    ),
    "name use": (f"id;surname;name_use\n1;Uil;{MARK}\n", "2|name_use|bad-choice"),
    "flag": (f"id;surname;secret\n1;Uil;{MARK}\n", "2|secret|bad-choice"),
    "sex": (f"id;surname;sex\n1;Uil;{MARK}\n", "2|sex|bad-choice"),
    "residency": (f"id;surname;residency\n1;Uil;{MARK}\n", "2|residency|bad-choice"),
}
"""Content of a plain file and the faults it must give: line, column and code."""

ONE = {"": "Lg1", "01.01.10": "1000000001"}
LO3_FAULTS = {
    "history of nobody": ([{}, ONE], "2||orphan-row"),
    "letters for a number": ([ONE | {"01.01.10": MARK}], "2|01.01.10|bad-a-number"),
    "no number, twice": (
        [{"": "Lg1"}, {"": "Lg2"}],
        "2|01.01.10|bad-a-number 3|01.01.10|bad-a-number",
    ),
    "same number": ([ONE, {}, ONE | {"": "Lg2"}], "4|01.01.10|duplicate-id"),
    "form of date": ([ONE | {"01.03.10": "1980-05-17"}], "2|01.03.10|bad-date"),
    "no such day": ([ONE | {"01.03.10": "19800231"}], "2|01.03.10|bad-date"),
    "house number": ([ONE | {"08.11.20": f"12{MARK}"}], "2|08.11.20|bad-house-number"),
    "in history": ([ONE, {"08.11.20": MARK}], "3|08.11.20|bad-house-number"),
    "name use": ([ONE | {"01.61.10": MARK}], "2|01.61.10|bad-choice"),
    "long name": ([ONE | {"01.02.40": MARK * 20}], "2|01.02.40|too-long"),
    "header only": ([], "0||no-rows"),
}
"""Lines of a LO3 file and the faults it must give."""

WARNINGS = {
    "bad-national-id",
    "duplicate-national-id",
    "bad-death-date",
    "error-record",
    "no-final-newline",
    "nobody-here",
    "more-warnings",
}
LIMITS = {"unreadable", "too-large", "too-many-rows", "too-many-faults"}


def written(faults: list[tuple[int, str, str]]) -> str:
    """Faults as the tables above write them."""
    return " ".join(f"{line}|{field}|{code}" for line, field, code in faults)


@pytest.mark.parametrize(("content", "expected"), CSV_FAULTS.values(), ids=CSV_FAULTS)
def test_a_broken_plain_file_is_refused_with_every_fault_in_its_place(register, content, expected):
    """Line, column and code are what somebody needs to repair the file."""
    assert written(register.refused(lambda: register.csv(content))) == expected


@pytest.mark.parametrize(("lines", "expected"), LO3_FAULTS.values(), ids=LO3_FAULTS)
def test_a_broken_lo3_file_is_refused_with_every_fault_in_its_place(register, lines, expected):
    """The same for the Dutch format, where the column is the element."""
    assert written(register.refused(lambda: register.lo3(*lines))) == expected


def test_no_message_repeats_what_is_in_the_file(register):
    """The message goes to logs and screens; the file is about persons."""
    attempts = [lambda c=content: register.csv(c) for content, _ in CSV_FAULTS.values()]
    attempts += [lambda c=lines: register.lo3(*c) for lines, _ in LO3_FAULTS.values()]
    for attempt in attempts:
        with pytest.raises(BadFile) as refusal:
            attempt()
        assert MARK not in str(refusal.value) + repr(refusal.value.faults)


def test_every_code_has_a_test():
    """Whoever adds a code adds a broken file."""
    expected = " ".join(faults for _, faults in [*CSV_FAULTS.values(), *LO3_FAULTS.values()])
    tested = set(re.findall(r"\d\|[^|]*\|([a-z0-9-]+)", expected))
    assert tested | WARNINGS | LIMITS == findings.MESSAGES.keys()


def test_the_message_of_an_unknown_column_names_the_allowed_ones(register):
    """And not the column itself: without a header that would be a person."""
    with pytest.raises(BadFile) as refusal:
        register.csv(f"id;surname;{MARK}\n1;Uil;x\n")
    (fault,) = refusal.value.faults
    assert all(column in fault.message for column in columns.ALLOWED)


def test_a_file_without_a_header_is_refused_as_such(register):
    """Its first person would otherwise be lost silently."""
    codes = {code for *_, code in register.refused(lambda: register.csv("1;Uil\n2;Mees\n"))}
    assert codes == {"unknown-column", "missing-column"}


def test_all_faults_come_at_once_and_in_order(register):
    """Repairing a register file one fault at a time would take days."""
    found = register.refused(
        lambda: register.people(
            {"date_of_birth": "x", "house_number": "x", "street": "a\x01b"},
            {"sex": "x?"},
            {"id": "p1", "secret": "misschien"},
        )
    )
    assert found == [
        (2, "street", "control-character"),
        (2, "date_of_birth", "bad-date"),
        (2, "house_number", "bad-house-number"),
        (3, "sex", "bad-choice"),
        (4, "id", "duplicate-id"),
        (4, "secret", "bad-choice"),
    ]
