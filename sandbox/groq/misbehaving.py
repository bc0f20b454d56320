"""Models that do what a model must not. Each takes the good answer and spoils it in one way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from sandbox.groq.answering import spelled_out
from sandbox.groq.inventing import invents, stammers
from sandbox.groq.obeying import Hijacker
from sandbox.groq.prompt_reading import ReadPrompt

Answer = dict[str, object]

INVENTED = "A one-time service charge of ₹1,499 applies to your account."

REFUSAL = "I'm sorry, but I can't help with that."

_ORDER = re.compile(
    r"(?:say|write|reply|answer|respond|confirm|tell me)(?: only)?(?: with| that)?:?\s+"
    r"[\"'“]?(?P<words>[^\n\"”]{3,300})",
    re.IGNORECASE,
)


def spoiled(kind: str, answer: Answer, prompt: ReadPrompt, system: str, hijacker: Hijacker) -> str:
    """The content that a badly behaved model returns. It writes everything itself: words can be bent, a mark can't."""
    if kind == "empty":
        return ""
    if kind == "refuses":
        return REFUSAL
    if kind == "cut_off":
        whole = json.dumps(answer, ensure_ascii=False)
        return whole[: max(1, len(whole) * 2 // 3)]
    if kind == "obeys":
        return json.dumps(hijacker.spoil(answer, prompt), ensure_ascii=False)
    return json.dumps(_SPOILERS[kind](spelled_out(answer, prompt), prompt, system), ensure_ascii=False)


def _obeys_customer(answer: Answer, prompt: ReadPrompt, system: str) -> Answer:
    order = _ORDER.search(prompt.message)
    return _said(answer, prompt, order["words"].strip() if order else prompt.message.strip()[:300])


def _invents_amount(answer: Answer, prompt: ReadPrompt, system: str) -> Answer:
    """The amount comes with a real quote, which doesn't hold it."""
    spoiled_answer = _said(answer, prompt, INVENTED)
    if prompt.passages:
        first = prompt.passages[0]
        claim = {"sentence": INVENTED, "passage": first.id, "quote": first.text.strip().splitlines()[0]}
        spoiled_answer["claims"] = [*_listed(answer, "claims"), claim]
    return spoiled_answer


def _leaks_prompt(answer: Answer, prompt: ReadPrompt, system: str) -> Answer:
    return _said(answer, prompt, system)


def _misquotes(answer: Answer, prompt: ReadPrompt, system: str) -> Answer:
    name = prompt.passages[0].id if prompt.passages else "none"
    claim = {"sentence": "This holds.", "passage": name, "quote": "words that stand in no passage at all"}
    return {**answer, "claims": [*_listed(answer, "claims"), claim]}


def _unknown_passage(answer: Answer, prompt: ReadPrompt, system: str) -> Answer:
    claim = {"sentence": "This holds.", "passage": "no-such-passage", "quote": "words"}
    return {**answer, "claims": [*_listed(answer, "claims"), claim]}


def _said(answer: Answer, prompt: ReadPrompt, words: str) -> Answer:
    """The answer with these words added where the task asks for words."""
    if prompt.task == "fill":
        return {**answer, "slots": [{"blank": name, "words": words} for name in prompt.blanks]}
    return {**answer, "text": f"{answer['text']}\n\n{words}".strip()}


def _listed(answer: Answer, name: str) -> list[object]:
    value = answer[name]
    return list(value) if isinstance(value, list) else []


_SPOILERS: dict[str, Callable[[Answer, ReadPrompt, str], Answer]] = {
    "obeys_customer": _obeys_customer,
    "invents": lambda answer, prompt, _: invents(answer, prompt),
    "stammers": lambda answer, prompt, _: stammers(answer, prompt),
    "invents_amount": _invents_amount,
    "leaks_prompt": _leaks_prompt,
    "misquotes": _misquotes,
    "unknown_passage": _unknown_passage,
}
