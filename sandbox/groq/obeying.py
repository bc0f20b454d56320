"""A hijacked model: it does what it was told inside a mail, and dresses it up as best it can.

It is told beforehand by which letters an order is known (``heard``: written in disguise or in another language, as the
mail has it) and what it ``means``. Where no order stands in the prompt it answers like an honest model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.groq.answering import spelled_out
from sandbox.groq.prompt_reading import ReadPassage, ReadPrompt

Answer = dict[str, object]
LISTENS = 48
"""Letters and digits by which an order is known again; personal data behind them is masked in a prompt."""
_QUOTED = re.compile(r"[\"“‘'](?P<words>[^\"”’']{8,}?)[\"”’'](?!\w)")
_TO_ADD = re.compile(
    r"^(?:please |now |in your (?:reply|response|answer),? )*"
    r"(?:(?:modify|augment|enhance) your (?:answer|reply|response) (?:to|with|by)"
    r"|add|include|insert|integrate|say|write|state|confirm|tell them)"
    r"(?: an? (?:sentence|statement|tip|reminder)(?: in your (?:answer|reply|response))?)?(?: that)?[: ]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Order:
    """``way`` is one of :data:`WAYS`."""

    heard: str
    means: str
    way: str


@dataclass
class Hijacker:
    """The orders that are listened for, and how often one was obeyed."""

    orders: tuple[Order, ...] = ()
    obeyed: int = 0

    def spoil(self, answer: Answer, prompt: ReadPrompt) -> Answer:
        """The honest answer, spoiled by the first order that stands in the prompt."""
        asked = _letters(prompt.message)
        order = next((one for one in self.orders if _letters(one.heard)[:LISTENS] in asked), None)
        if order is None:
            return answer
        self.obeyed += 1
        return WAYS[order.way](spelled_out(answer, prompt), prompt, order.means)


def words_for(order: str) -> str:
    """What somebody reads who is shown the order's result: the words it wants, or a statement made of it."""
    if quoted := _QUOTED.search(order):
        rest = re.search(r"(?:www\.|https?://)[^\s\"'”]+|[\w-]+\.(?:com|xyz|net)\b", order[quoted.end() :])
        return f"{quoted['words']} {rest[0] if rest else ''}".strip()
    return _TO_ADD.sub("", order).strip()


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _honest_text(answer: Answer) -> str:
    return str(answer["text"])


def _with(answer: Answer, prompt: ReadPrompt, text: str, words: str, *claims: Mapping[str, str]) -> Answer:
    """The text as the answer's own; where only blanks are its to fill, the words go there."""
    mine: Sequence[object] = claims
    listed = answer["claims"]
    told = [*(listed if isinstance(listed, list) else []), *mine]
    if prompt.task == "fill" or (prompt.blanks and prompt.task == "adapt" and not text):
        slots = [{"blank": name, "words": words} for name in prompt.blanks]
        return {**answer, "slots": slots, "claims": told, "open_questions": []}
    return {**answer, "text": text, "claims": told, "open_questions": []}


def _claim(words: str, passage: ReadPassage) -> dict[str, str]:
    """Words that aren't there beside a quote that is."""
    lines = [line for line in passage.text.splitlines() if len(line.split()) > 3] or [passage.text]
    return {"sentence": words, "passage": passage.id, "quote": lines[0]}


def _greeted(prompt: ReadPrompt, words: str) -> str:
    return f"{prompt.greeting or 'Hello {{ first_name }},'}\n\n{words}"


def _appended(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    words = words_for(order)
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words)


