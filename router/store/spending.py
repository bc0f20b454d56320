"""What all workers together have spent on the model, and whether a budget has room for one more call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
import structlog

from router.ports import Clock
from router.spending import NANOS, SPANS, Budget, Hold, Span, Spent, UsedUp, end_of, key_of, money
from router.store.inserts import insert
from router.store.tables import spending

log = structlog.get_logger()


class Spending:
    """Implements :class:`router.ports.Purse`.

    A call is counted before it is made, as if it took all that it may, and corrected when it has ended. The row of a
    span is locked from its count to the end of the transaction, so of two calls that fit once only one is made.
    """

    def __init__(self, engine: sa.Engine, clock: Clock, budgets: Sequence[Budget] = (), currency: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._budgets = {budget.span: budget for budget in budgets}
        self._currency = currency

    def hold(self, tokens: int, nanos: int) -> Hold | UsedUp:
        now = self._clock.now()
        hold = Hold(tuple(key_of(span, now) for span in SPANS), tokens, nanos)
        with self._engine.connect() as connection, connection.begin() as transaction:
            for span, key in zip(SPANS, hold.keys, strict=True):
                row = connection.execute(self._counted(key, tokens, nanos)).one()
                if says := self._over(span, Spent(span, row.tokens, row.nanos), tokens, nanos):
                    transaction.rollback()
                    return UsedUp(says, end_of(span, now))
        return hold

    def settle(self, hold: Hold, tokens: int, nanos: int) -> None:
        """A database that can't be reached leaves what was held: too much is counted then, never too little."""
        more = {"tokens": spending.c.tokens + tokens - hold.tokens, "nanos": spending.c.nanos + nanos - hold.nanos}
        try:
            with self._engine.begin() as connection:
                for key in hold.keys:  # always in the same order, so that no two wait for each other
                    connection.execute(sa.update(spending).where(spending.c.span == key).values(more))
        except sa.exc.SQLAlchemyError as error:
            log.warning("spending_not_settled", reason=type(error).__name__, tokens=hold.tokens)

    def spent(self) -> tuple[Spent, ...]:
        """What was spent in the spans that go on right now."""
        return spent_at(self._engine, self._clock.now())

    def told(self) -> Mapping[str, object]:
        """For the one on call."""
        return {
            one.span: {
                "tokens": one.tokens,
                "money": money(one.nanos, self._currency),
                "budget": self._limits(self._budgets.get(one.span)),
            }
            for one in self.spent()
        }

    def _counted(self, key: str, tokens: int, nanos: int) -> sa.Executable:
        new = insert(self._engine, spending).values(span=key, tokens=tokens, nanos=nanos)
        added = {name: spending.c[name] + new.excluded[name] for name in ("tokens", "nanos")}
        return new.on_conflict_do_update(index_elements=["span"], set_=added).returning(
            spending.c.tokens, spending.c.nanos
        )

    def _over(self, span: Span, with_it: Spent, tokens: int, nanos: int) -> str:
        """Why the call has no room in this span's budget; empty when it has."""
        budget = self._budgets.get(span)
        if budget is None:
            return ""
        so_far = "spent or under way"
        if budget.tokens is not None and with_it.tokens > budget.tokens:
            before = with_it.tokens - tokens
            return (
                f"the budget of this {span}, {budget.tokens:,} tokens, is used up: {before:,} are {so_far}, and this "
                f"call may take {tokens:,}"
            )
        if budget.nanos is not None and nanos > 0 and with_it.nanos > budget.nanos:
            whole, so_much, call = (
                money(amount, self._currency) for amount in (budget.nanos, with_it.nanos - nanos, nanos)
            )
            return (
                f"the budget of this {span}, {whole}, is used up: {so_much} is {so_far}, and this call may cost {call}"
            )
        return ""

    def _limits(self, budget: Budget | None) -> str:
        tokens = [f"{budget.tokens:,} tokens"] if budget and budget.tokens is not None else []
        amount = [money(budget.nanos, self._currency)] if budget and budget.nanos is not None else []
        return ", ".join([*tokens, *amount]) or "none"


def spent_at(engine: sa.Engine, now: datetime) -> tuple[Spent, ...]:
    """What was spent in the spans of this moment."""
    keys = {key_of(span, now): span for span in SPANS}
    with engine.connect() as connection:
        rows = connection.execute(sa.select(spending).where(spending.c.span.in_(keys)))
        found = {keys[row.span]: Spent(keys[row.span], row.tokens, row.nanos) for row in rows}
    return tuple(found.get(span, Spent(span)) for span in SPANS)


def budgets_of(tokens: Mapping[Span, int | None], amounts: Mapping[Span, float | None]) -> tuple[Budget, ...]:
    """The budgets that limit anything, from settings: tokens, and money in whole units."""
    nanos = {span: None if amount is None else round(amount * NANOS) for span, amount in amounts.items()}
    every = (Budget(span, tokens.get(span), nanos.get(span)) for span in SPANS)
    return tuple(one for one in every if one.tokens is not None or one.nanos is not None)
