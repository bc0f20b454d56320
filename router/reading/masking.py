"""Personal data out, placeholders in, and the way back.

A placeholder such as ``[email 1]`` stands for one spelling of one value, for good: the same value gets the same
placeholder in every text and every later run of this requester, because the mapping is handed in and handed back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from router.posting.placeholders import FIRST_NAME, KINDS, PLACEHOLDER, kind_of
from router.reading.personal import Known, personal_data

__all__ = ["FIRST_NAME", "PLACEHOLDER", "Known", "Mask", "restore"]

_GIVEN_NAME = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|prof|shri|smt)\b\.?\s+)?([^\W\d_](?:[^\W\d_]|['’-])*)(?=\s|$)", re.IGNORECASE
)
_LOOK_ALIKE = re.compile(
    rf"[\[［【⟦〔]\s*((?:{'|'.join(KINDS)}|e-mail|phone number|customer id)\s*\d+|first\s*name)\s*[\]］】⟧〕]",
    re.IGNORECASE,
)


class Mask:
    """Replaces personal data of one requester's texts, growing the mapping as it goes.

    ``mapping`` is what earlier runs left; ``public`` are addresses of the company that stay readable. What the help
    desk knows has its placeholders from the start. :data:`FIRST_NAME` is in the mapping if the name has a first name
    in it, so that a reply can greet the customer without knowing them.
    """

    def __init__(
        self, known: Known | None = None, mapping: Mapping[str, str] | None = None, public: Iterable[str] = ()
    ) -> None:
        self._known = known or Known()
        self._originals = {key: value for key, value in (mapping or {}).items() if key != FIRST_NAME}
        self._placeholders = {original: placeholder for placeholder, original in self._originals.items()}
        self._counts = Counter(kind_of(placeholder) for placeholder in self._originals)
        self._public = frozenset(address.lower() for address in public)
        for kind, value in _values_at_hand(self._known):
            self._placeholder(kind, value)

    @property
    def mapping(self) -> Mapping[str, str]:
        """Placeholder to original, everything met so far."""
        given = _GIVEN_NAME.match(self._known.name.strip())
        return self._originals | ({FIRST_NAME: given[1]} if given else {})

    def mask(self, text: str) -> str:
        """The text with a placeholder for each value; what only looks like a placeholder loses its brackets."""
        text = _LOOK_ALIKE.sub(r"(\1)", text)
        pieces: list[str] = []
        written = 0
        people = [value for one, value in self._originals.items() if kind_of(one) == "person" and " " in value]
        for span in personal_data(text, self._known, self._public, people):
            pieces += [text[written : span.start], self._placeholder(span.kind, text[span.start : span.end])]
            written = span.end
        return "".join([*pieces, text[written:]])

    def _placeholder(self, kind: str, original: str) -> str:
        if original not in self._placeholders:
            self._counts[kind] += 1
            placeholder = f"[{kind} {self._counts[kind]}]"
            self._originals[placeholder] = original
            self._placeholders[original] = placeholder
        return self._placeholders[original]


def restore(text: str, mapping: Mapping[str, str]) -> str:
    """The text with each placeholder of the mapping turned back, in one pass: a value is never read as one."""
    return PLACEHOLDER.sub(lambda match: mapping.get(match.group(), match.group()), text)


def _values_at_hand(known: Known) -> Iterator[tuple[str, str]]:
    values = [("name", " ".join(known.name.split()))]
    values += [("email", address) for address in known.emails]
    values += [("phone", phone) for phone in known.phones]
    values += [("id", known.external_id)]
    return ((kind, value) for kind, value in values if value.strip() and not _LOOK_ALIKE.search(value))
