"""What a person should look at in something that was brought over, beside what all of it needs."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.types import SHARED
from router.importing.library import Original
from router.importing.placeholders import Blanked
from router.importing.plan import Kind, Placed
from router.reading.language import language_of
from router.rulebook.names import names_found


def remarks_on(
    kind: Kind, original: Original, placed: Placed, blanks: Blanked, read_by_all: str, products: tuple[str, ...]
) -> Iterator[str]:
    """Each in one line, the most certain first. ``read_by_all`` is what isn't cut by product."""
    yield from blanks.remarks
    yield from _on_placeholders(kind, blanks)
    for file in original.attachments:
        yield f'the file "{file}" was left out: say in words what is in it, or put it on a page'
    yield from _on_products(read_by_all, placed.audience, products)
    reads_like = language_of(blanks.text)
    if reads_like and reads_like != placed.language:
        yield f'reads like "{reads_like}", and the map says "{placed.language}"'


def _on_placeholders(kind: Kind, blanks: Blanked) -> Iterator[str]:
    if kind == "articles" and "{{" in blanks.text:
        yield "holds a placeholder, and nobody fills one in an article: write the words"
    for name in blanks.unknown:
        if not name.startswith("picture:"):
            yield f"{{{{{name}}}}} means nothing here: tell its meaning in the map, or write other words"


def _on_products(text: str, audience: str, products: tuple[str, ...]) -> Iterator[str]:
    named = names_found(text, products)
    for name in products:
        if name in named and name != audience:
            readers = "everybody" if audience == SHARED else f"holders of {audience}"
            yield f"names {name}, and {readers} will read it: is every word for them?"
