"""The metrics page: figures in the format that Prometheus reads. Nothing is kept between two scrapes."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from router.store.figures import Figures

__all__ = ["CONTENT_TYPE", "metrics_page"]


def metrics_page(figures: Figures) -> bytes:
    """The page's bytes. The registry is the page's own, so that nothing of the process leaks into it."""
    registry = CollectorRegistry()
    registry.register(_Page(figures))
    return generate_latest(registry)


class _Page(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        now = self._figures
        in_force = InfoMetricFamily("router_rules_in_force", "The set of rules in force, by its hash")
        in_force.add_metric([], {"hash": now.rules_in_force})
        yield in_force
        yield _gauge("rules_problem", "1 when the rules folder or the set in force can't be used", now.rules_problem)
        yield _gauge("lanes_by_hand", "Lanes that are lowered by hand", now.lanes_by_hand)
        yield _gauge("sending_stopped", "1 when all sending is stopped", now.sending_stopped)
        yield _gauge("oldest_waiting_bell_seconds", "Age of the oldest bell no run has taken", now.oldest_bell_seconds)
        yield _gauge("runs_unfinished", "Runs that have not ended", now.unfinished)
        runs = CounterMetricFamily("router_runs", "Runs that have ended, by what was delivered", labels=["delivered"])
        for delivered, count in sorted(now.runs.items()):
            runs.add_metric([delivered], count)
        yield runs


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"router_{name}", says, value=float(value))
