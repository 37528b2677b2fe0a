"""A letter as an e-mail: whole, readable everywhere, and nothing in it can add a header."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.checked import BadView
from notifications.delivery.mail import BadAddress, From, check_email, compose
from notifications.examples import everything
from notifications.letters import render
from notifications.views import Appointment

VIEW = next(
    one for one in everything("Dronten", "x", 1, date(2026, 11, 22)) if type(one) is Appointment
)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SENDER = From("Gemeente Dronten", "schuldhulp@dronten.example")


def sent(language: str = "nl", pdf: bytes = b"") -> EmailMessage:
    """An e-mail as it arrives: written out and read again."""
    mail = compose(render(VIEW, language), SENDER, "iemand@inwoner.example", "m-1", AT, pdf)
    return message_from_bytes(mail.as_bytes(), policy=default)  # type: ignore[return-value]


def test_an_email_has_text_page_and_pdf():
    """Whoever cannot show one of them shows another."""
    plain, full = sent(), sent(pdf=b"%PDF-1.7")
    assert plain.get_content_type() == "multipart/alternative"
    assert full.get_content_type() == "multipart/mixed"
    kinds = [part.get_content_type() for part in full.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    letter = render(VIEW)
    body = full.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.text


@pytest.mark.parametrize("language", ["ar", "tr", "fr"])
def test_any_script_arrives_as_it_was_written(language: str):
    """Subject and words, over a line that carries seven bits."""
    raw = compose(render(VIEW, language), SENDER, "a@b.example", "m-1", AT).as_bytes()
    assert raw.isascii()
    mail = sent(language)
    page = mail.get_body(("html",))
    assert page is not None
    assert mail["Subject"] == render(VIEW, language).subject
    assert page.get_content().replace("\r\n", "\n") == render(VIEW, language).html


def test_the_headers_are_ours():
    """Whom from and to, our own id, our own time, and that no answer by machine is wanted."""
    mail = sent()
    assert mail["From"] == "Gemeente Dronten <schuldhulp@dronten.example>"
    assert mail["To"] == "iemand@inwoner.example"
    assert mail["Message-ID"] == "<m-1@dronten.example>"
    assert mail["Date"].datetime == AT
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kwartel",
        "a@b@c",
        "a b@c.example",
        "a@b.example\nBcc: x@y.example",
        "a@b.example\r\n",
        "<a@b.example>",
        "a@b.example, c@d.example",
        "é@b.example",
        "a@-b.example",
        ".a@b.example",
        f"{'a' * 65}@b.example",
        f"a@{'b.' * 130}example",
    ],
)
def test_what_is_no_plain_address_is_refused_and_not_repeated(address: str):
    """Two addresses, a second header, or an accent that not every server takes."""
    with pytest.raises(BadAddress) as refused:
        compose(render(VIEW), SENDER, address, "m-1", AT)
    assert not address.strip() or address not in refused.value.message


@pytest.mark.parametrize("address", ["a@b", "a.b+c@d-e.example", "o'neil@x.example"])
def test_a_plain_address_is_taken_as_it_is(address: str):
    """The pair of the test above."""
    assert check_email(address) == address


@pytest.mark.parametrize("name", ["a\nBcc: x@y.example", "", "a\r\n"])
def test_a_sender_without_a_name_or_over_two_lines_is_refused(name: str):
    """It comes from the settings, and they can be wrong too."""
    with pytest.raises(BadView):
        From(name, "a@b.example")
    with pytest.raises(BadView, match="address"):
        From("Stad", "niets")


@pytest.mark.parametrize("message_id", ["", "a b", "a>b", "a\nb", "x" * 65])
def test_an_id_that_is_none_is_a_bug(message_id: str):
    """Ours is letters and digits, so it cannot break its header."""
    with pytest.raises(ValueError, match="id"):
        compose(render(VIEW), SENDER, "a@b.example", message_id, AT)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_no_word_of_a_letter_becomes_a_header(text: str):
    """Whatever a name holds, the headers stay the same eight."""
    view = replace(VIEW, name=text, worker=text, sender=replace(VIEW.sender, city_name=text))
    mail = compose(render(view), SENDER, "a@b.example", "m-1", AT)
    back = message_from_bytes(mail.as_bytes(), policy=default)
    assert sorted(back.keys()) == sorted(mail.keys())
    assert len(back.keys()) == 8
