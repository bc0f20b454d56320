"""Check: whether everything in a draft can be pointed to, and whether this customer may read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.facts.plain import plain, sentences
from retrieval.types import SHARED, Template
from router.guard.facts_claims import given_in
from router.guard.figures import uncarried
from router.guard.letters import hidden_text
from router.guard.links import Places, strange_links
from router.guard.plain import read_plain
from router.guard.products import (
    NamesIn,
    Source,
    differs_by_product,
    names_by_word,
    passage_source,
    wrong_products,
)
from router.guard.signs import Embed
from router.guard.support import weakly_supported
from router.guard.wall import leaks
from router.guard.whole import changed
from router.guard.wording import agreements, blanks, personal_data, promises, strange_markup
from router.rulebook.wording import NO_WORDING, Wording
from router.stages.wording import forbidden
from router.types import Customer, Draft, Finding, Findings, Found, Message


def check(
    draft: Draft,
    message: Message,
    found: Found,
    customer: Customer,
    record_facts: Sequence[str],
    outside_texts: Sequence[str],
    *,
    own_texts: Sequence[str] = (),
    names_in: NamesIn | None = None,
    wording: Wording = NO_WORDING,
    embed: Embed | None = None,
) -> Findings:
    """All that is wrong with the draft.

    Sources are the body of the draft's template and the passages it names, both only as really found; ``own_texts``,
    further words of the company that the draft may hold (a fixed opening or closing); and ``record_facts``, what the
    customer's record fills blanks with (the ticket's number, columns of the customer list). ``outside_texts`` stand in
    the index for other audiences only. ``names_in`` finds products in a text by all names customers use
    (``segments.yaml``); without it their plain names are looked for. ``wording`` says what may never be said, in words
    of a template's own neither. ``embed`` lets sentences be compared by meaning; without it nobody looks how well they
    are supported. Texts are compared as their readers see them, without the marks of Markdown.
    """
    text = read_plain(draft.text)
    template = next((hit.template for hit in found.templates if hit.template.id == draft.template), None)
    sources = _sources(draft, template, found, own_texts)
    names_in = names_in or names_by_word(_products(found, customer, message))
    findings = [
        *_missing_sources(draft, template, found, customer),
        *_unfit_words(draft, text, sources),
        *_changed(draft, text, template),
        *hidden_text(draft.text, [*_as_written(template, found, draft), *own_texts, *record_facts]),
        *strange_links(draft.text, text, Places([one.text for one in sources], wording.links_to)),
        *forbidden(draft.text, template, wording),
        *given_in(sentences(text), [one.text for one in sources], message.text),
        *uncarried(
            text,
            [one.text for one in sources],
            record_facts,
            message.text,
            _in_words(sources, record_facts),
            _products(found, customer, message),
        ),
        *wrong_products(text, sources, names_in),
        *_untold_differences(text, template, sources, message, found, customer, names_in),
        *_leaks(
            text, [*(one.text for one in sources), *record_facts], message, found, customer, outside_texts, names_in
        ),
        *(weakly_supported(draft, found, embed) if embed else ()),
    ]
    return Findings(tuple(dict.fromkeys(_told_once(findings))))


def _told_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Words that another check marks already aren't marked as a name that nobody knows, too."""
    others = [one.word for one in findings if one.kind != "name"]
    for one in findings:
        if one.kind != "name" or not any(one.word in word for word in others):
            yield one


def _sources(draft: Draft, template: Template | None, found: Found, own_texts: Sequence[str]) -> tuple[Source, ...]:
    sources = [Source("the company's fixed words", read_plain(text)) for text in own_texts]
    if template is not None:
        products = frozenset({template.audience}) - {SHARED}
        sources.insert(0, Source(f"template {template.id}", read_plain(template.body), products))
    sources += [passage_source(hit) for hit in found.passages if hit.passage.id in draft.passages]
    return tuple(sources)


def _changed(draft: Draft, text: str, template: Template | None) -> Iterator[Finding]:
    """A model writes the whole text of a guided template; of a locked one it fills blanks alone."""
    if template is not None and template.writing == "guided" and draft.writer == "model":
        yield from changed(text, read_plain(template.body))


def _as_written(template: Template | None, found: Found, draft: Draft) -> list[str]:
    """The sources letter for letter."""
    quoted = [hit.passage for hit in found.passages if hit.passage.id in draft.passages]
    return [
        *([template.body] if template else ()),
        *(part for one in quoted for part in (one.title, one.heading, one.text)),
    ]


def _products(found: Found, customer: Customer, message: Message) -> tuple[str, ...]:
    names = {*customer.products, *customer.may_see, *message.products_named}
    names |= {hit.template.audience for hit in found.templates}
    names |= {product for hit in found.passages for product in (*hit.passage.products, hit.passage.audience)}
    return tuple(sorted(names))


def _in_words(sources: Sequence[Source], record_facts: Sequence[str]) -> str:
    names = list(dict.fromkeys(source.name for source in sources))
    if record_facts:
        names.append("the customer's record")
    return ", ".join(names) or "the sources (there are none)"


def _missing_sources(draft: Draft, template: Template | None, found: Found, customer: Customer) -> Iterator[Finding]:
    """What the draft says it rests on, and was not found or is not for this customer."""
    if not draft.text.strip():
        yield Finding("empty", "", "The draft is empty.")
    if draft.template and template is None:
        yield Finding("source", draft.template, f"The draft names template {draft.template}, which was not found.")
    audiences = {f"template {template.id}": template.audience} if template else {}
    passages = {hit.passage.id: hit.passage for hit in found.passages}
    for name in draft.passages:
        if name not in passages:
            yield Finding("source", name, f"The draft names passage {name}, which was not found.")
        else:
            audiences[f"passage {name}"] = passages[name].audience
    for name, audience in audiences.items():
        if audience not in (SHARED, *customer.may_see):
            yield Finding("segment wall", name, f"{name} is for {audience}, which this customer may not see.")


def _unfit_words(draft: Draft, text: str, sources: Sequence[Source]) -> Iterator[Finding]:
    own_words = [source.text for source in sources]
    written_and_read = f"{plain(draft.text)}\n{text}"
    yield from blanks(written_and_read, draft.unfilled)
    yield from personal_data(text)
    yield from strange_markup(written_and_read)
    yield from promises(sentences(text), own_words)
    yield from agreements(sentences(text), own_words)


def _untold_differences(
    text: str,
    template: Template | None,
    sources: Sequence[Source],
    message: Message,
    found: Found,
    customer: Customer,
    names_in: NamesIn,
) -> Iterator[Finding]:
    several = len(set(customer.may_see) - {SHARED}) > 1
    if several and not message.products_named:
        yield from differs_by_product(text, template, sources, found, names_in)


def _leaks(
    text: str,
    allowed: Sequence[str],
    message: Message,
    found: Found,
    customer: Customer,
    outside_texts: Sequence[str],
    names_in: NamesIn,
) -> tuple[Finding, ...]:
    """Whatever was found for this customer and is for them may stand in a reply, used as a source or not."""
    visible = [SHARED, *customer.may_see]
    found_texts = [read_plain(hit.template.body) for hit in found.templates if hit.template.audience in visible]
    found_texts += [read_plain(hit.passage.text) for hit in found.passages if hit.passage.audience in visible]
    hidden = {name for name in (*names_in(text), *message.products_named) if name not in customer.may_see}
    outside = [read_plain(one) for one in outside_texts]
    return leaks(text, [*allowed, *found_texts], outside, tuple(hidden), names_in)
