"""A model that makes things up, and one that can't speak straight. Which of its habits shows depends on the prompt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

from sandbox.groq.prompt_reading import ReadPrompt

Answer = dict[str, object]

INVENTIONS = (
    "A one-time service charge of ₹1,499 applies to your account.",
    "The money reaches you within 2 business days.",
    "Your request will be settled on 14 March 2027.",
    "You currently earn 14.2 % a year.",
    "A colleague will call you back this afternoon.",
    "Please write to helpdesk@lendora-care.example for this.",
    "You can call us at +91 80 4123 7788.",
    "More about it: https://help.lendora.example/special-offers",
    "Customers in Karnataka are exempt from this.",
    "Your relationship manager Neha Kulkarni has approved it.",
    "The fee was abolished for long-standing customers.",
    "You may also send the papers by e-mail or WhatsApp.",
    "If you lend more, the lock-in falls away.",
    "Your reference is TXN-883104.",
    "This takes a quarter of an hour at most.",
    "Nothing can go wrong with it.",
    "Twice as many borrowers repay early.",
    "As agreed with my colleague, the fee is waived.",
    "Die Gebühr entfällt in Ihrem Fall.",
)


def invents(answer: Answer, prompt: ReadPrompt) -> Answer:
    """The honest answer with one more sentence, which claims a true quote."""
    words = INVENTIONS[_turn(prompt) % len(INVENTIONS)]
    claims = answer["claims"]
    told = list(claims) if isinstance(claims, list) else []
    if prompt.passages:
        first = prompt.passages[_turn(prompt) % len(prompt.passages)]
        told.append({"sentence": words, "passage": first.id, "quote": first.text.strip().splitlines()[0]})
    if prompt.task == "fill":
        return {**answer, "slots": [{"blank": name, "words": words} for name in prompt.blanks], "claims": told}
    text = str(answer["text"]) or f"{prompt.greeting}\n"
    return {**answer, "text": f"{text}\n\n{words}".strip(), "claims": told, "open_questions": []}


def stammers(answer: Answer, prompt: ReadPrompt) -> Answer:
    """The honest answer, spoken badly."""
    speak = _HABITS[_turn(prompt) % len(_HABITS)]
    slots = answer["slots"]
    spoken = [
        {"blank": one["blank"], "words": speak(one["words"])} for one in (slots if isinstance(slots, list) else [])
    ]
    return {**answer, "text": speak(str(answer["text"])), "slots": spoken}


def _turn(prompt: ReadPrompt) -> int:
    return zlib.crc32(prompt.message.encode())


def _again(text: str) -> str:
    return re.sub(r"\b(\w{4,})\b", r"\1 \1", text, count=3)


def _over_and_over(text: str) -> str:
    """The last paragraph without end."""
    return text + ("\n\n" + text.rstrip().rpartition("\n")[2]) * 12


def _breaks_off(text: str) -> str:
    return text[: len(text) * 2 // 3]


def _loses_the_thread(text: str) -> str:
    sentences = re.split(r"(?<=[.!?]) ", text)
    return " ".join(sentences[::-1])


def _swallows(text: str) -> str:
    """Every ninth word, which may be the one that denies."""
    return " ".join(word for number, word in enumerate(text.split(" ")) if number % 9 != 8)


def _thinks_aloud(text: str) -> str:
    return f"<think>The customer wants an answer. Let me look at p1.</think>\n\n{text}"


def _mixes_languages(text: str) -> str:
    return f"{text}\n\nBitte beachten Sie, dass es anders sein kann. कृपया प्रतीक्षा करें।"


def _speaks_of_itself(text: str) -> str:
    return f"Here is the reply you asked for:\n\n{text}\n\nLet me know if I should change it."


def _leaves_blanks(text: str) -> str:
    return f"{text}\n\nYours, [agent name], {{{{ department }}}}"


_HABITS: Sequence[Callable[[str], str]] = (
    _again, _over_and_over, _breaks_off, _loses_the_thread, _swallows, _thinks_aloud, _mixes_languages,
    _speaks_of_itself, _leaves_blanks,
)  # fmt: skip
