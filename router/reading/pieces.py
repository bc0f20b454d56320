"""What a message is searched with: pieces small enough to be about one thing, few enough to be quick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from router.reading.courtesy import is_closing, is_courtesy, is_signed, without_greeting
from router.reading.questions import asks
from router.reading.reply import without_quoted_lines
from router.reading.sentences import Sentence, sentences_of

MOST_PIECES = 12
"""Each costs the time of an embedding, about 10 ms."""
MOST_SENTENCES = 6
LONGEST_PIECE = 1000
"""Characters. The usual models read no more of a text than that."""
LAST_SENTENCES = 8
"""Among which a name, a title or a number may stand below the closing words."""


def pieces_of(text: str) -> tuple[str, ...]:
    """The text as a whole, its paragraphs, sentences and pairs of neighbours, without courtesy, each once.

    Of a long text the questions and then the first sentences count. A text of nothing but courtesy is itself the
    piece; one without a letter has none. Quoted lines are somebody else's words.
    """
    sentences = sentences_of(without_quoted_lines(text))
    said = _said(sentences)
    chosen = _chosen(said)
    pieces = [*_wholes(said or sentences), *(one.text for one in chosen), *_pairs(said, chosen)]
    return tuple(dict.fromkeys(map(piece_of, pieces)))[:MOST_PIECES]


def statements_of(text: str) -> tuple[str, ...]:
    """The sentences that say something and ask nothing, in order, each once, as they are searched for."""
    said = _said(sentences_of(without_quoted_lines(text)))
    return tuple(dict.fromkeys(piece_of(one.text) for one in said if not asks(one.text)))


def piece_of(sentence: str) -> str:
    """The sentence as it is searched for: without a greeting before it, and no longer than a model reads."""
    return without_greeting(sentence)[:LONGEST_PIECE]


def _said(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that say something. Below closing words a name, a title and a number are no sentences."""
    closed = _closes_at(sentences)
    return tuple(
        one
        for at, one in enumerate(sentences)
        if not is_courtesy(one.text) and not (at > closed and is_signed(one.text))
    )


def _closes_at(sentences: Sequence[Sentence]) -> int:
    """The place of the last closing words, or the last place but one: a name alone may stand at the end too."""
    for at in range(len(sentences) - 1, max(-1, len(sentences) - LAST_SENTENCES), -1):
        if is_closing(sentences[at].text):
            return at
    return max(0, len(sentences) - 2)


def _wholes(said: Sequence[Sentence]) -> Iterator[str]:
    """All of it, and each paragraph."""
    if said:
        yield " ".join(one.text for one in said)
    for _, paragraph in groupby(said, key=lambda one: one.paragraph):
        yield " ".join(one.text for one in paragraph)


def _chosen(said: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences searched for alone, in order: questions before the first others where there are too many."""
    ranked = sorted(range(len(said)), key=lambda at: (not asks(said[at].text), at))
    return tuple(said[at] for at in sorted(ranked[:MOST_SENTENCES]))


def _pairs(said: Sequence[Sentence], chosen: Sequence[Sentence]) -> Iterator[str]:
    for first, second in pairwise(said):
        if first in chosen or second in chosen:
            yield f"{first.text} {second.text}"
