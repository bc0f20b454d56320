"""Holds what came out against what was expected, and writes the report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from router.run import Run
from sandbox.demo.cast import Mail


@dataclass(frozen=True)
class Row:
    """One mail's way, as it stands in the report."""

    ticket_id: int
    case: str
    customer: str
    products: tuple[str, ...]
    route: str
    template: str
    grounding: str
    lane: str
    delivered: str
    reason: str
    seconds: float
    expected: dict[str, object]
    wrong: tuple[str, ...]
    message: str
    draft: str


def row_of(mail: Mail, ticket_id: int, run: Run, seconds: float) -> Row:
    """The run in the report's words, with every difference from what was expected."""
    draft, permit = run.draft, run.permit
    came = {
        "customer": run.customer.kind if run.customer else "",
        "products": tuple(run.customer.products) if run.customer else (),
        "route": run.route.decision if run.route else "",
        "template": draft.template if draft else "",
        "lane": permit.lane if permit else "",
        "delivered": run.receipt.delivered if run.receipt else "",
    }
    expected = mail.expect.model_dump()
    return Row(
        ticket_id=ticket_id,
        case=mail.case,
        grounding=draft.grounding if draft else "",
        reason=run.receipt.reason if run.receipt else "",
        seconds=round(seconds, 2),
        expected={name: value for name, value in expected.items() if value not in ("", None)},
        wrong=tuple(_differences(expected, came)),
        message=run.message.text if run.message else "",
        draft=draft.text if draft else "",
        **came,  # type: ignore[arg-type]
    )


def _differences(expected: dict[str, object], came: dict[str, object]) -> list[str]:
    wrong = []
    for name, value in expected.items():
        if value in ("", None):
            continue
        same = set(value) == set(came[name]) if name == "products" else value == came[name]  # type: ignore[call-overload]
        if not same:
            wrong.append(f"{name}: expected {value!r}, got {came[name]!r}")
    return wrong


def summary(rows: list[Row]) -> dict[str, object]:
    """How many were answered without a person, and how fast."""
    answered = [row for row in rows if row.delivered == "reply"]
    times = sorted(row.seconds for row in answered)
    return {
        "tickets": len(rows),
        "reply": len(answered),
        "note": sum(row.delivered == "note" for row in rows),
        "nothing": sum(row.delivered == "nothing" for row in rows),
        "as_expected": sum(not row.wrong for row in rows),
        "seconds_to_reply_median": round(median(times), 2) if times else None,
        "seconds_to_reply_slowest": times[-1] if times else None,
    }


def write_report(path: Path, rows: list[Row]) -> None:
    """``tickets`` and ``summary`` as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {"summary": summary(rows), "tickets": [asdict(row) for row in rows]}
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
