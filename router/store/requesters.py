"""Whose records are whose."""

from __future__ import annotations

import sqlalchemy as sa

from router.store.tables import records

_IN_RECORD = records.c.record["ticket"]["requester_id"].as_string()


def fill_requesters(engine: sa.Engine, most: int | None = None) -> bool:
    """Give records that an older version wrote, ``most`` of them, their requester's number from what they hold.

    Whether all have it now.
    """
    lacking = sa.select(records.c.run, _IN_RECORD.label("requester"))
    lacking = lacking.where(records.c.requester.is_(None), _IN_RECORD.is_not(None)).limit(most)
    with engine.begin() as connection:
        found = connection.execute(lacking).all()
        for run, requester in found:
            connection.execute(sa.update(records).where(records.c.run == run).values(requester=int(requester)))
    return most is None or len(found) < most
