"""``costs``: what the model cost, and how much of the work needed none."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from router.commands.opening import store_or_exit
from router.commands.sweep import Since
from router.spending import NANOS, money

if TYPE_CHECKING:
    from router.store.costs import DraftCost

WAYS = ("day", "template", "model", "lane")
NONE = "(none)"


@dataclass(slots=True)
class Sum:
    """What a group of drafts came to. Tickets are counted once, however many drafts they got.

    ``unpriced`` holds the models that a price is missing for.
    """

    tickets: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)
    tokens: int = 0
    nanos: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unpriced: set[str] = field(default_factory=set)

    def add(self, draft: DraftCost) -> None:
        self.tickets.add(draft.ticket)
        self.tokens += draft.tokens
        if draft.model:
            self.asked.add(draft.ticket)
        if draft.missed:
            self.missed.add(draft.ticket)
        if draft.cost is not None:
            self.nanos[draft.currency] += round(draft.cost * NANOS)
        elif draft.model:
            self.unpriced.add(draft.model)

    @property
    def without(self) -> int:
        """Tickets for which no model was wanted."""
        return len(self.tickets - self.asked - self.missed)

    @property
    def share(self) -> float:
        """The part of them, in percent."""
        return round(100 * self.without / len(self.tickets), 1) if self.tickets else 0.0

    def cost(self, parts: int = 1) -> str:
        told = [money(nanos // parts, currency) for currency, nanos in sorted(self.nanos.items())]
        return ", ".join([*told, *(["unknown"] if self.unpriced else [])]) or "–"

    def as_json(self) -> dict[str, object]:
        return {
            "tickets": len(self.tickets),
            "without_model": self.without,
            "share_without_model": self.share,
            "asked_the_model": len(self.asked),
            "model_gave_nothing": len(self.missed),
            "tokens": self.tokens,
            "cost": {currency: nanos / NANOS for currency, nanos in sorted(self.nanos.items())},
            "models_without_price": sorted(self.unpriced),
        }


@click.command()
@click.option("--by", type=click.Choice(WAYS), default="day", show_default=True, help="What each line is about.")
@click.option("--since", type=Since(), help="From this moment on (UTC), or so long ago: 12h, 30d.  [default: 7d]")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def costs(by: str, since: datetime | None, as_json: bool) -> None:
    """What the language model cost, and for how many tickets it was not needed at all.

    Costs are tokens by list price (GROQ_PRICES); Groq's own bill is what counts.
    """
    from router.store.costs import drafts_since

    store = store_or_exit()
    begin = since or datetime.now(UTC) - timedelta(days=7)
    groups, total = _summed(drafts_since(store.engine, begin), by)
    if as_json:
        rows = [{by: name, **one.as_json()} for name, one in groups]
        told = {"since": begin.isoformat(timespec="seconds"), **total.as_json(), "by": by, "rows": rows}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(_sentences(total, begin)))
    if total.tickets:
        click.echo("\n" + "\n".join(_table(by, [*groups, ("all", total)])))


def _summed(drafts: Iterable[DraftCost], by: str) -> tuple[list[tuple[str, Sum]], Sum]:
    """The sums of each group, in the order of days or the dearest first, and of everything."""
    groups: dict[str, Sum] = defaultdict(Sum)
    total = Sum()
    for draft in drafts:
        name = f"{draft.at:%Y-%m-%d}" if by == "day" else str(getattr(draft, by))
        for one in (groups[name or NONE], total):
            one.add(draft)
    if by == "day":
        return sorted(groups.items()), total
    return sorted(groups.items(), key=lambda item: (-sum(item[1].nanos.values()), -len(item[1].tickets))), total


def _sentences(total: Sum, begin: datetime) -> Iterable[str]:
    since = f"Since {begin:%Y-%m-%d %H:%M} UTC"
    if not total.tickets:
        yield f"{since} no draft was written."
        return
    drafted = _count(len(total.tickets), "ticket")
    yield f"{since} {drafted} got a draft. {total.without} ({total.share} %) needed no model."
    if total.asked:
        each = f": {total.cost(len(total.asked))} a ticket" if total.nanos else ""
        yield f"For {_count(len(total.asked), 'ticket')} the model took {total.tokens:,} tokens, {total.cost()}{each}."
    if total.missed:
        yield (
            f"For {_count(len(total.missed), 'ticket')} a model was wanted and gave nothing that could be used; "
            "tickets show tells why."
        )
    if total.unpriced:
        yield f"Unknown is what {', '.join(sorted(total.unpriced))} costs: GROQ_PRICES has no price for it."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _table(by: str, rows: Sequence[tuple[str, Sum]]) -> Iterable[str]:
    width = max(len(by), *(len(name) for name, _ in rows))
    yield f"{by:{width}}  {'tickets':>7}  {'no model':>14}  {'model':>5}  {'gave nothing':>12}  {'tokens':>10}  cost"
    for name, one in rows:
        without = f"{one.without} ({one.share} %)"
        yield (
            f"{name:{width}}  {len(one.tickets):>7,}  {without:>14}  {len(one.asked):>5,}  {len(one.missed):>12,}  "
            f"{one.tokens:>10,}  {one.cost()}"
        )
