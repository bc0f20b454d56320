"""Our own posts are known for ours whatever became of our database, and no thread from before them is believed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from router.adapters.freshdesk import Freshdesk
from router.doors import Doors
from router.errors import Unavailable
from router.posting.post import Post, post_key, reference_of
from router.posting.reply import reply_html
from router.rows.prepare import understand
from router.run import Run, known
from router.settings import read_settings
from router.stages.deliver import Delivery, Parcel
from router.store.tables import answered, outbox
from router.types import Message, Ticket
from router.wiring import Store, open_store
from sandbox.freshdesk.server import RunningDesk
from tests.clock import SetClock
from tests.control import Control
from tests.laid_out import lay_out
from tests.small_service import doors_of, publish_rules


@pytest.fixture
def store(running: RunningDesk, tmp_path: Path) -> Iterator[Store]:
    settings = read_settings(var=tmp_path, freshdesk_url=running.url, freshdesk_api_key=running.api_key)
    lay_out(settings)
    opened = open_store(settings)
    publish_rules(opened)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def doors(running: RunningDesk, tmp_path: Path, store: Store) -> Doors:
    settings = read_settings(var=tmp_path, freshdesk_url=running.url, freshdesk_api_key=running.api_key)
    return doors_of(settings, store)


def read(number: int, doors: Doors) -> tuple[Ticket, Message]:
    now = doors.clock.now()
    run = understand(Run("run-2", number, now, now), doors)
    return known(run.ticket), known(run.message)


def deliver(number: int, doors: Doors, parcel: Parcel) -> None:
    ticket, message = read(number, doors)
    Delivery("run-1", ticket, max(0, message.id), doors.desk, doors.outbox, {}, doors.clock, 30.0).deliver(parcel)


def parcel(kind: Any) -> Parcel:
    return Parcel(kind, lambda reference: reply_html("It is a year.", reference), {}, (), "as it should be")


def forget(store: Store) -> None:
    """As a backup of the time before the post has it."""
    with store.engine.begin() as connection:
        for table in (outbox, answered):
            connection.execute(sa.delete(table))


def crossed(control: Control, desk: Freshdesk) -> tuple[int, int]:
    """A ticket, and what its customer wrote while our answer to its first message was sent."""
    number = control.mail()
    asked = control.customer_reply(number, "And what does it cost?")
    desk.reply(number, reply_html("It is a year.", reference_of(post_key(number, 0, "reply"))))
    return number, asked


def test_a_post_whose_run_ended_before_its_answer_came_answers_nothing_that_crossed_with_it(
    doors: Doors, control: Control, desk: Freshdesk
) -> None:
    number, asked = crossed(control, desk)
    key = post_key(number, 0, "reply")
    doors.outbox.intend(Post(key, number, 0, "reply", "", reference_of(key), 0, doors.clock.now()), ())
    assert read(number, doors)[1].id == asked
    assert [post.state for post in doors.outbox.of_ticket(number)] == ["sent"]


def test_so_does_one_that_was_made_after_the_backup_which_was_restored(
    doors: Doors, control: Control, desk: Freshdesk
) -> None:
    number, asked = crossed(control, desk)
    assert read(number, doors)[1].id == asked


def test_a_person_who_quotes_our_post_is_a_person(doors: Doors, control: Control, desk: Freshdesk) -> None:
    number, _ = crossed(control, desk)
    [ours] = control.replies(number)
    control.agent_reply(number, f"As we wrote in {reference_of(post_key(number, 0, 'reply'))}, a year.")
    _, message = read(number, doors)
    assert not message.waits
    assert list(doors.outbox.ours(number)) == [ours["id"]]


@pytest.mark.parametrize("kind", ["note", "reply"])
def test_nothing_goes_out_again_after_an_old_backup_was_restored(
    doors: Doors, store: Store, control: Control, kind: str
) -> None:
    number = control.mail()
    before, _ = read(number, doors)
    deliver(number, doors, parcel(kind))
    forget(store)
    again = Delivery("run-9", before, 0, doors.desk, doors.outbox, {}, doors.clock, 30.0).deliver(parcel(kind))
    assert again.delivered == kind
    assert len(control.entries(number)) == 1
    assert not read(number, doors)[1].waits


def test_a_thread_from_before_our_own_answer_is_not_believed(doors: Doors, control: Control) -> None:
    number = control.mail()
    deliver(number, doors, parcel("reply"))
    control.fault("stale", path=f"/tickets/{number}", method="GET")
    with pytest.raises(Unavailable, match="from before our newest post"):
        read(number, doors)
    assert not read(number, doors)[1].waits


def test_a_post_that_an_agent_deleted_is_not_waited_for_for_ever(doors: Doors, control: Control) -> None:
    number = control.mail()
    deliver(number, doors, parcel("reply"))
    [reply] = control.replies(number)
    control.api("DELETE", f"/conversations/{reply['id']}")
    later: Any = SetClock()
    later.time = doors.clock.now() + timedelta(minutes=3)
    assert read(number, replace(doors, clock=later))[1] is not None
