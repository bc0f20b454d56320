"""What the doctor says of the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from retrieval.errors import IndexProblem
from retrieval.settings import Settings
from router.doctor.line import Line, broken, ok, warning

MEND = "python -m retrieval status; python -m retrieval mend, and see that python -m retrieval serve runs"
REBUILD = "python -m retrieval rebuild"


def index(now: datetime) -> Iterator[Line]:
    """Whether it can be searched, by which model, how old it is, and whether files have changed since."""
    from retrieval.status import as_json, status_of  # brings pymilvus, which no other command needs

    settings = Settings()
    try:
        status = status_of(settings, now)
    except IndexProblem as problem:
        yield broken("index", str(problem), MEND)
        return
    live = status.live
    if live.problem:
        yield broken("index", live.problem, MEND)
        return
    age = as_json(status)["age_seconds"]
    days = f"{age // 86_400} days old" if isinstance(age, int) else "of unknown age"
    yield ok("index", f"{live.collection} can be searched, by {live.model}, {sum(live.counts.values())} rows, {days}")
    if changed := _changed_since(live.built_at, settings):
        says = f"{changed} files of templates and articles changed after it was built, by their times"
        yield warning("index", says, REBUILD)
    if status.last is not None and status.last.result not in ("live", "nothing changed"):
        yield warning("index", f"the last rebuild: {status.last.result}: {status.last.says}", REBUILD)


def _changed_since(built_at: str, settings: Settings) -> int:
    try:
        built = datetime.fromisoformat(built_at)
    except ValueError:
        return 0
    files = [path for folder in (settings.templates_dir, settings.kb_dir) for path in _files(folder)]
    return sum(datetime.fromtimestamp(path.stat().st_mtime, UTC) > built for path in files)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.name != "README.md")
