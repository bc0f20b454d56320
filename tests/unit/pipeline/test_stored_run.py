"""What a step stores: the whole run at first, then what is new."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.run import VERSION, Run, Trouble
from router.types import Counts, Receipt

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RECORDED = Path(__file__).parents[2] / "fixtures" / "runs"


def answered() -> Run:
    return Run.from_json(json.loads((RECORDED / "v1_answered.json").read_text(encoding="utf-8"))["deliver"])


def test_what_is_new_and_what_was_stored_before_make_the_whole_run() -> None:
    before = replace(answered(), receipt=None, counts=None, attempt=3, version=VERSION)
    after = replace(before, receipt=Receipt("note", "because"), counts=Counts(1, 2, 3)).took("deliver", 1.5)
    new = after.to_json(before)
    assert {"receipt", "counts", "seconds"} == new.keys() - {
        "id",
        "ticket_id",
        "started_at",
        "first_at",
        "attempt",
        "version",
    }
    assert Run.from_json({**before.to_json(), **new}) == after


def test_a_trouble_that_has_passed_is_told() -> None:
    before = Run("run", 7, MORNING, MORNING, trouble=Trouble("Groq", "busy", "later"))
    assert replace(before, trouble=None).to_json(before)["trouble"] is None


@pytest.mark.parametrize("version", [1, VERSION])
def test_what_this_and_the_first_version_stored_is_gone_on_with(version: int) -> None:
    assert replace(answered(), version=version).fits


def test_what_a_later_version_stored_begins_anew() -> None:
    assert not replace(answered(), version=VERSION + 1).fits
