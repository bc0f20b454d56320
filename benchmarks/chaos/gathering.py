"""Reads what a storm has left behind: the desk's threads and journal, our outbox and records, the engine's steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import requests
import sqlalchemy as sa
from dbos._schemas.system_database import SystemSchema

from benchmarks.chaos.plan import POST_FAULTS, Happening
from benchmarks.chaos.storm import asked
from benchmarks.chaos.verdict import Seen
from router.posting.post import LOOKS
from router.store.deaths import SLEEP
from router.store.tables import answered, inbox, outbox, records
from router.wiring import Store
from sandbox.demo.stage import API_KEY, Scene

SCHEMA = "dbos"
"""The engine's tables lie in a schema of this name on PostgreSQL, and beside ours on SQLite."""


def gather(scene: Scene, store: Store, agent: int, said: Sequence[tuple[int, int]], closed: Mapping[int, int]) -> Seen:
    """Everything as it stands now."""
    threads = {int(str(one["id"])): one["conversations"] for one in asked(scene, "tickets")}
    with store.engine.connect() as connection:
        ours = connection.execute(sa.select(outbox.c.conversation, outbox.c.message)).all()
        dealt = connection.execute(sa.select(answered.c.ticket, answered.c.message)).all()
        finished = connection.execute(
            sa.select(records.c.ticket, records.c.record).where(records.c.delivered.is_not(None))
        )
        looked: dict[int, int] = {}
        for ticket, message in [(row.ticket, row.message) for row in dealt] + [_newest(*row) for row in finished]:
            looked[ticket] = max(message, looked.get(ticket, -1))
    return Seen(
        said=said,
        closed=closed,
        threads=threads,  # type: ignore[arg-type]
        agent=agent,
        ours={row.conversation: row.message for row in ours if row.conversation is not None},
        looked=looked,
        journal=asked(scene, "journal"),
        steps=spans(store),
    )


def open_ends(store: Store) -> int:
    """Bells whose run hasn't ended, and posts of which nobody knows yet what became of them."""
    with store.engine.connect() as connection:
        bells = sa.select(sa.func.count()).where(inbox.c.outcome.is_(None))
        in_doubt = (outbox.c.state == "sending", outbox.c.posts > 0, outbox.c.looks < LOOKS)
        posts = sa.select(sa.func.count()).where(*in_doubt)
        return sum(connection.execute(query).scalar() or 0 for query in (bells, posts))


def chances(scene: Scene, happenings: Sequence[Happening]) -> dict[str, int]:
    """How many posts were accepted without an answer, and how many bells never rang: those that came to pass."""
    waiting = Counter(one["fault"] for one in asked(scene, "faults"))
    meant = Counter(one.who for one in happenings if one.what == "fault")
    silent = sum(one["outcome"] == "dropped" for one in asked(scene, "webhooks"))
    return {
        "accepted_then_timed_out": sum(meant[fault] - waiting[fault] for fault in POST_FAULTS),
        "never_rang": silent,
    }


def spans(store: Store) -> list[tuple[int, str, float, float]]:
    """Each run's ticket and id, and when its first step began and its last one ended, in milliseconds.

    A sleep is no work, and when it would have ended is written down at its beginning.
    """
    with store.engine.connect() as connection:
        return [(int(row.ticket), row.run, row.began, row.ended) for row in connection.execute(_asked_for(store))]


def _asked_for(store: Store) -> sa.Select[Any]:
    runs, steps = SystemSchema.workflow_status, SystemSchema.operation_outputs
    began, ended = sa.func.min(steps.c.started_at_epoch_ms), sa.func.max(steps.c.completed_at_epoch_ms)
    query = (
        sa.select(
            runs.c.queue_partition_key.label("ticket"),
            runs.c.workflow_uuid.label("run"),
            began.label("began"),
            ended.label("ended"),
        )
        .join(steps, steps.c.workflow_uuid == runs.c.workflow_uuid)
        .where(runs.c.queue_partition_key.is_not(None), steps.c.completed_at_epoch_ms.is_not(None))
        .where(steps.c.function_name != SLEEP)
        .group_by(runs.c.queue_partition_key, runs.c.workflow_uuid)
    )
    beside = {SystemSchema.workflow_status.schema: SCHEMA if store.engine.dialect.name == "postgresql" else None}
    return query.execution_options(schema_translate_map=beside)


def _newest(ticket: int, record: dict[str, Any]) -> tuple[int, int]:
    """The newest entry that a run with a receipt had read; -1 for one that read nothing."""
    read = record.get("ticket")
    if not read or not record.get("receipt"):
        return ticket, -1
    return ticket, max((int(entry["id"]) for entry in read["entries"]), default=0)


def own_agent(scene: Scene) -> int:
    """The agent that we write as. Asked before the storm: the call would meet its faults."""
    answer = requests.get(f"{scene.where.desk}/api/v2/agents/me", auth=(API_KEY, "X"), timeout=30)
    answer.raise_for_status()
    return int(answer.json()["id"])
