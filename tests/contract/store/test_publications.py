"""Sets of rules, which one is in force, and what was in force before."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog import wrap_logger
from structlog.stdlib import BoundLogger
from structlog.testing import CapturingLogger

from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, from_files
from router.settings import Settings
from router.store import watched_folder
from router.store.database import open_engine
from router.store.figures import read_figures
from router.store.folder_problem import FOLDER, folder_problem
from router.store.heartbeats import Heartbeats
from router.store.inbox import Inbox, open_client
from router.store.publications import Publication, Publications
from router.store.rule_sets import StoredRuleSets
from router.store.switches import LIFTED, SENDING, Switches
from router.store.tables import rule_sets as table
from router.store.watched_folder import WatchedFolder
from tests.unit.rulebook.lendora import texts

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def sets(engine: sa.Engine) -> StoredRuleSets:
    return StoredRuleSets(engine)


def with_remark(remark: object) -> RuleSet:
    """The example company's rules; each remark makes another hash."""
    return from_files(texts() | {"segments.yaml": texts()["segments.yaml"] + f"# {remark}\n"})


def put(sets: StoredRuleSets, rules: RuleSet, author: str = "anna") -> bool:
    return sets.put_in_force(rules, Publication(rules.sha256, NOON, author, "", "publish"))


def test_what_is_put_in_force_counts_for_every_host_and_is_kept_whole(
    engine: sa.Engine, settings: Settings, sets: StoredRuleSets
) -> None:
    rules = with_remark("first")
    assert put(sets, rules)
    other_host = open_engine(settings)
    assert StoredRuleSets(other_host).in_force().files == rules.files
    other_host.dispose()
    assert [line.sha256 for line in Publications(engine).newest()] == [rules.sha256]


def test_the_same_again_changes_nothing(engine: sa.Engine, sets: StoredRuleSets) -> None:
    assert put(sets, with_remark("first"))
    assert not put(sets, with_remark("first"))
    assert len(Publications(engine).newest()) == 1


