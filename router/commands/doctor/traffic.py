"""What the database says of the traffic: what is stopped by hand, posted, refused, swept, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from router.doctor.line import Line, ok, warning
from router.settings import Settings
from router.silence import LOOK_YOURSELF
from router.store.figures import read_figures
from router.store.settling import Settling
from router.store.switches import of_rule
from router.wiring import Store

LATE = timedelta(minutes=15)
SWEEP_LATE = timedelta(minutes=30)
A_DAY = timedelta(days=1)
LOOKED_AT = 500


def sending(store: Store) -> Iterator[Line]:
    """The global stop, and lanes lowered by hand."""
    if store.switches.stopped():
        yield warning("sending", "is stopped: tickets wait", "python -m router start")
    else:
        yield ok("sending", "is on")
    for line in store.switches.by_hand():
        says = f"{line.what} is at {line.value} by hand since {line.at:%Y-%m-%d %H:%M} UTC, by {line.author}"
        named = line.what.removeprefix(of_rule(""))
        yield warning("lane", says, f"when it is no longer needed: python -m router rules lane {named} --lift")


def outbox(store: Store) -> Iterator[Line]:
    """Posts that nobody can tell of, by their tickets."""
    figures = read_figures(store.engine, store.rule_sets, store.clock.now())
    for ticket, at in Settling(store.engine).unknown():
        says = f"a post on ticket {ticket} may or may not have arrived, {at:%Y-%m-%d %H:%M} UTC; a note tells a person"
        yield warning("outbox", says, LOOK_YOURSELF.format(ticket=ticket))
    if not figures.outbox.get("unknown"):
        yield ok("outbox", f"{figures.outbox.get('sent', 0)} posts, all accounted for")


def rejected_calls(store: Store, now: datetime) -> Iterator[Line]:
    """Calls of the last day that named no ticket, and that nobody has rung for since."""
    newest = [one for one in store.rejected.newest(LOOKED_AT) if now - one.at < A_DAY and one.replayed_at is None]
    if newest:
        count = f"{len(newest)} named no ticket" if len(newest) < LOOKED_AT else f"{LOOKED_AT} or more named no ticket"
        says = f"{count} within a day, the last at {newest[0].at:%H:%M} UTC: {newest[0].reason}"
        yield warning(
            "rejected calls", says, "mend the rule's body (README, step 6), then: python -m router rejected list"
        )
    else:
        yield ok("rejected calls", "none that waits, within a day")


def sweep(settings: Settings, store: Store, now: datetime) -> Iterator[Line]:
    """Whether tickets whose bell never rang would be found."""
    if not settings.sweep_minutes:
        never = "a ticket whose bell never rings is never found (ROUTER_SWEEP_MINUTES is 0)"
        yield warning("sweep", never, "set ROUTER_SWEEP_MINUTES, or run python -m router sweep by a timer")
        return
    window = store.sweeps.state()
    if window is None:
        yield warning("sweep", "has not begun", "start a worker: it sweeps every few minutes")
        return
    last = window.swept_at or window.installed_at
    if now - last > max(SWEEP_LATE, timedelta(minutes=settings.sweep_minutes * 3)):
        why = f": {window.problem}" if window.problem else ""
        again = "python -m router sweep tells what keeps it from its end"
        yield warning("sweep", f"none has ended well since {last:%Y-%m-%d %H:%M} UTC{why}", again)
    else:
        yield ok("sweep", f"the last ended well {(now - last).total_seconds() / 60:.0f} minutes ago, or is due")


def waiting(store: Store, now: datetime) -> Iterator[Line]:
    """The oldest bell, and why tickets wait."""
    oldest = store.inbox.oldest_waiting()
    age = now - oldest if oldest else timedelta()
    says = f"the oldest bell rang {age.total_seconds():.0f} s ago" if oldest else "no bell waits"
    why = "; ".join(f"{count}× {reason}" for reason, count in store.records.in_trouble().items())
    if age > LATE:
        yield warning("waiting tickets", f"{says}{f' ({why})' if why else ''}", "python -m router runs list")
    else:
        yield ok("waiting tickets", says)
