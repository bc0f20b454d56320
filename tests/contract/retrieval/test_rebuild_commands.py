"""What ops type to rebuild, look, go back and tidy up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.versions import versions_of
from tests.knowledge import ROOT, HashedWords, settings_for


def run(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``python -m retrieval`` with these settings, in a process without the model's libraries to lean on."""
    environment = {
        "MILVUS_URI": settings.milvus_uri,
        "TEMPLATES_DIR": str(settings.templates_dir),
        "KB_DIR": str(settings.kb_dir),
        "SEGMENTS_FILE": str(settings.segments_file),
        "VAR_DIR": str(settings.var_dir),
        "INDEX_ALIAS": settings.index_alias,
        "EMBEDDING_MODEL": HashedWords().name,  # no such model can be loaded: these commands must not try
    }
    command = [sys.executable, "-m", "retrieval", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def versions(settings: Settings) -> list[str]:
    return versions_of(settings.index_alias, Milvus.of(settings).collections())


def test_a_dry_run_needs_no_server_and_says_that_everything_would_be_embedded(tmp_path: Path) -> None:
    done = run(settings_for(tmp_path / "company"), "rebuild", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "the index server doesn't answer, so everything would be embedded" in done.stdout
    assert "12 rows: 12 would be embedded, 0 would be copied" in done.stdout


def test_a_dry_run_beside_a_live_index_tells_only_what_changed(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    hours = settings.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("your opening hours", "the hours"))
    done = run(settings, "rebuild", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "12 rows: 1 would be embedded, 11 would be copied" in done.stdout
    assert "templates for shared: 1 changed" in done.stdout
    assert versions(settings) == [live]


def test_a_dry_run_finds_golden_questions_that_expect_what_does_not_exist(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "company")
    golden = settings.kb_dir / "golden.yaml"
    golden.write_text("- {question: Hours?, segments: [IM], expect: {template: opening-hour}}\n")
    done = run(settings, "rebuild", "--dry-run")
    assert done.returncode == 1
    assert f'{golden}:1: there is no template "opening-hour", did you mean "opening-hours"?' in done.stderr


def test_with_nothing_changed_the_command_says_so_without_loading_the_model(
    settings: Settings, words: HashedWords
) -> None:
    live = rebuild(settings, embedder=words).collection
    done = run(settings, "rebuild")
    assert done.returncode == 0, done.stderr
    assert f"nothing has changed: {live} stays live" in done.stdout
    assert json.loads(run(settings, "status", "--json").stdout)["last"]["result"] == "nothing changed"


def test_rollback_and_prune_say_what_they_did_and_when_there_is_nothing_to_do(
    settings: Settings, words: HashedWords
) -> None:
    first, second, third = (rebuild(settings, embedder=words).collection for _ in range(3))
    assert run(settings, "rollback").stdout == f"live: {second}\n"
    done = run(settings, "prune", "--keep", "0")
    assert sorted(done.stdout.split()) == sorted(["dropped:", first, "dropped:", third])
    assert run(settings, "prune").stdout == "nothing to drop\n"
    none = run(settings, "rollback")
    assert none.returncode == 1
    assert "there is no version to go back to; run python -m retrieval rebuild" in none.stderr
    assert versions(settings) == [second]


def test_a_failed_rebuild_is_an_exit_code_and_stands_in_the_status(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=words)
    (settings.templates_dir / "broken.md").write_text("no front matter")
    assert run(settings, "rebuild").returncode == 1
    status = run(settings, "status")
    assert status.returncode == 0, status.stderr
    assert "last rebuild: failed, less than a minute old: " in status.stdout
    assert "broken.md:1:" in status.stdout


@pytest.mark.parametrize("command", ["rollback", "prune"])
def test_nothing_is_dropped_or_moved_without_a_live_version(settings: Settings, command: str) -> None:
    done = run(settings, command)
    assert done.returncode == 1
    assert "run python -m retrieval rebuild" in done.stderr
