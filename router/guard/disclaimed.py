"""Whether a word of promise is plainly denied: "We can't promise a date" promises nothing.

Only a short sentence of one form counts: somebody, a denial, the word, and no turn, figure, second denial or question
that could make a promise of it again. When in doubt it isn't denied.
"""

from __future__ import annotations

import re

from retrieval.facts.reading import facts_in
from router.grounding.polarity import denials

_DENIES = (
    r"(?:(?:can|could|do|does|did|is|are|was|were|will|may|must)(?: not| never)|cannot|never"
    r"|(?:ca|could|do|does|did|is|are|was|were|wo)n['’]t"
    r"|(?:am|are|is) (?:not|un)(?: )?able to)"
)
_BEFORE = re.compile(
    r"\W*(?:(?:unfortunately|please note),? )?"
    rf"(?:(?:(?:the|your|our|an?) )?[a-z]+ {_DENIES}|(?:nobody|no one) (?:can|could|may|will)|there (?:is|are|was) no)"
    r"(?: (?:give|make|offer|promise|guarantee|you|us|any|an?|the|such|ever|be|been|to|it|yet))* ",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?: (?!(?:but|only|except|unless|less|fewer|lower|under|below|otherwise|instead|however|yet|still|though|although"
    r"|more|merely|just|because|if|when|while|until|than|else|and|or|so|as|too|again|twice|what|whatever)\b)"
    r"[a-z'’]+){0,9}[.!]?\W*",
    re.IGNORECASE,
)


def disclaimed(sentence: str, start: int, end: int) -> bool:
    """Whether the sentence denies what stands in it from ``start`` to ``end``, and says nothing else."""
    return (
        _BEFORE.fullmatch(sentence[:start]) is not None
        and _BEHIND.fullmatch(sentence[end:]) is not None
        and len(denials(sentence)) == 1
        and "?" not in sentence
        and not facts_in(sentence)
    )
