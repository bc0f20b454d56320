"""Questions with known answers, asked of a new version before it goes live, and probes of the wall."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.documents.complaints import Complaints, did_you_mean
from retrieval.documents.fields import FieldReader
from retrieval.documents.files import read_text
from retrieval.documents.knowledge import Knowledge
from retrieval.documents.nodes import Fields, Many, Text, read_nodes
from retrieval.embedding import Vectors
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.types import SHARED, Hits
from retrieval.versions import Proof, Record, partitions_of

FILE = "golden.yaml"
KNOWN = ("question", "segments", "expect")
NOTHING = "nothing"
TOP = 5
PROBES = 50
"""About as many rows of other audiences is each partition probed with."""


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question as a customer asks it, whom we take them for, and what answers it.

    ``template`` is to be the first template found, ``article`` to be among the first five passages. With neither, no
    template may be worth a draft.
    """

    question: str
    audiences: tuple[str, ...]
    template: str = ""
    article: str = ""
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """The same exactly as long as question, audiences and expected answer are."""
        asked = "\0".join((self.question, *self.audiences, "", self.template, self.article))
        return hashlib.sha256(asked.encode("utf-8")).hexdigest()[:12]

    def missed_by(self, hits: Hits) -> str:
        """What came in place of what was expected, empty when all is well."""
        if self.template and self.template not in [hit.template.id for hit in hits.templates[:1]]:
            return f"{self.template} (first was {hits.templates[0].template.id if hits.templates else NOTHING})"
        articles = [hit.passage.article for hit in hits.passages]
        if self.article and self.article not in articles:
            return f"{self.article} (found were {', '.join(dict.fromkeys(articles)) or NOTHING})"
        if not self.template and not self.article and (hit := hits.suggested):
            return f"{NOTHING} (first was {hit.template.id}, probability {hit.probability:.2f}, ours {hits.ours:.2f})"
        return ""


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """How many questions were asked, which missed what was expected, and what was shown to the wrong people.

    ``gained`` and ``lost`` compare with the live version: only questions that it was asked too, with the same
    expected answer. ``answered_keys`` and ``missed_keys`` are kept with the version for the next comparison.
    """

    asked: int = 0
    missed: tuple[str, ...] = ()
    leaks: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    new: int = 0
    answered_keys: tuple[str, ...] = ()
    missed_keys: tuple[str, ...] = ()


def read_golden(folder: Path, audiences: Collection[str], complaints: Complaints) -> tuple[GoldenQuestion, ...]:
    """The questions of ``golden.yaml``, none when there is no such file."""
    path = folder / FILE
    text = read_text(path, complaints) if path.exists() else None
    root = read_nodes(text, str(path), complaints) if text is not None else None
    if root is None:
        return ()
    found = []
    for item in root.items if isinstance(root, Many) else (root,):
        if isinstance(item, Fields):
            found.append(_question(FieldReader(item, str(path), complaints), audiences))
        else:
            complaints.add(str(path), item.line, "write a list of questions, each with question, segments and expect")
    return tuple(found)


def _question(ask: FieldReader, audiences: Collection[str]) -> GoldenQuestion:
    ask.only(KNOWN)
    wanted = ask.texts("segments")
    for segment in wanted:
        if segment.value not in audiences:
            says = f'unknown segment "{segment.value}", {did_you_mean(segment.value, audiences)}'
            ask.complaints.add(ask.path, segment.line, says)
    names = tuple(dict.fromkeys((SHARED, *(segment.value for segment in wanted))))
    return GoldenQuestion(ask.text("question"), names, *_expected(ask), line=ask.fields.line)


def _expected(ask: FieldReader) -> tuple[str, str]:
    node = ask.fields.entries.get("expect")
    if isinstance(node, Text) and node.value == NOTHING:
        return "", ""
    if not isinstance(node, Fields):
        ask.complain("expect", '"expect" must be {template: ID}, {passage: ARTICLE ID} or nothing')
        return "", ""
    inner = FieldReader(node, ask.path, ask.complaints)
    inner.only(("template", "passage"))
    return inner.text("template", required=False), inner.text("passage", required=False)


def unknown_answers(questions: Iterable[GoldenQuestion], knowledge: Knowledge) -> Iterator[tuple[int, str]]:
    """Line and words for each expected template or article that doesn't exist."""
    templates = {template.id for template in knowledge.templates}
    articles = {passage.article for passage in knowledge.passages}
    for question in questions:
        for kind, name, there in (("template", question.template, templates), ("passage", question.article, articles)):
            if name and name not in there:
                yield question.line, f'there is no {kind} "{name}", {did_you_mean(name, there)}'


def ask_golden(
    index: Index, collection: str, questions: Sequence[GoldenQuestion], before: Proof | None = None
) -> GoldenReport:
    """Ask a version all the questions, and compare with what the live one answered."""
    missed: dict[str, str] = {}
    leaks: list[str] = []
    for question in questions:
        hits = index.search([question.question], question.audiences, collection, templates=TOP, passages=TOP)
        leaks += [f"{name} to {_whom(question)}" for name in _not_for(question.audiences, hits)]
        if wrong := question.missed_by(hits):
            missed[question.key] = f"{_whom(question)}: {wrong}"
    old = before or Proof("")
    return GoldenReport(
        asked=len(questions),
        missed=tuple(missed.values()),
        leaks=tuple(leaks),
        gained=tuple(_whom(one) for one in questions if one.key in old.missed and one.key not in missed),
        lost=tuple(says for key, says in missed.items() if key in old.answered),
        new=sum(one.key not in {*old.answered, *old.missed} for one in questions),
        answered_keys=tuple(one.key for one in questions if one.key not in missed),
        missed_keys=tuple(missed),
    )


def _whom(question: GoldenQuestion) -> str:
    return f'"{question.question}" ({", ".join(question.audiences)})'


def _not_for(audiences: Collection[str], hits: Hits) -> list[str]:
    found = [(hit.template.id, hit.template.audience) for hit in hits.templates]
    found += [(hit.passage.id, hit.passage.audience) for hit in hits.passages]
    return [name for name, whose in found if whose not in audiences]


def probe_wall(milvus: Milvus, collection: str, record: Record, owners: Sequence[str], vectors: Vectors) -> list[str]:
    """Search each partition with the very vectors of other audiences' rows, and tell which rows came back wrongly.

    ``owners`` holds the audience of each vector.
    """
    leaks: list[str] = []
    for key, partition in partitions_of(record.counts).items():
        audience = key.split(" ", 1)[1]
        others = [place for place, owner in enumerate(owners) if owner != audience]
        foreign = others[:: max(1, len(others) // PROBES)]  # spread over all others' rows, not the first audience's
        if not foreign:
            continue
        found = milvus.search(collection, vectors[foreign], [partition], TOP, ["audience"])
        wrong = {match.id for matches in found for match in matches if match.fields.get("audience") != audience}
        leaks += [f"{name} in the partition of {key}" for name in sorted(wrong)]
    return leaks
