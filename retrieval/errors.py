"""What can go wrong in the index, told apart by what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class IndexProblem(Exception):
    """Something about the index; the text says what is wrong and what to do."""


class IndexUnavailable(IndexProblem):
    """The index server did not answer, or not in time. Nothing is broken: try again when it is back."""


class IndexDamaged(IndexProblem):
    """The server answers and the index can't be used: missing, half there, or built by another model. Rebuild it."""


class VersionGone(IndexDamaged):
    """The version that was asked for has been dropped since; the live one may be used instead."""


class ModelProblem(Exception):
    """The embedding model can't be used; the text says why."""


class RebuildFailed(Exception):
    """A new version was not good enough to go live. The live one is as it was."""


class RebuildRunning(RebuildFailed):
    """Somebody else is rebuilding right now."""


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing wrong in a document. ``line`` counts from 1."""

    path: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}"


class WrongDocuments(Exception):
    """Templates, articles or questions with errors: all of them at once, in the order of files and lines."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(sorted(complaints))
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))
