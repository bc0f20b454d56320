"""The benchmarks of intent and scope: what they lay out, and what they count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.intent import calibration_error
from benchmarks.intent import measured as intent_measured
from benchmarks.labelled_texts import Asked, Labelled, in_mails, lay_out, read_labelled, unanswered_of
from benchmarks.scope import auroc
from benchmarks.scope import measured as scope_measured
from retrieval.types import Hits, Levels, Template, TemplateHit
from retrieval.wanted import read_wanted

LEVELS = Levels(suggest=0.3, sure=0.9, ours=0.2)


def asked(row: Labelled, *found: tuple[str, float], ours: float = 0.8) -> Asked:
    hits = [TemplateHit(Template(n, n, "shared", "en", n, "locked", "x"), 0.7, "x", p) for n, p in found]
    return Asked(row, Hits(tuple(hits), (), "v", ours=ours, levels=LEVELS))


def test_each_label_becomes_a_template_with_its_texts_each_once(tmp_path: Path) -> None:
    rows = [
        Labelled("Where is my card?", "card_arrival"),
        Labelled("where is  my card?", "card_arrival"),
        Labelled('"Colon": and - hyphen #1', "card_arrival"),
        Labelled("Fee?", "Fees!"),
        Labelled("Weather?", "oos", "oos"),
    ]
    wanted = read_wanted(lay_out(tmp_path, rows, "http://127.0.0.1:9"))
    found = {one.topic: one.examples for one in wanted.knowledge.templates}
    assert found == {"card_arrival": ("Where is my card?", '"Colon": and - hyphen #1'), "Fees!": ("Fee?",)}
    assert unanswered_of([*rows, Labelled("FEE?", "oos", "oos")]) == ["Weather?"]


def test_rows_without_a_scope_are_outside_by_their_label(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(
        '{"text": "a", "intent": "fee"}\n{"text": "b", "intent": "oos"}\n'
        '{"text": "c", "intent": "fee", "scope": "id-oos"}\n'
    )
    rows = read_labelled(str(tmp_path / "rows.jsonl"), "text", "intent")
    assert [row.has_template for row in rows] == [True, False, False]


def test_a_text_stands_in_a_mail_in_place_of_what_its_sender_wrote(tmp_path: Path) -> None:
    (tmp_path / "mails.jsonl").write_text(
        '{"email": "Yes\\n\\n> quoted", "reply": "Yes"}\n{"email": "none", "reply": "elsewhere"}\n'
        '{"email": "No\\n-- \\nSam", "reply": "No"}\n'
    )
    rows = [Labelled(text, "fee") for text in ("Fee?", "Cost?", "Price?")]
    mails = in_mails(rows, str(tmp_path / "mails.jsonl"))
    assert [mail.text for mail in mails] == ["Fee?\n\n> quoted", "Cost?\n-- \nSam", "Price?\n\n> quoted"]


def test_places_and_answers_are_counted_by_the_versions_own_levels() -> None:
    fee = Labelled("Fee?", "fee")
    found = intent_measured(
        [
            asked(fee, ("fee", 0.95)),
            asked(fee, ("tax", 0.95), ("fee", 0.04)),
            asked(fee, ("fee", 0.8), ("tax", 0.1)),
            asked(fee, ("fee", 0.95), ours=0.1),
        ]
    )
    assert (found["top1"], found["top3"], found["mrr"]) == (75.0, 100.0, 87.5)
    assert (found["coverage_at_98"], found["precision_at_98"], found["kept_as_ours"]) == (50.0, 50.0, 75.0)


def test_the_calibration_error_is_the_gap_between_said_and_right() -> None:
    said, right = np.array([0.9, 0.9, 0.9, 0.9]), np.array([True, True, True, False])
    assert calibration_error(said, right) == pytest.approx(0.15)
    assert calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0.0


def test_scope_is_measured_where_95_percent_are_kept_and_by_the_versions_level() -> None:
    inside = [asked(Labelled("a", "fee"), ("fee", 0.9), ours=0.30 + 0.01 * number) for number in range(20)]
    near = [asked(Labelled("b", "x", "id-oos"), ("fee", 0.5), ours=ours) for ours in (0.1, 0.25, 0.4, 0.45)]
    far = [asked(Labelled("c", "y", "ood-oos"), ("fee", 0.2), ours=ours) for ours in (0.05, 0.29)]
    found = scope_measured([*inside, *near, *far])
    assert (found["oos_recall_at_95"], found["id_oos_recall_at_95"]) == (100.0, 50.0)
    assert found["in_scope_accuracy"] == 100.0
    assert (found["by_level"]["oos_recall"], found["by_level"]["id_oos_recall"]) == (50.0, 25.0)
    assert found["by_level"]["kept"] == 100.0


def test_the_area_under_the_curve_counts_equal_signs_a_half() -> None:
    assert auroc(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(0.875)
