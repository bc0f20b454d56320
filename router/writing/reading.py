"""Reading what the model returned. Nothing of it is used before it has been held against the task.

What doesn't hold is told in words that may go back to the model; nothing is mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from retrieval.types import Passage
from router.grounding.sentences import is_courtesy, sentences
from router.posting.text import as_read
from router.writing import keeping, telling
from router.writing.answer import Answer, AnswerError, Claim, Fault
from router.writing.blanks import blank_names, replace_blanks
from router.writing.fences import MARK, neutralised
from router.writing.prompt import SYSTEMS, Task, model_blanks
from router.writing.refusals import is_refusal
from router.writing.sound import unsound
from router.writing.template_writer import GREETING

_LEAK_WORDS = 6
"""A line of our own instructions with at least this many words, found in an answer, is a leak."""


def read_answer(content: str, task: Task) -> Answer:
    """The answer, validated against the task, with passages by their own ids; raises :class:`AnswerError`."""
    answer = _with_passages(_with_sources(_parsed(content), _by_name(task)), task)
    if answer.says_nothing:
        if answer.asks:
            return answer
        raise AnswerError("nothing said", "it has no words for the reply and names no open question")
    _check_refusal(answer)
    if task.template is not None:
        answer = answer.model_copy(update={"text": keeping.with_words(answer.text, task.template)})
    _check_blanks(answer, task)
    _check_kept(answer, task)
    _check_leak(answer)
    if says := unsound(answer.words, task):
        raise AnswerError("unsound", says)
    return answer


def _parsed(content: str) -> Answer:
    if not content.strip():
        raise AnswerError("empty", "it was empty")
    try:
        return Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    if not content.lstrip().startswith("{") and is_refusal(content):
        raise AnswerError("refusal", "it refused to answer")
    place = ".".join(str(part) for part in first["loc"])
    fault: Fault = "no JSON" if first["type"] == "json_invalid" else "not by the schema"
    raise AnswerError(fault, f"{place or 'the answer'}: {first['msg']}")


def _by_name(task: Task) -> Mapping[str, Passage]:
    """Passages by the short ids of the prompt, and by their own."""
    return {passage.id: passage for passage in task.passages} | dict(task.names)


def _with_sources(answer: Answer, passages: Mapping[str, Passage]) -> Answer:
    """The answer with each passage by its own id, once every quote was found in it."""
    for claim in answer.claims:
        passage = passages.get(claim.passage)
        if passage is None:
            raise AnswerError("wrong source", f"there is no passage with the id {_repeated(claim.passage)}")
        if not claim.quote.strip() or not _stands_in(claim.quote, passage.text):
            raise AnswerError(
                "wrong source", f"a quote does not stand in passage {claim.passage} character for character"
            )
    own = tuple(claim.model_copy(update={"passage": passages[claim.passage].id}) for claim in answer.claims)
    return answer.model_copy(update={"claims": own})


def _with_passages(answer: Answer, task: Task) -> Answer:
    """The answer with the passages that it wants told whole in its text, and a claim for each of their sentences.

    A mark as the words for a blank stands for one in the blank's place.
    """
    marks = {} if task.kind == "fill" else {one.blank: one.words for one in answer.slots if telling.is_mark(one.words)}
    marked = replace_blanks(answer.text, marks.get)
    names = telling.marked(marked)
    if strange := sorted(set(names) - set(task.names)):
        raise AnswerError("wrong source", f"there is no passage with the id {_repeated(strange[0])}")
    claims = [
        Claim.model_construct(sentence=one, passage=passage.id, quote=one if one in passage.text else passage.text)
        for passage in (task.names[name] for name in names)
        for one in sentences(as_read(passage.text))
    ]
    slots = tuple(one for one in answer.slots if one.blank not in marks)
    text = telling.with_passages(marked, task.names)
    return answer.model_copy(update={"text": text, "slots": slots, "claims": (*answer.claims, *claims)})


def _repeated(name: str) -> str:
    """A name that the model gave, as a complaint may repeat it. Anything longer could be an order in our own words."""
    return repr(name) if re.fullmatch(r"[\w#.-]{1,40}", name) else "that you gave"


def _stands_in(quote: str, text: str) -> bool:
    """In the passage as it is, or as the model was shown it, without what nobody sees."""
    return quote in text or quote in neutralised(text)


def _check_refusal(answer: Answer) -> None:
    said = [one for one in sentences(answer.words) if not is_courtesy(one)]
    if said and is_refusal(said[0]):
        raise AnswerError("refusal", "it refused to answer")


def _check_blanks(answer: Answer, task: Task) -> None:
    yours = model_blanks(task.template) if task.template else ()
    given = [slot.blank for slot in answer.slots if slot.words.strip()]
    if strange := sorted(set(given) - set(yours)):
        raise AnswerError("wrong blank", f"{_repeated(strange[0])} is not a blank of yours")
    if len(set(given)) < len(given):
        raise AnswerError("wrong blank", "a blank was given words twice")
    allowed = {slot.name for slot in task.template.slots} if task.template else {GREETING.name}
    inside = [name for slot in answer.slots for name in blank_names(slot.words)]
    if strange := [*inside, *(name for name in blank_names(answer.text) if name not in allowed)]:
        raise AnswerError("wrong blank", f"there is no blank with the name {_repeated(strange[0])}")
    if task.kind == "fill" and answer.text.strip():
        raise AnswerError("wrong blank", 'the template is locked: "text" must be empty')


def _check_kept(answer: Answer, task: Task) -> None:
    if task.kind == "fill" or task.template is None or not answer.text.strip():
        return
    if numbers := keeping.lost(answer.text, task.template):
        raise AnswerError("kept words lost", f"words that must be kept were changed or left out: keep {numbers[0]}")


def _check_leak(answer: Answer) -> None:
    words = " ".join(answer.words.split())
    if any(mark in words for mark in (MARK, ">>>", keeping.MARK, telling.MARK)):
        raise AnswerError("leak", "marks of the prompt do not belong into a reply")
    ours = {line for system in SYSTEMS.values() for line in sentences(system) if len(line.split()) >= _LEAK_WORDS}
    if any(line in words for line in ours):
        raise AnswerError("leak", "the instructions do not belong into a reply")
