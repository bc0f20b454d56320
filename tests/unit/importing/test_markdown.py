import pytest

from router.importing.markdown import REPLY_PICTURE, NotReadable, to_markdown

ACCOUNT = "https://acme.freshdesk.com"


def text_of(html: str, **ways: str) -> str:
    return to_markdown(html, ACCOUNT, **ways).text


def remarks_of(html: str) -> str:
    return " ".join(to_markdown(html, ACCOUNT).remarks)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>Hi,<br><br>one<br>two</div><div>three</div>", "Hi,\n\none\ntwo\n\nthree"),
        ("<p>Hi,</p><p>&nbsp;</p><p>one</p>", "Hi,\n\none"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p><b>not</b> <i>now</i></p>", "**not** *now*"),
        ("<p>5 * 3 and first_name@acme.example</p>", "5 \\* 3 and first_name@acme.example"),
        ("<p>zero\u200bwidth and\x07 bell</p>", "zerowidth and bell"),
    ],
)
def test_words_lists_and_line_breaks_stay(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_table_becomes_markdown_with_its_first_row_as_heading() -> None:
    html = "<table><tr><td>Fee</td><td>IM</td></tr><tr><td>a | b<br>c</td><td>1%</td></tr></table>"
    assert text_of(html) == "| Fee | IM |\n| --- | --- |\n| a \\| b c | 1% |"


@pytest.mark.parametrize(
    "cell", ['<td colspan="2">x</td>', '<td rowspan="2">x</td>', "<td><table><tr><td>x</td></tr></table></td>"]
)
def test_a_table_that_markdown_cannot_hold_stays_html_and_is_told(cell: str) -> None:
    html = f"<table><tr>{cell}<td>y</td></tr></table>"
    assert text_of(html).startswith("<table>")
    assert "write it anew" in remarks_of(html)


def test_links_are_completed_and_those_that_lead_nowhere_become_words() -> None:
    assert text_of('<a href="/support/home">here</a>') == f"[here]({ACCOUNT}/support/home)"
    assert text_of('<a href="javascript:x()">here</a> <a href="#top">up</a> <a>it</a>') == "here up it"
    assert "javascript:x()" in remarks_of('<a href="javascript:x()">here</a>')


def test_a_link_that_opens_for_agents_only_is_told() -> None:
    assert "for agents only" in remarks_of('<a href="/a/solutions/articles/1">here</a>')
    assert remarks_of('<a href="/support/solutions/articles/1">here</a>') == ""


def test_a_picture_leaves_its_description_and_is_told() -> None:
    html = '<p>See <img src="x" alt="the menu"></p>'
    assert text_of(html) == "See [Picture: the menu]"
    assert text_of(html, picture=REPLY_PICTURE) == "See {{ picture: the menu }}"
    assert 'a picture was left out ("the menu")' in remarks_of(html)
    assert text_of('<img src="x">') == ""


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display : none">secret</div>',
        '<span style="visibility:hidden">secret</span>',
        "<p hidden>secret</p>",
        "<script>secret</script>",
        "<!-- secret -->",
        '<div style="display:none">se<span style="display:none">cret</span></div>',
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert text_of(f"<p>Shown</p>{hidden}") == "Shown"


def test_headings_stand_below_the_title_and_do_not_repeat_it() -> None:
    html = "<h1>Opening an  account</h1><h2>Steps</h2><p>One.</p>"
    assert text_of(html, title="Opening an account") == "## Steps\n\nOne."
    assert text_of("<h1>First</h1><h2>Steps</h2>", title="All") == "## First\n\n### Steps"


@pytest.mark.parametrize("bomb", ["<div>" * 3000, "<ul><li>" * 500, "x" * 600_000])
def test_a_bomb_is_refused(bomb: str) -> None:
    with pytest.raises(NotReadable):
        to_markdown(bomb, ACCOUNT)
