"""The page that the one on call reads first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from router.ages import short, spoken
from router.cli import cli
from router.commands.status import in_words
from router.wiring import Store

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
WORKER = {
    "since": "2027-03-01T09:00:00+00:00",
    "slot": "slot-1:4be2",
    "index": "knowledge_1",
    "embedding_model": "all-MiniLM-L6-v2",
    "models": {"llama-3.3-70b-versatile": "in use"},
}
STATE: dict[str, Any] = {
    "problems": ["index: no answer from http://milvus:19530", "2 tickets wait: index: no answer"],
    "sending": "stopped",
    "rules": {"in_force": "76199cee412619a8", "problem": ""},
    "lanes_by_hand": [{"what": "all", "lane": "note", "since": "2027-03-01T11:57:00+00:00", "by": "priya"}],
    "oldest_bell_seconds": 61.3,
    "tickets_that_wait": {"index: no answer": 2},
    "replies_in_an_hour": 7,
    "freshdesk_calls_left": {"left": 2990, "of": 3000, "told_at": "2027-03-01T11:59:59+00:00"},
    "model_spending": {"day": {"tokens": 12_345, "money": "0.01 USD", "budget": "20,000 tokens"}},
    "sweep": {"ended_at": "2027-03-01T11:00:00+00:00", "found": {"looked": 3, "rung": 1}, "problem": "403"},
    "workers": {"host:1": WORKER},
}
PAGE = """\
Problem: index: no answer from http://milvus:19530
Problem: 2 tickets wait: index: no answer

sending          STOPPED: python -m router start
rules            76199cee4126
lane by hand     all: note, by priya, 3 minutes ago
bells that wait  the oldest for 61 s
tickets wait     2: index: no answer
replies          7 within the last hour
Freshdesk        2,990 of 3,000 calls left, 1 second ago
model, day       12,345 tokens, 0.01 USD, budget 20,000 tokens
sweep            1 hour ago: 3 tickets looked at, 1 rung; 403
worker           host:1, slot-1:4be2, began 3 hours ago
  index          knowledge_1 (all-MiniLM-L6-v2)
  model          llama-3.3-70b-versatile: in use"""


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["status", *arguments], env={"VAR_DIR": str(folder), "DATABASE_URL": ""})


def test_problems_come_first_and_each_part_has_its_line() -> None:
    assert in_words(STATE, NOW) == PAGE


def test_a_worker_of_another_version_may_tell_less_of_itself() -> None:
    told = in_words(STATE | {"problems": [], "workers": {"host:1": {"problems": {}}}}, NOW)
    assert told.startswith("No problem.\n")
    assert told.endswith("\nworker           host:1")


def test_a_problem_is_an_exit_code_and_json_is_what_the_ops_address_tells(store: Store, tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.exit_code == 1
    assert "Problem: no worker is alive: start python -m router worker\n" in done.stdout
    assert "no worker is alive: start python -m router worker" in json.loads(run(tmp_path, "--json").stdout)["problems"]


@pytest.mark.parametrize(
    ("seconds", "shortly", "said"),
    [
        (-5, "0 s", "0 seconds"),
        (1, "1 s", "1 second"),
        (59.9, "59 s", "59 seconds"),
        (3_599, "59 min", "59 minutes"),
        (3_600, "1 h", "1 hour"),
        (200_000, "2 d", "2 days"),
    ],
)
def test_a_span_is_told_in_the_largest_unit_that_it_fills(seconds: float, shortly: str, said: str) -> None:
    span = timedelta(seconds=seconds)
    assert (short(span), spoken(span)) == (shortly, said)
