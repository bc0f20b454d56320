"""``python -m retrieval search`` on the company's own index, for whoever wants to look for a leak from outside."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from retrieval.settings import Settings
from tests import forked
from tests.wall import Company

IM_PLUS_WORDS = "How do I reach my relationship manager?"
HIT, PASSAGE = {"id", "audience", "score"}, {"id", "audience", "score", "text"}


WAYS = {
    "nothing": [],
    "IM": ["--segments", "IM"],
    "both": ["--segments", "IM, IM+"],
    "unknown": ["--segments", "IM+,im+"],
}


@pytest.fixture(scope="module")
def asked(company: Company, company_settings: Settings) -> dict[str, subprocess.CompletedProcess[str]]:
    """The command with each way to give segments, once: each start loads the model."""
    environment = {
        **os.environ,
        "MILVUS_URI": company_settings.milvus_uri,
        "INDEX_ALIAS": company_settings.index_alias,
        "VAR_DIR": str(company_settings.var_dir),
    }

    def run(options: list[str]) -> subprocess.CompletedProcess[str]:
        return forked.run("retrieval", "search", IM_PLUS_WORDS, *options, "--json", env=environment)

    return {way: run(options) for way, options in WAYS.items()}


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def audiences(done: subprocess.CompletedProcess[str]) -> set[str]:
    found = answer(done)
    return {hit["audience"] for hit in (*found["templates"], *found["passages"])}


def test_it_prints_exactly_what_is_promised(asked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    for done in asked.values():
        found = answer(done)
        assert set(found) == {"templates", "passages", "ours", "levels"}
        assert found["templates"]
        assert found["passages"]
        assert all(set(hit) == HIT | {"probability"} for hit in found["templates"])
        assert all(set(hit) == PASSAGE and hit["text"] for hit in found["passages"])
        likely = [round(hit["probability"] * hit["score"], 2) for hit in found["templates"]]
        assert likely == sorted(likely, reverse=True)
        assert all(-1 <= hit["score"] <= 1.001 for hit in found["templates"])


def test_holders_find_theirs_first(asked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    found = answer(asked["both"])
    assert found["templates"][0]["audience"] == "IM+"
    assert audiences(asked["both"]) <= {"shared", "IM", "IM+"}
    assert asked["both"].stderr == ""


def test_other_holders_find_nothing_of_it(asked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    assert audiences(asked["IM"]) <= {"shared", "IM"}


def test_no_segments_are_shared_alone_without_a_word(asked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    assert audiences(asked["nothing"]) == {"shared"}
    assert asked["nothing"].stderr == ""


def test_an_unknown_segment_is_shared_alone_and_a_warning(asked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    assert audiences(asked["unknown"]) == {"shared"}
    assert "im+" in asked["unknown"].stderr
    assert "shared only" in asked["unknown"].stderr
