"""What stands in Freshdesk before we come: canned responses or solution articles, in their folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Folder:
    """``path`` is its name below the names of what it lies in: ``Lending / Fees / Old``.

    ``closed`` says why nothing in it may be brought over; it is empty when everybody may see the folder.
    """

    id: int
    path: str
    count: int
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A canned response or an article as Freshdesk returned it.

    ``closed`` says why it may not be brought over, as for a folder. ``url`` is its public page, if it has one.
    """

    id: int
    title: str
    html: str
    closed: str = ""
    attachments: tuple[str, ...] = ()
    url: str = ""


class Library(Protocol):
    """One kind of writing in Freshdesk. Raises the errors of :mod:`router.errors` and no vendor's own."""

    def folders(self) -> Sequence[Folder]:
        """Every folder, those that are closed too."""

    def originals(self, folder: Folder) -> Sequence[Original]:
        """All that lies in this very folder, by id; what is closed too."""
