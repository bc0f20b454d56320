"""How well unsupported answers are told from supported ones, without a model that reads.

Rows with ``contexts``, ``answer`` and ``faithfulness`` (people's ratings, 1 to 4) are judged by the support score.
Each is scored by weights that were fitted without its conversation: the fit stands inside the folds, by ``document`` or
the part of ``task_id`` before ``<``, else by the contexts themselves. The fit makes both kinds count alike, so that one
half is the border. ``held_back_at_90`` is the share of faithful answers below the threshold that catches nine
unfaithful ones in ten, read off the same scores. ``carried``: how many sentences of either kind of answer the agreement
with quotes lets pass, where the nearest sentences of the contexts stand in for the quotes that a model would name.

Rows with ``source``, ``answer`` and ``grounded`` are small edits of true texts. They are judged by the weights that the
service carries, fitted on other data: the score can't see them. Where a row has its ``original``, the agreement is
asked whether the words of the original carry the answer: edits must not pass, and rephrasings are what that costs.

``--fit`` writes the weights that the service carries, from all rows of the first kind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.public_data import rows_of
from benchmarks.quoted import beside_originals, carried, percent
from retrieval.embedding import SentenceModel, Vectors
from retrieval.vectors import embed_all
from router.guard.signs import signs_of
from router.guard.support import WEIGHTS, read_weights, signs_together, stated

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
FAITHFUL = 3.0
"""The mean rating, of 4, from which people call an answer faithful."""
FOLDS = 10
STRENGTH = 0.03
"""The regression's C. Few rows, so little is believed of them."""
CAUGHT = 0.9


@click.command()
@click.option("--data", required=True, help="JSON lines, or the name of a file in BENCH_DATA.")
@click.option("--fit", is_flag=True, help="Write the weights that the service carries.")
@click.option("--rows", "most", type=int, help="Only so many rows, spread over the file.")
def main(data: str, fit: bool, most: int | None) -> None:
    """Print how well the support score tells faithful answers."""
    rows = _spread(rows_of(data, "answer"), most)
    known = _Known()
    if "grounded" in rows[0]:
        figures = _edits(rows, known)
    else:
        figures = _judged(rows, known, WEIGHTS if fit else None, Path(data).name)
    print(json.dumps({"benchmark": "faithful", "data": Path(data).name, **figures}))


def _spread(rows: Sequence[Mapping[str, Any]], most: int | None) -> list[Mapping[str, Any]]:
    return list(rows) if not most or most >= len(rows) else [rows[at * len(rows) // most] for at in range(most)]


class _Known:
    """The project's model, each sentence embedded once."""

    def __init__(self) -> None:
        self._model = SentenceModel()
        self._vectors: dict[str, Any] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, embed_all(new, self._model), strict=True))
        return np.asarray([self._vectors[text] for text in texts], dtype=np.float32)


def _signs(answer: str, sources: Sequence[str], known: _Known) -> dict[str, float]:
    return signs_together(signs_of(stated(answer) or [answer], sources, known.embed))


def _judged(rows: Sequence[Mapping[str, Any]], known: _Known, write_to: Path | None, name: str) -> dict[str, Any]:
    signs = [_signs(row["answer"], row["contexts"], known) for row in rows]
    names = tuple(signs[0])
    table = np.array([[one[name] for name in names] for one in signs])
    faithful = _faithful([float(np.mean(row["faithfulness"])) for row in rows])
    scores = _left_out(table, faithful, np.array([_group(row) for row in rows]))
    level = _catching(scores, faithful)
    figures = {
        **_figures(scores, faithful),
        "held_back_at_90": percent((scores[faithful] <= level).mean()),
        "carried": {
            "faithful": carried(rows, faithful, known.embed),
            "unfaithful": carried(rows, ~faithful, known.embed),
        },
        "scored": f"by weights fitted without the answer's conversation, {FOLDS} folds",
    }
    if write_to:
        _write(write_to, names, table, faithful, level, {"data": name, "answers": len(rows), **figures})
    return figures


def _group(row: Mapping[str, Any]) -> str:
    named = row.get("document") or str(row.get("task_id", "")).split("<")[0]
    return str(named or row["contexts"])


def _faithful(ratings: Sequence[float]) -> Flags:
    """Ratings of 1 to 4, or of no and yes."""
    border = FAITHFUL if max(ratings) > 1 else 0.5
    return np.array([rating >= border for rating in ratings])


def _left_out(table: Numbers, faithful: Flags, groups: NDArray[np.str_]) -> Numbers:
    scores = np.zeros(len(table))
    folds = GroupKFold(min(FOLDS, len(set(groups))), shuffle=True, random_state=0)
    for taught, asked in folds.split(table, faithful, groups):
        weights, constant = _fitted(table[taught], faithful[taught])
        scores[asked] = 1 / (1 + np.exp(-(table[asked] @ weights + constant)))
    return scores


def _fitted(table: Numbers, faithful: Flags) -> tuple[Numbers, float]:
    """Weights and constant for the signs as they are; the fit sees them on one scale."""
    middle, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)
    model.fit((table - middle) / spread, faithful)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


def _catching(scores: Numbers, faithful: Flags) -> float:
    """The highest score of the nine lowest in ten unfaithful answers: at or below it an answer is caught."""
    wrong = np.sort(scores[~faithful])
    return float(wrong[int(np.ceil(CAUGHT * len(wrong))) - 1])


def _figures(scores: Numbers, faithful: Flags, border: float = 0.5) -> dict[str, Any]:
    kept, caught = (scores[faithful] >= border).mean(), (scores[~faithful] < border).mean()
    return {
        "balanced_accuracy": percent((kept + caught) / 2),
        "auc": percent(roc_auc_score(faithful, scores)),
        "n": len(faithful),
        "unfaithful": int((~faithful).sum()),
    }


def _write(path: Path, names: Sequence[str], table: Numbers, faithful: Flags, level: float, made: object) -> None:
    weights, constant = _fitted(table, faithful)
    kept = {
        "about": "the second alarm of router/guard/support.py; made by python -m benchmarks.faithful --data F --fit",
        "made": made,
        "faithful_from": FAITHFUL,
        "signs": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "constant": round(constant, 4),
        "threshold": round(level, 4),
    }
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _edits(rows: Sequence[Mapping[str, Any]], known: _Known) -> dict[str, Any]:
    weights = read_weights()
    true = np.array([bool(row["grounded"]) for row in rows])
    scores = np.array([weights.support(_signs(row["answer"], [row["source"]], known)) for row in rows])
    return {
        **_figures(scores, true, weights.threshold),
        "held_back_at_90": percent((scores[true] <= _catching(scores, true)).mean()),
        "scored": "by the weights that the service carries, fitted on other data",
        "agreement": beside_originals([row for row in rows if row.get("original", row["answer"]) != row["answer"]]),
    }


if __name__ == "__main__":
    main()
