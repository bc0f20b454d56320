"""Time per stage, and how much of it is our own code beside embedding, Milvus, database and HTTP.

Tickets go through the real stages one after the other; the stand-ins and the index server run as processes of their
own and answer at once. Their clients' libraries count as theirs: our own share is the rest. Memory is that of the real
programs, started beside it. Prints one JSON object last.
"""

from __future__ import annotations

import functools
import json
import os
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import click
import requests
import sqlalchemy as sa

from router.logs import set_up_logs
from router.run import Run
from router.settings import Settings
from sandbox.demo import stage
from sandbox.demo.cast import Mail, mails_of_the_cast

MEBIBYTE = 1024 * 1024


@click.command()
@click.option("--tickets", default=200, show_default=True, help="How many tickets; the demo's mails, over and over.")
def main(tickets: int) -> None:
    """Measure the stages over TICKETS tickets."""
    with tempfile.TemporaryDirectory() as name:
        scene = stage.Scene.of_the_cast(Path(name) / "var", plan="unlimited")
        try:
            scene.start_stand_ins()
            scene.build_index()
            scene.start_service()
            memory = {name: rss_mb(scene.programs.running[name].pid) for name in ("web", "worker")}
            for name in ("web", "worker"):
                scene.programs.end(name)
            os.environ.update(scene.settings)
            result = _measure(scene.where, tickets)
        finally:
            scene.programs.stop()
    click.echo(json.dumps(result | {f"{name}_rss_mb": size for name, size in memory.items()}))


def _measure(where: stage.Addresses, tickets: int) -> dict[str, Any]:
    from router.pipeline import PIPELINE, STEPS
    from router.settings import read_settings
    from router.steps import perform
    from router.wiring import open_doors, open_store

    settings = read_settings()
    store = open_store(settings)
    doors = open_doors(settings, store)
    doors.index.warm_up()
    outside = Outside()
    mails = mails_of_the_cast()
    runs: list[Run] = []
    wall = 0.0
    for index in range(tickets + len(mails)):
        number = arrives(where, mails[index % len(mails)])
        if index == len(mails):  # one round to warm up
            outside.seconds.clear()
            runs.clear()
            wall = 0.0
        begun = time.perf_counter()
        run = Run(str(uuid.uuid4()), number, doors.clock.now(), doors.clock.now())
        for step in STEPS:
            run = perform(step, run, doors)
            if run.trouble:
                raise click.ClickException(f"ticket {number}: {run.trouble.place}: {run.trouble.says}")
        store.records.finish(run, "decided", doors.clock.now(), None)
        wall += time.perf_counter() - begun
        runs.append(run)
        goes(settings, number)
    own = wall - sum(outside.seconds.values())
    return {
        "tickets": len(runs),
        "tickets_per_second": round(len(runs) / wall, 1),
        "ms_per_ticket": round(wall / len(runs) * 1000, 2),
        "stages_p50_ms": {one.name: _middle([run.seconds.get(one.name, 0.0) for run in runs]) for one in PIPELINE},
        "outside_ms_per_ticket": {k: round(v / len(runs) * 1000, 2) for k, v in sorted(outside.seconds.items())},
        "own_ms_per_ticket": round(own / len(runs) * 1000, 2),
        "own_share": round(own / wall * 100, 1),
    }


class Outside:
    """Seconds spent in calls of others' libraries, by what they are for. Calls inside one another count once."""

    def __init__(self) -> None:
        import requests
        from groq.resources.chat.completions import Completions

        from retrieval.embedding import SentenceModel
        from retrieval.milvus import Milvus

        self.seconds: Counter[str] = Counter()
        self._inside = False
        self._wrap(requests.Session, "request", "http")
        self._wrap(Completions, "create", "http")
        self._wrap(SentenceModel, "embed", "embedding")
        self._wrap(Milvus, "_call", "milvus")
        self._wrap(sa.Engine, "connect", "database")
        for name in ("execute", "close"):
            self._wrap(sa.Connection, name, "database")
        for name in ("commit", "close"):
            self._wrap(sa.Transaction, name, "database")

    def _wrap(self, owner: Any, name: str, kind: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(original)
        def timed(*arguments: Any, **named: Any) -> Any:
            if self._inside:
                return original(*arguments, **named)
            self._inside, begun = True, time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self.seconds[kind] += time.perf_counter() - begun
                self._inside = False

        setattr(owner, name, timed)


def arrives(where: stage.Addresses, mail: Mail) -> int:
    """The mail's ticket, by its number."""
    return int(stage.tell(f"{where.desk}/sandbox/control/mails", mail.as_sent())["ticket_id"])


def goes(settings: Settings, number: int) -> None:
    """The ticket is deleted: the same few customers write over and over, and rules ask how often they wrote lately."""
    key = (settings.freshdesk_api_key.get_secret_value(), "X")
    requests.delete(f"{settings.freshdesk_url}/api/v2/tickets/{number}", auth=key, timeout=10).raise_for_status()


def _middle(seconds: list[float]) -> float:
    return round(quantiles(seconds, n=2)[0] * 1000, 2)


def rss_mb(pid: int) -> float:
    """Resident memory of the largest process below this one, itself included, in MiB."""
    below = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in below]
    return round(max(pages) * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE, 1)


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
