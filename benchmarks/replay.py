"""How long a replay of many decision records takes, rules only, and how much of that is reading the database.

The records are real ones: the demo's mails go through the real stages, or the records of a service stand in ``--var``.
They are multiplied, each copy with a ticket and a requester of its own, into a database of its own. The folder has one
rule more at the top of routing.yaml, so that both sides are walked whole. Prints one JSON
object last.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from router.cli import cli
from router.logs import set_up_logs
from router.run import Run
from router.settings import Settings, read_settings
from router.store.database import set_up_database
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store, open_store
from sandbox.demo import stage
from sandbox.demo.cast import mails_of_the_cast

NEW_RULE = """rules:
  - id: benchmark-refunds
    title: Refunds go to a person
    owner: benchmark@example.com
    when:
      message: {contains: [refund, platform fee]}
    then:
      hand over: {note: A refund}
    examples:
      - match: I want a refund
"""


@click.command()
@click.option("--records", default=5000, show_default=True, help="How many decision records are replayed.")
@click.option("--var", type=click.Path(path_type=Path, exists=True), help="Take the records of this VAR_DIR.")
def main(records: int, var: Path | None) -> None:
    """Measure a replay of RECORDS decision records."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"
        if var is None:
            _demo(source)
        else:
            source.mkdir()
            for file in ("router.sqlite", "router.sqlite-wal", "privacy.key"):
                if (var / file).exists():
                    shutil.copy(var / file, source / file)
        click.echo(json.dumps(_measure(source, Path(name) / "many", records)))


def _demo(folder: Path) -> None:
    """The demo's mails, each through all stages, and their records."""
    from router.pipeline import STEPS
    from router.steps import perform
    from router.wiring import open_doors

    scene = stage.Scene.of_the_cast(folder, plan="unlimited")
    try:
        scene.start_stand_ins()
        scene.build_index()
        os.environ.update(scene.settings)
        settings = read_settings()
        set_up_database(settings)
        store = open_store(settings)
        store.rule_sets.publish(settings.rules, "benchmark", store.clock.now())
        doors = open_doors(settings, store)
        for mail in mails_of_the_cast():
            ticket = int(stage.tell(f"{scene.where.desk}/sandbox/control/mails", mail.as_sent())["ticket_id"])
            run = Run(str(uuid.uuid4()), ticket, doors.clock.now(), doors.clock.now())
            for step in STEPS:
                run = perform(step, run, doors)
            store.records.finish(run, "decided", doors.clock.now(), None)
    finally:
        scene.programs.stop()


def _measure(source: Path, target: Path, number: int) -> dict[str, Any]:
    old, new = (read_settings(var=folder, database_url="") for folder in (source, target))
    set_up_database(new)
    shutil.copy(source / "privacy.key", target / "privacy.key")
    store = open_store(new)
    live = _multiplied(old, new, store, number)
    folder = target / "rules"
    files = {**live, "routing.yaml": live["routing.yaml"].replace("rules:\n", NEW_RULE, 1)}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    begun = time.process_time()
    said = _replayed(folder, target, number)
    busy = time.process_time() - begun
    return {
        "records": said["decisions"],
        "moved": said["moved"],
        "seconds": said["seconds"],
        "processor_seconds": round(busy, 3),
        "reading_share": said["reading_share"],
        "megabytes": round((target / "router.sqlite").stat().st_size / 1e6),
    }


def _replayed(folder: Path, var: Path, number: int) -> dict[str, Any]:
    arguments = ["rules", "replay", "--json", "--last", str(number), "--rules", str(folder)]
    result = CliRunner().invoke(cli, arguments, env={"VAR_DIR": str(var), "DATABASE_URL": ""})
    if result.exit_code:
        raise click.ClickException(result.output)
    said: dict[str, Any] = json.loads(result.output)
    return said


def _multiplied(old: Settings, new: Settings, store: Store, number: int) -> dict[str, str]:
    """The records so often that there are enough, with their rules and their requesters' maps; the live files."""
    source = open_store(old)
    live = source.rule_sets.in_force()
    folder = new.var / "live"
    for path, text in live.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    store.rule_sets.publish(folder, "benchmark", store.clock.now())
    vaults = [
        SealedVault(one.engine, privacy_key(settings), one.clock) for one, settings in ((source, old), (store, new))
    ]
    runs = [run for run in source.records.newest(1000) if run.receipt and run.ticket]
    begun = store.clock.now() - timedelta(days=30)
    for place, run in enumerate(islice(cycle(runs), number)):
        _copy(run, place, begun + timedelta(minutes=place), store, vaults)
    return dict(live.files)


def _copy(run: Run, place: int, at: Any, store: Store, vaults: list[SealedVault]) -> None:
    assert run.ticket is not None
    ticket = replace(run.ticket, id=100_000 + place, requester_id=900_000 + place)
    mapping = vaults[0].mapping(run.ticket.requester_id)
    vaults[1].grow(ticket.requester_id, lambda _: (None, mapping))
    copy = replace(run, id=f"{run.id[:28]}-{place}", ticket_id=ticket.id, ticket=ticket, started_at=at)
    store.records.keep(copy, at)


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
