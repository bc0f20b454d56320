"""Whether each sentence of a draft is carried: by the template word for word, or by a quote that agrees with it.

A quote that stands in its passage proves little by itself, so figures, negation, conditions and most of the
content words of a sentence must be found in its quotes. Negation and conditions are read from the whole sentences that
a quote was cut from. Words that all stand in the template prove nothing: put together anew they can say the opposite,
so such a sentence must stand in a quote as it is. When in doubt the sentence isn't carried: such a draft is a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from router.types import Grounding
from router.writing.answer import Claim
from router.writing.sentences import is_courtesy, sentences, whole_sentences

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NEGATION = re.compile(r"\b(?:no|not|never|none|cannot|without|neither|nor)\b|n['’]t\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:only|unless|except|excluding|until|provided|as long as|if)\b", re.IGNORECASE)
_STEM = 5
_SHARE = 0.6


def grounding_of(text: str, ours: str, claims: Sequence[Claim], passages: Mapping[str, str] | None = None) -> Grounding:
    """The class of a finished text. ``ours`` is the template as it reads without any word of a model's; ``passages``
    holds the texts that the claims quote, by id."""
    known = set(sentences(ours))
    added = [sentence for sentence in sentences(text) if sentence not in known]
    if known and not added:
        return "template"
    statements = [sentence for sentence in added if not is_courtesy(sentence)]
    if not known and not statements:
        return "inferred"
    return "documented" if all(_is_carried(one, ours, claims, passages or {}) for one in statements) else "inferred"


def _is_carried(sentence: str, ours: str, claims: Sequence[Claim], passages: Mapping[str, str]) -> bool:
    mine = [claim for claim in claims if _speaks_of(claim, sentence)]
    quotes = [claim.quote for claim in mine]
    whole = [whole_sentences(claim.quote, passages.get(claim.passage, "")) for claim in mine]
    return bool(mine) and _turns_alike(sentence, " \n".join(whole)) and _says_the_same(sentence, quotes, ours)


def _speaks_of(claim: Claim, sentence: str) -> bool:
    return any(part in sentence or sentence in part for part in sentences(claim.sentence))


def _turns_alike(sentence: str, whole: str) -> bool:
    """Whether both deny or neither does, and no condition was lost."""
    if bool(_NEGATION.search(sentence)) != bool(_NEGATION.search(whole)):
        return False
    return not _conditions(whole) - _conditions(sentence)


def _says_the_same(sentence: str, quotes: Sequence[str], ours: str) -> bool:
    words, quoted = _stems(sentence), " \n".join(quotes)
    if not _numbers(sentence) <= _numbers(quoted):
        return False
    if words <= _stems(ours):
        return any(_stands_in(sentence, quote) for quote in quotes)
    return len(words & _stems(quoted)) / len(words) >= _SHARE


def _stands_in(sentence: str, quote: str) -> bool:
    """Whether the quote holds the sentence word for word; letter case, marks and table bars don't count."""
    wanted, there = (" ".join(re.findall(r"[^\s*|:;,]+", text.casefold())) for text in (sentence, quote))
    return re.search(rf"(?<!\w){re.escape(wanted.rstrip('.!'))}(?!\w)", there) is not None


def _numbers(text: str) -> set[str]:
    return {match.replace(",", "") for match in _NUMBER.findall(text)}


def _conditions(text: str) -> set[str]:
    return {match.casefold() for match in _CONDITION.findall(text)}


def _stems(text: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in _WORD.findall(text)}
