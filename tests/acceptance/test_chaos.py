"""A small storm over the real programs; the large ones are ``python -m benchmarks.chaos``."""

from __future__ import annotations

import json
import subprocess
import sys

PROMISES = ("lost", "twice", "overlapping", "talked_over")


def test_in_a_storm_nobody_is_left_alone_answered_twice_or_talked_over() -> None:
    command = [sys.executable, "-m", "benchmarks.chaos", "--events", "20", "--kills", "2", "--short"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ended.stdout.strip(), ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert {name: told[name] for name in PROMISES} == dict.fromkeys(PROMISES, 0), told["broken"]
    assert told["events"] == 20
    assert told["answered"] + told["noted"] + told["decided"] + told["by_a_person"] == 20
    assert told["kills"] == 2
    assert ended.returncode == 0
