"""Whole mails, one fixture each: what its sender wrote stands beside it as ``NAME.own.txt``."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.html import html_to_text
from router.reading.reply import LONGEST_TEXT, own_text, own_words

MAILS = Path(__file__).parents[2] / "fixtures" / "mail"
HTML = sorted(MAILS.glob("*.html"))
PLAIN = sorted(MAILS.glob("*.plain.txt"))


def expected(mail: Path) -> str:
    return (mail.parent / f"{mail.name.split('.')[0]}.own.txt").read_text(encoding="utf-8").strip("\n")


@pytest.mark.parametrize("mail", HTML, ids=lambda mail: mail.stem)
def test_an_html_mail_is_read_as_its_sender_wrote_it(mail: Path) -> None:
    assert own_words(mail.read_text(encoding="utf-8")).text == expected(mail)


@pytest.mark.parametrize("mail", PLAIN, ids=lambda mail: mail.stem)
def test_a_plain_mail_is_read_as_its_sender_wrote_it(mail: Path) -> None:
    assert own_text(mail.read_text(encoding="utf-8")) == expected(mail)


def test_the_fixtures_are_there() -> None:
    assert len(HTML) >= 9
    assert len(PLAIN) >= 6


QUOTED = "\n\nOn Mon, 1 Mar 2027 at 10:00, Lendora <support@lendora.example> wrote:\n\n> The fee is in the app.\n> Bye"
WORDS = st.text(alphabet="abcdefgh ABC?!.,5%\n", min_size=1, max_size=80).filter(lambda text: text.strip("\n .,!%"))


@given(WORDS)
def test_words_above_a_quote_are_never_lost(words: str) -> None:
    kept = own_text(words + QUOTED)
    assert re.findall(r"\w+", kept) == re.findall(r"\w+", words)


@given(WORDS)
def test_words_below_a_quote_are_never_lost(words: str) -> None:
    kept = own_text(QUOTED.strip() + "\n\n" + words)
    assert re.findall(r"\w+", kept) == re.findall(r"\w+", words)


@pytest.mark.parametrize(
    "line",
    [
        "On Monday I wrote to you about 2 payments",
        "From: Mumbai\nTo: Delhi, please update my address",
        "Thanks\nAccount 12345678 is the old one",
        "Two things\n--\nFirst, why is my withdrawal still pending after so many working days have gone by already?",
        "I paid on 12/03/2027 and your colleague wrote:\nthe fee is 2 %",
        "Hello,\nOn 12 March 2027 your agent wrote:\nthe fee is 2 %. Why 3 %?",
    ],
)
def test_lines_that_only_look_like_mail_furniture_stay(line: str) -> None:
    assert own_text(line) == line


@pytest.mark.parametrize(
    "html",
    [
        '<div style="border-top:solid">From: Lendora<br>Sent: Monday<br>To: Asha<br>The fee is 2 %</div>',
        "<div>On Mon, 1 Mar 2027 at 10:00, Lendora &lt;support@lendora.example&gt; wrote:<br>The fee is 2 %</div>",
        "<div>---- Forwarded message ----<br>The fee is 2 %</div>",
        '<blockquote type="cite">The fee is 2 %</blockquote><div class="gmail_signature">Asha</div>',
    ],
)
def test_a_mail_that_is_only_a_quote_is_marked_line_by_line(html: str) -> None:
    own = own_words(html)
    assert "> The fee is 2 %" in own.text.split("\n")
    assert all(line.startswith(">") for line in own.text.split("\n") if line)
    assert own.doubt


def test_a_mail_that_begins_as_a_quote_and_is_answered_below_is_kept_with_a_doubt() -> None:
    mail = (MAILS / "attribution_at_the_top_answers_below.plain.txt").read_text(encoding="utf-8")
    own = own_words(escape(mail))
    assert "I looked there" in own.text
    assert own.doubt


@pytest.mark.parametrize("words", ["Please close my account", "I have paid twice", "Where is my money? Asha"])
def test_words_written_into_a_signature_block_are_kept(words: str) -> None:
    assert own_words(f'<div>Hello</div><div id="Signature">{words}</div>').text == f"Hello\n{words}"


def test_words_inside_a_signature_block_are_no_quote() -> None:
    own = own_words('<div class="gmail_signature">Please close my account</div>')
    assert (own.text, own.doubt) == ("Please close my account", "")


def test_of_an_endless_mail_the_beginning_is_read() -> None:
    own = own_words("<p>First words. </p>" + "<p>more</p>" * 60_000)
    assert own.text.startswith("First words.")
    assert len(own.text) <= LONGEST_TEXT
    assert own.doubt


def test_deeply_nested_mail_keeps_its_words() -> None:
    assert own_words("<div>" * 5000 + "Where is my money?" + "</div>" * 5000).text == "Where is my money?"


def test_text_without_tags_keeps_its_lines_and_signs() -> None:
    assert html_to_text("a < b\nand <me@example.com>") == "a < b\nand <me@example.com>"


def test_invisible_characters_are_dropped_and_hindi_joiners_kept() -> None:
    assert html_to_text("<p>pay\u200bout</p>") == "payout"
    assert html_to_text("<p>क्\u200dष</p>") == "क्\u200dष"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    own_words(text)
    own_words(f"<div>{text}</div>")
