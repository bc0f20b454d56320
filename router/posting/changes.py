"""From a hand-over's words to Freshdesk's field names and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from router.errors import Refused
from router.types import HandOver

PRIORITIES = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
STATUSES = {"open": 2, "pending": 3, "resolved": 4, "closed": 5}


def changes_for(
    wanted: HandOver, groups: Callable[[], Mapping[str, int]], agents: Callable[[], Mapping[str, int]]
) -> tuple[dict[str, object], list[str]]:
    """The fields to change, and a remark for each word that this account doesn't know.

    ``groups`` and ``agents`` are asked only when a name has to be looked up.
    """
    looked_up: tuple[tuple[str, str, str, Callable[[], Mapping[str, int]]], ...] = (
        ("group_id", "group", wanted.group, groups),
        ("responder_id", "agent", wanted.agent.lower(), agents),
        ("priority", "priority", wanted.priority.lower(), lambda: PRIORITIES),
        ("status", "status", wanted.status.lower(), lambda: STATUSES),
    )
    changes: dict[str, object] = {}
    remarks = []
    for field, kind, word, known in looked_up:
        if not word:
            continue
        try:
            changes[field] = int(word) if field == "status" and word.isdecimal() else known()[word]
        except KeyError:
            remarks.append(f"this account has no {kind} named {word!r}")
        except Refused as refusal:
            # Lists of groups and agents are for admins alone: the hand-over goes on without the name.
            remarks.append(f"the {kind} {word!r} could not be set: {refusal.says}")
    return changes, remarks
