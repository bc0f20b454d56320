"""The versions that are there: which one is live, which it came from, which never got that far; back and tidy."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from retrieval.alone import alone
from retrieval.errors import IndexDamaged, IndexProblem, RebuildFailed
from retrieval.health import problem_of
from retrieval.milvus import Milvus
from retrieval.settings import Settings
from retrieval.versions import Proof, Record, moment_of, read_proof, read_record, versions_of

LOG = logging.getLogger(__name__)

KEPT_BEFORE = 2
"""Versions before the live one that a rebuild keeps for ``rollback``."""
ABANDONED = timedelta(hours=1)
"""Age from which an unfinished version on a server elsewhere is nobody's any more."""

Standing = Literal["live", "before", "gone back from", "unfinished"]


@dataclass(frozen=True, slots=True)
class Version:
    """One collection of ours. ``record`` and ``proof`` are None when they can't be read, or were never written."""

    name: str
    standing: Standing
    record: Record | None
    proof: Proof | None


def versions_now(milvus: Milvus, alias: str) -> list[Version]:
    """All versions: the live one, those before it, newest first, then the others."""
    live = milvus.target(alias)
    names = versions_of(alias, milvus.collections())
    records = {name: _record(milvus, name) for name in names}
    proofs = {name: read_proof(milvus, name) for name in names}
    line = line_back(live, {name: records[name] for name in names if proofs[name] or name == live})
    ordered = [*line, *sorted(set(names) - set(line), reverse=True)]
    return [Version(name, _standing(name, live, line, proofs), records[name], proofs[name]) for name in ordered]


def line_back(live: str, records: Mapping[str, Record | None]) -> list[str]:
    """The live version and those before it, each the one that was live when the next was built.

    A version that ops went back from is in no such line, so that going back twice never returns to it. Where one is
    missing the line goes on with the next older by name.
    """
    line: list[str] = []
    at = live
    while at:
        if at in records:
            line.append(at)
        record = records.get(at)
        before = record.before if record else ""
        at = before if before in records else max((name for name in records if name < (before or at)), default="")
        if at in line:
            break
    return line


def _standing(name: str, live: str, line: Sequence[str], proofs: Mapping[str, Proof | None]) -> Standing:
    if name == live:
        return "live"
    if name in line:
        return "before"
    return "gone back from" if proofs[name] else "unfinished"


def _record(milvus: Milvus, name: str) -> Record | None:
    try:
        return read_record(milvus, name)
    except IndexDamaged:
        return None


def rollback(settings: Settings, *, milvus: Milvus | None = None) -> str:
    """Let the alias name the version before the live one; its name. Raises ``RebuildFailed`` without a sound one."""
    server = milvus or Milvus.of(settings)
    with alone(settings.var_dir):
        before = [one for one in versions_now(server, settings.index_alias) if one.standing == "before"]
        if not before:
            raise RebuildFailed("there is no version to go back to; run python -m retrieval rebuild")
        wrong = []
        for name in (one.name for one in before):
            if not (says := _wrong_with(server, name, settings.embedding_model)):
                server.point(settings.index_alias, name)
                return name
            wrong.append(f"{name}: {says}")
        raise RebuildFailed("no version before can be gone back to, the live one stays\n" + "\n".join(wrong))


def _wrong_with(milvus: Milvus, name: str, model: str) -> str:
    try:
        milvus.load(name)
        record = read_record(milvus, name)
        return problem_of(milvus, name, record, model)
    except IndexDamaged as damage:
        return str(damage)


def prune(settings: Settings, keep: int, *, milvus: Milvus | None = None) -> list[str]:
    """Drop all versions but the live one and ``keep`` before it; the names of those dropped."""
    server = milvus or Milvus.of(settings)
    with alone(settings.var_dir):
        if not server.target(settings.index_alias):
            raise RebuildFailed("there is no live version, so nothing is dropped; run python -m retrieval rebuild")
        return drop_others(server, settings, keep)


def drop_others(milvus: Milvus, settings: Settings, keep: int = KEPT_BEFORE) -> list[str]:
    """Drop what is neither live nor one of the last ``keep`` before it. The caller holds the lock."""
    found = versions_now(milvus, settings.index_alias)
    before = [one for one in found if one.standing == "before"][keep:]
    others = [one for one in found if one.standing == "gone back from"]
    return [name for name in (one.name for one in [*before, *others]) if drop_quietly(milvus, settings, name)] + (
        drop_unfinished(milvus, settings, found)
    )


def drop_unfinished(milvus: Milvus, settings: Settings, found: Sequence[Version]) -> list[str]:
    """Drop what rebuilds left that were ended before they had finished. The caller holds the lock.

    The lock says that nobody on this machine is at work; on a server elsewhere a young one may be another machine's.
    """
    before = datetime.now(UTC) - ABANDONED
    left = [one.name for one in found if one.standing == "unfinished"]
    ours = [name for name in left if settings.serves_here or moment_of(name) < before]
    return [name for name in ours if drop_quietly(milvus, settings, name)]


def drop_quietly(milvus: Milvus, settings: Settings, name: str) -> bool:
    """Drop a version, never the live one; what can't be dropped now is left for the next rebuild."""
    try:
        if milvus.target(settings.index_alias) == name:
            return False
        milvus.drop(name)
    except IndexProblem as problem:
        LOG.warning("%s could not be dropped now, the next rebuild will: %s", name, problem)
        return False
    return True
