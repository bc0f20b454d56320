"""How many things somebody asks, as far as the form of their sentences tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from router.rulebook.words import fold

_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=\?)(?=\w)|\n[^\S\n]*\n|\n(?=[^\S\n]*[-*•])")
_ASKS_WITHOUT_A_MARK = re.compile(
    r"[\W\d_]*(?:(?:and|also|plus|secondly|please|pls|kindly|hi|hello)\b\W*)*"
    r"(?:(?:how|what|when|where|which|why|who|can i|can you|could you|is it|is there|do i|do you|does)\b"
    r"|(?:tell me|let me know|explain)\W+(?:how|what|when|where|which|why|who|whether|if|about|the)\b)"
)


def number_of_questions(subject: str, text: str) -> int:
    """The different questions of a message. One in the subject that the text repeats counts once."""
    asked = {" ".join(question): set(question) for question in _questions(text)}
    titles = [set(question) for question in _questions(subject)]
    return len(asked) + sum(not any(title <= words for words in asked.values()) for title in titles)


def _questions(text: str) -> Iterable[list[str]]:
    """The words of each sentence that ends in a question mark or begins as a question does."""
    for sentence in _SENTENCE_END.split(_ADDRESS.sub(" ", text)):
        folded = fold(sentence)
        words = re.findall(r"\w+", folded)
        if words and (folded.rstrip("\"'”’»)*_ ").endswith("?") or _ASKS_WITHOUT_A_MARK.match(folded)):
            yield words
