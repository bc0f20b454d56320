"""Example questions: enough of them, and each in one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, Place, error, warning
from retrieval.checking.library import Library
from retrieval.checking.texts import key_of

ENOUGH = 10
LEAST = 3


def check_examples(library: Library, today: date) -> Iterator[Finding]:
    """Templates with few examples, and examples that stand in two."""
    seen: dict[str, Place] = {}
    for written in library.templates:
        found = list(written.examples())
        if len(found) < ENOUGH:
            tell = error if len(found) < LEAST else warning
            says = f"only {len(found)} example{'' if len(found) == 1 else 's'};"
            yield tell(written.entry.place("examples"), f"{says} write {ENOUGH} or more, as customers ask")
        for example, place in found:
            first = seen.setdefault(key_of(example), place)
            if first != place:
                yield error(place, f'the example "{example}" stands also at {first}; keep it in one of them', first)
