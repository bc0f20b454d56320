"""The command as a lead runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from router.adapters.review_folder import ReviewFolder
from router.commands import imports
from sandbox.freshdesk.server import RunningDesk
from tests.control import Control
from tests.importing import (
    MAP,
    ROOT,
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A folder as a lead has it, without the company's other knowledge."""
    for name in ("templates", "kb", "rules"):
        (tmp_path / name).mkdir()
    (tmp_path / "templates/import.yaml").write_text(MAP, encoding="utf-8")
    segments = (ROOT / "rules/segments.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules/segments.yaml").write_text(segments, encoding="utf-8")
    return tmp_path


def environment(desk: RunningDesk, **settings: str) -> dict[str, str]:
    """What a lead has set, and nothing else."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "SYSTEMROOT")}
    return kept | {"FRESHDESK_URL": desk.url, "FRESHDESK_API_KEY": desk.api_key, "PYTHONPATH": str(ROOT)} | settings


def run(company: Path, desk: RunningDesk, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A process of its own."""
    env, command = environment(desk, **settings), [sys.executable, "-m", "router", "import", *arguments]
    return subprocess.run(command, cwd=company, env=env, capture_output=True, text=True, timeout=300)


@pytest.fixture
def here(company: Path, running: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run it in this process: another one takes two seconds to begin."""
    monkeypatch.chdir(company)
    monkeypatch.setattr(imports, "set_up_logs", lambda _level: None)  # it would do so for all tests that follow

    def run(*arguments: str, **settings: str) -> Result:
        env = {**dict.fromkeys(os.environ), **environment(running, **settings)}
        return CliRunner().invoke(imports.imports, arguments, env=env, catch_exceptions=False)

    return run


def test_the_command_says_what_came_what_stayed_and_what_to_do_next(company: Path, running: RunningDesk) -> None:
    done = run(company, running, "canned-responses")
    assert (done.returncode, done.stderr) == (0, "")
    assert "review/templates/lock-in-im.md: new" in done.stdout
    assert 'left out: "Logo", no words in it' in done.stdout
    assert "Collections team (2): not in the map" in done.stdout
    assert "All in all: 8 new, 6 left out, 1 folder not in the map, 1 attached file left out" in done.stdout
    assert "Write ten or more examples" in done.stdout
    again = run(company, running, "canned-responses", "--json")
    assert {file["outcome"] for folder in json.loads(again.stdout)["folders"] for file in folder["files"]} == {
        "unchanged"
    }


def test_the_command_refuses_a_folder_where_every_file_counts(company: Path, here: Callable[..., Result]) -> None:
    done = here("articles", "--to", "kb/new")
    assert done.exit_code == 1
    assert "choose another one with --to" in done.stderr
    assert not (company / "kb/new").exists()


def test_the_command_points_at_what_is_wrong_in_the_map(company: Path, here: Callable[..., Result]) -> None:
    (company / "templates/import.yaml").write_text("articles:\n  Help: IM++\n", encoding="utf-8")
    done = here("articles")
    assert done.exit_code == 1
    assert 'templates/import.yaml:2:9: "audience" can\'t be "IM++", did you mean "IM+"?' in done.stderr


def test_the_command_says_who_may_read_canned_responses(
    company: Path, here: Callable[..., Result], control: Control
) -> None:
    control.fault("refuse", path="/canned_response_folders", method="GET", count=-1, status=403)
    done = here("canned-responses")
    assert done.exit_code == 1
    assert "must be an admin; nothing was written" in done.stderr
    assert list((company / "review").rglob("*.*")) == []


def test_of_two_imports_at_once_the_second_says_so_and_stops(company: Path, here: Callable[..., Result]) -> None:
    folder = company / "review/templates"
    with ReviewFolder(folder, company / "templates").alone():
        second = here("canned-responses")
        assert (second.exit_code, list(folder.iterdir())) == (1, [])
        assert "another import is at work in review/templates: wait until it is done" in second.stderr
        assert here("canned-responses", "--dry-run").exit_code == 0
        assert here("articles").exit_code == 0
    assert here("canned-responses").exit_code == 0


def test_settings_that_an_import_does_not_need_are_not_looked_at(company: Path, running: RunningDesk) -> None:
    others = {
        "MILVUS_URI": "nowhere",
        "INDEX_ALIAS": "Not A Name",
        "GROQ_TIMEOUT": "soon",
        "GROQ_API_KEY_FILE": "/nowhere/key",
        "ROUTER_BIND": "8080",
        "ROUTER_NO_SUCH": "1",
        "DATABASE_URL": "nothing://",
    }
    done = run(company, running, "canned-responses", **others)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"FRESHDESK_URL": "acme.freshdesk.com"}, "FRESHDESK_URL: must be the account's address and no more"),
        ({"FRESHDESK_API_KEY": ""}, "FRESHDESK_URL and FRESHDESK_API_KEY: both are needed to read from Freshdesk"),
        ({"FRESHDESK_TIMEOUT": "soon"}, "FRESHDESK_TIMEOUT: Input should be a valid number"),
        ({"FRESHDESK_API_KEY_FILE": "/nowhere/key"}, "FRESHDESK_API_KEY_FILE: can't read /nowhere/key"),
        ({"SEGMENTS_FILE": "rules/none.yaml"}, "rules/none.yaml"),
    ],
)
def test_settings_that_it_needs_are_told_in_a_line(
    here: Callable[..., Result], settings: dict[str, str], says: str
) -> None:
    done = here("canned-responses", **settings)
    assert done.exit_code == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
