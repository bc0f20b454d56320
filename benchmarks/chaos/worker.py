"""The worker program with its minutes cut to seconds: a storm tries what comes after a wait, not the wait.

``python -m benchmarks.chaos.worker`` is ``python -m router worker`` in everything else.
"""

from __future__ import annotations

from datetime import timedelta

from router import wiring
from router.logs import set_up_logs
from router.settings import read_settings
from router.sweep import rounds
from router.working import pulse, reaper
from router.working.program import work

GRACE = 20.0
"""A changed ticket is left to its own bell for so long (two minutes in an installation)."""
NO_SIGN_OF_LIFE = timedelta(seconds=20)
"""A worker that beats no more loses its slot after this (two minutes)."""


def main() -> None:
    """Work until told to stop."""
    wiring.GRACE = GRACE
    rounds.LOOK_EVERY = 2.0
    pulse.BEAT_SECONDS = 2.0
    reaper.NO_SIGN_OF_LIFE = NO_SIGN_OF_LIFE
    settings = read_settings()
    set_up_logs(settings.log_level)
    work(settings)


if __name__ == "__main__":
    main()
