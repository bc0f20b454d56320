"""The report of a replay on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from router.replay.moves import Kind
from router.replay.report import Group, Moved, Reason, Report
from router.replay.telling import EXPLAINED, footnotes, groups_of, headline, kinds, link, number, read_by, title

_STYLES: dict[Kind, str] = {"reply": "bold red", "maybe reply": "bold red", "segments": "bold red"}
_STYLES |= {"up": "bold yellow", "silent": "bold yellow", "can't be told": "bold yellow"}
_INDENT = 8


def print_report(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int, took: str) -> None:
    """The summary first, then the moves, worst first."""
    console = Console(highlight=False)
    for part in (*_summary(report, broken), *_moves(report, desk_url, show), *_notes(report, took)):
        # An address that is cut in two can't be followed.
        console.print(part, soft_wrap=isinstance(part, Text) and bool(part.no_wrap))


def _summary(report: Report, broken: Sequence[tuple[str, int]]) -> Iterator[RenderableType]:
    yield Text(headline(report), style="bold")
    yield from (_indented(2, Text(title(kind, count), style=_STYLES.get(kind, ""))) for kind, count in kinds(report))
    for said, count in broken:
        yield Text(f"\nProtected, and would happen: {said}, {number(count, 'time')}", style="bold red")


def _moves(report: Report, desk_url: str, show: int) -> Iterator[RenderableType]:
    for kind, count in kinds(report):
        yield Text(f"\n{title(kind, count)}", style=_STYLES.get(kind, "bold"))
        yield Text(EXPLAINED[kind], style="dim")
        for group in groups_of(report, kind):
            yield _ends(group)
            for reason in group.reasons:
                yield _indented(_INDENT, Text(f"{len(reason.moved):,}× {reason.says}"))
                yield from _tickets(reason, desk_url, show)


def _ends(group: Group) -> Table:
    """From what to what, the number in front. Nothing is ever cut: what is too long goes on in the next line."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", min_width=_INDENT - 2, style="bold", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(style="bold", overflow="fold")
    table.add_row(f"{group.count:,}", "from", Text(group.before))
    table.add_row("", "to", Text(group.after))
    return table


def _tickets(reason: Reason, desk_url: str, show: int) -> Iterator[RenderableType]:
    rest = len(reason.moved) - show
    yield from (_ticket(one, desk_url) for one in reason.moved[:show])
    if rest > 0 and show:
        yield _indented(_INDENT + 3, Text(f"and {rest:,} more", style="dim"))


def _ticket(moved: Moved, desk_url: str) -> Text:
    named, read = link(desk_url, moved.ticket) or f"ticket {moved.ticket}", read_by(moved)
    return Text.assemble(" " * (_INDENT + 3), (named, "cyan"), (f"  {read}" if read else "", "dim"), no_wrap=True)


def _notes(report: Report, took: str) -> Iterator[RenderableType]:
    yield Text("\nKeep in mind", style="bold")
    yield from (_indented(2, Text(said)) for said in footnotes(report))
    yield _indented(2, Text(f"In force {report.live[:12]}, folder {report.folder[:12]}; {took}"))


def _indented(by: int, text: Text) -> Padding:
    return Padding(text, (0, 0, 0, by))
