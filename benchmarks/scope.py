"""How well a text without a template is told from one with a template.

Each label of the training rows is a template, as in `benchmarks.intent`; a row's scope is `in`, `id-oos` (like ours,
without a template) or `ood-oos` (unrelated), and without a scope the label `oos` has no template. The figures "at 95"
put the threshold where 95 % of the test rows with a template are kept, the usual point on the curve; `by_level` has
what the version's own level does, which the rebuild chose by training rows that it left out. Training rows without a
template are given to the rebuild as a lead's unanswered questions; `without_unanswered` has the figures without them.
Prints one JSON object last.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
import numpy as np

from benchmarks.labelled_texts import Asked, company_of, read_labelled, unanswered_of
from router.logs import set_up_logs

KEPT = 0.95
NEAR = "id-oos"


@click.command()
@click.option("--train", required=True, help="Rows: text, intent, perhaps scope.")
@click.option("--test", required=True, help="Rows: text, intent, perhaps scope.")
def main(train: str, test: str) -> None:
    """Tell texts without a template from those with one, through the real index."""
    examples, rows = read_labelled(train, "text", "intent"), read_labelled(test, "text", "intent")
    if {row.has_template for row in rows} != {True, False}:
        raise click.ClickException(f"{test}: needs rows with a template and rows without one (scope, or intent oos)")
    unanswered = unanswered_of(examples)
    with company_of(examples) as (plain, taught):
        without = measured(plain.ask(rows))
        result = measured(taught.ask(rows)) if unanswered else without
    result |= {"n": len(rows), "unanswered_given": len(unanswered)}
    if unanswered:
        click.echo(f"given as unanswered: the {len(unanswered)} training rows without a template", err=True)
        result |= {"unanswered_first": unanswered[:3], "without_unanswered": without}
    click.echo(json.dumps(result, ensure_ascii=False))


def measured(asked: Sequence[Asked]) -> dict[str, Any]:
    """Percentages. ``oos_recall`` is over unrelated rows where rows tell them apart, else over all without one."""
    ours = np.array([one.hits.ours for one in asked])
    inside = np.array([one.row.has_template for one in asked])
    near = np.array([one.row.scope == NEAR for one in asked])
    level = asked[0].hits.levels.ours
    at_95 = float(np.quantile(ours[inside], 1 - KEPT, method="lower"))
    groups = {"in": inside, "id": near, "ood": ~inside & ~near}
    right = np.array([one.right == 1 for one in asked])
    return {
        "in_scope_accuracy": _percent((right & (ours >= at_95))[inside]),
        **_caught(ours, groups, at_95, "_at_95"),
        "auroc": round(100 * auroc(ours[inside], ours[~inside]), 2),
        "top1": _percent(right[inside]),
        "by_level": {
            "level": round(level, 4),
            "kept": _percent((ours >= level)[inside]),
            "in_scope_accuracy": _percent((right & (ours >= level))[inside]),
            **_caught(ours, groups, level, ""),
        },
    }


def _caught(ours: np.ndarray, groups: dict[str, np.ndarray], level: float, ending: str) -> dict[str, float]:
    below = ours < level
    found = {f"oos_recall{ending}": _percent(below[groups["ood"]] if groups["ood"].any() else below[groups["id"]])}
    if groups["id"].any():
        found[f"id_oos_recall{ending}"] = _percent(below[groups["id"]])
    return found


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """How likely a text with a template has the higher sign than one without; equal ones count a half."""
    order = np.sort(outside)
    lower, upto = np.searchsorted(order, inside, "left"), np.searchsorted(order, inside, "right")
    return float(np.mean(lower + upto) / 2 / len(outside))


def _percent(flags: np.ndarray) -> float:
    return round(100 * float(flags.mean()), 2) if len(flags) else 0.0


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
