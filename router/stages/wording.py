"""What ``wording.yaml`` asks of a draft: the texts that must end it, and the words that it may not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.facts.plain import stands_in
from retrieval.types import SHARED, Template
from router.grounding.classes import ours_alone
from router.guard.plain import read_plain
from router.rulebook.wording import AlwaysSay, Said, Wording, closings, said
from router.types import Customer, Draft, Finding, Found, Message
from router.writing.template_writer import QUOTES_OPENING


def with_closings(draft: Draft, message: Message, customer: Customer, found: Found, wording: Wording) -> Draft:
    """The draft with the company's texts at its end, each once; what stands before them stays byte for byte.

    Rules on trial change nothing: what they would have done becomes a remark.
    """
    text, stands = draft.text, read_plain(draft.text)
    due = _due(draft, message, customer, found, wording)
    missing = [rule for rule in due if not stands_in(read_plain(rule.text), stands)]
    for rule in missing:
        text = text if rule.trial else _ended_with(text, rule.text)
    remarks = (*draft.usage.remarks, *_on_trial(missing, said(wording, text)))
    added = [ground for rule in missing if not rule.trial for ground in ours_alone(rule.text)]
    grounds = (*draft.grounds, *added)
    return replace(draft, text=text, usage=replace(draft.usage, remarks=remarks), grounds=grounds)


def _ended_with(text: str, closing: str) -> str:
    """A paragraph of its own after all the others."""
    gap = "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}{closing}\n"


def company_texts(
    draft: Draft, message: Message, customer: Customer, found: Found, wording: Wording
) -> tuple[str, ...]:
    """The texts that this draft, and no other one, may hold beside its sources."""
    return tuple(rule.text for rule in _due(draft, message, customer, found, wording) if not rule.trial)


def forbidden(text: str, template: Template | None, wording: Wording) -> Iterator[Finding]:
    """Words that may never be said, in the text of a draft. A locked template's own words are no exception."""
    in_template = said(wording, template.body) if template else ()
    for one in said(wording, text.removeprefix(QUOTES_OPENING)):
        if not one.rule.trial:
            ours = template is not None and any(_same(one, other) for other in in_template)
            yield _finding(one, template.id if template is not None and ours else "")


def _finding(one: Said, template: str) -> Finding:
    words = " ".join(one.words.split())
    says = f"“{words}” may never be said: the rule {one.rule.id} of {one.rule.owner} ({one.rule.title})."
    own = f" The template {template} says it in its own words, so the template or the rule has to change."
    return Finding("wording", words, says + (own if template else ""))


def _same(one: Said, other: Said) -> bool:
    return one.rule == other.rule and one.words.casefold() == other.words.casefold()


def _due(draft: Draft, message: Message, customer: Customer, found: Found, wording: Wording) -> tuple[AlwaysSay, ...]:
    """What must end this draft, and may: no text for an audience that the customer or the draft has nothing of."""
    if not draft.text.strip() or not _is_an_answer(draft):
        return ()
    template = _template(draft, found)
    languages = {message.language, template.language if template else ""} - {""}
    audiences = () if draft.writer == "standard" else _audiences(draft, template, found)
    visible = [audience for audience in audiences if audience in (SHARED, *customer.may_see)]
    return closings(wording, visible, languages, customer.country)


def _is_an_answer(draft: Draft) -> bool:
    """Quotes of the knowledge base, written without a model, are for the agent alone."""
    return bool(draft.template) or draft.writer == "model"


def _audiences(draft: Draft, template: Template | None, found: Found) -> Sequence[str]:
    used = [hit.passage.audience for hit in found.passages if hit.passage.id in draft.passages]
    return [*draft.audience.split(", "), *([template.audience] if template else ()), *used]


def _template(draft: Draft, found: Found) -> Template | None:
    return next((hit.template for hit in found.templates if hit.template.id == draft.template), None)


def _on_trial(missing: Sequence[AlwaysSay], found: Sequence[Said]) -> Iterator[str]:
    for rule in missing:
        if rule.trial:
            yield f"On trial: the wording rule {rule.id} would have added its text."
    for one in found:
        if one.rule.trial:
            yield f"On trial: the wording rule {one.rule.id} would have found “{one.words}”."
