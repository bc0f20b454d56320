"""The intent to post, written down before the call."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["reply", "note"]
LOOKS = 2
"""Read-backs that must miss a post before it counts as not sent."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post to Freshdesk. ``body`` is HTML with placeholders; ``newest_entry`` the thread's newest id before it.

    ``state`` is ``sending`` until Freshdesk is known to have it (``sent``) or nobody can tell (``unknown``), until a
    person has looked (``settled``).
    ``posts`` counts the calls that may have reached Freshdesk, ``looks`` the read-backs since the last of them.
    ``holder`` is who made the last call: a thread of a process. ``draft``: a note with a draft in it.
    """

    key: str
    ticket: int
    message: int
    kind: Kind
    body: str
    reference: str
    newest_entry: int
    changed_at: datetime
    state: Literal["sending", "sent", "unknown", "settled"] = "sending"
    posts: int = 1
    looks: int = 0
    conversation: int | None = None
    holder: str = ""
    draft: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether a call was made and nobody knows yet what became of it."""
        return self.state == "sending" and self.posts > 0 and self.looks < LOOKS


def post_key(ticket: int, message: int, kind: Kind) -> str:
    """One post of a kind for each message: the reason why nothing goes out twice."""
    return hashlib.sha256(f"{ticket}:{message}:{kind}".encode()).hexdigest()


def reference_of(key: str) -> str:
    """The short line by which a post is found again, such as ``R-4QX7-M2KD``."""
    letters = base64.b32encode(bytes.fromhex(key[:16])).decode()
    return f"R-{letters[:4]}-{letters[4:8]}"
