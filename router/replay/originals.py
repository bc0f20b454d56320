"""Personal data put back in memory, for comparing only. Nothing that is shown comes from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from router.reading.masking import PLACEHOLDER, restore

MappingOf = Callable[[int], Mapping[str, str]]
"""From a requester to their placeholders' originals; empty when there are none, or none any more."""


class Originals:
    """Each requester's map is asked for once, and only when one of their texts holds a placeholder."""

    def __init__(self, mapping_of: MappingOf) -> None:
        self._mapping_of = mapping_of
        self._known: dict[int, Mapping[str, str]] = {}

    def restore_for(self, requester_id: int) -> Callable[[str], str]:
        """Turns the placeholders in this requester's texts back."""

        def put_back(text: str) -> str:
            return restore(text, self._mapping(requester_id)) if PLACEHOLDER.search(text) else text

        return put_back

    def erased(self, requester_id: int, text: str) -> bool:
        """Whether the text holds placeholders that nobody can turn back any more."""
        return PLACEHOLDER.search(text) is not None and not self._mapping(requester_id)

    def _mapping(self, requester_id: int) -> Mapping[str, str]:
        if requester_id not in self._known:
            self._known[requester_id] = self._mapping_of(requester_id)
        return self._known[requester_id]
