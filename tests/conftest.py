"""Settings of all tests."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How wide somebody's terminal is must not decide how long the lines are that tests compare.
os.environ.pop("COLUMNS", None)

# The same examples every time, and no time limits: a slow machine is no mistake in the code.
settings.register_profile("everywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes share the work, and only there."""
    from tests.scheduling import FilesTogether

    return FilesTogether(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One and a half for each processor: half of the time of contract tests is spent waiting for servers."""
    return max(2, len(os.sched_getaffinity(0)) * 3 // 2)
