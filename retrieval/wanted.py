"""What the next version is to hold, read from files before any vector."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from retrieval.documents.complaints import Complaints
from retrieval.documents.knowledge import Knowledge, read_knowledge
from retrieval.documents.unanswered import read_unanswered
from retrieval.golden import FILE, GoldenQuestion, read_golden, unknown_answers
from retrieval.matching.matcher import foreign_topic
from retrieval.partitions import KINDS
from retrieval.rows import Row, rows_of
from retrieval.settings import Settings
from retrieval.types import Template
from retrieval.versions import FORMAT


@dataclass(frozen=True, slots=True)
class Wanted:
    """Templates and articles as rows, the golden questions, and what the matcher is to learn from.

    ``languages`` are those that the model understands: in others a topic is a topic apart.
    """

    knowledge: Knowledge
    questions: tuple[GoldenQuestion, ...]
    rows: tuple[Row, ...]
    unanswered: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each kind and audience, as ``example shared``."""
        found = Counter(f"{row.kind} {row.audience}" for row in self.rows)
        return {f"{kind} {name}": found[f"{kind} {name}"] for kind in KINDS for name in self.knowledge.audiences}

    @property
    def lessons(self) -> dict[int, str]:
        """The rows that the matcher learns from, by their place, each with its topic."""
        topics = {one.id: self._topic(one) for one in self.knowledge.templates}
        return {at: topics[row.document] for at, row in enumerate(self.rows) if row.kind == "example"}

    def _topic(self, template: Template) -> str:
        understood = template.language in self.languages
        return template.topic if understood else foreign_topic(template.topic, template.language)

    def content(self, model: str) -> str:
        """A hash of everything a version is built from: two versions with the same one are the same."""
        whole = hashlib.sha256(f"{FORMAT}\0{model}\0{self.counts}".encode())
        for row in self.rows:
            whole.update("\0".join((row.id, row.kind, row.audience, row.document, row.text, row.payload)).encode())
        for question in self.questions:
            whole.update(question.key.encode())
        whole.update("\0".join(("", *self.unanswered, "", *self.languages)).encode())
        return whole.hexdigest()


def read_wanted(settings: Settings) -> Wanted:
    """Everything the files hold. Raises ``WrongDocuments`` with all that is wrong in them."""
    knowledge = read_knowledge(settings)
    complaints = Complaints()
    questions = read_golden(settings.kb_dir, knowledge.audiences, complaints)
    for line, says in unknown_answers(questions, knowledge):
        complaints.add(str(settings.kb_dir / FILE), line, says)
    unanswered = read_unanswered(settings.kb_dir, knowledge.templates, complaints)
    complaints.raise_if_any()
    rows = tuple(rows_of(knowledge.templates, knowledge.passages))
    return Wanted(knowledge, questions, rows, unanswered, settings.languages)
