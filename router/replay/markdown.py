"""A report as Markdown, to be pasted into a pull request. Nothing a customer wrote can become markup in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from router.replay.report import Moved, Reason, Report
from router.replay.telling import EXPLAINED, footnotes, groups_of, headline, kinds, link, number, read_by, title

_MARKUP = str.maketrans({sign: f"&#{ord(sign)};" for sign in '\\`*_{}[]()#+!|~@:&<>"\n'})


def as_markdown(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int) -> str:
    """The whole report. ``broken`` are the protected moves that happen, ``show`` how many tickets a line names."""
    return "\n".join(_lines(report, broken, desk_url, show)) + "\n"


def _lines(report: Report, broken: Sequence[tuple[str, int]], desk_url: str, show: int) -> Iterator[str]:
    yield f"### Rules replay\n\n**{plain(headline(report))}**\n"
    for said, count in broken:
        yield f"> ❌ Protected, and would happen: **{plain(said)}**, {number(count, 'time')}\n"
    yield from (f"- {plain(title(kind, count))}" for kind, count in kinds(report))
    for kind, count in kinds(report):
        yield f"\n#### {title(kind, count)}\n\n{EXPLAINED[kind]}\n"
        yield "| how many | from | to | because | tickets |\n| ---: | --- | --- | --- | --- |"
        for group in groups_of(report, kind):
            for reason in group.reasons:
                yield (
                    f"| {len(reason.moved):,} | {plain(group.before)} | {plain(group.after)} | {plain(reason.says)} "
                    f"| {_tickets(reason, desk_url, show)} |"
                )
    yield "\n<details><summary>Keep in mind</summary>\n"
    yield from (f"- {plain(said)}" for said in footnotes(report))
    yield f"- in force {report.live[:12]}, folder {report.folder[:12]}\n\n</details>"


def _tickets(reason: Reason, desk_url: str, show: int) -> str:
    named = "<br>".join(_ticket(one, desk_url) for one in reason.moved[:show])
    rest = len(reason.moved) - show
    return named + (f"<br>and {rest:,} more" if rest > 0 else "")


def _ticket(moved: Moved, desk_url: str) -> str:
    address = link(desk_url, moved.ticket)
    name = f"[{moved.ticket}]({address})" if address else str(moved.ticket)
    read = read_by(moved)
    return f"{name} <code>{plain(read)}</code>" if read else name


def plain(text: str) -> str:
    """The text as text: signs that mean something in Markdown or HTML lose their meaning."""
    return text.translate(_MARKUP)
