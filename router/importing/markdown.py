"""HTML as Freshdesk's editor leaves it, as Markdown a lead can read, and what was lost on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from router.rulebook.words import fold

MOST_LETTERS = 512 * 1024
DEEPEST = 100

_NEVER_SHOWN = ("script", "style", "head", "template", "noscript", "iframe", "object", "video", "audio", "svg", "form")
_MERGES = ("rowspan", "colspan")
_SAFE = ("http", "https", "mailto", "tel")
_AGENTS_ONLY = re.compile(r"/a/(?:solutions|tickets|admin|contacts|canned_responses)|/helpdesk/")


class NotReadable(Exception):
    """This HTML is nothing that a person wrote; the text says why."""


@dataclass(frozen=True, slots=True)
class Converted:
    """``remarks`` say what a person should look at."""

    text: str
    remarks: tuple[str, ...] = ()


ARTICLE_PICTURE = "[Picture: {words}]"
REPLY_PICTURE = "{{{{ picture: {words} }}}}"
"""A blank that nothing fills: the check refuses it, so that no customer gets a reply that speaks of a picture."""


def to_markdown(html: str, account: str, *, title: str = "", picture: str = ARTICLE_PICTURE) -> Converted:
    """The words, lists, links and tables of ``html``. Raises ``NotReadable``.

    ``account`` completes links that begin with a slash. With a ``title`` that will stand above, headings begin at the
    second level. ``picture`` stands for a picture that has a description.
    """
    if len(html) > MOST_LETTERS:
        raise NotReadable(f"longer than {MOST_LETTERS // 1024} KB")
    soup = BeautifulSoup(visible(html), "html.parser")
    _refuse_depth(soup)
    remarks = [*_drop_hidden(soup), *_images(soup, picture), *_links(soup, account), *_tables(soup)]
    if title:
        _lower_headings(soup, title)
    text = visible(_Converter(**_STYLE).convert_soup(soup))
    return Converted(_tidy(text), tuple(dict.fromkeys(remarks)))


def visible(text: str) -> str:
    """Without characters that nobody sees and that YAML or a reader would stumble over."""
    plain = text.replace("\r\n", "\n").replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    return "".join(letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


_STYLE: dict[str, Any] = {
    "heading_style": "ATX",
    "bullets": "-",
    "autolinks": False,
    "escape_underscores": False,
    "newline_style": "backslash",
    "table_infer_header": True,
}


class _Converter(MarkdownConverter):
    """Tables that Markdown can't hold stay HTML: the check refuses them, so nobody puts one live unseen."""

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if _cannot_be_markdown(el):
            return f"\n\n{' '.join(str(el).split())}\n\n"
        converted: str = super().convert_table(el, text, parent_tags)  # type: ignore[misc]
        return converted


def _refuse_depth(soup: BeautifulSoup) -> None:
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if depth > DEEPEST:
            raise NotReadable(f"tags nested more than {DEEPEST} deep")
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]


def _drop_hidden(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(_NEVER_SHOWN):
        if tag.name in ("iframe", "object", "video", "audio"):
            yield "a video or another embedded page was left out: say in words what it shows"
        tag.decompose()
    for tag in soup.find_all(_is_hidden):
        if not tag.decomposed:
            yield "hidden words were left out"
            tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return tag.has_attr("hidden") or "display:none" in style or "visibility:hidden" in style


def _images(soup: BeautifulSoup, picture: str) -> Iterator[str]:
    """A picture says nothing to a search, and a reply can't carry it; its description stays."""
    for image in soup.find_all("img"):
        words = " ".join(str(image.get("alt") or "").split())
        says = f'a picture was left out ("{words}")' if words else "a picture was left out"
        yield f"{says}: say in words what it shows"
        image.replace_with(picture.format(words=words) if words else "")


def _links(soup: BeautifulSoup, account: str) -> Iterator[str]:
    for link in soup.find_all("a"):
        address = str(link.get("href") or "").strip()
        whole = urljoin(f"{account}/", address) if address.startswith("/") else address
        if "{{" not in address and _scheme(whole) not in _SAFE:
            link.unwrap()
            if address and not address.startswith("#"):
                yield f'the link "{address[:60]}" was left out: it leads nowhere in a mail'
            continue
        link["href"] = whole
        if account and whole.startswith(account) and _AGENTS_ONLY.search(whole):
            yield f"the link {whole} opens for agents only: put the customers' page there"


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _tables(soup: BeautifulSoup) -> Iterator[str]:
    for table in soup.find_all("table"):
        if _cannot_be_markdown(table):
            yield "a table with merged cells, lists or tables inside stays HTML: write it anew, words in each cell"
    for cell in soup.find_all(["td", "th"]):
        for words in cell.find_all(string=re.compile(r"\|")):
            words.replace_with(str(words).replace("|", "\\|"))


def _cannot_be_markdown(table: Tag) -> bool:
    cells = table.find_all(["td", "th"])
    merged = any(str(cell.get(name, "1")).strip() not in ("", "1") for cell in cells for name in _MERGES)
    return merged or table.find("table") is not None or any(cell.find(["ul", "ol"]) for cell in cells)


def _lower_headings(soup: BeautifulSoup, title: str) -> None:
    headings = soup.find_all(re.compile(r"^h[1-6]$"))
    if headings and fold(headings[0].get_text()) == fold(title):
        headings.pop(0).decompose()
    if any(heading.name == "h1" for heading in headings):
        for heading in headings:
            heading.name = f"h{min(6, int(heading.name[1]) + 1)}"


def _tidy(text: str) -> str:
    """Two line breaks are a paragraph; one is a line break without a mark; no blanks at the ends of lines."""
    text = re.sub(r"(?:[ \t]*\\\n){2,}", "\n\n", text)
    text = re.sub(r"[ \t]*\\?(?=\n|\Z)", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
