"""The example company itself: nothing to mend and nothing to look at, on the day its texts were last read whole."""

from __future__ import annotations

from datetime import date

from retrieval.checking.run import check
from retrieval.settings import Settings
from tests.knowledge import ROOT


def test_the_example_company_is_in_order() -> None:
    settings = Settings(
        templates_dir=ROOT / "templates", kb_dir=ROOT / "kb", segments_file=ROOT / "rules" / "segments.yaml"
    )
    checked = check(settings, date(2026, 11, 21), None)
    assert [str(finding) for finding in checked.findings] == []
    assert checked.templates >= 52
    assert checked.questions >= 150
