"""``python -m sandbox.demo``: the main job, from a customer's mail to a checked reply on the ticket."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.live import Live

from router.wiring import Store
from sandbox.demo import show, stage
from sandbox.demo.cast import Mail, customers_of, mails_of_a_file, mails_of_the_cast
from sandbox.demo.programs import ProgramFailed
from sandbox.demo.report import Row, row_of, write_report

FOLDER_OF_DEMO = Path("var/demo")
LONGEST_WAIT = 90.0
"""Seconds without any ticket being finished after which the demo gives up."""


@click.command()
@click.option("--messages", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON lines with text.")
@click.option("--limit", default=50, show_default=True, help="How many of them.")
@click.option("--spread", is_flag=True, help="Take them evenly from the whole file, not its first rows.")
@click.option("--serve", is_flag=True, help="Keep everything running afterwards, until Ctrl-C.")
@click.option("--no-model", is_flag=True, help="Without a language model: templates alone.")
@click.option("--database-url", default="", help="An empty PostgreSQL database; without it SQLite in the folder.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER_OF_DEMO, show_default=True)
def main(
    messages: Path | None, limit: int, spread: bool, serve: bool, no_model: bool, database_url: str, folder: Path
) -> None:
    """Let mails arrive at a sandbox help desk, and show what becomes of each. Exit code 0: all as expected."""
    console = Console()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        mails = mails_of_a_file(messages, limit, spread) if messages else mails_of_the_cast()
        scene = _scene(folder, mails, strangers=messages is not None, model=not no_model, database_url=database_url)
        with _running(console, scene) as store:
            rows = _answer(console, mails, scene.where, store)
            write_report(folder / "report.json", rows)
            show.closing(console, rows, str(folder / "report.json"))
            _end_or_serve(console, scene, serve)
    except (ProgramFailed, ValueError) as failure:
        raise click.ClickException(str(failure)) from failure
    if len(rows) < len(mails) or any(row.wrong for row in rows):
        sys.exit(1)


def _scene(folder: Path, mails: list[Mail], *, strangers: bool, model: bool, database_url: str) -> stage.Scene:
    """The cast with its customer list, or strangers who all hold the basic product."""
    if strangers:
        return stage.Scene.new(folder, customers_of(mails), None, model=model, database_url=database_url)
    return stage.Scene.of_the_cast(folder, model=model, database_url=database_url)


@contextmanager
def _running(console: Console, scene: stage.Scene) -> Iterator[Store]:
    try:
        console.print("Starting the stand-ins for Freshdesk and Groq, and the index server ...")
        scene.start_stand_ins()
        scene.build_index()
        console.print(
            f"Starting web and worker. Help desk: {scene.where.desk}\n"
            "For this sandbox account alone the highest lane is raised from note to reply."
        )
        scene.start_service()
        yield scene.open_store()
    finally:
        scene.programs.stop()


def _end_or_serve(console: Console, scene: stage.Scene, serve: bool) -> None:
    console.print(
        f"Any of them in words: VAR_DIR={os.path.relpath(scene.folder)} .venv/bin/python -m router tickets show NUMBER",
        soft_wrap=True,
    )
    if serve:
        console.print(f"The help desk with these tickets: {scene.where.desk}")
        console.print("Write as a customer there and watch the answer arrive. Ctrl-C ends it.")
        settings = os.path.relpath(scene.folder / stage.ENVIRONMENT)
        console.print(
            f"In another shell: set -a; . {settings}; set +a; .venv/bin/python -m router doctor", soft_wrap=True
        )
        _until_interrupted()
    else:
        console.print(
            f"The help desk was {scene.where.desk}; `make run` plays the same and keeps it open.", soft_wrap=True
        )


def _answer(console: Console, mails: list[Mail], where: stage.Addresses, store: Store) -> list[Row]:
    """Let the mails arrive and watch the decision records until each has its row."""
    sent: dict[int, tuple[Mail, float]] = {}
    rows: list[Row] = []
    last = time.monotonic()
    with Live(show.table(mails, rows), console=console, refresh_per_second=4, vertical_overflow="visible") as live:
        for mail in mails:
            ticket = int(stage.tell(f"{where.desk}/sandbox/control/mails", mail.as_sent())["ticket_id"])
            sent[ticket] = (mail, time.monotonic())
        while len(rows) < len(sent) and time.monotonic() - last < LONGEST_WAIT:
            fresh = _finished(store, sent, {row.ticket_id for row in rows})
            if fresh:
                rows += fresh
                last = time.monotonic()
                live.update(show.table(mails, rows))
            time.sleep(0.1)
    for ticket in sorted(set(sent) - {row.ticket_id for row in rows}):
        console.print(
            f"[red]{sent[ticket][0].case} (ticket {ticket}): nothing came of it within {LONGEST_WAIT:.0f} s[/]"
        )
    return sorted(rows, key=lambda row: row.ticket_id)


def _finished(store: Store, sent: dict[int, tuple[Mail, float]], done: set[int]) -> list[Row]:
    now = time.monotonic()
    fresh = [run for run in store.records.newest(len(sent) * 2) if run.receipt and run.ticket_id in sent]
    return [
        row_of(sent[run.ticket_id][0], run.ticket_id, run, now - sent[run.ticket_id][1])
        for run in fresh
        if run.ticket_id not in done
    ]


def _until_interrupted() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stop.wait()


if __name__ == "__main__":
    main()
