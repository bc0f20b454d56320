"""Tickets a second from bell to reply, and what keeps it from being more.

One worker process, and stand-ins that take their time as the real ones do. There are always more tickets than the
worker can take at once. The worker counts whose code its processor time goes to (:mod:`benchmarks.counting_worker`);
torch computes in one thread, so that its time is counted too. On a machine that others use, the processor time of a
ticket says more than tickets a second. Prints one JSON object last.
"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

import click
import sqlalchemy as sa

from benchmarks.busy_service import Busy, Mails, busy_service, slow_down
from benchmarks.chaos.gathering import spans
from benchmarks.postgres import SERVER, database_for
from benchmarks.watching import below, cpu_seconds
from router.logs import set_up_logs
from router.settings import Settings
from router.store.tables import UtcText, inbox, outbox, records

THREADS: int = Settings.model_fields["worker_threads"].default
WARM_UP = 5.0
NEARLY = 90.0
"""Per cent from which on something counts as used up."""


@dataclass(frozen=True, slots=True)
class Span:
    """What was used between two moments."""

    began: datetime
    ended: datetime
    seconds: float
    cpu: dict[str, float]
    code: dict[str, float]


@click.command()
@click.option("--seconds", default=60.0, show_default=True, help="How long to measure.")
@click.option("--threads", default=THREADS, show_default=True, help="Tickets at once.")
@click.option("--groq", default=0.8, show_default=True, help="Seconds that an answer of the model takes.")
@click.option("--freshdesk", default=0.15, show_default=True, help="Seconds that an answer of Freshdesk takes.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--server", default=SERVER, show_default=True, help="PostgreSQL server; a database is made and dropped.")
def main(seconds: float, threads: int, groq: float, freshdesk: float, database: str, server: str) -> None:
    """Measure for SECONDS."""
    with (
        tempfile.TemporaryDirectory() as name,
        database_for(database, server) as url,
        busy_service(Path(name) / "var", url, ROUTER_WORKER_THREADS=str(threads), OMP_NUM_THREADS="1") as busy,
    ):
        counted = Path(name) / "counted.json"
        busy.exchange_worker("benchmarks.counting_worker", str(counted))
        slow_down(busy.scene, groq, freshdesk)
        mails = Mails(busy.scene)
        mails.keep_waiting(2 * threads, busy.ended)
        time.sleep(WARM_UP + 2 * (groq + freshdesk))
        span = _watched(busy, seconds, counted)
        mails.stop()
        result = _told(busy, span, threads)
    click.echo(json.dumps({"database": database, "threads": threads, **result}))


def _watched(busy: Busy, seconds: float, counted: Path) -> Span:
    before, code, began, ticks = _cpu(busy), _code(counted), busy.store.clock.now(), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - ticks
    after, ended = _cpu(busy), busy.store.clock.now()
    used = {name: after[name] - before[name] for name in after}
    return Span(began, ended, took, used, {kind: now - code[kind] for kind, now in _code(counted).items()})


def _code(counted: Path) -> dict[str, float]:
    told: dict[str, float] = json.loads(counted.read_text(encoding="utf-8"))
    return told


def _cpu(busy: Busy) -> dict[str, float]:
    return {
        "worker": cpu_seconds([busy.pid("worker")]),
        "web": cpu_seconds(below(busy.pid("web"))),
        "index": cpu_seconds(below(busy.pid("milvus"))),
        "postgres": cpu_seconds(_backends(busy)),
    }


def _backends(busy: Busy) -> list[int]:
    """The processes that PostgreSQL keeps for our connections; none with SQLite, which is part of the worker."""
    if busy.store.engine.dialect.name != "postgresql":
        return []
    with busy.store.engine.connect() as connection:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        return list(connection.execute(sa.text(asked)).scalars())


def _told(busy: Busy, span: Span, threads: int) -> dict[str, Any]:
    waits, at_work = _finished(busy, span)
    if len(waits) < 2:
        raise click.ClickException("hardly a ticket was answered: measure for longer")
    percent = quantiles(sorted(waits), n=100)
    # What PostgreSQL does for us is the database's too, only in processes of its own.
    code = {**span.code, "database": span.code["database"] + span.cpu["postgres"]}
    shares = {kind: round(100 * used / sum(code.values()), 1) for kind, used in code.items()}
    figures = {
        "threads_busy": round(100 * at_work / (threads * span.seconds), 1),
        "worker_cores": round(span.cpu["worker"] / span.seconds, 2),
    }
    return {
        "tickets": len(waits),
        "tickets_per_s": round(len(waits) / span.seconds, 1),
        "bell_to_reply_p50_s": round(percent[49], 2),
        "bell_to_reply_p99_s": round(percent[98], 2),
        "in_hand_s": round(at_work / len(waits), 2),
        "cpu_ms_per_ticket": {name: round(1000 * used / len(waits), 1) for name, used in span.cpu.items()},
        "cpu_shares": shares,
        "engine_share": round(shares["engine"] + shares["database"], 1),
        "cores_used": round(sum(span.cpu.values()) / span.seconds, 2),
        **figures,
        "limit": _limit(figures),
    }


def _limit(figures: dict[str, float]) -> str:
    """What there is no more of, as measured."""
    if figures["threads_busy"] >= NEARLY:
        return "threads: all of them wait for Freshdesk and Groq (ROUTER_WORKER_THREADS)"
    if 100 * figures["worker_cores"] >= NEARLY:
        return "the processor: one Python process computes in one thread at a time (more workers need PostgreSQL)"
    return "neither threads nor the worker's processor: the queue, or a machine that others use"


def _finished(busy: Busy, span: Span) -> tuple[list[float], float]:
    """Seconds from the bell to the post of each run that ended meanwhile, or to its end where it posted nothing.

    And the seconds for which threads of the worker had a run in hand.
    """
    posted = sa.type_coerce(sa.func.coalesce(outbox.c.changed_at, records.c.at), UtcText)
    query = (
        sa.select(inbox.c.received_at, posted)
        .join(records, records.c.run == inbox.c.run)
        .outerjoin(outbox, outbox.c.ticket == records.c.ticket)
        .where(records.c.delivered.is_not(None), records.c.at >= span.began, records.c.at < span.ended)
    )
    with busy.store.engine.connect() as connection:
        waits = [(at - rang).total_seconds() for rang, at in connection.execute(query)]
    began, ended = (one.timestamp() * 1000 for one in (span.began, span.ended))
    runs = ((first, last) for _, _, first, last in spans(busy.store))
    return waits, sum(max(0.0, min(last, ended) - max(first, began)) for first, last in runs) / 1000


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
