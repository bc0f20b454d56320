from __future__ import annotations

from router.working.pulse import try_each


def test_what_fails_keeps_nothing_else_from_being_done() -> None:
    done: list[str] = []

    def broken() -> None:
        raise OverflowError

    try_each(watchdog=lambda: done.append("watchdog"), rules_folder=broken, heartbeat=lambda: done.append("heartbeat"))
    assert done == ["watchdog", "heartbeat"]
