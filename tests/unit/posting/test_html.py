import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.posting.html import put_back, to_html
from router.posting.reply import reply_html


def test_markdown_becomes_the_html_that_mail_programs_show() -> None:
    assert to_html("Hello **Asha**,\n\n- one\n- two") == (
        "<p>Hello <strong>Asha</strong>,</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


def test_single_line_breaks_stay() -> None:
    assert "<br>" in to_html("Kind regards\nLendora Support")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![pixel](https://evil.example/p.png)",
        '<a href="https://evil.example" onclick="x()">a</a>',
        "<style>*{display:none}</style>",
    ],
)
def test_markup_in_a_draft_is_shown_and_never_obeyed(attack: str) -> None:
    made = to_html(f"Hello {attack} there")
    assert not any(sign in made for sign in ("<script", "<img", "<style", '<a href="https://evil', 'href="javascript'))
    assert "there" in made


@given(st.text(max_size=200))
def test_no_text_brings_a_tag_of_its_own(text: str) -> None:
    made = to_html(text)
    assert "<script" not in made
    assert "<iframe" not in made


def test_placeholders_are_put_back_escaped() -> None:
    body = to_html("Hello [first name], you wrote from [email 1].")
    made = put_back(body, {"[first name]": "<b>Asha</b>", "[email 1]": "a&b@mail.example"})
    assert "Hello &lt;b&gt;Asha&lt;/b&gt;, you wrote from a&amp;b@mail.example." in made


def test_the_longer_placeholder_is_put_back_first() -> None:
    assert put_back("[email 1] [email 10]", {"[email 1]": "one", "[email 10]": "ten"}) == "one ten"


def test_a_reply_ends_with_the_reference_we_find_it_by() -> None:
    assert reply_html("Hello", "R-AAAA-BBBB").endswith("<p>Ref: R-AAAA-BBBB</p>")


def test_a_value_that_looks_like_a_placeholder_is_not_read_as_one() -> None:
    assert put_back("[email 1]", {"[email 1]": "[email 2]", "[email 2]": "secret"}) == "[email 2]"


def test_where_links_may_not_be_followed_their_words_say_where_they_would_lead() -> None:
    made = to_html("See [our fees](https://evil.example/x) or <https://evil.example/y>.", links=False)
    assert "<a" not in made
    assert "our fees (leads to https://evil.example/x)" in made
    assert "https://evil.example/y" in made
    assert '<a href="https://help.lendora.example/"' in to_html("[help](https://help.lendora.example/)")
