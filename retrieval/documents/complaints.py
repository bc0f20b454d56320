"""Collecting everything that is wrong, so that a lead can mend all of it in one go."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from retrieval.errors import Complaint, WrongDocuments


class Complaints:
    """What was found wrong so far. Reading goes on after a complaint, so that all come at once."""

    def __init__(self) -> None:
        self.found: list[Complaint] = []

    def add(self, path: str, line: int, says: str) -> None:
        """Remember one more; ``line`` counts from 1."""
        self.found.append(Complaint(path, line, says))

    def about(self, path: str) -> bool:
        """Whether anything was found wrong in this file."""
        return any(complaint.path == path for complaint in self.found)

    def raise_if_any(self) -> None:
        """Raise ``WrongDocuments`` with everything, or return quietly."""
        if self.found:
            raise WrongDocuments(self.found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint to end a complaint with: the nearest known word, or all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    return "use one of: " + ", ".join(names) if names else "there are none"
