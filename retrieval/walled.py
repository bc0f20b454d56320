"""What of a search's rows is for the audiences asked for: each row is looked at again, and what it leads to as well."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from retrieval.milvus import Match
from retrieval.partitions import Kind
from retrieval.shelf import Shelf
from retrieval.types import Passage, Template

LOG = logging.getLogger(__name__)


def partitions_for(shelf: Shelf, kind: Kind, audiences: Sequence[str]) -> list[str]:
    """The partitions of these audiences in a version; an audience that it doesn't know adds none, and is told."""
    names = []
    for audience in dict.fromkeys(audiences):
        name = shelf.partitions.get(f"{kind} {audience}")
        if name:
            names.append(name)
        elif f"{kind} {audience}" not in shelf.record.counts:
            LOG.warning('the index has nothing of the kind "%s" for "%s"', kind, audience)
    return names


def matches_for(found: Iterable[Iterable[Match]], audiences: Sequence[str]) -> list[Match]:
    """All matches of these audiences. Others can't come; if one does, the server searched too much."""
    kept = []
    for match in (match for matches in found for match in matches):
        if match.fields.get("audience") in audiences:
            kept.append(match)
        else:
            LOG.error("row %s is not for %s and was dropped: the index server searched too much", match.id, audiences)
    return kept


def is_for(audiences: Sequence[str], document: Template | Passage) -> bool:
    """Whether the document may be shown: a row is only a label on it, and a label may be wrong."""
    if document.audience in audiences:
        return True
    LOG.error("%s is not for %s and was dropped: a row of the index leads to it", document.id, audiences)
    return False


def best_of(matches: Iterable[Match], key: Callable[[Match], str]) -> list[Match]:
    """The best match of each key, best first; equal scores in the order of their ids."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: (-match.score, match.id)):
        best.setdefault(key(match), match)
    return list(best.values())
