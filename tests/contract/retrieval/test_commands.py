"""The commands as ops type them, with the model that comes with the packages."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from retrieval.settings import Settings
from tests import forked
from tests.knowledge import IndexServer, settings_for


def run(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``python -m retrieval`` with these settings in its environment."""
    environment = {
        "MILVUS_URI": settings.milvus_uri,
        "TEMPLATES_DIR": str(settings.templates_dir),
        "KB_DIR": str(settings.kb_dir),
        "SEGMENTS_FILE": str(settings.segments_file),
        "VAR_DIR": str(settings.var_dir),
        "INDEX_ALIAS": settings.index_alias,
    }
    return forked.run("retrieval", *arguments, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def built(index_server: IndexServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_for(tmp_path_factory.mktemp("commands") / "company", index_server.uri, "commands")
    done = run(settings, "rebuild")
    assert done.returncode == 0, done.stderr
    assert "12 rows: 12 embedded, 0 copied" in done.stdout
    return settings


def test_status_tells_what_is_live(built: Settings) -> None:
    done = run(built, "status", "--json")
    state = json.loads(done.stdout)
    assert (done.returncode, state["problem"], state["model"]) == (0, "", "all-MiniLM-L6-v2")
    assert state["counts"]["passage IM+"] == 2


def test_search_finds_by_meaning_within_the_segments_given(built: Settings) -> None:
    found = json.loads(run(built, "search", "penalty for leaving too soon", "--segments", "IM+", "--json").stdout)
    assert found["templates"][0]["id"] == "exit-fee-im-plus"
    assert {hit["audience"] for hit in found["templates"] + found["passages"]} == {"shared", "IM+"}
    assert set(found["passages"][0]) == {"id", "audience", "score", "text"}


def test_search_without_or_with_unknown_segments_is_shared_only(built: Settings) -> None:
    nobody = run(built, "search", "What is the exit fee?", "--json")
    unknown = run(built, "search", "What is the exit fee?", "--segments", "IM,VIP", "--json")
    for done in (nobody, unknown):
        found = json.loads(done.stdout)
        assert {hit["audience"] for hit in found["templates"] + found["passages"]} == {"shared"}
    assert "VIP" in unknown.stderr
    assert "VIP" not in nobody.stderr


def test_commands_say_how_to_start_the_server(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "company")
    for command in (["status"], ["rebuild"], ["search", "x"], ["mend"], ["rollback"]):
        done = run(settings, *command)
        assert done.returncode == 1, command
        assert "start it with python -m retrieval serve" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_rebuild_with_mistakes_lists_them_and_leaves_the_index(built: Settings, tmp_path: Path) -> None:
    settings = built.model_copy(update={"templates_dir": tmp_path})
    (tmp_path / "bad.md").write_text("no front matter")
    (tmp_path / "worse.md").write_text("---\nid: 1\n")
    done = run(settings, "rebuild")
    assert done.returncode == 1
    assert "bad.md:1:" in done.stderr
    assert "worse.md:1:" in done.stderr
    assert run(built, "status").returncode == 0


def test_status_of_an_index_that_is_not_there_is_exit_code_1(built: Settings) -> None:
    done = run(built.model_copy(update={"index_alias": "nowhere"}), "status")
    assert done.returncode == 1
    assert "no index yet; run python -m retrieval rebuild" in done.stdout


def test_settings_that_cannot_be_used_are_told_by_name(built: Settings) -> None:
    done = run(built.model_copy(update={"milvus_uri": "localhost"}), "status")
    assert done.returncode == 1
    assert "MILVUS_URI must look like" in done.stderr
    assert "Traceback" not in done.stderr
