"""The private note: what an agent needs to send the draft, or to see why there is none. The first two lines say it.

Between the two lines of the draft stands nothing that isn't the reply, so that it can be copied as it is: words to
look at are marked above it, in the sentences in which they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from router.posting.grounds import rests_on, uncarried
from router.posting.html import clean, to_html
from router.posting.languages import language_name
from router.posting.words import count, first_up, listed, paragraph, places, strong, text, without_links
from router.types import Customer, Draft, Findings, Found, HandOver, Message, Permit, Route

ASKED = 2
"""So many of the customer's questions stand in the second line."""


def draft_note(
    draft: Draft | None,
    findings: Findings,
    permit: Permit,
    customer: Customer,
    found: Found,
    reference: str,
    message: Message | None = None,
    agents_language: str = "en",
) -> str:
    """The draft ready to copy, what to check in it, what it rests on, who the customer is, and why it is a note."""
    reasons, language = _what_kept_it(permit), _language(draft, found, message, agents_language)
    check = _to_check(draft, findings)
    headline = _headline(draft, found, customer, len(check), translate=bool(language))
    parts = [
        paragraph(strong(headline), _asked(draft, found, message), _why(reasons)),
        paragraph(language),
        listed("Check in the draft", check),
        listed("Still open", (text(question) for question in draft.open_questions) if draft else ()),
        f"<hr>{to_html(draft.text, links=_may_be_followed(findings))}<hr>"
        if draft
        else listed("What comes closest", _closest(found)),
        listed("What the draft rests on", rests_on(draft, found) if draft else ()),
        listed("The customer", map(text, who_is_it(customer))),
        listed("Why it was not sent", map(text, reasons) if len(reasons) > 1 else ()),
        paragraph(f"Ref: {text(reference)}"),
    ]
    return clean("\n".join(part for part in parts if part))


def _may_be_followed(findings: Findings) -> bool:
    """Agents click too: in a draft with a strange link none can be followed."""
    return not any(item.kind == "link" for item in findings.items)


def hand_over_note(route: Route, customer: Customer, reference: str) -> str:
    """Why a person should take it, in the words of the rule that said so."""
    wanted: HandOver = route.hand_over
    parts = [
        paragraph(strong("For a person: no reply was written"), f"Why: {text(route.reason)}"),
        paragraph(text(wanted.note)),
        listed("The customer", map(text, who_is_it(customer))),
        paragraph(f"Ref: {text(reference)}"),
    ]
    return clean("\n".join(part for part in parts if part))


def trouble_note(says: str, reference: str) -> str:
    """Nothing could be written: an error is never silent."""
    head = strong("For a person: the reply router could not finish this ticket")
    return clean("\n".join([paragraph(head, text(says)), paragraph(f"Ref: {text(reference)}")]))


def who_is_it(customer: Customer) -> list[str]:
    """The customer in words: kind, products, and what speaks for it; where nothing does, what was looked at."""
    holds = ", ".join(customer.products) or "no product that we know of"
    disagree = "the places below disagree about the products, so only what all of them allow counts"
    proof = {"weak": " (weak proof: anybody could have written this)", "strong": "", "none": ""}[customer.proof]
    lines = [f"{first_up(customer.kind)} customer{proof}, " + (disagree if customer.conflict else f"holds {holds}")]
    asked = [item for item in customer.evidence if item.answer != "not asked"]
    telling = [item for item in asked if item.answer != "no"]
    return lines + [f"{first_up(item.place)}: {item.says}" for item in telling or asked]


def _headline(draft: Draft | None, found: Found, customer: Customer, to_check: int, *, translate: bool) -> str:
    if draft is None:
        return "No reply was written: nothing we have fits"
    doubts = [
        "to translate" if translate else "",
        f"{count(to_check, 'place')} to check" if to_check else "",
        f"{count(len(draft.open_questions), 'question')} open" if draft.open_questions else "",
        _unsure(customer),
        "may not be what was asked" if _is_doubtful(draft, found) else "",
    ]
    told = ", ".join(doubt for doubt in doubts if doubt)
    if not draft.template and draft.grounding == "inferred":
        return "No reply fits: this comes closest, and needs your words" + (f" ({told})" if told else "")
    return f"Draft, not sent: {told or 'nothing found to correct'}"


def _unsure(customer: Customer) -> str:
    if customer.kind == "unknown" or customer.proof == "weak":
        return "not sure who is writing"
    return "not sure what they hold" if customer.conflict else ""


def _is_doubtful(draft: Draft, found: Found) -> bool:
    """Whether its template was found, and not surely enough to be sent."""
    used = next((hit for hit in found.templates if hit.template.id == draft.template), None)
    return used is not None and draft.writer != "standard" and used.probability < found.levels.sure


def _asked(draft: Draft | None, found: Found, message: Message | None) -> str:
    """What it is about, in one line: the model's words, told as such, or the customer's own."""
    if draft is not None and draft.writer == "model" and draft.summary:
        return f"In short: {text(without_links(draft.summary))} <em>(the model's words)</em>"
    asked = [one.text for one in found.questions[:ASKED]] or ([message.newest] if message else [])
    words = without_links(" … ".join(asked))
    return f"Asked: “{text(words)}”" if words else ""


def _why(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    more = f" (and {count(len(reasons) - 1, 'more reason')}, below)" if len(reasons) > 1 else ""
    return f"Not sent because {text(reasons[0])}{more}"


def _language(draft: Draft | None, found: Found, message: Message | None, agents: str) -> str:
    """In which language the customer wrote, where the draft, or whoever reads this, speaks another."""
    theirs = message.language if message else ""
    template = next((hit.template for hit in found.templates if draft and hit.template.id == draft.template), None)
    ours = template.language if template else agents
    if not theirs or theirs == ours:
        return ""
    wrote = strong(f"The customer wrote in {language_name(theirs)}.")
    return f"{wrote} This draft is in {text(language_name(ours))}." if draft else wrote


def _what_kept_it(permit: Permit) -> list[str]:
    """The reasons without the rule that would have let it go."""
    return [reason for reason in permit.reasons if not reason.endswith(": reply")]


def _to_check(draft: Draft | None, findings: Findings) -> list[str]:
    if draft is None:
        return []
    blanks = [
        f"<mark>{text('{{ ' + name + ' }}')}</mark> is a blank that nothing we know fills" for name in draft.unfilled
    ]
    quoted = not draft.template and draft.writer == "template"
    return [*places(draft.text, findings.items), *([] if quoted else uncarried(draft, findings)), *blanks]


def _closest(found: Found) -> list[str]:
    """The templates that were nearest, for whoever writes the answer, and where was looked."""
    near = [f"Template “{text(hit.template.title)}” ({text(hit.template.id)})" for hit in found.templates[:3]]
    return [*near, f"Searched: {text(', '.join(found.searched) or 'nothing')}"]
