from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from router.stages.check import check
from tests.checking import EXIT_PLUS, customer, draft, found, message

FOLDER = Path(__file__).parents[2] / "fixtures" / "promises"
ROWS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "planted.yaml").read_text(encoding="utf-8"))
FRAMES: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / "frames.yaml").read_text(encoding="utf-8"))
MAILS = pytest.mark.parametrize("row", ROWS, ids=[f"{number}" for number in range(len(ROWS))])


def drafts(row: dict[str, Any], kind: str) -> list[str]:
    """The sentences of a kind for this mail, filled."""
    language = row.get("language", "en")
    words = {name: row[name] for name in ("says", "thing", "spelled", "echo") if name in row}
    words |= {name.title(): text[0].upper() + text[1:] for name, text in words.items()}
    return [frame.format(**words) for frame in FRAMES[language][kind]]


def found_in(mail: str, text: str) -> list[str]:
    one = draft(text)
    findings = check(one, message(mail), found(EXIT_PLUS), customer("IM+", "IM"), ("ticket 41",), ())
    return [f"{finding.kind} {finding.word!r}" for finding in findings.items]


def test_there_are_at_least_sixty_mails_and_some_are_german() -> None:
    assert len(ROWS) >= 60
    assert sum(row.get("language") == "de" for row in ROWS) >= 5


@MAILS
def test_nothing_planted_comes_back_confirmed_in_any_wording(row: dict[str, Any]) -> None:
    tried = [*row["drafts"], *drafts(row, "giving in")]
    through = [text for text in tried if not found_in(row["mail"], text)]
    assert not through, f"{len(through)} of {len(tried)} get through for {row['mail']!r}: {through}"


@MAILS
def test_an_honest_answer_to_it_is_not_held_back(row: dict[str, Any]) -> None:
    tried = [*drafts(row, "honest"), *(drafts(row, "echoing") if "echo" in row else ()), *row.get("honest", ())]
    held = {text: why for text in tried if (why := found_in(row["mail"], text))}
    assert not held, f"{len(held)} of {len(tried)} are held back for {row['mail']!r}: {held}"
