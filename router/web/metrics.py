"""The metrics page: what the database says of the whole service, then what this process has counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from router.meters import REGISTRY
from router.spending import NANOS
from router.store.figures import Figures

__all__ = ["CONTENT_TYPE", "metrics_page"]


def metrics_page(figures: Figures | None) -> bytes:
    """The page's bytes. Without figures the database could not be read; the process's own counts are shown anyway."""
    registry = CollectorRegistry()
    registry.register(_Page(figures))
    return generate_latest(registry) + generate_latest(REGISTRY)


class _Page(Collector):
    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        now = self._figures
        yield _gauge("database_readable", "0 when the database can't be read", now is not None)
        if now is None:
            return
        in_force = InfoMetricFamily("router_rules_in_force", "The set of rules in force, by its hash")
        in_force.add_metric([], {"hash": now.rules_in_force})
        yield in_force
        yield _gauge("rules_problem", "1 when the rules folder or the set in force can't be used", now.rules_problem)
        yield _gauge("lanes_by_hand", "Lanes that are lowered by hand", now.lanes_by_hand)
        yield _gauge("sending_stopped", "1 when all sending is stopped", now.sending_stopped)
        yield _gauge("bells_waiting", "Bells that no run has taken, those told to wait included", now.bells_waiting)
        yield _gauge("oldest_waiting_bell_seconds", "Age of the oldest bell no run has taken", now.oldest_bell_seconds)
        yield _gauge("runs_at_work", "Bells taken by runs that have not ended", now.at_work)
        yield _gauge("oldest_run_at_work_seconds", "Age of the oldest of them", now.oldest_at_work_seconds)
        yield _gauge("workers_alive", "Workers that gave a sign of life within a minute", now.workers)
        if now.swept_seconds is not None:
            yield _gauge("last_sweep_seconds", "Time since the last sweep that ended well", now.swept_seconds)
        if now.calls_left is not None:
            yield _gauge("freshdesk_calls_left", "What Freshdesk last left of the account's limit", now.calls_left)
        yield _gauges("problems", "Workers that tell of this problem", "name", now.problems)
        spent = GaugeMetricFamily(
            "router_model_spent", "Spent on the model, by UTC's calendar", labels=["span", "kind"]
        )
        for one in now.spent:
            spent.add_metric([one.span, "tokens"], one.tokens)
            spent.add_metric([one.span, "money"], one.nanos / NANOS)
        yield spent
        yield _gauges("outbox_posts", "Posts by state; unknown: a person must look", "state", now.outbox)
        yield _gauges("records", "Decision records kept, by what was delivered", "delivered", now.runs)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"router_{name}", says, value=float(value))


def _gauges(name: str, says: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"router_{name}", says, labels=[label])
    for value, count in sorted(values.items()):
        family.add_metric([value], count)
    return family
