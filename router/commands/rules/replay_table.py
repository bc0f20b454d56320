"""The report of a replay on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from router.replay.moves import Kind
from router.replay.report import Group, Moved, Reason, Report
from router.replay.telling import EXPLAINED, footnotes, groups_of, headline, kinds, link, number, read_by, title

_STYLES: dict[Kind, str] = {"reply": "bold red", "maybe reply": "bold red", "segments": "bold red"}
_STYLES |= {"up": "bold yellow", "silent": "bold yellow", "can't be told": "bold yellow"}


def print_report(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int, took: str) -> None:
    """The summary first, then the moves, worst first."""
    console = Console(highlight=False, soft_wrap=True)
    for indent, text in _lines(report, broken, desk_url, show):
        console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)
    console.print(Text(f"\n{took}", style="dim"))


def _lines(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int) -> Iterator[tuple[int, Text]]:
    yield 0, Text(headline(report), style="bold")
    yield from ((2, Text(title(kind, count), style=_STYLES.get(kind, ""))) for kind, count in kinds(report))
    for said, count in broken:
        yield 0, Text(f"\nProtected, and would happen: {said}, {number(count, 'time')}", style="bold red")
    for kind, count in kinds(report):
        yield 0, Text(f"\n{title(kind, count)}", style=_STYLES.get(kind, "bold"))
        yield 0, Text(EXPLAINED[kind], style="dim")
        for group in groups_of(report, kind):
            yield from _group(group, desk_url, show)
    yield 0, Text("\nKeep in mind", style="bold")
    yield from ((2, Text(said)) for said in footnotes(report))
    yield 2, Text(f"In force {report.live[:12]}, folder {report.folder[:12]}")


def _group(group: Group, desk_url: str, show: int) -> Iterator[tuple[int, Text]]:
    yield 2, Text.assemble((f"{group.count:>4,}  ", "bold"), group.before, ("  →  ", "bold"), group.after)
    for reason in group.reasons:
        yield 8, Text(f"{len(reason.moved):,}× {reason.says}")
        yield from ((12, line) for line in _tickets(reason, desk_url, show))


def _tickets(reason: Reason, desk_url: str, show: int) -> Iterator[Text]:
    yield from (_ticket(one, desk_url) for one in reason.moved[:show])
    if len(reason.moved) > show > 0:
        yield Text(f"and {len(reason.moved) - show:,} more", style="dim")


def _ticket(moved: Moved, desk_url: str) -> Text:
    named = link(desk_url, moved.ticket) or f"ticket {moved.ticket}"
    read = read_by(moved)
    return Text.assemble((named, "cyan"), (f"  {read}" if read else "", "dim"))
