"""What the demo shows: a table that fills as tickets are answered, and a summary."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sandbox.demo.cast import Mail
from sandbox.demo.report import Row, summary

COLOURS = {"reply": "green", "note": "yellow", "nothing": "dim"}


def table(mails: Sequence[Mail], rows: Sequence[Row]) -> Table:
    """A line for each mail, in the order they arrived; those that are still on their way show dots."""
    by_case = {row.case: row for row in rows}
    shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    shown.caption = "✓ as expected of this mail"
    shown.caption_justify = "left"
    for name, width in (("mail", 21), ("customer", 15), ("result", 9), ("s", 4), ("decision", 12)):
        shown.add_column(name, no_wrap=True, min_width=width)
    for mail in mails:
        shown.add_row(mail.case, *(_cells(by_case[mail.case]) if mail.case in by_case else ("…",)))
    return shown


def _cells(row: Row) -> tuple[str, ...]:
    holds = f"{row.customer} {' '.join(row.products)}".strip()
    decision = row.template or (row.route if row.route != "retrieve" else "no template fits")
    met = "" if not row.expected else ("[red]✗[/]" if row.wrong else "[green]✓[/]")
    return holds, f"[{COLOURS.get(row.delivered, '')}]{row.delivered}[/] {met}", f"{row.seconds:.1f}", decision


def closing(console: Console, rows: Sequence[Row], report: str) -> None:
    """How many were answered without a person, how fast, and what was not as expected."""
    counted = summary(list(rows))
    console.print(
        f"\n{counted['reply']} of {counted['tickets']} tickets were answered without a person, "
        f"{counted['note']} became notes, {counted['nothing']} needed nothing."
    )
    if counted["seconds_to_reply_median"] is not None:
        console.print(
            f"Time to the first answer: {counted['seconds_to_reply_median']} s in the middle, "
            f"{counted['seconds_to_reply_slowest']} s at most, with half a second of quiet time (15 s by default)."
        )
    for row in rows:
        for wrong in row.wrong:
            console.print(f"[red]{row.case} (ticket {row.ticket_id}): {wrong}[/]")
    console.print(f"Report: {report}")
