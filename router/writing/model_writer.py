"""Asking the model, once more if the answer can't be used, and making a text of what it answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from router.errors import Refused, Unavailable
from router.ports import ChatModel, ModelAnswer
from router.types import Grounding, Usage
from router.writing.answer import Answer, AnswerError, read_answer
from router.writing.carried import grounding_of
from router.writing.prompt import Prompt, Task, build_prompt
from router.writing.template_writer import GREETING, Filled, Values, fill, fill_template

ASK_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What asking came to. ``answer`` is None when no usable answer came; ``usage`` tells why."""

    answer: Answer | None
    usage: Usage


def ask(model: ChatModel, task: Task) -> Outcome:
    """One valid answer, asked for at most twice. Never raises for a model that is down or refuses."""
    usage, complaint = Usage(), ""
    for _ in range(ASK_AT_MOST):
        prompt = build_prompt(task, complaint)
        try:
            returned = model.complete(prompt.system, prompt.user)
        except (Unavailable, Refused) as problem:
            return Outcome(None, _remarked(usage, f"No answer from the model: {problem}"))
        usage = _added(usage, prompt, returned)
        try:
            return Outcome(read_answer(returned.content, task), usage)
        except AnswerError as unusable:
            complaint = str(unusable)
            usage = _remarked(usage, f"An answer of {returned.model} could not be used: {complaint}.")
    return Outcome(None, usage)


def text_of(answer: Answer, task: Task, values: Values) -> Filled:
    """The reply with the model's words in it and all blanks filled that can be."""
    if task.template is None:
        return fill(answer.text, [GREETING], values)
    if task.kind == "fill":
        return fill_template(task.template, values, answer.slots)
    return fill(answer.text, task.template.slots, values, answer.slots)


def grounding(answer: Answer, task: Task, values: Values, text: str) -> Grounding:
    """How the reply is carried. A locked template's own words are ours, so only the words in its blanks are held
    against their quotes."""
    passages = {passage.id: passage.text for passage in task.passages}
    if task.kind == "fill":
        return grounding_of("\n".join(answer.slots.values()), "", answer.claims, passages)
    ours = fill_template(task.template, values).text if task.template else ""
    return grounding_of(text, ours, answer.claims, passages)


def _added(usage: Usage, prompt: Prompt, returned: ModelAnswer) -> Usage:
    """Sums up the calls; the hash stays that of the first prompt, which a replay builds again."""
    return Usage(
        model=returned.model,
        prompt_sha256=usage.prompt_sha256 or prompt.sha256,
        prompt_tokens=usage.prompt_tokens + returned.prompt_tokens,
        completion_tokens=usage.completion_tokens + returned.completion_tokens,
        seconds=usage.seconds + returned.seconds,
        remarks=usage.remarks + returned.remarks,
    )


def _remarked(usage: Usage, remark: str) -> Usage:
    return replace(usage, remarks=(*usage.remarks, remark))
