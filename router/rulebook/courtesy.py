"""Whether a message is nothing but courtesy: thanks, "ok great, that worked", a raised thumb.

Only a message of known phrases from its first letter to its last is one. One word more, a question mark or a number,
and somebody wants something: what isn't sure is none.
"""

from __future__ import annotations

import re

from router.rulebook.courtesy_words import (
    EMOJI,
    FAREWELL,
    FILLER,
    FINE,
    GREETING,
    NO_NAMES,
    THANKS,
    TITLES,
    WORKS,
)
from router.rulebook.words import plain

LONGEST = 300
"""Characters. Whoever writes more says more."""
MOST_NAMES = 3

_ASKS_FOR_NOTHING = ("thanks", "works", "fine", "farewell")
_KINDS = {"thanks": THANKS, "works": WORKS, "fine": FINE, "farewell": FAREWELL, "greeting": GREETING, "filler": FILLER}
_PHRASES = {
    kind: re.compile(rf"(?:{'|'.join(f'(?:{one})' for one in patterns)})(?![\w'])") for kind, patterns in _KINDS.items()
}
_SMILEY = re.compile(r"[:;=]-?[)DP]|<3|\(:|\^_?\^")
_BETWEEN = re.compile(r"[\s.,!;:()\"'*_~…–—\-\u200d\ufe0f\U0001f3fb-\U0001f3ff" + EMOJI + "]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_RE = re.compile(r"^\W*(?:(?:re|aw|sv|antw|fwd?|wg)\s*:\s*)+", re.IGNORECASE)

_QUESTION = re.compile(r"[^.!?\n]*\?")
_CLOSING = re.compile(
    r"\b(?:anything|something) (?:else|more|further)|\bfurther (?:questions|help)|\bhappy with"
    r"|\bnoch (?:etwas|fragen|was)"
    r"|\b(?:did|does|has) (?:this|that|it|(?:my|the|our) (?:answer|reply|article))\b.{0,20}\b(?:help|solve|answer)",
    re.IGNORECASE,
)
"""Whether that was all: everybody asks it, and nobody waits for an answer."""


def is_courtesy(subject: str, text: str) -> bool:
    """Whether nobody wants anything. A subject counts as words, unless it is that of an answer."""
    title = "" if is_answers(subject) else subject
    words = f"{title}\n{text}" if title.strip() and text.strip() else text
    kinds = _kinds_of(words) if _has_words_or_emoji(text) and len(words) <= LONGEST else None
    return kinds is not None and (not kinds or bool(kinds.intersection(_ASKS_FOR_NOTHING)))


def is_answers(subject: str) -> bool:
    """Whether the subject is that of an answer: "Re: Exit fee"."""
    return _RE.match(subject) is not None


def asks_something(text: str) -> bool:
    """Whether the company's words ask the customer something, apart from whether that was all."""
    return any(not _CLOSING.search(question) for question in _QUESTION.findall(text))


def _has_words_or_emoji(text: str) -> bool:
    return any(letter.isalpha() or letter in EMOJI for letter in text)


def _kinds_of(text: str) -> set[str] | None:
    """The kinds of phrases a text is made of; none for emoji alone. None where anything else is in it."""
    text = _SMILEY.sub(" ", plain(text))
    folded = text.lower()
    if len(folded) != len(text):  # a letter that grows when it is made small: then no word is taken for a name
        text = folded
    kinds: set[str] = set()
    at, names = 0, 0
    while at < len(text):
        if between := _BETWEEN.match(text, at):
            at = between.end()
            continue
        kind, end = _longest(folded, at)
        if kind:
            kinds.add(kind)
            names = MOST_NAMES if kind in ("thanks", "greeting", "farewell") else names
        else:
            word = _WORD.match(text, at)
            if word is None or not names or not _is_name(word.group()):
                return None
            end, names = word.end(), names - 1
        at = end
    return kinds


def _longest(folded: str, at: int) -> tuple[str, int]:
    """The phrase that reaches farthest from here, and where it ends."""
    found = [(match.end(), kind) for kind, phrase in _PHRASES.items() if (match := phrase.match(folded, at))]
    end, kind = max(found, default=(at, ""))
    return kind, end


def _is_name(word: str) -> bool:
    plain_word = word.rstrip(".").casefold()
    return (
        plain_word in TITLES
        or (word[:1].isupper() and word[1:].islower() and plain_word not in NO_NAMES)
        or (len(word.rstrip(".")) == 1 and word.isupper())
    )
