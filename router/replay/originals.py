"""Personal data put back in memory, for comparing only. Nothing that is shown comes from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from router.reading.masking import PLACEHOLDER, restore

MappingsOf = Callable[[Sequence[int]], Mapping[int, Mapping[str, str]]]
"""From requesters to their placeholders' originals. Who has none, or none any more, may be left out."""


class Originals:
    """The maps of a batch of requesters, asked for at once."""

    def __init__(self, mappings_of: MappingsOf) -> None:
        self._mappings_of = mappings_of
        self._known: Mapping[int, Mapping[str, str]] = {}

    def fetch(self, requester_ids: Sequence[int]) -> None:
        """From now on these requesters are known, and no other ones."""
        self._known = self._mappings_of(requester_ids) if requester_ids else {}

    def restore_for(self, requester_id: int) -> Callable[[str], str]:
        """Turns the placeholders in this requester's texts back."""
        mapping = self._known.get(requester_id) or {}
        return partial(restore, mapping=mapping) if mapping else _as_it_is

    def erased(self, requester_id: int) -> bool:
        """Whether there is nothing to turn this requester's placeholders back with."""
        return not self._known.get(requester_id)


def has_placeholders(text: str) -> bool:
    """Whether personal data was taken out of a text."""
    return PLACEHOLDER.search(text) is not None


def _as_it_is(text: str) -> str:
    return text
