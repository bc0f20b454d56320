"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How wide somebody's terminal is must not decide how long the lines are that tests compare.
os.environ.pop("COLUMNS", None)

# The same examples every time, and no time limits: a slow machine is no mistake in the code.
settings.register_profile("everywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")
