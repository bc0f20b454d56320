"""The private note: what an agent needs to send the draft, or to see why there is none."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from router.posting.html import clean, to_html
from router.types import Customer, Draft, Findings, Found, HandOver, Permit, Route


def draft_note(
    draft: Draft | None,
    findings: Findings,
    permit: Permit,
    customer: Customer,
    found: Found,
    reference: str,
) -> str:
    """The draft ready to copy, what to check in it, its sources, who the customer is, and why it is a note."""
    parts = [
        _headline(draft, found),
        _list("Why this is a note", _what_kept_it(permit)),
        _list("Please check", [f"“{item.word}”: {item.says}" for item in findings.items]),
        "<hr>" + _marked(to_html(draft.text), findings) + "<hr>" if draft else "",
        _list("Not answered", draft.open_questions if draft else ()),
        _list("Sources", _sources(draft, found)),
        _list("The customer", who_is_it(customer)),
        f"<p>Ref: {reference}</p>",
    ]
    return clean("\n".join(part for part in parts if part))


def hand_over_note(route: Route, customer: Customer, reference: str) -> str:
    """Why a person should take it, in the words of the rule that said so."""
    wanted: HandOver = route.hand_over
    parts = [
        "<p><strong>For a person — no reply was written</strong></p>",
        f"<p>{html.escape(wanted.note)}</p>" if wanted.note else "",
        _list("Why", [route.reason]),
        _list("The customer", who_is_it(customer)),
        f"<p>Ref: {reference}</p>",
    ]
    return clean("\n".join(part for part in parts if part))


def trouble_note(says: str, reference: str) -> str:
    """Nothing could be written: an error is never silent."""
    lines = [
        "<p><strong>For a person — the reply router could not finish this ticket</strong></p>",
        f"<p>{html.escape(says)}</p>",
        f"<p>Ref: {reference}</p>",
    ]
    return clean("\n".join(lines))


def who_is_it(customer: Customer) -> list[str]:
    """The customer in words: kind, products, and each place that said something."""
    holds = ", ".join(customer.products) or "no product that we know of"
    disagree = "the places below disagree about the products, so only what all of them allow counts"
    lines = [f"{customer.kind} customer, " + (disagree if customer.conflict else f"holds {holds}")]
    return lines + [f"{item.place}: {item.says}" for item in customer.evidence if item.answer != "not asked"]


def _headline(draft: Draft | None, found: Found) -> str:
    if draft is None:
        return _nothing_written(found)
    if not draft.template and draft.grounding == "inferred":
        return "<p><strong>No reply fits — this comes closest, and needs your words</strong></p>"
    return "<p><strong>Suggested reply — not sent to the customer</strong></p>"


def _what_kept_it(permit: Permit) -> list[str]:
    """The reasons without the rule that would have let it go."""
    return [reason for reason in permit.reasons if not reason.endswith(": reply")]


def _nothing_written(found: Found) -> str:
    looked = html.escape(", ".join(found.searched) or "nothing")
    return f"<p><strong>No reply was written</strong></p><p>Searched: {looked}</p>"


def _sources(draft: Draft | None, found: Found) -> list[str]:
    if draft is None:
        return []
    template = [f"template {draft.template} ({draft.audience})"] if draft.template else []
    used = [hit.passage for hit in found.passages if hit.passage.id in draft.passages]
    return template + [f"{passage.title} › {passage.heading} ({passage.audience})" for passage in used]


def _list(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<p><strong>{title}</strong></p><ul>{items}</ul>" if items else ""


def _marked(body: str, findings: Findings) -> str:
    words = sorted({html.escape(item.word, quote=False) for item in findings.items if item.word}, key=len, reverse=True)
    if not words:
        return body
    found = re.compile("|".join(re.escape(word) for word in words))
    pieces = re.split(r"(<[^>]+>)", body)
    return "".join(p if p.startswith("<") else found.sub(lambda m: f"<mark>{m.group(0)}</mark>", p) for p in pieces)
