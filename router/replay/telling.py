"""A report in words, the same for terminal, page, Markdown and machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from router.replay.moves import CANT_BE_TOLD, KINDS, TITLES, Kind
from router.replay.report import Group, Moved, Reason, Report
from router.rulebook.words import shorten

MOST_READ = 160
EXPLAINED: Mapping[Kind, str] = {
    "reply": "Nobody looks at these before the customer does.",
    "maybe reply": "Another draft would be needed than the one that was made, so the lane can't be known without "
    "searching; sending.yaml would let it be a reply.",
    "segments": "What a customer may be told, or where their answer is looked for, is not what it was.",
    "up": "Closer to the customer than before, and still not sent by itself.",
    "silent": "Somebody or something would have spoken before; now nothing is written.",
    "can't be told": "The rules ask for something that these records don't hold, and it matters here. --protect "
    "takes what can't be ruled out for made.",
    "other": "As far as before, with other words, in another group, or found by another search.",
    "down": "More careful than before.",
    "small": "What the customer and the agent get stays.",
}


def headline(report: Report) -> str:
    """The one sentence that matters."""
    if not report.decisions:
        return "There was nothing to compare: no finished decision is recorded for this time."
    what = f"{number(report.decisions, 'past decision')} on {number(report.tickets, 'ticket')}{_period(report)}"
    if not report.moved:
        return f"Nothing would change: {what} would all be the same."
    untold = sum(group.count for group in groups_of(report, CANT_BE_TOLD))
    parts = [f"{report.unchanged:,} would be the same"]
    parts += [f"{report.moved - untold:,} would not"] if report.moved > untold else []
    parts += [f"{untold:,} can't be told"] if untold else []
    return f"Of {what}, {' and '.join(parts[:2]) if len(parts) < 3 else ', '.join(parts[:2]) + f', and {parts[2]}'}."


def kinds(report: Report) -> list[tuple[Kind, int]]:
    """How many moves of each kind, worst first."""
    counts: Counter[Kind] = Counter()
    for group in report.groups:
        counts[group.kind] += group.count
    return [(kind, counts[kind]) for kind in KINDS if counts[kind]]


def title(kind: Kind, count: int) -> str:
    return f"{count:,} {TITLES[kind]}"


def groups_of(report: Report, kind: Kind) -> list[Group]:
    return [group for group in report.groups if group.kind == kind]


def footnotes(report: Report) -> Iterator[str]:
    """What wasn't compared, and what to keep in mind."""
    for says, count in report.left_out.items():
        yield f"{number(count, 'decision')} not compared: {says}"
    yield from report.remarks


def read_by(moved: Moved) -> str:
    """What the facts of this ticket read, shortened. Masked, as everything in a record is."""
    return shorten(moved.why.read, MOST_READ)


def link(desk_url: str, ticket: int) -> str:
    """Where the ticket can be looked at; empty without an address."""
    return f"{desk_url}/a/tickets/{ticket}" if desk_url else ""


def number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _period(report: Report) -> str:
    if report.since is None or report.until is None:
        return ""
    first, last = (f"{at.day} {at:%B %Y}" for at in (report.since, report.until))
    return f" ({first})" if first == last else f" ({first} to {last})"


def as_json(report: Report, desk_url: str) -> dict[str, Any]:
    """Everything, for machines."""
    return {
        "says": headline(report),
        "live": report.live,
        "folder": report.folder,
        "decisions": report.decisions,
        "tickets": report.tickets,
        "unchanged": report.unchanged,
        "moved": report.moved,
        "groups": [_group(group, desk_url) for group in report.groups],
        "left_out": dict(report.left_out),
        "remarks": list(report.remarks),
    }


def _group(group: Group, desk_url: str) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "from": group.before,
        "to": group.after,
        "count": group.count,
        "touches": sorted(group.aspects),
        "reasons": [_reason(reason, desk_url) for reason in group.reasons],
    }


def _reason(reason: Reason, desk_url: str) -> dict[str, Any]:
    return {
        "because": reason.says,
        "count": len(reason.moved),
        "tickets": [
            {"ticket": one.ticket, "run": one.run, "link": link(desk_url, one.ticket), "read": read_by(one)}
            for one in reason.moved
        ],
    }
