from __future__ import annotations

import threading
from datetime import timedelta

from router.at_work import AtWork, InHand
from tests.clock import SetClock


def test_a_run_is_in_hand_from_its_beginning_to_its_end() -> None:
    at_work = AtWork(SetClock())
    with at_work.on("run-1", 7):
        assert at_work.runs() == {"run-1"}
        with at_work.step("run-1", 7, "write"):
            assert at_work.runs() == {"run-1"}
    assert at_work.runs() == frozenset()


def test_a_step_hangs_when_it_takes_too_long_and_a_wait_between_two_of_them_does_not() -> None:
    clock = SetClock()
    at_work = AtWork(clock)
    with at_work.on("run-1", 7):
        with at_work.step("run-1", 7, "write"):
            began = clock.now()
            clock.forward(61)
            assert at_work.hung(timedelta(seconds=60)) == (InHand("run-1", 7, "write", began),)
            assert at_work.hung(timedelta(seconds=62)) == ()
        clock.forward(600)
        assert at_work.hung(timedelta(seconds=60)) == ()


def test_a_run_that_another_thread_has_too_is_in_hand_until_both_have_ended() -> None:
    at_work = AtWork(SetClock())
    begun, end = threading.Event(), threading.Event()

    def taken_for_dead() -> None:
        with at_work.on("run-1", 7):
            begun.set()
            end.wait()

    other = threading.Thread(target=taken_for_dead)
    other.start()
    begun.wait()
    with at_work.on("run-1", 7):
        pass
    assert at_work.runs() == {"run-1"}
    end.set()
    other.join()
    assert at_work.runs() == frozenset()
