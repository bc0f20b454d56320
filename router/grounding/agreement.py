"""Whether a sentence says what its quotes say. Every part of it is held against the part of a quote nearest to it.

None of this understands language. It knows the ways in which a true quote is bent: another figure, name or product; a
denial, condition or "only" dropped or brought; may made will; doer and receiver swapped; the opposite word. What it
can't tell it doesn't pass: a sentence that has too few words in common with its quotes isn't carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.plain import words_of
from retrieval.facts.reading import facts_in
from router.grounding.clauses import Condition, Part, parts_of, whole
from router.grounding.named import Source, missing_facts, missing_names
from router.grounding.opposites import opposed
from router.grounding.order import swapped
from router.grounding.polarity import turned
from router.grounding.sentences import sentences
from router.grounding.strength import only, overstated
from router.grounding.words import alike, content, key

SHARE = 0.7
"""So much of what a sentence speaks of must stand in one statement of its quotes."""
SHARE_WITH_FACTS = 0.75
"""The same where it states a figure: the words around tell what the figure is of."""
KEPT = 0.5
"""So much of a condition must come along."""
_LIGHT_WORDS = """
    use see find get go make help provide offer note mean know case information detail follow following step order want
    wish proceed refer remember sure regard regarding nutzen sehen finden hilfe helfen
    """
LIGHT = frozenset(key(word) for word in _LIGHT_WORDS.split())
"""Words that a sentence may have of its own. Any other one that says something must stand in a quote: one plain word
put in or changed is what nothing else here would notice."""
_LEAD_IN = re.compile(r"^(?:yes|ja|please note|note|bitte beachten sie)[,:]\s+", re.IGNORECASE)
"""What may stand before a sentence and adds nothing. "No" may not: it denies."""
_FITS = {
    "unless": {"unless", "if"},
    "until": {"until", "before", "after"},
    "before": {"before", "until", "after"},
    "after": {"after", "if", "until", "before", "while"},
    "if": {"if", "unless", "after", "while", "with"},
    "while": {"while", "if", "after", "until"},
    "with": {"with", "if", "after"},
}
"""Which words of a sentence may keep a condition of its quote. What they turn round is told by the denials."""


def disagreement(sentence: str, sources: Sequence[Source]) -> str:
    """Empty when the quoted sentences carry the sentence; else the first thing that is wrong, in words."""
    sentence = _LEAD_IN.sub("", sentence)
    literal = {tuple(words_of(one)) for source in sources for one in sentences(source.text) if not _asks(one)}
    if tuple(words_of(sentence)) in literal:
        return ""
    return next(_faults(sentence, sources), "")


def _faults(sentence: str, sources: Sequence[Source]) -> Iterator[str]:
    if not sources:
        yield "no quote"
        return
    yield from missing_facts(sentence, sources)
    yield from missing_names(sentence, sources)
    quoted = [(part, source) for source in sources for one in sentences(source.text) for part in parts_of(one)]
    yield from _own_words(sentence, sources)
    if not content(sentence) and not facts_in(sentence):
        yield "it says too little to be held against a quote, and doesn't stand in one"
    faults = [fault for part in parts_of(sentence) for fault in _faults_of(part, quoted)]
    if faults and not _carried_whole(sentence, sources):
        yield from faults


def _carried_whole(sentence: str, sources: Sequence[Source]) -> bool:
    """Whether the sentence says all of what one quoted sentence says, cut into other statements than that one."""
    mine = whole(sentence)
    for source in sources:
        for one in sentences(source.text):
            theirs = whole(one)
            there = alike(theirs.words)
            if (
                there
                and len(alike(mine.words) & there) / len(there) >= SHARE
                and not any(_against(mine, theirs, source))
            ):
                return True
    return False


def _faults_of(part: Part, quoted: Sequence[tuple[Part, Source]]) -> Iterator[str]:
    """What is wrong with the part beside the statement that fits it best."""
    ranked = sorted(quoted, key=lambda one: -_common(part, *one))
    near = [one for one in ranked if _common(part, *one) == _common(part, *ranked[0])]
    complaints = [list(_against(part, *one)) for one in near]
    if all(complaints):
        yield from min(complaints, key=len)


def _common(part: Part, quoted: Part, source: Source) -> int:
    facts = {fact.measure for fact in facts_in(part.text)} & {fact.measure for fact in facts_in(quoted.text)}
    return len(alike(part.words) & alike(_said_by(quoted, source))) + 2 * len(facts)


def _said_by(quoted: Part, source: Source) -> frozenset[str]:
    return quoted.words | frozenset(content(source.about))


def _against(part: Part, quoted: Part, source: Source) -> Iterator[str]:
    if _asks(quoted.text):
        yield "the quote asks, the sentence states"
    yield from _uncovered(part, quoted, source)
    if complaint := turned(part, quoted):
        yield complaint
    if complaint := only(part, quoted):
        yield complaint
    yield from _lost_conditions(part, quoted)
    yield from overstated(part, quoted)
    yield from opposed(part, quoted)
    yield from swapped(part, quoted)


def _uncovered(part: Part, quoted: Part, source: Source) -> Iterator[str]:
    words, there = alike(part.words), alike(_said_by(quoted, source))
    share = SHARE_WITH_FACTS if facts_in(part.text) else SHARE
    if words and len(words & there) / len(words) < share:
        yield "most words stand in no quote"


def _own_words(sentence: str, sources: Sequence[Source]) -> Iterator[str]:
    """Words that no quote has, if the sentence has most of its words from them; else it isn't about a word."""
    words = frozenset(content(sentence)) - LIGHT
    there = alike(frozenset(content(" ".join(f"{one.text} {one.about}" for one in sources))))
    own = [word for word in words if not alike(frozenset({word})) & there]
    if len(own) <= (1 - SHARE) * len(words):
        yield from (f"“{_written(word, sentence)}” stands in no quote" for word in sorted(own))


def _written(wanted: str, text: str) -> str:
    return next((word for word in re.findall(r"\w+", text) if key(word) == wanted), wanted)


def _lost_conditions(part: Part, quoted: Part) -> Iterator[str]:
    mine = {one.family for one in part.conditions}
    for condition in quoted.conditions:
        kept = len(condition.words & part.words) >= KEPT * len(condition.words)
        named = bool(_FITS[condition.family] & mine) or (
            condition.family in ("if", "while", "with") and _in_passing(part)
        )
        if not kept or not named:
            yield f"the quote says “{_opening(condition, quoted)}”, the sentence doesn't"
    theirs = {one.family for one in quoted.conditions}
    if "unless" in mine and "unless" not in theirs and "if" not in theirs:
        yield "the sentence makes an exception, the quote doesn't"


def _in_passing(part: Part) -> bool:
    """Whether a condition may be told without its word: "withdrawals before the end", "with a new phone"."""
    return len(parts_of(part.text)) == 1 and "," not in part.main


def _opening(condition: Condition, quoted: Part) -> str:
    """The condition with the word it begins with, as it stands in the quote."""
    at = quoted.text.find(condition.text)
    if at < 0 or not condition.text:
        return condition.text or condition.family
    return " ".join(quoted.text[: at + len(condition.text)].split()[-len(condition.text.split()) - 1 :])


def _asks(text: str) -> bool:
    return text.rstrip(' *_"”').endswith("?")
