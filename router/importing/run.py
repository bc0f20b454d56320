"""One import: all is read first, then names are given, then files are written. A fault before that writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from router.importing.changes import SEEN, WRITTEN, Known, Outcome, fingerprint, outcome_of
from router.importing.drafts import Draft, LeftOut, draft_of, todo_of, written_out, wrong_with
from router.importing.library import Folder, Library
from router.importing.names import free_name
from router.importing.plan import Kind, Plan


class Review(Protocol):
    """The folder of files to review, and what is in use already."""

    def known(self) -> Mapping[int, Known]:
        """What was brought over before, by Freshdesk's id."""

    def in_use(self) -> Mapping[int, str]:
        """Files that count already and came from Freshdesk, by its id."""

    def names(self) -> frozenset[str]:
        """All names that files have here and among those in use."""

    def path(self, name: str) -> str: ...

    def text(self, name: str) -> str | None:
        """What a file holds now, None without one."""

    def write(self, files: Mapping[str, str], known: Mapping[int, Known]) -> None:
        """Write these files, then remember what was brought over."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file. ``todo`` is what this one needs of a person beside what all need."""

    freshdesk: int
    title: str
    name: str
    path: str
    outcome: Outcome
    in_use: str
    attachments: int
    todo: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderResult:
    """``why`` says why the whole folder was left out, empty when it wasn't."""

    path: str
    audience: str
    count: int
    why: str
    files: tuple[FileResult, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``not_found``: folders of the map that Freshdesk lacks. ``gone``: files whose original isn't brought any more."""

    folders: tuple[FolderResult, ...]
    not_found: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def files(self) -> Iterator[FileResult]:
        return (file for folder in self.folders for file in folder.files)


@dataclass(frozen=True, slots=True)
class _Read:
    folder: Folder
    audience: str
    why: str
    drafts: tuple[Draft, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


UNMAPPED = "not in the map: say there for whom it is, or leave out"


class Import:
    """Canned responses or articles, into one folder for review. ``account`` is Freshdesk's address."""

    def __init__(self, kind: Kind, library: Library, plan: Plan, review: Review, account: str) -> None:
        self._kind = kind
        self._library = library
        self._plan = plan
        self._review = review
        self._account = account
        self._known = dict(review.known())
        self._in_use = review.in_use()
        self._files: dict[str, str] = {}

    def run(self, *, dry_run: bool = False, overwrite: bool = False) -> Result:
        """Raises the errors of :mod:`router.errors`; then nothing was written."""
        read = [self._read(folder) for folder in self._library.folders()]
        names = self._names([draft for one in read for draft in one.drafts])
        gone = tuple(self._gone(names))
        folders = tuple(self._folder(one, names, overwrite) for one in read)
        if not dry_run:
            self._review.write(self._files, self._known)
        return Result(folders, tuple(self._plan.not_found(self._kind, [one.folder.path for one in read])), gone)

    def _read(self, folder: Folder) -> _Read:
        placed = self._plan.placed(self._kind, folder.path)
        if folder.closed or placed is None or not placed.audience:
            return _Read(folder, "", folder.closed or (UNMAPPED if placed is None else "the map says so"))
        drafts, left_out = [], []
        for original in self._library.originals(folder):
            try:
                drafts.append(draft_of(self._kind, original, placed, self._plan, self._account))
            except LeftOut as reason:
                left_out.append((" ".join(original.title.split()), str(reason)))
        return _Read(folder, placed.audience, "", tuple(drafts), tuple(left_out))

    def _names(self, drafts: Sequence[Draft]) -> dict[int, str]:
        """By Freshdesk's id. A name once given stays, whatever becomes of the title."""
        names = {number: known.name for number, known in self._known.items()}
        taken = {*self._review.names(), *names.values()}
        given: dict[int, str] = {}
        for draft in sorted(drafts, key=lambda draft: draft.original.id):
            number = draft.original.id
            given[number] = names.get(number) or free_name(draft.wanted_name, taken)
            taken.add(given[number])
        return given

    def _folder(self, read: _Read, names: Mapping[int, str], overwrite: bool) -> FolderResult:
        files = tuple(self._file(draft, names[draft.original.id], overwrite) for draft in read.drafts)
        return FolderResult(read.folder.path, read.audience, read.folder.count, read.why, files, read.left_out)

    def _file(self, draft: Draft, name: str, overwrite: bool) -> FileResult:
        number, text = draft.original.id, written_out(self._kind, draft, name)
        new = Known(name, fingerprint(text), fingerprint(repr(draft.original)))
        in_use = self._in_use.get(number, "")
        there = self._review.text(name)
        outcome = outcome_of(new, text, self._known.get(number), there, bool(in_use), overwrite)
        if outcome in WRITTEN:
            self._files[name] = text
        if outcome in SEEN:
            self._known[number] = new
        path = self._review.path(name)
        wrong = wrong_with(self._kind, text, path, self._plan.products)
        todo = (*todo_of(draft, name), *wrong)
        return FileResult(number, draft.title, name, path, outcome, in_use, len(draft.original.attachments), todo)

    def _gone(self, names: Mapping[int, str]) -> Iterator[str]:
        for number, known in self._known.items():
            if number not in names and (number in self._in_use or self._review.text(known.name) is not None):
                yield self._in_use.get(number) or self._review.path(known.name)
