"""A report as one self-contained HTML page. Every text is escaped; nothing is loaded from anywhere."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from router.replay.moves import Kind
from router.replay.page_style import STYLE
from router.replay.report import Group, Moved, Reason, Report
from router.replay.telling import EXPLAINED, footnotes, groups_of, headline, kinds, link, number, read_by, title

_RED: tuple[Kind, ...] = ("reply", "maybe reply", "segments")
_AMBER: tuple[Kind, ...] = ("up", "silent", "can't be told")


def as_page(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int) -> str:
    """The whole report. ``broken`` are the protected moves that happen, ``show`` how many tickets a line names."""
    body = "\n".join(_body(report, broken, desk_url, show))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="en"><head><title>Rules replay</title>{head}</head>\n<body>{body}</body></html>\n'
    )


def _body(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int) -> Iterator[str]:
    yield f"<header><h1>Rules replay</h1><p class=lead>{_text(headline(report))}</p>"
    yield _bar(report)
    yield f"<p class=quiet>In force {report.live[:12]} · folder {report.folder[:12]}</p></header>"
    for said, count in broken:
        yield f"<p class=broken><b>Protected, and would happen:</b> {_text(said)}, {number(count, 'time')}</p>"
    for kind, count in kinds(report):
        yield f'<section class="{_colour(kind)}"><h2>{_text(title(kind, count))}</h2><p>{_text(EXPLAINED[kind])}</p>'
        yield from (_group(group, desk_url, show) for group in groups_of(report, kind))
        yield "</section>"
    notes = "".join(f"<li>{_text(said)}</li>" for said in footnotes(report))
    yield f"<footer><h2>Keep in mind</h2><ul>{notes}</ul></footer>"


def _bar(report: Report) -> str:
    """The shares of all decisions, as one bar and its legend."""
    parts = [("same", "the same", report.unchanged)]
    for colour, says in (("grey", "other"), ("amber", "look at these"), ("red", "look at these first")):
        parts.append((colour, says, sum(count for kind, count in kinds(report) if _colour(kind) == colour)))
    shown = [(colour, says, count) for colour, says, count in parts if count]
    bar = "".join(f'<i class="{colour}" style="flex:{count}"></i>' for colour, _, count in shown)
    legend = "".join(f'<li><i class="{colour}"></i>{count:,} {says}</li>' for colour, says, count in shown)
    return f"<div class=bar>{bar}</div><ul class=legend>{legend}</ul>"


def _colour(kind: Kind) -> str:
    return "red" if kind in _RED else "amber" if kind in _AMBER else "grey"


def _group(group: Group, desk_url: str, show: int) -> str:
    ends = f"<dt>from</dt><dd>{_chips(group.before)}</dd><dt>to</dt><dd>{_chips(group.after)}</dd>"
    reasons = "".join(_reason(reason, desk_url, show) for reason in group.reasons)
    return f"<article><em>{group.count:,}</em><div><dl>{ends}</dl><ul class=reasons>{reasons}</ul></div></article>"


def _chips(said: str) -> str:
    return " ".join(f"<span>{_text(part)}</span>" for part in said.split("; "))


def _reason(reason: Reason, desk_url: str, show: int) -> str:
    shown, rest = reason.moved[:show], reason.moved[show:]
    named = ", ".join(_ticket(one, desk_url) for one in rest)
    more = f"<details><summary>and {len(rest):,} more</summary>{named}</details>" if rest else ""
    return f"<li><b>{len(reason.moved):,}×</b> {_text(reason.says)}{_tickets(shown, desk_url)}{more}</li>"


def _tickets(moved: Sequence[Moved], desk_url: str) -> str:
    """In one line, or a line each where there is something to tell of each."""
    if not any(read_by(one) for one in moved):
        return f"<p class=tickets>{', '.join(_ticket(one, desk_url) for one in moved)}</p>"
    lines = (f"<li>{_ticket(one, desk_url)} <q>{_text(read_by(one))}</q></li>" for one in moved)
    return f"<ul class=tickets>{''.join(lines)}</ul>"


def _ticket(moved: Moved, desk_url: str) -> str:
    address = link(desk_url, moved.ticket)
    return f'<a href="{_text(address)}">ticket {moved.ticket}</a>' if address else f"ticket {moved.ticket}"


def _text(text: str) -> str:
    return html.escape(text)
