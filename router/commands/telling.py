"""A run told in words that a support lead understands."""

from __future__ import annotations

from collections.abc import Iterator

import click

from router.commands.grounds import told
from router.rulebook.words import shorten
from router.run import Run
from router.silence import Standing, of_run
from router.spending import NANOS, money
from router.types import ConditionTrace, Customer, Draft, Found, QuestionHit, RuleTrace, Usage
from router.writing.choice import percent
from router.writing.questions import as_open, can_be_judged

_WORDS = 80
"""So much is shown of the words that a rule looks for: some look for dozens."""


def tell(run: Run, stands: Standing | None = None) -> str:
    """The whole decision: who wrote, what was decided, what was found, written, checked, permitted and posted.

    ``stands`` is how the ticket stands right now; without it, how this run ended.
    """
    return "\n".join(_block(title, lines) for title, lines in _parts(run, stands or of_run(run)))


def in_hand(run: Run) -> str:
    """Where a run without a receipt stands."""
    if run.trouble is None:
        return "In hand."
    began = "Ended without a post" if run.trouble.what == "final" else "In hand"
    return f"{began}: {run.trouble.place}: {run.trouble.says}"


def _parts(run: Run, stands: Standing) -> Iterator[tuple[str, list[str]]]:
    yield f"Ticket {run.ticket_id}", [*_headline(run), *_whose_doing(stands)]
    if run.erased:
        yield "Erased", ["the customer's data, and with it what was read, written and why"]
    if run.message:
        yield "The message", _message(run)
    if run.customer:
        yield "The customer", _customer(run.customer)
    if run.route:
        yield f"What to do: {run.route.decision}", [f"{run.route.reason} (rule {run.route.rule})", *_search(run)]
        yield "Rules of routing.yaml", _rules(run.route.trace, run.ticket_id)
    if run.found and run.route and run.route.decision == "retrieve":
        yield "Found", _found(run.found)
        if asked := _asked(run.found, run.draft):
            yield "Asked", asked
    if run.draft:
        yield from _written(run.draft)
    if run.findings:
        words = [f"“{item.word}”: {item.says}" for item in run.findings.items]
        yield "Checked", words or ["every amount, date and link stands in a source"]
    if run.permit:
        yield f"How far it may go: {run.permit.lane}", [f"rule {run.permit.rule}", *run.permit.reasons]
        yield "Rules of sending.yaml", _rules(run.permit.trace, run.ticket_id)
    yield "Versions", [f"rules {run.rules[:12] or '–'}, index {run.collection or '–'}, run {run.id}"]


def _headline(run: Run) -> list[str]:
    if run.receipt:
        posted = {"reply": "A reply was sent.", "note": "A private note was posted.", "nothing": "Nothing was posted."}
        lines = [posted[run.receipt.delivered], run.receipt.reason]
        return lines + ([f"Reference {run.receipt.reference}"] if run.receipt.reference else [])
    return [in_hand(run)]


def _whose_doing(stands: Standing) -> list[str]:
    """One line on a ticket that was answered with silence: a fault, a configuration or a decision."""
    return [] if stands.kind == "answered" else [str(stands)]


def _message(run: Run) -> list[str]:
    message = run.message
    if message is None or not message.waits:
        return ["nothing of the customer's waits for an answer"]
    lines = message.text.strip().splitlines() or ["(no words)"]
    signs = [f"language {message.language or 'unknown'}"]
    signs += [f"names {', '.join(message.products_named)}"] if message.products_named else ["names no product"]
    signs += [] if message.author_is_requester else ["written by somebody else than the requester"]
    signs += [f"looks like a machine: {message.robot}"] if message.robot else []
    return [*(f"> {line}" for line in lines), "; ".join(signs)]


def _customer(customer: Customer) -> list[str]:
    holds = ", ".join(customer.products) or "no product that we know of"
    lines = [
        f"{customer.kind}, holds {holds}; proof: {customer.proof}; may see: {', '.join(customer.may_see)}",
        *(["the places disagree, so only what all of them allow counts"] if customer.conflict else []),
    ]
    return lines + [f"{item.place}: {item.answer} – {item.says}" for item in customer.evidence]


