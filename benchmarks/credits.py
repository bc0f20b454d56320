"""Freshdesk credits and list calls per ticket, by route, as the stand-in counts them. Prints one JSON object last."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import click
import requests

from benchmarks.pipeline import arrives, goes
from router.logs import set_up_logs
from router.run import Run
from sandbox.demo import stage
from sandbox.demo.cast import mails_of_the_cast


@click.command()
@click.option("--rounds", default=2, show_default=True, help="How often each mail of the demo arrives.")
def main(rounds: int) -> None:
    """Count what each route costs. Every ticket pays for itself: what was remembered of a contact is forgotten."""
    with tempfile.TemporaryDirectory() as name:
        scene = stage.Scene.of_the_cast(Path(name) / "var", plan="unlimited")
        try:
            scene.start_stand_ins()
            scene.build_index()
            os.environ.update(scene.settings)
            result = _measure(scene.where, rounds)
        finally:
            scene.programs.stop()
    click.echo(json.dumps(result))


def _measure(where: stage.Addresses, rounds: int) -> dict[str, Any]:
    from router.pipeline import STEPS
    from router.settings import read_settings
    from router.steps import perform
    from router.store.database import set_up_database
    from router.wiring import open_doors, open_store

    settings = read_settings()
    set_up_database(settings)
    store = open_store(settings)
    store.rule_sets.publish(settings.rules, "benchmark", store.clock.now())
    counted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    meter = f"{where.desk}/sandbox/control/credits"
    for mail in mails_of_the_cast() * rounds:
        doors = open_doors(settings, store)
        number = arrives(where, mail)
        requests.delete(meter, timeout=10).raise_for_status()
        run = Run(str(uuid.uuid4()), number, doors.clock.now(), doors.clock.now())
        for step in STEPS:
            run = perform(step, run, doors)
        if run.trouble or run.route is None or run.receipt is None:
            raise click.ClickException(f"{mail.case}: {run.trouble}")
        report = requests.get(meter, timeout=10).json()
        route = f"{run.route.decision} → {run.receipt.delivered}"
        counted[route].append((report["credits"], report["list_calls"]))
        goes(settings, number)
    every = [one for each in counted.values() for one in each]
    return {"all": _figures(every), "by_route": {route: _figures(each) for route, each in sorted(counted.items())}}


def _figures(counted: list[tuple[int, int]]) -> dict[str, float]:
    total = len(counted)
    return {
        "tickets": total,
        "credits_mean": round(sum(cost for cost, _ in counted) / total, 2),
        "credits_most": max(cost for cost, _ in counted),
        "list_calls_mean": round(sum(lists for _, lists in counted) / total, 2),
        "list_calls_most": max(lists for _, lists in counted),
    }


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
