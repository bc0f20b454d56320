"""Names for files, from titles: the same title always gives the same name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

from router.rulebook.names import plain

MOST_LETTERS = 60
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue", "+": " plus "})
_LOOSE_ENDS = {
    "and",
    "at",
    "by",
    "for",
    "from",
    "in",
    "of",
    "on",
    "the",
    "to",
    "with",
    "bei",
    "für",
    "mit",
    "von",
    "zu",
}


def slug(words: str) -> str:
    """Small letters, digits and hyphens; empty when no letter of the words can be written so."""
    spelt = unicodedata.normalize("NFKD", plain(words).translate(_SPELT)).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", spelt.lower())).strip("-")
    return whole if len(whole) <= MOST_LETTERS else whole[:MOST_LETTERS].rsplit("-", 1)[0]


def topic_of(title: str, product: str) -> str:
    """The title without this product at its beginning or end: siblings for different products have it in common."""
    name = re.escape(product) if product else "(?!)"
    words = re.sub(rf"^{name}(?![\w+])[\s:–-]*|(?<!\w){name}\s*$", "", title).split()
    while words and words[-1].casefold() in _LOOSE_ENDS and not title.endswith(words[-1]):
        words.pop()
    return slug(" ".join(words)) or slug(title)


def name_of(topic: str, *ends: str) -> str:
    """``lock-in-im-plus-de``: what it is about, then for whom and in which language, where that needs saying."""
    return "-".join(part for part in (topic, *map(slug, ends)) if part)


def is_numbered(name: str, wanted: str) -> bool:
    """Whether the wanted name was taken by another file, so that this one got a number."""
    return name.startswith(f"{wanted}-") and name.removeprefix(f"{wanted}-").isdecimal()


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name, or with the first number at its end that makes it a new one."""
    return next(name for name in _numbered(wanted) if name not in taken)


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    for number in count(2):
        yield f"{wanted}-{number}"
