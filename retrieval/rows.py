"""Rows of the index: each example question and each passage is one vector of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import IndexDamaged
from retrieval.partitions import Kind, content_id
from retrieval.types import Passage, Template

T = TypeVar("T")

TEMPLATE = TypeAdapter(Template)
PASSAGE = TypeAdapter(Passage)


@dataclass(frozen=True, slots=True)
class Row:
    """What is stored with a vector. ``embedded`` is what the vector is made of; ``id`` changes when it does.

    ``document`` is the id of the template or article, ``text`` the example question or the passage, ``payload`` the
    JSON of the template (without examples) or of the passage.
    """

    id: str
    kind: Kind
    audience: str
    document: str
    text: str
    embedded: str
    payload: str


def rows_of(templates: Iterable[Template], passages: Iterable[Passage]) -> Iterator[Row]:
    """All rows, examples first."""
    for template in templates:
        payload = TEMPLATE.dump_json(replace(template, examples=())).decode()
        for example in template.examples:
            name = content_id(template.id, "example", template.audience, example)
            yield Row(name, "example", template.audience, template.id, example, example, payload)
    for passage in passages:
        yield _passage_row(passage)


def _passage_row(passage: Passage) -> Row:
    above = " > ".join(part for part in (passage.title, passage.heading) if part)
    payload = PASSAGE.dump_json(passage).decode()
    embedded = f"{above}\n{passage.text}"
    return Row(passage.id, "passage", passage.audience, passage.article, passage.text, embedded, payload)


def template_from(payload: str) -> Template:
    """The template of a row. Raises ``IndexDamaged`` when it isn't one."""
    return _read(TEMPLATE, payload)


def passage_from(payload: str) -> Passage:
    """The passage of a row. Raises ``IndexDamaged`` when it isn't one."""
    return _read(PASSAGE, payload)


def _read(adapter: TypeAdapter[T], payload: str) -> T:
    try:
        return adapter.validate_json(payload)
    except ValidationError as error:
        raise IndexDamaged("a row of the index can't be read; run python -m retrieval rebuild") from error
