"""Whether the article that answers a golden question is given to the model, where a naive prompt would have it.

Word for word in the template is given too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.naive import PASSAGES
from retrieval.documents.complaints import Complaints
from retrieval.facts.plain import stands_in
from retrieval.golden import GoldenQuestion, read_golden
from retrieval.types import Passage, Template
from router.doors import Doors
from router.grounding.sentences import sentences
from router.stages.write import DEFAULT_LIMITS
from router.types import Found
from router.writing.choice import choose_template, usable_passages

AUDIENCES = ("shared", "IM", "IM+")


def right_passages(doors: Doors, folder: Path = Path("kb")) -> dict[str, Any]:
    """Over the golden questions that an article answers and for which a model would be asked."""
    version = doors.index.state().collection
    kept, not_asked, lost = 0, 0, []
    for question in read_golden(folder, AUDIENCES, Complaints()):
        found = _found(question, doors, version)
        template = choose_template(found, doors.embedding_languages).template
        locked = template is not None and template.writing == "locked"
        naive = [hit.passage for hit in found.passages[:PASSAGES] if hit.passage.article == question.article]
        if not question.article or not naive or locked:
            continue
        given = usable_passages(found.passages, template, (), DEFAULT_LIMITS)
        if template is None and not given:
            not_asked += 1
        elif question.article in {passage.article for passage in given} or _told(naive, template):
            kept += 1
        else:
            lost.append(question.question)
    total = kept + len(lost)
    return {
        "golden": total,
        "right_passage_kept": round(100 * kept / total, 1) if total else 100.0,
        "right_passage_lost": lost,
        "right_passage_not_asked": not_asked,
    }


def _told(passages: Sequence[Passage], template: Template | None) -> bool:
    """Whether the template has all the words of one of them."""
    body = template.body if template else ""
    return any(all(stands_in(one, body) for one in sentences(passage.text)) for passage in passages)


def _found(question: GoldenQuestion, doors: Doors, version: str) -> Found:
    hits = doors.index.search([question.question], question.audiences, version)
    return Found(hits.templates, hits.passages, question.audiences, version, ours=hits.ours, levels=hits.levels)
