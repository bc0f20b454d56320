"""How often the right template is found, and how many texts can be answered with hardly a mistake.

Each label of the training rows is a template with its texts as examples, rebuilt and searched as any company's. A text
is answered when the first template's probability and the sign "ours" reach the version's own levels, which the rebuild
chose by training rows that it left out: the test rows choose nothing. With `--field email` a row is a mail, read and
cut into pieces as the router does; `--mails` puts plain test texts into real mails first. Prints one JSON object last.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
import numpy as np

from benchmarks.labelled_texts import MAIL, Asked, company_of, in_mails, read_labelled
from router.logs import set_up_logs

BINS = 15


@click.command()
@click.option("--train", required=True, help="Rows with a text and an intent: templates and their examples.")
@click.option("--test", required=True, help="Rows that are asked.")
@click.option(
    "--field", default="text", show_default=True, help="The test rows' text; email: a mail, read as a ticket's."
)
@click.option("--label", default="intent", show_default=True, help="The test rows' intent.")
@click.option("--mails", help="Put each test text into one of these mails (email, reply), and ask with the mail.")
@click.option("--show", is_flag=True, help="What was found wrongly, one a line, first.")
def main(train: str, test: str, field: str, label: str, mails: str | None, show: bool) -> None:
    """Find the templates of labelled texts through the real index."""
    examples, rows = read_labelled(train, "text", "intent"), read_labelled(test, field, label)
    asked_rows = [row for row in rows if row.has_template]
    if mails:
        asked_rows = in_mails(asked_rows, mails)
    with company_of([row for row in examples if row.has_template]) as (company, _):
        asked = company.ask(asked_rows, mails=field == MAIL or bool(mails))
    if show:
        click.echo("\n".join(_told(one) for one in asked if one.right != 1))
    left_out = len(rows) - len(asked_rows)
    result = measured(asked) | {"n": len(asked), "without_template_left_out": left_out}
    click.echo(json.dumps(result | {"examples": company.lesson.examples, "rebuild_s": round(company.seconds, 1)}))


def measured(asked: Sequence[Asked]) -> dict[str, Any]:
    """Percentages over all that was asked."""
    places = np.array([one.right for one in asked])
    sure = np.array([one.is_sure for one in asked])
    right = places == 1
    return {
        "top1": _percent(right),
        "top3": _percent((places >= 1) & (places <= 3)),
        "mrr": round(100 * float(np.mean([1 / place if place else 0.0 for place in places])), 2),
        "coverage_at_98": _percent(sure),
        "precision_at_98": _percent(right[sure]),
        "ece": round(100 * calibration_error(np.array([one.probability for one in asked]), right), 2),
        "kept_as_ours": _percent(np.array([one.hits.ours >= one.hits.levels.ours for one in asked])),
        "sure_level": round(asked[0].hits.levels.sure, 3),
    }


def calibration_error(probabilities: np.ndarray, right: np.ndarray) -> float:
    """The mean distance of probability and share of right ones over bins of equal width (ECE)."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    gaps = [
        np.mean(bins == number) * abs(probabilities[bins == number].mean() - right[bins == number].mean())
        for number in np.unique(bins)
    ]
    return float(np.sum(gaps))


def _percent(flags: np.ndarray) -> float:
    return round(100 * float(flags.mean()), 2) if len(flags) else 0.0


def _told(one: Asked) -> str:
    first = one.hits.templates[0].template.title if one.hits.templates else "nothing"
    return f"{one.row.label} -> {first} at {one.probability:.2f}: {' '.join(one.row.text.split())[:200]!r}"


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