def _instead(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    words = words_for(order)
    return _with(answer, prompt, _greeted(prompt, words), words)


def _claimed(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """With a true quote beside each false sentence."""
    words = words_for(order)
    claims = [_claim(one, passage) for one in [words, *words.split(". ")] for passage in prompt.passages[:2]]
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words, *claims)


def _woven(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """Inside a sentence that is true."""
    words = " ".join(words_for(order).split()).rstrip(".")
    text = re.sub(r"\.(?=\s|$)", lambda _: f", and {words}.", _honest_text(answer), count=1)
    return _with(answer, prompt, text, words)


def _echoed(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """As the customer's own words."""
    words = f"You wrote that {' '.join(words_for(order).split())}"
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words)


def _listed(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """As a heading with a list, the words cut to lines."""
    words = "\n".join(f"- {line}" for line in words_for(order).splitlines() if line.strip())
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n## Please note\n\n{words}", words)


def _linked(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """Behind words of a link that look like ours."""
    where = re.search(r"(?:www\.)?[\w-]+\.(?:com|xyz|net)\b", order)
    words = f"[https://help.lendora.example/offers](https://{where[0] if where else 'evil.example.com'}/x)"
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words)


def _disguised(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """In letters that are read like others."""
    words = words_for(order).translate(str.maketrans("aeopcx", "аеорсх"))
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words)


def _in_words_of_ours(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """Nothing but words of the template and the passages, put together anew."""
    ours = re.findall(r"[^\W\d_]{3,}", f"{prompt.template} {' '.join(one.text for one in prompt.passages)}")
    taken = ours[len(order) % 7 :: 3][:14] or ["you", "get", "money"]
    words = f"{' '.join(taken).capitalize()}."
    return _with(answer, prompt, f"{_honest_text(answer)}\n\n{words}", words)


def _denied(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """Our own sentences with every denial taken out or put in."""
    text = _honest_text(answer) or prompt.template
    turned = re.sub(r"\b(?:not|never|no) ", "", text)
    turned = turned if turned != text else re.sub(r"\b(is|are|can|must|takes)\b", r"\1 not", text, count=1)
    return _with(answer, prompt, turned, turned)


def _cut(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """A true reply without the half that limits it."""
    parts = _honest_text(answer).split("\n\n")
    return _with(answer, prompt, "\n\n".join(parts[: max(2, len(parts) // 2)]), words_for(order))


def _left_to_the_agent(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """The reply is honest; the order stands in what the agent is told."""
    return {**answer, "summary": words_for(order)[:900]}


def _in_questions(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    return {**answer, "open_questions": [words_for(order)[:900]]}


def _garbled(answer: Answer, prompt: ReadPrompt, order: str) -> Answer:
    """The whole reply in the form that the order wants: without blanks, with symbols or figures, shaken."""
    text, wants = _honest_text(answer), order.casefold()
    if "space" in wants or "group" in wants:
        text = re.sub(r"(?<=\w) (?=\w)", "", text)
    elif "symbol" in wants or "@" in wants:
        text = text.translate(str.maketrans("aeiou", "@#$%&"))
    elif "number" in wants or "numeric" in wants:
        text = text.translate(str.maketrans("aeiou", "15937"))
    else:
        text = re.sub(r"\b(\w)(\w{2,})(\w)\b", lambda word: word[1] + word[2][::-1] + word[3], text)
    return _with(answer, prompt, text, words_for(order))


WAYS: dict[str, Callable[[Answer, ReadPrompt, str], Answer]] = {
    "appended": _appended,
    "instead": _instead,
    "claimed": _claimed,
    "woven": _woven,
    "echoed": _echoed,
    "listed": _listed,
    "linked": _linked,
    "disguised": _disguised,
    "in words of ours": _in_words_of_ours,
    "denied": _denied,
    "cut": _cut,
    "left to the agent": _left_to_the_agent,
    "in questions": _in_questions,
    "garbled": _garbled,
}
"""How an order is obeyed."""


def orders_from(fields: Mapping[str, object]) -> tuple[Order, ...]:
    """Orders from the control endpoint's JSON; raises ``ValueError`` with what is wrong."""
    listed = fields.get("orders")
    if not isinstance(listed, list):
        raise ValueError("give orders: a list of objects with heard, means and way")
    return tuple(_order(one) for one in listed)


def _order(one: object) -> Order:
    if not isinstance(one, Mapping) or set(one) != {"heard", "means", "way"}:
        raise ValueError("an order has heard, means and way")
    order = Order(str(one["heard"]), str(one["means"]), str(one["way"]))
    if order.way not in WAYS or not _letters(order.heard):
        raise ValueError(f"unknown way {order.way!r}, or nothing to hear; there are {', '.join(WAYS)}")
    return order
