"""Labelled texts as a company's templates: each label is one, its texts are the examples. Asked through the index.

The templates are laid out as files, read and rebuilt as any company's are, and searched as a ticket is: with the text,
or with the pieces of a mail as the router reads it.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.public_data import rows_of
from retrieval.embedding import Embedder, SentenceModel
from retrieval.index import Index
from retrieval.matching.matcher import Lesson
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.types import SHARED, Hits
from retrieval.vectors import Remembered
from router.reading.pieces import pieces_of
from router.reading.reply import own_text
from tests.knowledge import IndexServer

OUTSIDE = "oos"
"""The label of what has no template, where rows don't say it by their scope."""
WANTED = 10
"""Templates asked for; a right one beyond them counts as not found."""
MAIL = "email"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its label; ``scope`` is ``in`` for one with a template."""

    text: str
    label: str
    scope: str = "in"

    @property
    def has_template(self) -> bool:
        """Whether the label is a template's."""
        return self.scope == "in"


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled text and what was found for it; ``right`` is the place of its own template, 0 when it isn't there."""

    row: Labelled
    hits: Hits

    @property
    def right(self) -> int:
        """Counted from 1."""
        titles = [hit.template.title for hit in self.hits.templates]
        return titles.index(self.row.label) + 1 if self.row.label in titles else 0

    @property
    def probability(self) -> float:
        """Of the first template."""
        return self.hits.templates[0].probability if self.hits.templates else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the version itself would answer this without a person."""
        levels = self.hits.levels
        return self.probability >= levels.sure and self.hits.ours >= levels.ours


def read_labelled(data: str, field: str, label: str) -> list[Labelled]:
    """The rows of a file. Without a scope those labelled ``oos`` have no template."""
    rows = rows_of(data, field, label)
    return [
        Labelled(str(row[field]), str(row[label]), str(row.get("scope") or _scope(str(row[label])))) for row in rows
    ]


def _scope(label: str) -> str:
    return OUTSIDE if label == OUTSIDE else "in"


def in_mails(rows: Sequence[Labelled], mails: str) -> list[Labelled]:
    """The rows as mails: each text in place of what the sender wrote in one of these mails, in turn.

    Mails in which that doesn't stand in one piece are left out.
    """
    found = [(row["email"], row["reply"]) for row in rows_of(mails, "email", "reply")]
    whole = [(email, reply) for email, reply in found if reply.strip() and email.count(reply) == 1]
    return [
        Labelled(email.replace(reply, row.text), row.label, row.scope)
        for row, (email, reply) in zip(rows, _in_turn(whole, len(rows)), strict=True)
    ]


def _in_turn(mails: Sequence[tuple[str, str]], count: int) -> Iterator[tuple[str, str]]:
    return (mails[number % len(mails)] for number in range(count))


@dataclass(frozen=True, slots=True)
class Company:
    """A company that was rebuilt from labelled texts."""

    settings: Settings
    model: Embedder
    collection: str
    lesson: Lesson
    seconds: float

    def ask(self, rows: Sequence[Labelled], *, mails: bool = False) -> list[Asked]:
        """Search for each row, with its text or with the pieces of its mail, all of them embedded beforehand."""
        texts = [pieces_of(own_text(row.text)) if mails else (row.text,) for row in rows]
        known = Remembered(self.model, list(dict.fromkeys(text for some in texts for text in some)))
        index = Index(Milvus.of(self.settings), known, self.settings.index_alias)
        return [
            Asked(row, index.search(some, [SHARED], self.collection, templates=WANTED, passages=0))
            for row, some in zip(rows, texts, strict=True)
        ]


@contextmanager
def company_of(train: Sequence[Labelled]) -> Iterator[tuple[Company, Company]]:
    """Two companies over the same templates, vectors copied: one that knows nothing without a template, and one taught
    the training rows that have none, as a lead's unanswered questions. Without such rows they are one and the same.
    """
    with tempfile.TemporaryDirectory() as name, IndexServer(Path(name) / "var") as server:
        settings = lay_out(Path(name), train, server.uri)
        model = SentenceModel(settings.embedding_model)
        plain = _rebuilt(settings, model)
        unanswered = unanswered_of(train)
        if unanswered:
            lines = "\n".join(f"- {json.dumps(text, ensure_ascii=False)}" for text in unanswered)
            (settings.kb_dir / "unanswered.yaml").write_text(lines + "\n", encoding="utf-8")
        yield plain, _rebuilt(settings, model) if unanswered else plain


def _rebuilt(settings: Settings, model: Embedder) -> Company:
    summary = rebuild(settings, embedder=model)
    return Company(settings, model, summary.collection, summary.lesson, summary.seconds)


def unanswered_of(train: Sequence[Labelled]) -> list[str]:
    """The training rows without a template, each once and none that is an example too."""
    examples = {_key(row.text) for row in train if row.has_template}
    texts = {_key(row.text): _readable(row.text) for row in train if not row.has_template}
    return [text for key, text in texts.items() if key not in examples]


def lay_out(folder: Path, train: Sequence[Labelled], uri: str) -> Settings:
    """A template for each label, with its texts as examples."""
    for name in ("templates", "kb"):
        (folder / name).mkdir()
    (folder / "segments.yaml").write_text('{"segments": {"nobody": {"title": "nobody"}}}', encoding="utf-8")
    for number, (label, texts) in enumerate(sorted(_examples(train).items())):
        fields = {
            "id": f"label-{number}",
            "title": label,
            "audience": SHARED,
            "language": "en",
            "topic": label,
            "writing": "locked",
            "examples": list(texts.values()),
        }
        lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
        (folder / "templates" / f"label-{number}.md").write_text(f"---\n{lines}\n---\n\nHello.\n", encoding="utf-8")
    return Settings(
        milvus_uri=uri,
        templates_dir=folder / "templates",
        kb_dir=folder / "kb",
        segments_file=folder / "segments.yaml",
        var_dir=folder / "var",
        index_alias="benchmark",
    )


def _examples(train: Sequence[Labelled]) -> Mapping[str, dict[str, str]]:
    """Each label's texts, those that differ in capitals and blanks only once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in train:
        if row.has_template and row.text.strip():
            found[row.label].setdefault(_key(row.text), _readable(row.text))
    return found


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _readable(text: str) -> str:
    """Without the characters that YAML can't hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
