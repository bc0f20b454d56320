"""What the doctor says of the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from retrieval.alone import Outcome
from retrieval.errors import IndexProblem
from retrieval.settings import Settings
from router.doctor.line import Line, broken, ok, warning

MEND = "python -m retrieval status; python -m retrieval mend, and see that python -m retrieval serve runs"
REBUILD = "python -m retrieval rebuild"
MEND_FILES = "mend what it names, see python -m retrieval check, then: python -m retrieval rebuild"
UNCHANGED = "nothing changed"


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
    if changed := _changed_since(held_against_files(live.built_at, live.collection, status.last), settings):
        says = f"files of templates and articles that changed after it was built, by their times: {changed}"
        yield warning("index", says, REBUILD)
    if status.last is not None and status.last.result not in ("live", UNCHANGED):
        yield warning("index", f"the last rebuild: {status.last.result}: {status.last.says}", MEND_FILES)


def held_against_files(built_at: str, collection: str, last: Outcome | None) -> str:
    """When it was last known to hold what the files say: a rebuild may have found that nothing had changed."""
    same = last is not None and last.result == UNCHANGED and last.collection == collection
    return max(built_at, last.at) if last is not None and same else built_at


def _changed_since(built_at: str, settings: Settings) -> int:
    try:
        built = datetime.fromisoformat(built_at)
    except ValueError:
        return 0
    files = [path for folder in (settings.templates_dir, settings.kb_dir) for path in _files(folder)]
    return sum(datetime.fromtimestamp(path.stat().st_mtime, UTC) > built for path in files)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.name != "README.md")
