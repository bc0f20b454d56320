"""Reply templates: front matter and the reply itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import cast

from retrieval.documents.complaints import Complaints, did_you_mean
from retrieval.documents.fields import FieldReader
from retrieval.documents.files import Document
from retrieval.documents.nodes import Fields, Text
from retrieval.types import SLOT_TYPES, Slot, SlotType, Template, Writing

KNOWN = (
    "id",
    "title",
    "audience",
    "language",
    "topic",
    "writing",
    "examples",
    "slots",
    "exact",
    "owner",
    "review",
    "freshdesk",
)
SLOT_IN_BODY = re.compile(r"\{\{\s*(.*?)\s*\}\}")
SOURCE = re.compile(r"model|ticket\.\S.*|customer\.\S.*")
LANGUAGE = re.compile(r"[a-z]{2}")
MAX_BYTES = 16_000
"""The index keeps a template with each of its examples; longer replies are not replies any more."""
MAX_EXAMPLE = 1000


def read_template(document: Document, audiences: Collection[str], complaints: Complaints) -> Template:
    """The template in a file. What is wrong goes to ``complaints``; then the value returned is not to be used."""
    ask = FieldReader(document.fields, document.path, complaints)
    ask.only(KNOWN)
    template = Template(
        id=ask.id(),
        title=ask.text("title"),
        audience=ask.one_of("audience", audiences),
        language=_language(ask),
        topic=ask.text("topic"),
        writing=cast(Writing, ask.one_of("writing", ("locked", "guided"))),
        body=document.body.strip(),
        examples=_examples(ask),
        slots=_slots(ask),
        exact=tuple(item.value.strip() for item in ask.texts("exact")),
        owner=ask.text("owner", required=False),
        review=ask.day("review"),
        path=document.path,
    )
    _complain_about_body(template, document, ask)
    return template


def _language(ask: FieldReader) -> str:
    value = ask.text("language")
    if value and not LANGUAGE.fullmatch(value):
        ask.complain("language", f'"language" is "{value}"; write a two-letter code such as en')
    return value


def _examples(ask: FieldReader) -> tuple[str, ...]:
    found = ask.texts("examples")
    if not found:
        ask.complain("examples", '"examples" is missing: write questions as customers ask them, one a line')
    seen: set[str] = set()
    for example in found:
        if len(example.value) > MAX_EXAMPLE:
            says = f"an example of more than {MAX_EXAMPLE} characters; keep the question, drop the rest"
            ask.complaints.add(ask.path, example.line, says)
        key = " ".join(example.value.casefold().split())
        if key in seen:
            ask.complaints.add(ask.path, example.line, f'the example "{example.value}" stands here twice; remove one')
        seen.add(key)
    return tuple(example.value.strip() for example in found)


def _slots(ask: FieldReader) -> tuple[Slot, ...]:
    node = ask.fields.entries.get("slots")
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return ()
    if not isinstance(node, Fields):
        ask.complain("slots", '"slots" must be names, each with its source, such as "first name: {source: ...}"')
        return ()
    return tuple(_slot(name, slot, node.lines[name], ask) for name, slot in node.entries.items())


def _slot(name: str, node: object, line: int, ask: FieldReader) -> Slot:
    if not isinstance(node, Fields):
        ask.complaints.add(ask.path, line, f'slot "{name}" needs a source, such as {{source: customer.first name}}')
        return Slot(name, "model")
    inner = FieldReader(node, ask.path, ask.complaints)
    inner.only(("source", "required", "type"))
    source = inner.text("source")
    if source and not SOURCE.fullmatch(source):
        says = f'slot "{name}" comes from "{source}"; write model, customer.COLUMN or a field of the ticket'
        inner.complain("source", says)
    required = inner.one_of("required", ("yes", "no", "true", "false"), default="yes") in ("yes", "true")
    return Slot(name, source, required, cast(SlotType, inner.one_of("type", SLOT_TYPES, default="text")))


def _complain_about_body(template: Template, document: Document, ask: FieldReader) -> None:
    def complain(says: str, line: int = document.body_line) -> None:
        ask.complaints.add(document.path, line, says)

    if not template.body:
        complain("there is no reply below the front matter; write it there")
    if len(template.body.encode()) > MAX_BYTES:
        complain(f"the reply is longer than {MAX_BYTES} bytes; shorten it")
    names = {slot.name for slot in template.slots}
    used = set(SLOT_IN_BODY.findall(template.body))
    for name in sorted(used - names):
        complain(f"{{{{ {name} }}}} is no slot of this template, {did_you_mean(name, names)}", _line_of(name, document))
    for name in sorted(names - used):
        ask.complain("slots", f'slot "{name}" is not used in the reply; write {{{{ {name} }}}} there, or remove it')
    for words in template.exact:
        if words not in template.body:
            ask.complain("exact", f'"{words}" must stand in the reply exactly like this; copy it from there')


def _line_of(slot: str, document: Document) -> int:
    for number, line in enumerate(document.body.split("\n")):
        if slot in SLOT_IN_BODY.findall(line):
            return document.body_line + number
    return document.body_line
