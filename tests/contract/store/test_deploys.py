"""A deploy with runs in flight: one version of the code is killed between two steps, another one goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

import router
from router.rulebook.ruleset import from_files
from router.store.publications import Publication
from tests.contract.store.programs import Workers
from tests.jobs import wait_for
from tests.unit.rulebook.lendora import changed

ROUTER = Path(router.__file__).parent
HANGS = {"rows/write.py": (r"(def write\(.*\n)", r"\1    __import__('time').sleep(3600)\n")}
"""It stays in its second step until it is killed."""
OTHER_TYPES = {"**/*.py": (r"\b(Findings|Route|HandOver)\b", r"\1OfTomorrow")}
OTHER_FIELDS = {
    "**/*.py": (r"\bmay_see\b", "is_told_of"),
    "run.py": (r"VERSION = 2\b", "VERSION = 3"),
}


def another_version(folder: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """The code with passages replaced, in a folder of its own. What stays as it is isn't compiled again: it is
    copied with its time, which Python goes by. Another program may just be writing a ``.pyc``."""
    shutil.copytree(ROUTER, folder / "router", ignore=shutil.ignore_patterns("*.pyc.*"))
    for files, (old, new) in changes.items():
        replaced = 0
        for path in (folder / "router").glob(files):
            text, times = re.subn(old, new, path.read_text(encoding="utf-8"))
            if times:
                path.write_text(text, encoding="utf-8")
            replaced += times
        assert replaced, f"nothing in {files} matches {old}"
    return folder


@pytest.mark.parametrize(
    ("later", "goes_on"), [(OTHER_TYPES, True), (OTHER_FIELDS, False)], ids=["renamed types", "renamed fields"]
)
def test_a_run_that_one_version_began_is_ended_by_another_under_other_rules(
    workers: Workers, tmp_path: Path, later: Mapping[str, tuple[str, str]], goes_on: bool
) -> None:
    began_with = workers.store.rule_sets.hash_in_force()
    old = workers.start(another_version(tmp_path / "old", HANGS))
    ticket = workers.new_ticket()
    run = workers.run_of(ticket)
    wait_for(lambda: workers.steps_of(run) == ["prepare"])
    old.kill()
    old.wait()
    rules = from_files(changed("sending.yaml", "highest lane: note", "highest lane: reply"))
    published = Publication(rules.sha256, workers.store.clock.now(), "anna", "", "publish")
    workers.store.rule_sets.put_in_force(rules, published)
    workers.start(another_version(tmp_path / "later", later))
    wait_for(lambda: workers.answered(ticket))
    [ended] = [one for one in workers.store.records.of_ticket(ticket) if one.receipt]
    assert (ended.id == run, ended.rules == began_with) == (goes_on, goes_on)
    assert len(workers.control.notes(ticket)) == 1