def test_of_many_hosts_that_publish_at_once_the_last_line_is_what_counts(
    engine: sa.Engine, settings: Settings, sets: StoredRuleSets
) -> None:
    many = [with_remark(number) for number in range(8)]
    hosts = [open_engine(settings) for _ in many]
    together = threading.Barrier(len(many))

    def publish(host: sa.Engine, rules: RuleSet) -> None:
        together.wait()
        put(StoredRuleSets(host), rules, rules.sha256[:8])

    threads = [threading.Thread(target=publish, args=pair) for pair in zip(hosts, many, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = Publications(engine).newest()
    assert {line.sha256 for line in lines} == {rules.sha256 for rules in many}
    assert sets.hash_in_force() == lines[0].sha256
    assert sets.in_force().sha256 == lines[0].sha256
    for host in hosts:
        host.dispose()


def test_a_set_whose_row_is_gone_or_that_cannot_be_read_is_a_clear_error(
    engine: sa.Engine, sets: StoredRuleSets
) -> None:
    put(sets, with_remark("first"))
    with engine.begin() as connection:
        connection.execute(sa.update(table).values(files={"sending.yaml": "highest lane: moon"}))
    with pytest.raises(Unavailable, match="can't be read by this version of the service"):
        sets.in_force()
    with engine.begin() as connection:
        connection.execute(sa.delete(table))
    with pytest.raises(Unavailable, match="is not in the database: publish the rules again"):
        sets.in_force()
    assert read_figures(engine, sets, NOON).rules_problem


def lay_out(folder: Path, remark: object = "") -> Path:
    for name, text in with_remark(remark).files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "rules", "first")


@pytest.fixture
def watched(engine: sa.Engine, sets: StoredRuleSets, folder: Path) -> WatchedFolder:
    return WatchedFolder(folder, sets, Publications(engine), lambda _folder: "c0ffee")


def look_twice(watched: WatchedFolder, *, publish: bool = True) -> None:
    for _ in range(2):
        watched.look(NOON, publish=publish)


def test_the_watcher_publishes_what_two_looks_agree_on(
    engine: sa.Engine, sets: StoredRuleSets, folder: Path, watched: WatchedFolder
) -> None:
    watched.look(NOON, publish=True)
    assert sets.hash_in_force() is None
    lay_out(folder, "second")
    watched.look(NOON, publish=True)
    assert sets.hash_in_force() is None
    watched.look(NOON, publish=True)
    assert sets.hash_in_force() == with_remark("second").sha256
    [line] = Publications(engine).newest()
    assert (line.how, line.commit) == ("watcher", "c0ffee")


def test_a_change_that_keeps_the_times_of_the_files_is_seen_too(
    sets: StoredRuleSets, folder: Path, watched: WatchedFolder
) -> None:
    look_twice(watched)
    path = folder / "segments.yaml"
    before = path.stat()
    lay_out(folder, "later")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    look_twice(watched)
    assert sets.hash_in_force() == with_remark("later").sha256


def take_away(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def empty(folder: Path) -> None:
    take_away(folder)
    folder.mkdir()


def delete_one(folder: Path) -> None:
    (folder / "routing.yaml").unlink()


def break_one(folder: Path) -> None:
    (folder / "routing.yaml").write_text("rules: [", encoding="utf-8")


def in_the_way(folder: Path) -> None:
    (folder / "routing.yaml").unlink()
    (folder / "routing.yaml").mkdir()


@pytest.mark.parametrize("harm", [take_away, empty, delete_one, break_one, in_the_way])
def test_a_folder_that_cannot_be_used_changes_nothing_and_is_told_until_it_can(
    engine: sa.Engine, sets: StoredRuleSets, folder: Path, watched: WatchedFolder, harm: object
) -> None:
    look_twice(watched)
    good = sets.hash_in_force()
    assert callable(harm)
    harm(folder)
    look_twice(watched)
    assert sets.hash_in_force() == good
    assert watched.problem
    assert folder_problem(engine, NOON) == watched.problem
    assert read_figures(engine, sets, NOON).rules_problem
    if (folder / "routing.yaml").is_dir():
        (folder / "routing.yaml").rmdir()
    lay_out(folder, "first")
    look_twice(watched)
    assert watched.problem == ""
    assert folder_problem(engine, NOON) == ""


def test_a_broken_folder_is_told_at_the_start_of_a_worker_and_the_last_good_set_stays(
    engine: sa.Engine, sets: StoredRuleSets, folder: Path
) -> None:
    put(sets, with_remark("good"))
    break_one(folder)
    started = WatchedFolder(folder, sets, Publications(engine), lambda _folder: "")
    look_twice(started, publish=False)
    assert "routing.yaml:2:" in started.problem
    assert sets.in_force().sha256 == with_remark("good").sha256


def test_a_broken_folder_is_logged_once_and_not_at_every_look(
    folder: Path, watched: WatchedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = CapturingLogger()
    monkeypatch.setattr(watched_folder, "log", wrap_logger(lines, processors=[], wrapper_class=BoundLogger))
    break_one(folder)
    for _ in range(6):
        watched.look(NOON, publish=True)
    assert [(call.method_name, call.kwargs["event"]) for call in lines.calls] == [("error", "rules_folder_not_used")]


def test_without_the_setting_the_folder_is_looked_at_and_never_published(
    sets: StoredRuleSets, watched: WatchedFolder
) -> None:
    look_twice(watched, publish=False)
    assert sets.hash_in_force() is None


def test_a_rollback_is_not_undone_by_a_watcher_that_starts_but_by_an_edit(
    engine: sa.Engine, sets: StoredRuleSets, folder: Path, watched: WatchedFolder
) -> None:
    put(sets, with_remark("before"))
    look_twice(watched)
    back = with_remark("before")
    sets.put_in_force(back, Publication(back.sha256, NOON, "priya", "", "rollback"))
    look_twice(watched)
    started = WatchedFolder(folder, sets, Publications(engine), lambda _folder: "")
    look_twice(started)
    assert sets.hash_in_force() == back.sha256
    lay_out(folder, "edited")
    look_twice(started)
    assert sets.hash_in_force() == with_remark("edited").sha256


def test_what_a_worker_says_of_its_folder_counts_while_it_lives(engine: sa.Engine) -> None:
    Heartbeats(engine).beat("w1", {"problems": {FOLDER: "rules: there is no such folder"}}, NOON)
    assert folder_problem(engine, NOON + timedelta(seconds=30)) == "rules: there is no such folder"
    assert folder_problem(engine, NOON + timedelta(minutes=5)) == ""


def test_a_publishing_that_was_refused_is_told_until_one_succeeds(
    engine: sa.Engine, sets: StoredRuleSets, folder: Path
) -> None:
    put(sets, with_remark("first"))
    break_one(folder)
    with pytest.raises(RulesInvalid):
        sets.publish(folder, "anna", NOON)
    assert "routing.yaml:2:" in folder_problem(engine, NOON)
    put(sets, with_remark("first"))
    assert folder_problem(engine, NOON) == ""


def test_the_figures_are_those_of_the_moment(engine: sa.Engine, sets: StoredRuleSets) -> None:
    assert read_figures(engine, sets, NOON).rules_in_force == ""
    put(sets, with_remark("first"))
    switches = Switches(engine)
    for what, value in (("all", "note"), ("rule:a", "note"), ("rule:a", LIFTED), (SENDING, "stopped")):
        switches.set(what, value, "priya", NOON)
    Inbox(engine, open_client(engine)).ring(7, NOON - timedelta(minutes=2), 0)
    figures = read_figures(engine, sets, NOON)
    assert figures.rules_in_force == with_remark("first").sha256
    assert (figures.lanes_by_hand, figures.sending_stopped, figures.rules_problem) == (1, True, False)
    assert figures.oldest_bell_seconds == 120


def test_a_fault_of_ours_while_reading_the_folder_is_a_problem_like_any_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overflows(_folder: Path) -> RuleSet:
        raise OverflowError

    monkeypatch.setattr(watched_folder, "read_folder", overflows)
    assert "reading it failed (OverflowError)" in str(watched_folder.read_or_problem(folder))
