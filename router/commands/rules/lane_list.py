"""The lists of ``rules lane``: what counts now, and who changed what by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import click

from router.commands.rules.lane_subjects import in_words, steps_of
from router.rulebook.sending import LaneStep, Sending
from router.store.switches import ALL, SENDING, Line, of_rule
from router.types import Lane, lower_lane
from router.wiring import Store

NEWEST = 200
HEADS = ("what", "the rules in force say", "now", "by hand", "since (UTC)", "by", "because")


def tell_lanes(store: Store, sending: Sending, as_json: bool) -> None:
    """Every rule with its lane in the set in force, what counts now, and what was set by hand."""
    held = {line.what: line for line in store.switches.by_hand()}
    rows = list(_lanes(sending, held))
    if as_json:
        keys = ("what", "in_force", "now", "by_hand", "since", "by", "because")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
        return
    if store.switches.stopped():
        click.echo("All sending is stopped; python -m router start resumes it.")
    click.echo("\n".join(_table(_filled([HEADS, *rows]))))


def _lanes(sending: Sending, held: Mapping[str, Line]) -> Iterator[tuple[str, ...]]:
    steps = {of_rule(name): step for name, step in steps_of(sending).items()}
    highest = lower_lane(sending.highest_lane, *_by_hand(held, ALL))
    yield _row(ALL, f"highest lane {sending.highest_lane}", highest, held.get(ALL))
    for key, step in steps.items():
        now = in_words(_at_most(step, lower_lane(highest, *_by_hand(held, key))))
        yield _row(key.removeprefix(of_rule("")), in_words(step), now, held.get(key))
    for key, line in held.items():
        if key.startswith(of_rule("")) and key not in steps:
            yield _row(key, "no such rule any more", "", line)
        elif key not in steps and key != ALL:
            yield _row(key, "what its rule says", f"at most {lower_lane(highest, *_by_hand(held, key))}", line)


def _by_hand(held: Mapping[str, Line], key: str) -> tuple[Lane, ...]:
    lane = held[key].lane if key in held else None
    return (lane,) if lane else ()


def _at_most(step: LaneStep, most: Lane) -> LaneStep:
    """What becomes of a rule's lane below ``most``; no share where all get the same."""
    lane, others = lower_lane(step.lane, most), lower_lane(step.others, most)
    return LaneStep(lane) if lane == others else LaneStep(lane, step.share, others)


def _row(what: str, says: str, now: str, line: Line | None) -> tuple[str, ...]:
    if line is None:
        return what, says, now, "", "", "", ""
    return what, says, now, line.value, f"{line.at:%Y-%m-%d %H:%M}", line.author, line.because


def tell_changes(store: Store, as_json: bool) -> None:
    """The audit list: the newest changes by hand, the stop and start of all sending among them."""
    lines = store.switches.history(NEWEST)
    if as_json:
        told = [
            {"at": one.at.isoformat(), "by": one.author, "what": one.what, "value": one.value, "because": one.because}
            for one in lines
        ]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in lines:
        what = "all sending" if one.what == SENDING else one.what
        why = f"  because: {one.because}" if one.because else ""
        click.echo(f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {one.author}  {what}: {one.value}{why}")
    if not lines:
        click.echo("nothing was ever changed by hand")


def _filled(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without the columns that have nothing below their head."""
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows[1:])]
    return [[row[column] for column in kept] for row in rows]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
