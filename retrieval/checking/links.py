"""Links into the help centre: each leads to an article that the same people may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from retrieval.checking.finding import Finding, Place, error
from retrieval.checking.library import Library
from retrieval.checking.texts import links_in
from retrieval.documents.articles import BY_COLUMN
from retrieval.documents.complaints import did_you_mean
from retrieval.types import SHARED


def check_links(library: Library, today: date) -> Iterator[Finding]:
    """Links to pages of the help centre that no article has, or only one for others."""
    owners: dict[str, set[str]] = {}
    for article in library.articles:
        for url in links_in(article.text("url")):
            audience = article.text("audience")
            owners.setdefault(url, set()).add(SHARED if audience == BY_COLUMN else audience)
    hosts = {urlsplit(url).netloc for url in owners}
    for written in library.templates if not library.refused else ():
        seen = library.audiences.seen_by_all(written.template.audience)
        for line, place in written.lines():
            for link in links_in(line):
                if urlsplit(link).netloc in hosts:
                    yield from _wrong(link, place, owners, seen)


def _wrong(link: str, place: Place, owners: dict[str, set[str]], seen: frozenset[str]) -> Iterator[Finding]:
    if link not in owners:
        yield error(place, f"{link} is no article's page, {did_you_mean(link, owners)}")
    elif not owners[link] & seen:
        says = f"{link} is the page of an article for {', '.join(sorted(owners[link]))}, which not everybody"
        yield error(place, f"{says} who reads this template may be told of; leave it out")
