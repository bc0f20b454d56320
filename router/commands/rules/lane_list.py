"""The lists of ``rules lane``: what counts now, and who changed what by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import click

from router.commands.rules.lane_subjects import in_words, steps_of
from router.rulebook.sending import Sending
from router.store.switches import ALL, SENDING, Line, of_rule
from router.wiring import Store

NEWEST = 200
HEADS = ("what", "the rules in force say", "by hand", "since (UTC)", "by", "because")


def tell_lanes(store: Store, sending: Sending, as_json: bool) -> None:
    """Every rule with its lane in the set in force, and what was set by hand."""
    held = {line.what: line for line in store.switches.by_hand()}
    rows = list(_lanes(sending, held))
    if as_json:
        keys = ("what", "in_force", "by_hand", "since", "by", "because")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
        return
    if store.switches.stopped():
        click.echo("All sending is stopped; python -m router start resumes it.")
    click.echo("\n".join(_table([HEADS, *rows])))


def _lanes(sending: Sending, held: Mapping[str, Line]) -> Iterator[tuple[str, ...]]:
    says = {of_rule(name): in_words(step) for name, step in steps_of(sending).items()}
    yield _row(ALL, f"highest lane {sending.highest_lane}", held.get(ALL))
    for key, words in says.items():
        yield _row(key.removeprefix(of_rule("")), words, held.get(key))
    for key, line in held.items():
        if key not in says and key != ALL:
            gone = "no such rule any more" if key.startswith(of_rule("")) else "what its rule says"
            yield _row(key, gone, line)


def _row(what: str, says: str, line: Line | None) -> tuple[str, ...]:
    if line is None:
        return what, says, "", "", "", ""
    return what, says, line.value, f"{line.at:%Y-%m-%d %H:%M}", line.author, line.because


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


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
