"""What an import did, for the lead who goes on from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from router.commands.rules.options import count
from router.importing.changes import WRITTEN
from router.importing.plan import Kind
from router.importing.run import UNMAPPED, FileResult, FolderResult, Result

_TOLD = {
    "new": "new",
    "changed": "changed",
    "changed since it is in use": "changed in Freshdesk since it is in use",
    "edited, and changed in Freshdesk": "edited by hand and left as it is, though Freshdesk has new words",
    "edited": "edited by hand, left as it is",
    "taken away": "taken away by hand, left away",
    "unchanged": "unchanged",
    "in use": "in use",
}
"""In the order in which they are told."""
_QUIET = ("unchanged", "in use", "taken away")
_AFTER_TEMPLATES = """What to do next, file by file:
  1. Read it. Mend what is listed above and in the file's first lines.
  2. Write ten or more examples, set review, and give it a topic that its siblings have too (templates/README.md).
  3. Move it to templates/, then: python -m retrieval rebuild --dry-run"""
_AFTER_ARTICLES = """What to do next, file by file:
  1. Read it. Mend what is listed above and in the file's first lines. Each figure stands in one article (kb/README.md).
  2. Set review.
  3. Move it to kb/, then: python -m retrieval rebuild --dry-run"""


def report(kind: Kind, result: Result, map_file: str, *, dry_run: bool) -> str:
    """Folder by folder, then what concerns all, then what to do next."""
    lines = [line for folder in result.folders if folder.audience for line in _folder(folder)]
    lines += _others(result, map_file)
    lines += [_total(result, dry_run)]
    if any(file.outcome in ("new", "changed") for file in result.files):
        lines += ["", _AFTER_TEMPLATES if kind == "canned responses" else _AFTER_ARTICLES]
    return "\n".join(lines)


def _folder(folder: FolderResult) -> Iterator[str]:
    yield f"{folder.path}: for {'everybody' if folder.audience == 'shared' else f'holders of {folder.audience}'}"
    outcomes = Counter(_TOLD[file.outcome] for file in folder.files)
    counts = [f"{outcomes[told]} {told}" for told in _TOLD.values() if outcomes[told]]
    counts += [f"{len(folder.left_out)} left out"] if folder.left_out else []
    yield f"  {', '.join(counts) or 'nothing in it'}"
    for file in folder.files:
        yield from _file(file)
    for title, why in folder.left_out:
        yield f'  left out: "{title}", {why}'
    yield ""


def _file(file: FileResult) -> Iterator[str]:
    if file.outcome in _QUIET:
        return
    beside = f", which came from it: compare with {file.in_use}" if file.in_use else ""
    yield f"  {file.path}: {_TOLD[file.outcome]}{beside}"
    if file.outcome in WRITTEN:
        yield from (f"    - {one}" for one in file.todo)


def _others(result: Result, map_file: str) -> Iterator[str]:
    left_out = [folder for folder in result.folders if not folder.audience]
    if left_out:
        yield "Folders left out whole:"
        yield from (f"  {folder.path} ({folder.count}): {folder.why}" for folder in left_out)
        yield ""
    yield from _listed(f"Named in {map_file}, but not in Freshdesk:", result.not_found)
    yield from _listed("No longer brought from Freshdesk (deleted, a draft, or left out). Keep or delete:", result.gone)


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from (title, *(f"  {line}" for line in lines), "")


def _total(result: Result, dry_run: bool) -> str:
    outcomes = Counter(_TOLD[file.outcome] for file in result.files)
    counts = [f"{outcomes[told]} {told}" for told in _TOLD.values() if outcomes[told]]
    left_out = sum(len(folder.left_out) for folder in result.folders)
    whole = sum(folder.count for folder in result.folders if not folder.audience)
    unmapped = sum(folder.why == UNMAPPED for folder in result.folders)
    counts += [f"{left_out + whole} left out"] if left_out + whole else []
    counts += [count(unmapped, "folder") + " not in the map"] if unmapped else []
    attached = sum(file.attachments for file in result.files)
    counts += [count(attached, "attached file") + " left out"] if attached else []
    return f"{'Would be' if dry_run else 'All in all'}: {', '.join(counts) or 'nothing'}"
