"""A well-behaved model: takes its words from the passages, quotes them, and says when they don't answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.groq.prompt_reading import ReadPassage, ReadPrompt

_SMALL_WORDS = """
about after also because before could does from have here into just like many more much need only please should some
tell than thank that them then there they this want what when where which will with would your hello dear support
money account
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_ENOUGH = 2
"""Words that a sentence and its title must share with the message to count as an answer."""


@dataclass(frozen=True)
class Statement:
    """A sentence to say, and the words of a passage it was taken from."""

    words: str
    passage: str
    quote: str

    def claim(self) -> dict[str, str]:
        return {"sentence": self.words, "passage": self.passage, "quote": self.quote}


def answer_to(prompt: ReadPrompt) -> dict[str, object]:
    """The answer by the router's schema."""
    if prompt.task == "fill":
        return _filled(prompt)
    if prompt.task == "adapt":
        return _adapted(prompt)
    return _written(prompt)


def _filled(prompt: ReadPrompt) -> dict[str, object]:
    best = _statements(prompt, 1)
    return _answer(prompt, slots=_in_blanks(prompt, best), said=best)


def _adapted(prompt: ReadPrompt) -> dict[str, object]:
    """The template as it stands, each part to keep by its mark alone; in its blank the mark of the best passage."""
    text = re.sub(r"\[keep (\d+): .*?\]", r"[keep \1]", prompt.template, flags=re.DOTALL)
    best = _statements(prompt, 1) if prompt.blanks else []
    slots = [{"blank": prompt.blanks[0], "words": f"[whole {best[0].passage}]"}] if best else []
    return {**_answer(prompt, text=text, slots=slots, said=best), "claims": []}


def _in_blanks(prompt: ReadPrompt, best: list[Statement]) -> list[dict[str, str]]:
    return [{"blank": name, "words": best[0].words} for name in prompt.blanks] if best else []


def _written(prompt: ReadPrompt) -> dict[str, object]:
    """The passages that answer, each by its mark."""
    best = _statements(prompt, 3)
    if not best:
        return _answer(prompt)
    marks = [f"[whole {name}]" for name in dict.fromkeys(one.passage for one in best)]
    text = "\n\n".join([prompt.greeting, *marks, "Kind regards"])
    return {**_answer(prompt, text=text.strip(), said=best), "claims": []}


def spelled_out(answer: dict[str, object], prompt: ReadPrompt) -> dict[str, object]:
    """The same answer by a model that copies passages itself, in place of their marks, and quotes them; into a blank
    it puts their first sentence."""
    text, slots, claims = str(answer["text"]), [], list(_listed(answer, "claims"))
    for one in prompt.passages:
        mark, statements = f"[whole {one.id}]", _sentences(one)
        marked = [slot["blank"] for slot in _listed(answer, "slots") if slot["words"] == mark]
        slots += [{"blank": name, "words": statements[0].words} for name in marked if statements]
        claims += [statement.claim() for statement in statements if mark in text or marked]
        text = text.replace(mark, f"**{one.title}**\n\n{one.text}")
    plain = [slot for slot in _listed(answer, "slots") if not slot["words"].startswith("[whole ")]
    return {**answer, "text": text, "slots": [*plain, *slots], "claims": claims}


def _listed(answer: dict[str, object], field: str) -> list[dict[str, str]]:
    listed = answer[field]
    return listed if isinstance(listed, list) else []


def _answer(
    prompt: ReadPrompt,
    *,
    slots: list[dict[str, str]] | None = None,
    text: str = "",
    said: list[Statement] | None = None,
) -> dict[str, object]:
    said = said or []
    open_questions = [] if said or (text and not prompt.blanks) else ["The passages do not answer the question."]
    return {
        "text": text,
        "slots": slots or [],
        "claims": [one.claim() for one in said],
        "summary": f"Asked: {' '.join(prompt.message.split())[:120]}",
        "open_questions": open_questions,
    }


def _statements(prompt: ReadPrompt, most: int) -> list[Statement]:
    """The sentences of the passages that share most words with the message, best first."""
    asked = _words(prompt.message)
    scored = [
        (len(asked & (_words(one.words) | _words(passage.title))), one)
        for passage in prompt.passages
        for one in _sentences(passage)
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [one for score, one in scored if score >= _ENOUGH][:most]


def _sentences(passage: ReadPassage) -> list[Statement]:
    pieces = [piece for line in passage.text.splitlines() for piece in _cut(line.strip())]
    return [Statement(_spoken(piece), passage.id, piece) for piece in pieces if _spoken(piece)]


def _cut(line: str) -> list[str]:
    """A table row or a list entry stays whole; headings and rules say nothing."""
    if line.startswith(("#", "|-", "| -", "---")):
        return []
    return [line] if line.startswith("|") else [part for part in re.split(r"(?<=[.!?])\s+", line) if part]


def _spoken(piece: str) -> str:
    if not piece.startswith("|"):
        return re.sub(r"^(?:[-*+>]|\d+[.)])\s+", "", piece)
    cells = [cell.strip() for cell in piece.strip("|").split("|")]
    return f"{cells[0]}: {', '.join(cell for cell in cells[1:] if cell)}" if len(cells) > 1 else cells[0]


def _words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold()) if word not in _SMALL}
