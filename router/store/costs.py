"""What the model took for each draft, read from the decision records without parsing them whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from router.store.tables import records

BATCH = 1_000
_DRAFT = records.c.record["draft"]
_USAGE = _DRAFT["usage"]


@dataclass(frozen=True, slots=True)
class DraftCost:
    """One draft. ``model`` is empty where none gave an answer, ``missed`` where one was wanted and none was usable.

    ``cost`` is None where it isn't known.
    """

    at: datetime
    ticket: int
    template: str
    lane: str
    model: str
    tokens: int
    cost: float | None
    currency: str
    missed: bool


def drafts_since(engine: sa.Engine, since: datetime) -> Iterator[DraftCost]:
    """Every draft of the records written since then, oldest first."""
    query = (
        sa.select(
            records.c.at,
            records.c.ticket,
            _DRAFT["template"].as_string().label("template"),
            records.c.record["permit"]["lane"].as_string().label("lane"),
            _USAGE["model"].as_string().label("model"),
            _USAGE["prompt_tokens"].as_integer().label("prompt"),
            _USAGE["completion_tokens"].as_integer().label("completion"),
            _USAGE["cost"].as_float().label("cost"),
            _USAGE["currency"].as_string().label("currency"),
            _USAGE["missed"].as_boolean().label("missed"),
        )
        .where(records.c.at >= since, _DRAFT["text"].as_string().is_not(None))
        .order_by(records.c.at, records.c.run)
    )
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=BATCH).execute(query):
            yield DraftCost(
                at=row.at,
                ticket=row.ticket,
                template=row.template or "",
                lane=row.lane or "",
                model=row.model or "",
                tokens=(row.prompt or 0) + (row.completion or 0),
                cost=row.cost,
                currency=row.currency or "",
                missed=bool(row.missed),
            )
