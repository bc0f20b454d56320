"""What keeps the rules folder from being used: as the workers see it, and as the last attempt to publish saw it."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from router.errors import Unavailable
from router.store.heartbeats import Heartbeats
from router.store.rule_sets import StoredRuleSets

STALE_WORKER = timedelta(seconds=60)
FOLDER = "rules folder"
"""The name under which a worker tells what is wrong with its folder."""


def folder_problem(engine: sa.Engine, now: datetime) -> str:
    """In words, empty when all is well. The rules in force stay as they are, whatever this says."""
    beats = Heartbeats(engine).all().values()
    seen = [str(state.get("problems", {}).get(FOLDER, "")) for at, state in beats if now - at < STALE_WORKER]
    said = [says for says in (*seen, StoredRuleSets(engine).problem()) if says]
    return said[0] if said else ""


def in_force_problem(rule_sets: StoredRuleSets) -> str:
    """Why the set in force can't be used, in words; empty when it can."""
    try:
        rule_sets.in_force()
    except Unavailable as unavailable:
        return unavailable.says
    return ""
