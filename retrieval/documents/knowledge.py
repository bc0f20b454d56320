"""Everything the index is built from, read in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents.articles import read_article
from retrieval.documents.complaints import Complaints
from retrieval.documents.files import markdown_files, read_document
from retrieval.documents.nodes import Text
from retrieval.documents.products import declared_products
from retrieval.documents.sources import Source, article_sources
from retrieval.documents.templates import read_template
from retrieval.settings import Settings
from retrieval.types import SHARED, Passage, Template


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All templates and passages, and the products that were declared."""

    products: tuple[str, ...]
    templates: tuple[Template, ...]
    passages: tuple[Passage, ...]

    @property
    def audiences(self) -> tuple[str, ...]:
        """Everybody, then the products."""
        return (SHARED, *self.products)


def read_knowledge(settings: Settings) -> Knowledge:
    """Templates and articles of the configured folders. Raises ``WrongDocuments`` with everything that is wrong."""
    complaints = Complaints()
    products = declared_products(settings.segments_file, complaints)
    complaints.raise_if_any()  # with unknown products every audience would look wrong
    templates = _templates(settings.templates_dir, (SHARED, *products), complaints)
    passages = _passages(settings.kb_dir, products, complaints)
    _complain_about_twins([(template.path, 2, template.id) for template in templates], complaints)
    if not templates and not passages:
        says = f"no templates here and no articles in {settings.kb_dir}; check TEMPLATES_DIR and KB_DIR"
        complaints.add(str(settings.templates_dir), 1, says)
    complaints.raise_if_any()
    return Knowledge(products, tuple(templates), tuple(passages))


def _templates(folder: Path, audiences: tuple[str, ...], complaints: Complaints) -> list[Template]:
    documents = (read_document(path, complaints) for path in markdown_files(folder))
    return [read_template(document, audiences, complaints) for document in documents if document]


def _passages(folder: Path, products: tuple[str, ...], complaints: Complaints) -> list[Passage]:
    sources = list(article_sources(folder, complaints))
    _complain_about_twins([_id_of(source) for source in sources], complaints)
    found = [passage for source in sources for passage in read_article(source, products, complaints)]
    # The same words twice under one heading are one passage.
    return list({passage.id: passage for passage in found}.values())


def _id_of(source: Source) -> tuple[str, int, str]:
    """The file and line where an article's id stands, and the id."""
    node = source.fields.entries.get("id")
    return source.fields_path, node.line if node else 1, node.value.strip() if isinstance(node, Text) else ""


def _complain_about_twins(named: Iterable[tuple[str, int, str]], complaints: Complaints) -> None:
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for path, line, name in named:
        if name:
            places[name].append((path, line))
    for name, found in places.items():
        (first, _), *others = sorted(found)
        for path, line in others:
            complaints.add(path, line, f'id "{name}" is taken by {first}; every document needs its own')
