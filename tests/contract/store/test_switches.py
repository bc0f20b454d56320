from datetime import UTC, datetime

import sqlalchemy as sa

from router.store.switches import SENDING, Switches

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_sending_is_on_until_somebody_stops_it(engine: sa.Engine) -> None:
    switches = Switches(engine)
    assert not switches.stopped()
    switches.set(SENDING, "stopped", "priya", NOON)
    assert switches.stopped()
    assert Switches(engine).stopped()
    switches.set(SENDING, "started", "priya", NOON)
    assert not switches.stopped()


def test_a_lane_set_by_hand_counts_for_its_rule_alone(engine: sa.Engine) -> None:
    switches = Switches(engine)
    switches.set("rule:lock-in-answers", "note", "priya", NOON)
    assert switches.lane_of("lock-in-answers") == "note"
    assert switches.lane_of("another-rule") is None
