from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from router.replay.markdown import as_markdown, plain
from router.replay.page import as_page
from router.replay.report import Report
from router.replay.telling import as_json, headline
from router.rulebook.ruleset import from_files
from tests.unit.replay.desk import FILES, LIVE, changed, past, replayed
from tests.unit.tickets import TICKET

DESK = "https://lendora.freshdesk.example"
EVIL = "<img src=x onerror=alert(1)> [me](https://evil.example) @lead | `x` **y**\n<!--"


def evil() -> Report:
    """A rule and a customer who write markup wherever they can."""
    rule = """
  - id: evil
    title: T
    owner: o@example.com
    when: {ticket.subject: {is empty: no}, message: {contains: ['<img src=x onerror=alert(1)>']}}
    then: {hand over: {group: '<b>|Risk [x](y)'}}
"""
    files = FILES | {"routing.yaml": FILES["routing.yaml"].replace("rules:\n", f"rules:{rule}")}

    return replayed(from_files(files), past(EVIL, ticket=replace(TICKET, subject=EVIL)))


def moved() -> Report:
    new = changed("sending.yaml", "lane: note\notherwise", "lane: reply\notherwise")
    return replayed(new, *(past(number=number) for number in range(1, 6)), past("I was hacked", 9))


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_says_the_sentence_the_move_the_rule_and_the_tickets() -> None:
    page = Tags(as_page(moved(), [("note -> reply", 5)], DESK, 3))
    assert "Of 6 past decisions on 6 tickets (20 November 2026), 1 would be the same and 5 would not." in page.words
    assert "Protected, and would happen: note -> reply, 5 times" in page.words
    assert 'the rule "lock-in-answers" (sending.yaml:4) says reply now, not note' in page.words
    assert "and 2 more" in page.words
    assert page.links == {f"{DESK}/a/tickets/{number}" for number in range(1, 6)}


def test_the_page_loads_nothing_and_obeys_nobody() -> None:
    text = as_page(evil(), [], DESK, 3)
    page = Tags(text)
    assert page.tags.isdisjoint({"script", "img", "link", "iframe"})
    assert page.links == {f"{DESK}/a/tickets/42"}
    assert "url(" not in text
    assert "hand over to <b>|Risk [x](y)" in page.words


def test_without_an_address_tickets_are_named_without_links() -> None:
    assert not Tags(as_page(moved(), [], "", 3)).links
    assert "](" not in as_markdown(moved(), [], "", 3)


def test_markdown_tells_the_same_in_a_table() -> None:
    text = as_markdown(moved(), [("note -> reply", 5)], DESK, 2)
    rendered = Tags(MarkdownIt("commonmark").enable("table").render(text))
    assert headline(moved()) in rendered.words
    assert "table" in rendered.tags
    assert f"{DESK}/a/tickets/5" in rendered.links
    assert "note -> reply" in rendered.words
    assert "says reply now, not note" in rendered.words


def test_nothing_a_customer_wrote_becomes_markdown_or_html() -> None:
    text = as_markdown(evil(), [(EVIL, 1)], DESK, 3)
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    page = Tags(rendered)
    assert "img" not in page.tags
    assert page.links == {f"{DESK}/a/tickets/42"}
    rows = [line for line in text.splitlines() if line.startswith("| 1 ")]
    assert len(rows) == 1
    assert rows[0].count("|") == 6
    assert "@" not in re.sub(r"\(https[^)]*\)", "", text)


def test_plain_text_comes_back_as_it_was() -> None:
    assert Tags(MarkdownIt("commonmark").render(plain(EVIL.replace("\n", " ")))).words.strip() == EVIL.replace(
        "\n", " "
    )


def test_machines_get_every_ticket() -> None:
    found = as_json(moved(), DESK)
    assert (found["decisions"], found["unchanged"], found["moved"]) == (6, 1, 5)
    (group,) = found["groups"]
    assert (group["kind"], group["from"], group["to"], group["touches"]) == ("reply", "note", "reply", ["lane"])
    assert [one["ticket"] for one in group["reasons"][0]["tickets"]] == [5, 4, 3, 2, 1]


def test_no_records_is_said_plainly() -> None:
    assert headline(replayed(LIVE)).startswith("There was nothing to compare")
    assert headline(replayed(LIVE, past())).startswith("Nothing would change: 1 past decision on 1 ticket")
