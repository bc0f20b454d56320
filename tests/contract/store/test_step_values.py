"""What stands in the database of a run's steps, and what is known of the run from that alone."""

from __future__ import annotations

from router.store.runs import Runs
from tests.contract.store.programs import Workers
from tests.jobs import wait_for


def test_each_moment_is_stored_by_one_step_and_all_of_them_tell_the_run(workers: Workers) -> None:
    workers.start()
    ticket = workers.new_ticket()
    run = workers.run_of(ticket)
    wait_for(lambda: workers.steps_of(run)[-1:] == ["deliver"])
    stored = {step["function_name"]: step["output"] for step in workers.store.client.list_workflow_steps(run)}
    having = {
        moment: [name for name, value in stored.items() if isinstance(value, dict) and value.get(moment)]
        for moment in ("ticket", "message", "customer", "route", "receipt")
    }
    assert having.pop("receipt") == ["deliver"]
    assert stored["deliver"]["outcome"] == "answered"
    assert all(steps == ["prepare"] for steps in having.values()), having
    [record] = workers.store.records.of_ticket(ticket)
    assert Runs(workers.store.engine, workers.store.client).so_far(run) == record
