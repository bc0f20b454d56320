from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.soak import Look, told
from benchmarks.watching import below, cpu_seconds, kind_of, open_files


@pytest.mark.parametrize(
    ("stack", "kind"),
    [
        (["run (router/steps.py:9)", "dumps (json/__init__.py:2)"], "own"),
        (["run (dbos/_core.py:9)", "step (router/workflow.py:2)"], "own"),
        (["step (router/workflow.py:2)", "record (dbos/_sys_db.py:9)", "execute (sqlalchemy/a.py:2)"], "engine"),
        (["of (router/store/outbox.py:2)", "loads (json/__init__.py:2)"], "engine"),
        (["ask (router/adapters/freshdesk_http.py:2)", "json (requests/models.py:2)", "loads (json/a.py:2)"], "http"),
        (["search (router/stages/retrieve.py:2)", "_call (retrieval/milvus.py:2)", "x (grpc/_channel.py:3)"], "index"),
        (["search (router/stages/retrieve.py:2)", "encode (retrieval/minilm.py:2)", "x (torch/nn.py:3)"], "embedding"),
        (["wait (threading.py:2)"], "other"),
    ],
)  # fmt: skip
def test_a_sample_belongs_to_the_newest_call_that_has_an_owner(stack: list[str], kind: str) -> None:
    assert kind_of(stack) == kind


def test_a_process_is_watched_with_what_came_from_it(tmp_path: Path) -> None:
    own = below(os.getpid())
    assert own[0] == os.getpid()
    assert cpu_seconds(own) > 0
    before = open_files([os.getpid()])
    with open(tmp_path / "file", "w", encoding="utf-8"):
        assert open_files([os.getpid()]) == before + 1


def look(minute: float, memory: float, files: int = 10) -> Look:
    """Of a service that has dealt with ten tickets a minute, each of which left 100 KB."""
    tickets = int(minute * 10)
    each = dict.fromkeys(("web", "worker", "index"), memory)
    return Look(minute, tickets, each, dict.fromkeys(each, files), tickets * 100 / 1024, {"jobs": tickets})


def test_what_grows_from_the_first_quarter_on_is_told() -> None:
    rising = told([look(minute, 100 + 5 * minute) for minute in range(21)])
    assert not rising["memory_flat"]
    assert rising["files_flat"]
    assert rising["database_kb_per_ticket"] == 100.0
    assert rising["engine_rows_per_ticket"] == {"jobs": 1.0}
    warm = told([look(minute, 100 if minute < 3 else 200, 10 + int(minute)) for minute in range(21)])
    assert warm["memory_flat"]
    assert not warm["files_flat"]