def _search(run: Run) -> list[str]:
    route = run.route
    if route is None or route.decision != "retrieve":
        return []
    return [f"searched in {', '.join(route.search)}: {route.search_reason}"]


def _rules(trace: tuple[RuleTrace, ...], ticket_id: int) -> list[str]:
    """Those that applied and by what; of the many others only how many."""
    lines = []
    applied = [rule for rule in trace if rule.outcome != "did not apply"]
    for rule in applied:
        lines.append(f"{rule.rule}: {rule.outcome}")
        lines += [f"    {_condition(condition)}" for condition in rule.conditions]
    if others := len(trace) - len(applied):
        each = f"python -m router rules explain {ticket_id} --all"
        lines.append(f"{others} did not apply; each with what it read: {each}")
    return lines or ["none"]


def _condition(condition: ConditionTrace) -> str:
    """As ``rules explain`` tells it."""
    verdict = "yes" if condition.held else "no "
    read = f"it read: {condition.read}" if condition.known else "nobody has looked, so it counts as empty"
    return f"{verdict}  {condition.fact} {condition.operator} {shorten(condition.wanted, _WORDS)} – {read}"


def _found(found: Found) -> list[str]:
    templates = [
        f"template {hit.template.id} ({hit.template.audience}) {percent(hit.probability)}, cosine {hit.score:.2f}"
        for hit in found.templates
    ]
    passages = [
        f"passage {h.passage.title} › {h.passage.heading} ({h.passage.audience}) {h.score:.2f}" for h in found.passages
    ]
    return templates + passages or ["nothing"]


def _asked(found: Found, draft: Draft | None) -> list[str]:
    """Each question with what became of it and the template nearest to it; statements only where they stay open."""
    asked = [one for one in found.questions if can_be_judged(one.text)]
    besides = [one for one in found.besides if draft and as_open(one.text) in draft.open_questions]
    return [f"“{one.text}”: {_answer(one, draft)}; {_nearest(one)}" for one in (*asked, *besides)]


def _answer(question: QuestionHit, draft: Draft | None) -> str:
    if draft is None or as_open(question.text) in draft.open_questions:
        return "not answered"
    return f"answered by {draft.template}" if draft.template else "answered by no template, see the draft"


def _nearest(question: QuestionHit) -> str:
    nearest = question.template or question.topic
    return f"nearest is {nearest} with {percent(question.probability)}" if nearest else "nothing was found for it"


def _written(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    yield f"The draft ({draft.grounding})", _draft(draft)
    if draft.grounds:
        yield "What each sentence rests on", told(draft)


def _draft(draft: Draft) -> list[str]:
    lines = [f"> {line}" for line in draft.text.splitlines()]
    lines.append(f"written by the {draft.writer}" + (f" from {draft.template}" if draft.template else ""))
    if draft.usage.model:
        tokens = draft.usage.prompt_tokens + draft.usage.completion_tokens
        lines.append(f"model {draft.usage.model}, {tokens} tokens, {_cost(draft.usage)}, {draft.usage.seconds:.1f} s")
    return [*lines, *_asked_of_the_model(draft.usage), *draft.usage.remarks]


def _asked_of_the_model(usage: Usage) -> list[str]:
    """The kind of task, what it was shown, the prompt by its hashes, and what became of each answer."""
    if not usage.task:
        return []
    given = f"passages given: {', '.join(usage.given) or 'none'}"
    prompt = f"prompt {usage.prompt_sha256[:12]}, system text version {usage.system.replace(' ', ', ')}"
    answers = f"; answers: {', then '.join(usage.answers)}" if usage.answers else ""
    tokens = f"{usage.prompt_tokens} tokens asked, {usage.completion_tokens} answered"
    return [f"the model's task: {usage.task}; {given}", f"{prompt}; {tokens}{answers}"]


def _cost(usage: Usage) -> str:
    return "cost unknown" if usage.cost is None else money(round(usage.cost * NANOS), usage.currency)


def _block(title: str, lines: list[str]) -> str:
    return "\n".join([click.style(title, bold=True), *(f"  {line}" for line in lines), ""])
