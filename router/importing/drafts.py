"""A canned response as a template file, an article as an article file: ready to be reviewed, not ready to be used."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from retrieval.documents.articles import BY_COLUMN, read_article
from retrieval.documents.complaints import Complaints
from retrieval.documents.files import document_in
from retrieval.documents.markdown import markdown_blocks
from retrieval.documents.sources import Source
from retrieval.documents.tables import product_columns
from retrieval.documents.templates import read_template
from retrieval.types import SHARED
from router.importing.front_matter import front_matter
from router.importing.library import Original
from router.importing.markdown import REPLY_PICTURE, NotReadable, to_markdown, visible
from router.importing.names import is_numbered, name_of, slug, topic_of
from router.importing.placeholders import CONDITION, Blanked, is_required, with_blanks
from router.importing.plan import Kind, Placed, Plan
from router.importing.remarks import remarks_on
from router.rulebook.names import names_found

EXAMPLES = "write ten or more example questions, as customers ask them"
REVIEW = "read it, and set review to a day within a year"
_TOLD_BEFORE = ("is no slot of this template", '"examples" is missing')


class LeftOut(Exception):
    """This one isn't brought over; the text says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to review, without its name yet. ``todo`` is what this one needs of a person beside what all need."""

    original: Original
    placed: Placed
    wanted_name: str
    title: str
    topic: str
    body: str
    audience: str
    blanks: Blanked
    todo: tuple[str, ...]


def draft_of(kind: Kind, original: Original, placed: Placed, plan: Plan, account: str) -> Draft:
    """Raises ``LeftOut``."""
    if original.closed:
        raise LeftOut(original.closed)
    title = " ".join(visible(original.title).split())
    if kind == "canned responses" and CONDITION.search(original.html):
        raise LeftOut("has conditions ({% if ... %}): write a template for each case")
    try:
        converted = to_markdown(original.html, account, **_ways(kind, title))
    except NotReadable as reason:
        raise LeftOut(str(reason)) from reason
    blanks = (
        with_blanks(converted.text, plan.placeholders, plan.texts)
        if kind != "articles"
        else Blanked(converted.text, {})
    )
    if not re.search(r"\w", blanks.text):
        raise LeftOut("no words in it")
    audience, prose = _audience(placed.audience, blanks.text, plan.products)
    fallback = f"{'response' if kind == 'canned responses' else 'article'}-{original.id}"
    return Draft(
        original=original,
        placed=placed,
        wanted_name=_name(title, placed, plan) or fallback,
        title=title or fallback,
        topic=topic_of(title, placed.audience) or fallback,
        body=blanks.text,
        audience=audience,
        blanks=blanks,
        todo=(*converted.remarks, *remarks_on(kind, original, placed, blanks, f"{title}\n{prose}", plan.products)),
    )


def _name(title: str, placed: Placed, plan: Plan) -> str:
    topic = topic_of(title, placed.audience)
    named = placed.audience == SHARED or (slug(title) == topic and placed.audience in names_found(title, plan.products))
    ends = ("" if named else placed.audience, "" if placed.language == plan.language else placed.language)
    return name_of(topic, *ends) if topic else ""


def _ways(kind: Kind, title: str) -> dict[str, str]:
    return {"title": title} if kind == "articles" else {"picture": REPLY_PICTURE}


def _audience(audience: str, body: str, products: Collection[str]) -> tuple[str, str]:
    """For whom it is, and what all of them will read: a shared article with columns of products is cut by column."""
    blocks = list(markdown_blocks(body, 1, lambda line, says: None))
    if audience != SHARED or not any(block.table and product_columns(block.table, products) for block in blocks):
        return audience, body
    return BY_COLUMN, "\n".join("\n".join((*block.headings, block.text)) for block in blocks)


def todo_of(draft: Draft, name: str) -> tuple[str, ...]:
    """What this one needs of a person, beside what all need."""
    twin = f'there is a "{draft.wanted_name}" already: if both say the same, keep one'
    return (twin, *draft.todo) if is_numbered(name, draft.wanted_name) else draft.todo


def written_out(kind: Kind, draft: Draft, name: str) -> str:
    """The whole file."""
    article = kind == "articles"
    body = f"# {draft.title}\n\n{draft.body}" if article else draft.body
    fields = _article_fields(draft, name) if article else _template_fields(draft, name)
    said = f'Freshdesk, {"article" if article else "canned response"} {draft.original.id} in "{draft.placed.path}"'
    todo = [REVIEW, *([] if article else [EXAMPLES]), *todo_of(draft, name)]
    return front_matter(fields, [f"From {said}.", "To do:", *(f"- {one}" for one in todo)]) + f"\n{body}\n"


def _template_fields(draft: Draft, name: str) -> dict[str, object]:
    slots = {
        slot: {"source": source, "required": "yes" if is_required(source) else "no"}
        for slot, source in draft.blanks.slots.items()
    }
    return {
        "id": name,
        "title": draft.title,
        "audience": draft.audience,
        "language": draft.placed.language,
        "topic": draft.topic,
        "writing": "locked",
        "examples": [],
        "slots": slots,
        "exact": [],
        "owner": draft.placed.owner,
        "review": "",
        "freshdesk": str(draft.original.id),
    }


def _article_fields(draft: Draft, name: str) -> dict[str, object]:
    return {
        "id": name,
        "title": draft.title,
        "audience": draft.audience,
        "owner": draft.placed.owner,
        "review": "",
        "url": draft.original.url,
        "freshdesk": str(draft.original.id),
    }


def wrong_with(kind: Kind, text: str, file: str, products: Collection[str]) -> list[str]:
    """What the check of templates and articles would say of this file, beside what a draft can't have yet."""
    complaints = Complaints()
    document = document_in(text, file, complaints)
    if document is not None and kind == "articles":
        blocks = markdown_blocks(document.body, document.body_line, lambda line, says: complaints.add(file, line, says))
        read_article(Source(file, document.fields, file, document.body_line, tuple(blocks)), products, complaints)
    elif document is not None:
        read_template(document, (SHARED, *products), complaints)
    found = [f"line {one.line}: {one.says}" for one in complaints.found]
    return [says for says in found if not any(told in says for told in _TOLD_BEFORE)]
