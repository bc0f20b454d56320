"""Asking the model, once more if the answer can't be used, and making a text of what it answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from router.errors import Refused, Unavailable
from router.grounding.classes import grounds_of, sources_of
from router.ports import ChatModel, ModelAnswer
from router.posting.text import as_read
from router.types import Grounds, Usage
from router.writing.answer import Answer, AnswerError
from router.writing.prompt import Task, build_prompt
from router.writing.reading import read_answer
from router.writing.slots import words_for_blanks
from router.writing.template_writer import GREETING, Filled, Values, fill, fill_template

ASK_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What asking came to. ``answer`` is None when no usable answer came; ``usage`` tells why."""

    answer: Answer | None
    usage: Usage


def ask(model: ChatModel, task: Task) -> Outcome:
    """One valid answer, asked for at most twice. Never raises for a model that is down or refuses."""
    prompt = build_prompt(task)
    usage = Usage(
        prompt_sha256=prompt.sha256, task=task.kind, given=tuple(one.id for one in task.passages), system=prompt.version
    )
    for _ in range(ASK_AT_MOST):
        try:
            returned = model.complete(prompt.system, prompt.user)
        except (Unavailable, Refused) as problem:
            return _missed(_remarked(usage, f"No answer from the model: {problem}"))
        usage = _added(usage, returned)
        try:
            return Outcome(_read(returned, task), _heard(usage, "used"))
        except AnswerError as unusable:
            usage = _remarked(usage, f"An answer of {returned.model} could not be used: {unusable}.")
            usage = _heard(usage, unusable.fault)
            prompt = build_prompt(task, str(unusable))
    return _missed(usage)


def _read(returned: ModelAnswer, task: Task) -> Answer:
    if returned.ended == "cut off":
        raise AnswerError("cut off", "it was cut off at the end: write less")
    return read_answer(returned.content, task)


def text_of(answer: Answer, task: Task, values: Values) -> Filled:
    """The reply with the model's words in it and all blanks filled that can be."""
    if task.template is None:
        return fill(answer.text, [GREETING], values)
    words = words_for_blanks(answer, task)
    if task.kind == "fill":
        return fill_template(task.template, values, words)
    return fill(answer.text, task.template.slots, values, words)


def grounds(answer: Answer, task: Task, values: Values, text: str) -> tuple[Grounds, ...]:
    """What each sentence of the reply rests on. A template's own words are ours; a sentence that the model put words
    into is held against its quotes as a whole. All is judged as its reader sees it: marks could hide a word."""
    ours = fill_template(task.template, values).text if task.template else ""
    return grounds_of(as_read(text), as_read(ours), answer.claims, sources_of(task.passages))


def _added(usage: Usage, returned: ModelAnswer) -> Usage:
    """Sums up the calls; the hash stays that of the first prompt, which a replay builds again."""
    return replace(
        usage,
        model=returned.model,
        prompt_tokens=usage.prompt_tokens + returned.prompt_tokens,
        completion_tokens=usage.completion_tokens + returned.completion_tokens,
        seconds=usage.seconds + returned.seconds,
        remarks=usage.remarks + returned.remarks,
        cost=_both(usage, returned),
        currency=returned.currency,
    )


def _missed(usage: Usage) -> Outcome:
    return Outcome(None, replace(usage, missed=True))


def _both(before: Usage, returned: ModelAnswer) -> float | None:
    """What all calls cost; one of unknown cost makes the whole unknown."""
    if not before.model:
        return returned.cost
    return None if before.cost is None or returned.cost is None else before.cost + returned.cost


def _heard(usage: Usage, fault: str) -> Usage:
    return replace(usage, answers=(*usage.answers, fault))


def _remarked(usage: Usage, remark: str) -> Usage:
    return replace(usage, remarks=(*usage.remarks, remark))
