"""What becomes of a file: written, left as it is, or left to a person. Nothing that people wrote is ever lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "new",
    "changed",
    "unchanged",
    "edited",
    "edited, and changed in Freshdesk",
    "in use",
    "changed since it is in use",
    "taken away",
]
WRITTEN: tuple[Outcome, ...] = ("new", "changed", "changed since it is in use")
SEEN: tuple[Outcome, ...] = (*WRITTEN, "unchanged", "edited", "in use", "taken away")
"""After these a person has Freshdesk's words before them, or had."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was brought over before: the file's name, and the fingerprints of what we wrote and of what we read."""

    name: str
    written: str
    read: str


def fingerprint(text: str) -> str:
    """Two texts with the same one are the same text; how a line ends doesn't count."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def outcome_of(new: Known, text: str, known: Known | None, there: str | None, in_use: bool, overwrite: bool) -> Outcome:
    """What to do with ``text``. ``there`` is what the file for review holds now, None without one.

    ``in_use``: a person has moved the file among those that count. That one is never touched; when Freshdesk's words
    have changed since, they are laid beside it for review.
    """
    same = known is not None and known.read == new.read
    if in_use and (known is None or same) and there is None:
        return "in use"
    if there is None:
        if in_use:
            return "changed since it is in use"
        return "taken away" if same and not overwrite else "changed" if known else "new"
    if fingerprint(there) == new.written:
        return "unchanged"
    untouched = known is not None and known.written == fingerprint(there)
    if untouched or overwrite:
        return "changed"
    return "edited" if same else "edited, and changed in Freshdesk"
