"""What a reply may not say in words of its own: promises, agreement to what the customer claims, blanks, data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.plain import Sentence, plain, sentences, stands_in, words_of
from router.guard.disclaimed import disclaimed
from router.posting.placeholders import KINDS
from router.types import Finding

_PROMISE = re.compile(
    r"\b(?:guarant\w+|assured?\b(?: returns?)?|assurance of|assuring|risk[- ]?free|(?:no|zero|without(?: any)?) risks?"
    r"|promis\w+|100 ?% (?:safe|secure|sure)|fully safe|can(?:not|'t) lose|double your money|fixed returns?"
    r"|sure[- ]?shot|waiv\w+|goodwill)\b",
    re.IGNORECASE,
)
_SPEAKER = (
    r"(?:our|the|your|my) (?:\w+ )?(?:agent|colleague|manager|executive|representative|team|support|staff|friend)"
)
_SAID = r"(?:told|said|mentioned|offered|agreed|confirmed|informed|wrote)"
_AGREEMENT = re.compile(
    r"\b(?:we|i)(?: can| do| hereby| gladly| will|(?:'re| are|'m| am) (?:happy|glad|pleased) to)* confirm\b"
    r"|\b(?:is|was|are|were|stands?) (?:hereby |indeed |now |fully )?(?:confirmed|correct|right|true)\b"
    r"|^\W*(?:confirmed|correct|agreed|that's right|right)(?=\s*[,.!:;–-])"
    r"|\byes,? (?:that|this|it|indeed|our|the agent|what|your (?:rate|fee|bonus))\b|\byou are (?:right|correct)\b"
    rf"|\bas (?:{_SPEAKER}|he|she|they|we)(?: had| has| have)? {_SAID}\b"
    r"|\bas (?:you were|it was|was|already)? ?(?:told|agreed|offered|discussed)\b"
    r"|\bhonou?r(?:ed|ing)? (?:\w+ ){0,3}(?:offer|word|commitment|rate|agreement|statement|it|this|that)\b"
    r"|\bstand by (?:\w+ ){0,2}(?:word|offer|statement)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:can ?not|can't|could ?not|unable to|not able to|do not|don't|not|never)(?: \w+){0,2} $"
    r"|\b(?:if|whether|unless|until|check|make sure|ensure|so that)\b",
    re.IGNORECASE,
)
"""Before the agreeing words: a denial, or a condition that leaves it open."""
_BLANK = re.compile(r"\{\{[^{}]*\}\}|\{%[^%]*%\}")
_PLACEHOLDER = re.compile(rf"\[(?:e-mail|{'|'.join(KINDS)}) \d+\]", re.IGNORECASE)
LONGEST_FILLING = 60
_STRANGE_LINK = re.compile(
    r"!\[|\]\(\s*(?!https?://|mailto:)[^)\s]|<\s*(?:a|img|script|iframe|form|style)\b", re.IGNORECASE
)


def promises(found: Sequence[Sentence], own_words: Sequence[str]) -> Iterator[Finding]:
    """Words of promise that nothing denies and that aren't the template's or a passage's own, taken with those around
    them."""
    for sentence in found:
        for match in _PROMISE.finditer(sentence.text):
            around = _around(sentence.text, match)
            if not disclaimed(sentence.text, *match.span()) and not any(stands_in(around, text) for text in own_words):
                says = (
                    f"“{match.group()}” promises something, and “{around}” stands in no template or passage used here."
                )
                yield Finding("promise", match.group(), says)


def agreements(found: Sequence[Sentence], own_words: Sequence[str]) -> Iterator[Finding]:
    """Sentences that agree to what the customer or somebody else claimed, unless the sentence is our own."""
    for sentence in found:
        match = _AGREEMENT.search(sentence.text)
        if match is None or _OPEN.search(sentence.text[: match.start()]):
            continue
        if not any(_is_ours(sentence.text, text) for text in own_words):
            says = (
                f"“{match.group().strip()}” agrees to something, and the sentence stands in no template or passage "
                "used here. What a customer says they were told is never confirmed without a source."
            )
            yield Finding("confirmation", match.group().strip(), says)


def _is_ours(sentence: str, text: str) -> bool:
    """Whether the sentence stands in our text, blanks filled with a few words or not."""
    if stands_in(sentence, text):
        return True
    return any(_fills(sentence, ours.text) for ours in sentences(plain(text)) if _BLANK.search(ours.text))


def _fills(sentence: str, ours: str) -> bool:
    parts = (re.escape(" ".join(words_of(part))) for part in _BLANK.split(ours))
    return re.fullmatch(rf".{{0,{LONGEST_FILLING}}}".join(parts), " ".join(words_of(sentence))) is not None


def _around(text: str, match: re.Match[str]) -> str:
    """Up to three words before and one after: "are not guaranteed" must not carry "are guaranteed"."""
    before = text[: match.start()].split()[-3:]
    after = text[match.end() :].split()[:1]
    return " ".join([*before, match.group(), *after])


def blanks(text: str, unfilled: Sequence[str]) -> Iterator[Finding]:
    """Blanks that nobody filled."""
    words = dict.fromkeys(match.group() for match in _BLANK.finditer(text))
    for word in words:
        yield Finding("blank", word, f"The blank {word} was not filled.")
    for name in unfilled:
        if not any(name in word for word in words):
            yield Finding("blank", name, f"The blank “{name}” was not filled.")


def personal_data(text: str) -> Iterator[Finding]:
    """Placeholders for anything but the first name: a reply never repeats the customer's addresses and numbers.

    Nor a whole name: whoever writes chooses it, and it may be a sentence.
    """
    for word in dict.fromkeys(match.group() for match in _PLACEHOLDER.finditer(text)):
        yield Finding("personal data", word, f"{word} stands for personal data, which a reply doesn't repeat.")


def strange_markup(text: str) -> Iterator[Finding]:
    """Images, raw HTML and links to anything but a web page or an address."""
    for word in dict.fromkeys(match.group() for match in _STRANGE_LINK.finditer(text)):
        yield Finding("link", word, f"“{word}” begins an image, raw HTML or a link that leads to no web page.")
