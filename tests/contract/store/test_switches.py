from datetime import UTC, datetime

import sqlalchemy as sa

from router.settings import Settings
from router.store.database import set_up_database
from router.store.switches import LIFTED, SENDING, Switches

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
    assert switches.lane_of() is None


def test_the_most_careful_of_rule_template_and_all_counts(engine: sa.Engine) -> None:
    switches = Switches(engine)
    switches.set("template:lock-in-im", "shadow", "priya", NOON)
    switches.set("all", "note", "priya", NOON)
    assert switches.lane_of("any-rule", "lock-in-im") == "shadow"
    assert switches.lane_of("any-rule", "nominee") == "note"
    assert switches.lane_of() == "note"


def test_the_newest_word_counts_and_every_word_stays(engine: sa.Engine) -> None:
    switches = Switches(engine)
    switches.set("rule:a", "note", "priya", NOON, "a wrong reply")
    switches.set("rule:a", LIFTED, "anna", NOON)
    switches.set("rule:b", "shadow", "anna", NOON)
    assert switches.lane_of("a") is None
    assert [line.what for line in switches.by_hand()] == ["rule:b"]
    told = [(line.what, line.value, line.author, line.because) for line in switches.history(10)]
    assert told == [
        ("rule:b", "shadow", "anna", ""),
        ("rule:a", LIFTED, "anna", ""),
        ("rule:a", "note", "priya", "a wrong reply"),
    ]


def test_a_database_of_an_earlier_version_gets_what_is_new(engine: sa.Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE overrides DROP COLUMN because"))
        connection.execute(sa.text("DROP INDEX records_delivered"))
        old = "INSERT INTO overrides (at, author, what, value) VALUES (:at, 'anna', 'rule:a', 'note')"
        connection.execute(sa.text(old), {"at": NOON.isoformat(timespec="microseconds")})
    set_up_database(settings)
    set_up_database(settings)
    [line] = Switches(engine).history(10)
    assert (line.value, line.because) == ("note", "")
    assert "records_delivered" in {index["name"] for index in sa.inspect(engine).get_indexes("records")}
