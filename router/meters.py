"""What this process counts: calls to the outside, stages, tokens, webhooks. Each program shows its own.

There is one registry a process and no shared files: ``web`` is one gunicorn process with threads, each worker is a
process, and Prometheus asks every one of them. What belongs to all of them (bells, outbox, switches) is read from the
database at the moment of asking (:mod:`router.store.figures`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

OK = "ok"
NO_ANSWER = "no answer"

log = structlog.get_logger()

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

CALLS = Histogram(
    "router_outside_call_seconds",
    "Calls to the outside by outcome: ok, the HTTP status that refused, or what came instead",
    ["place", "what", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
STAGES = Histogram(
    "router_stage_seconds",
    "Time in each stage of a ticket's way, what it waits for included",
    ["stage"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60),
    registry=REGISTRY,
)
TROUBLES = Counter("router_troubles", "Stages that ended in trouble", ["place", "what"], registry=REGISTRY)
LANES = Counter("router_permits", "Drafts by the lane they got", ["lane"], registry=REGISTRY)
HELD = Counter("router_replies_held", "Replies that a cap has made notes", ["cap"], registry=REGISTRY)
for cap in ("ticket", "requester", "hour"):
    HELD.labels(cap)
RUNS = Counter(
    "router_runs_ended", "Runs by how they ended and what was posted", ["outcome", "delivered"], registry=REGISTRY
)
TOKENS = Counter("router_model_tokens", "Tokens of the language model", ["model", "kind"], registry=REGISTRY)
MODEL_COST = Counter(
    "router_model_cost", "What the tokens cost, by list price", ["model", "currency"], registry=REGISTRY
)
MODEL_STEPS = Counter(
    "router_model_steps",
    "Steps on the way to an answer of the model: answered, asked again, or what came instead",
    ["model", "step"],
    registry=REGISTRY,
)
MODEL_RESTS = Gauge(
    "router_model_rests",
    "1 while a model, or all of Groq, is left alone because it keeps failing",
    ["model"],
    registry=REGISTRY,
)
MODEL_BUDGET = Gauge(
    "router_model_budget", "The most that may be spent on the model", ["span", "kind"], registry=REGISTRY
)
DRAFTS = Counter(
    "router_drafts", "Drafts by template, and whether a model was needed", ["template", "model"], registry=REGISTRY
)
DRAFT_COST = Counter("router_draft_cost", "What drafts cost, by template", ["template", "currency"], registry=REGISTRY)
WEBHOOKS = Counter("router_webhooks", "Webhooks by how they were answered", ["answer"], registry=REGISTRY)
WEBHOOK_ANSWERS = (
    "queued", "already waiting", "not taken", "not a doorbell", "too large", "unknown secret", "no request"
)  # fmt: skip
for answer in WEBHOOK_ANSWERS:
    WEBHOOKS.labels(answer)  # from 0 on, or the first one of each would be no increase


@dataclass(slots=True)
class Call:
    """A call under way. It counts as unanswered until somebody says how it went."""

    outcome: str = NO_ANSWER

    def answered(self, status: int) -> None:
        """The HTTP status that came."""
        self.outcome = OK if status < 400 else str(status)


@contextmanager
def outside_call(place: str, what: str) -> Iterator[Call]:
    """Times what happens inside, and counts it under the outcome it was given."""
    call, begun = Call(), perf_counter()
    try:
        yield call
    finally:
        CALLS.labels(place, what, call.outcome).observe(perf_counter() - begun)


def without_ids(path: str) -> str:
    """A path as a label: with a number in it each ticket would be a series of its own."""
    return re.sub(r"\d+", "N", path.partition("?")[0])


def serve(address: str) -> str:
    """Show this process's figures at HOST:PORT, from a thread, and say where: port 0 takes any that is free.

    Nowhere when the address is empty, or taken by another worker of this machine: tickets matter more.
    """
    if not address:
        return ""
    host, _, port = address.rpartition(":")
    try:
        server, _thread = start_http_server(int(port), host, REGISTRY)
    except OSError as error:
        log.warning("metrics_not_shown", address=address, reason=error.strerror)
        return ""
    return f"{host}:{server.server_port}"
