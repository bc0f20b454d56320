"""Tags and fields of a ticket, written after what was posted on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from router.errors import Refused
from router.ports import DeskTicket, HelpDesk


def change_fields(wanted: Mapping[str, object], add_tags: Iterable[str], thread: DeskTicket, desk: HelpDesk) -> str:
    """Write them, tags beside those of the thread; what to say about it, empty when all is well.

    The customer's answer stands whatever becomes of them, so a refusal is a remark.
    """
    changes = dict(wanted)
    missing = [tag for tag in add_tags if tag not in thread.tags]
    if missing:
        changes["tags"] = [*thread.tags, *missing]
    if not changes:
        return ""
    try:
        desk.update(thread.id, changes)
    except Refused as refusal:
        return f"the fields {', '.join(sorted(changes))} could not be written: {refusal.says}"
    return ""
