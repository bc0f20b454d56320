"""Templates, articles and questions as they stand in their files, each piece with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.checking.audiences import Audiences, read_audiences
from retrieval.checking.finding import Place
from retrieval.checking.said import Said, said_in
from retrieval.documents.complaints import Complaints
from retrieval.documents.files import Document, markdown_files, read_document
from retrieval.documents.knowledge import read_knowledge
from retrieval.documents.nodes import Fields, Many, Text
from retrieval.documents.sources import Source, article_sources
from retrieval.documents.templates import read_template
from retrieval.documents.unanswered import read_unanswered
from retrieval.errors import Complaint, WrongDocuments
from retrieval.golden import FILE, GoldenQuestion, read_golden, unknown_answers
from retrieval.settings import Settings
from retrieval.types import SHARED, Template


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of a template or an article, with their lines."""

    path: str
    fields: Fields

    def text(self, name: str) -> str:
        """What a field says; empty when it isn't there."""
        node = self.fields.entries.get(name)
        return node.value.strip() if isinstance(node, Text) else ""

    def place(self, name: str) -> Place:
        """Where a field stands, or where the fields begin."""
        return Place(self.path, self.fields.lines.get(name, self.fields.line))


@dataclass(frozen=True, slots=True)
class Written:
    """A template and the file it was read from."""

    template: Template
    document: Document

    @property
    def entry(self) -> Entry:
        """Its fields."""
        return Entry(self.document.path, self.document.fields)

    def examples(self) -> Iterator[tuple[str, Place]]:
        """Each example question and where it stands."""
        node = self.document.fields.entries.get("examples")
        for item in node.items if isinstance(node, Many) else (node,):
            if isinstance(item, Text) and item.value.strip():
                yield item.value.strip(), Place(self.document.path, item.line)

    def lines(self) -> Iterator[tuple[str, Place]]:
        """Each line of the reply that isn't empty."""
        for number, line in enumerate(self.document.body.split("\n"), self.document.body_line):
            if line.strip():
                yield line.strip(), Place(self.document.path, number)

    def slot(self, name: str) -> Place:
        """Where a blank is described."""
        slots = self.document.fields.entries.get("slots")
        line = slots.lines.get(name) if isinstance(slots, Fields) else None
        return Place(self.document.path, line) if line else self.entry.place("slots")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is checked.

    ``refused`` is what the readers complain about. With any of it ``said`` and ``questions`` are empty, since what
    a text is compared with would not be whole; files that were refused are not among the templates.
    """

    audiences: Audiences
    templates: tuple[Written, ...]
    articles: tuple[Entry, ...]
    said: tuple[Said, ...] = ()
    questions: tuple[GoldenQuestion, ...] = ()
    golden_path: str = ""
    refused: tuple[Complaint, ...] = ()


def read_library(settings: Settings) -> Library:
    """Read all files, those that are refused too."""
    audiences = read_audiences(settings.segments_file)
    sources = list(article_sources(settings.kb_dir, Complaints()))
    questions, refused = _questions(settings)
    return Library(
        audiences=audiences,
        templates=tuple(_templates(settings, audiences)),
        articles=tuple(Entry(source.fields_path, source.fields) for source in sources),
        said=() if refused else tuple(_said(sources, audiences)),
        questions=() if refused else questions,
        golden_path=str(settings.kb_dir / FILE),
        refused=refused,
    )


def _questions(settings: Settings) -> tuple[tuple[GoldenQuestion, ...], tuple[Complaint, ...]]:
    """The golden questions, and all that a rebuild would refuse."""
    try:
        knowledge = read_knowledge(settings)
    except WrongDocuments as wrong:
        return (), wrong.complaints
    complaints = Complaints()
    questions = read_golden(settings.kb_dir, knowledge.audiences, complaints)
    for line, says in unknown_answers(questions, knowledge):
        complaints.add(str(settings.kb_dir / FILE), line, says)
    read_unanswered(settings.kb_dir, knowledge.templates, complaints)
    return questions, tuple(sorted(complaints.found))


def _templates(settings: Settings, audiences: Audiences) -> Iterator[Written]:
    for path in markdown_files(settings.templates_dir):
        complaints = Complaints()
        document = read_document(path, complaints)
        template = read_template(document, (SHARED, *audiences.may_see), complaints) if document else None
        if document and template and not complaints.found:
            yield Written(template, document)


def _said(sources: list[Source], audiences: Audiences) -> Iterator[Said]:
    for source in sources:
        yield from said_in(source, Entry(source.fields_path, source.fields).text("audience"), tuple(audiences.may_see))
