"""HTML as blocks: headings, paragraphs, lists and tables. What only decorates a page is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from retrieval.documents.blocks import Block, Complain, Headings, Table, table_of

MAX_DEPTH = 100
LONG_TAG = re.compile(r"<[^<>]{20000}")
"""Attributes are compared with one another: seventy thousand of them hold a rebuild up for seconds."""

HEADING = re.compile(r"h([1-6])")
LEFT_OUT = {"script", "style", "head", "template", "noscript", "nav", "svg", "iframe", "object", "button"}
INLINE = {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "font", "i", "img", "kbd", "mark", "q", "s"} | {
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "var",
}
LISTS = ("ul", "ol")
MERGES = ("rowspan", "colspan")


def html_blocks(text: str, complain: Complain) -> Iterator[Block]:
    """The blocks of a page or of a piece of one."""
    root = _parsed(text, complain)
    if root is not None:
        yield from _Walk(complain).blocks(root)


def _parsed(text: str, complain: Complain) -> etree._Element | None:
    if "<!entity" in text.lower():
        complain(_line_of(text, text.lower().index("<!entity")), "entities can't be declared here; remove <!ENTITY")
        return None
    if long := LONG_TAG.search(text):
        complain(_line_of(text, long.start()), "a tag of more than 20,000 characters; remove what it needn't say")
        return None
    # Not huge_tree: the parser's own limit on depth is wanted here.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode(), parser) if text.strip() else None
    if root is None:
        return None  # an empty article, which is told elsewhere
    deep = [error.line for error in parser.error_log if "depth" in error.message.lower()]
    if deep or _depth(root) > MAX_DEPTH:
        complain(deep[0] if deep else 1, f"tags nested more than {MAX_DEPTH} deep; save the page with simpler markup")
        return None
    return root


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _depth(root: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Walk:
    """One way through a page, top to bottom."""

    def __init__(self, complain: Complain) -> None:
        self.complain = complain
        self.headings = Headings()
        self.words: list[str] = []
        self.line = 1

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        yield from self._visit(root)
        yield from self._paragraph(root)

    def _visit(self, element: etree._Element) -> Iterator[Block]:
        tag = str(element.tag)
        if _is_left_out(element):
            return
        if tag in INLINE:
            self.words.append(_inline(element))
            self._complain_about_tables_in(element, "a line of text")
            return
        yield from self._paragraph(element)
        if heading := HEADING.fullmatch(tag):
            self.headings.set(int(heading[1]), _tidy(_inline(element)))
        elif tag in LISTS:
            self._complain_about_tables_in(element, "a list")
            yield Block(self.headings.path, _at(element), "\n".join(_items(element)))
        elif tag == "table":
            yield from self._table(element)
        else:
            self.words.append(element.text or "")
            for child in element:
                yield from self._visit(child)
                self.words.append(child.tail or "")
            yield from self._paragraph(element)

    def _paragraph(self, following: etree._Element) -> Iterator[Block]:
        text = _tidy("".join(self.words))
        if text:
            yield Block(self.headings.path, self.line, text)
        self.words, self.line = [], _at(following)

    def _complain_about_tables_in(self, element: etree._Element, what: str) -> None:
        for table in element.iter("table"):
            self.complain(_at(table), f"a table inside {what}; let it stand by itself")

    def _table(self, element: etree._Element) -> Iterator[Block]:
        caption = element.find("caption")
        path = (*self.headings.path, _tidy(_inline(caption))) if caption is not None else self.headings.path
        table = self._read_table(element)
        if table and table.rows:
            yield Block(path, _at(element), table=table)

    def _read_table(self, element: etree._Element) -> Table | None:
        bad = [table for table in element.iter("table") if table is not element]
        for table in bad:
            self.complain(_at(table), "a table inside a table; let each stand by itself")
        for cell in element.iter("td", "th"):
            if any(cell.get(name, "1").strip() not in ("", "1") for name in MERGES):
                bad.append(cell)
                self.complain(_at(cell), "merged cells (rowspan or colspan); write the words into each of them")
        rows = [(_at(row), _cells(row)) for row in element.iter("tr")]
        return None if bad else table_of([(line, cells) for line, cells in rows if any(cells)], self.complain)


def _cells(row: etree._Element) -> list[str]:
    return [_tidy(_inline(cell)) for cell in row.iterchildren("td", "th")]


def _is_left_out(element: etree._Element) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return element.tag in LEFT_OUT or element.get("hidden") is not None or "display:none" in style


def _items(element: etree._Element, indent: str = "") -> Iterator[str]:
    for number, item in enumerate(element.iterchildren("li"), 1):
        mark = f"{number}." if element.tag == "ol" else "-"
        yield f"{indent}{mark} {_tidy(_inline(item, without=LISTS))}"
        for inner in item.iterchildren(*LISTS):
            yield from _items(inner, indent + "   ")


def _inline(element: etree._Element, without: tuple[str, ...] = ()) -> str:
    parts = [element.text or ""]
    for child in element:
        tag = str(child.tag)
        if not _is_left_out(child) and tag not in without:
            parts.append(_inline(child, without) if tag in INLINE else f" {_inline(child, without)} ")
        parts.append(child.tail or "")
    if element.tag == "br":
        parts.insert(0, " ")
    return _with_address(element, "".join(parts))


def _with_address(element: etree._Element, words: str) -> str:
    """A link as ``words (address)``: a reply may give the address only if the passage does."""
    address = element.get("href", "") if element.tag == "a" else ""
    shown = address.removeprefix("mailto:")
    worth = address.startswith(("https://", "http://", "mailto:")) and shown not in words
    return f"{words} ({shown})" if worth else words


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _at(element: etree._Element) -> int:
    return element.sourceline or 1
