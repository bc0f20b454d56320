"""What ops see of the index: what is live, every version that is there, and what the last rebuild came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from retrieval.alone import Outcome, last_outcome
from retrieval.errors import IndexDamaged
from retrieval.health import index_state
from retrieval.history import Version, versions_now
from retrieval.milvus import Milvus
from retrieval.settings import Settings
from retrieval.types import IndexState

STEPS = (("day", 86_400), ("hour", 3600), ("minute", 60))


@dataclass(frozen=True, slots=True)
class Status:
    """The live index, all versions, the last outcome known on this machine, and when that was looked at."""

    live: IndexState
    versions: tuple[Version, ...]
    last: Outcome | None
    now: datetime


def status_of(settings: Settings, now: datetime | None = None) -> Status:
    """Look at everything. Raises ``IndexUnavailable`` when the server can't be asked."""
    milvus = Milvus.of(settings)
    live = index_state(milvus, settings.index_alias, settings.embedding_model)
    try:
        versions = tuple(versions_now(milvus, settings.index_alias))
    except IndexDamaged:  # the state tells what is wrong
        versions = ()
    return Status(live, versions, last_outcome(settings.var_dir), now or datetime.now(UTC))


def as_json(status: Status) -> Mapping[str, object]:
    """The status for machines: the live index at the top, ages in seconds."""
    return {
        **asdict(status.live),
        "age_seconds": _seconds(status.live.built_at, status.now),
        "versions": [_version(one, status.now) for one in status.versions],
        "last": asdict(status.last) if status.last else None,
    }


def _version(version: Version, now: datetime) -> Mapping[str, object]:
    record, proof = version.record, version.proof
    return {
        "name": version.name,
        "standing": version.standing,
        "built_at": record.built_at if record else "",
        "age_seconds": _seconds(record.built_at, now) if record else None,
        "model": record.model if record else "",
        "counts": dict(record.counts) if record else {},
        "golden": {"answered": len(proof.answered), "missed": len(proof.missed)} if proof else None,
    }


def in_words(status: Status) -> str:
    """The status for people."""
    live = status.live
    built = f"{live.built_at} ({_age(live.built_at, status.now)})" if live.built_at else ""
    lines = [f"live     {live.collection or 'none'}", f"model    {live.model}", f"built    {built}"]
    lines += [f"{rows:8} {key}" for key, rows in live.counts.items()]
    if status.versions:
        lines += ["versions", *(f"  {_line(one, status.now)}" for one in status.versions)]
    if status.last:
        age = _age(status.last.at, status.now)
        lines.append(f"last rebuild: {status.last.result}, {age}: {status.last.says}")
    return "\n".join([*lines, f"problem  {live.problem}" if live.problem else "sound"])


def _line(version: Version, now: datetime) -> str:
    if version.record is None:
        return f"{version.name}  {version.standing}"
    rows = f"{sum(version.record.counts.values())} rows"
    golden = (
        f"{len(version.proof.answered)} golden questions answered" if version.proof else "no golden questions asked"
    )
    age = _age(version.record.built_at, now)
    return f"{version.name}  {version.standing}, {age}, {rows}, {version.record.model}, {golden}"


def _seconds(built_at: str, now: datetime) -> int | None:
    try:
        return int((now - datetime.fromisoformat(built_at)).total_seconds())
    except ValueError:
        return None


def _age(built_at: str, now: datetime) -> str:
    seconds = _seconds(built_at, now)
    if seconds is None:
        return "age unknown"
    for word, length in STEPS:
        if seconds >= length:
            count = seconds // length
            return f"{count} {word}{'s' if count > 1 else ''} old"
    return "less than a minute old"
