"""Who does what to whom, and from where to where, as far as the order of words tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from router.grounding.clauses import Part
from router.grounding.words import TOKEN, key

_PEOPLE = {
    word: person
    for person, words in {
        "we": "we us wir uns lendora", "you": "you sie ihnen", "they": "they them",
        "lender": "lender lenders anleger", "borrower": "borrower borrowers kreditnehmer",
        "bank": "bank banks", "manager": "manager managers", "colleague": "colleague colleagues",
        "nominee": "nominee nominees", "holder": "holder holders", "friend": "friend friends",
        "customer": "customer customers kunde kunden", "trustee": "trustee trustees", "court": "court courts",
        "employer": "employer employers", "partner": "partner partners",
    }.items()
    for word in words.split()
}  # fmt: skip
_OBJECTS = frozenset({"us", "them", "uns", "ihnen"})
_SMALL_WORDS = """
    will would can could may might must shall should do does did not never always also only usually have has had
    the a an your our their its his her every each any some all both to kann können muss müssen wird werden dem den der
    die das"""
_BETWEEN = frozenset(_SMALL_WORDS.split())
_PASSIVE_WORDS = "is are was were be been being get gets got wird werden wurde wurden"
_PASSIVE = frozenset(_PASSIVE_WORDS.split())
_FROM_TO = re.compile(
    r"\b(?P<way>from|to|into|onto|von|vom|zu|zum|zur)\s+"
    r"(?:(?:your|our|the|a|an|my|their|ihr\w*|dem|der|das|den|unser\w*)\s+)?"
    r"(?P<what>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_FROM = frozenset({"from", "von", "vom"})
Deed = tuple[str, str, str]
"""Verb, who does it, to whom; empty where the words don't tell."""


def swapped(part: Part, quoted: Part) -> Iterator[str]:
    """Deeds that the quote tells of others, and ways that lead the other way."""
    theirs = _deeds(quoted.text)
    for verb, doer, other in _deeds(part.text):
        same = [deed for deed in theirs if deed[0] == verb]
        if same and not any(_fits((verb, doer, other), deed) for deed in same):
            yield f"who does it to whom isn't as in the quote (“{verb}”)"
    ways, real = _ways(part.text), _ways(quoted.text)
    for what, away in ways:
        if (what, not away) in real and (what, away) not in real:
            yield f"the quote leads the other way (“{what}”)"


def _fits(mine: Deed, theirs: Deed) -> bool:
    return all(not one or not other or one == other for one, other in zip(mine[1:], theirs[1:], strict=True))


def _deeds(text: str) -> list[Deed]:
    words = [word.casefold() for word in TOKEN.findall(text)]
    return [deed for at, word in enumerate(words) if word in _PEOPLE for deed in _deeds_of(words, at)]


def _deeds_of(words: list[str], at: int) -> Iterator[Deed]:
    """What the words at this person say of them: the verb right behind, and the next person after it."""
    verb, passive = at + 1, False
    while verb < len(words) and (words[verb] in _BETWEEN or words[verb] in _PASSIVE):
        passive = passive or words[verb] in _PASSIVE
        verb += 1
    if verb >= len(words) or words[verb] in _PEOPLE:
        return
    behind = _person_behind(words, verb)
    me = _PEOPLE[words[at]]
    if passive:
        yield key(words[verb]), _by(words, verb), me
    elif words[at] in _OBJECTS:
        return
    else:
        yield key(words[verb]), me, behind


def _person_behind(words: list[str], verb: int) -> str:
    for at in range(verb + 1, min(verb + 7, len(words))):
        if words[at] in _PEOPLE and words[at - 1] not in ("by", "from", "of", "von"):
            return _PEOPLE[words[at]]
    return ""


def _by(words: list[str], verb: int) -> str:
    for at in range(verb + 1, len(words)):
        if words[at] in ("by", "von"):
            near = [_PEOPLE[word] for word in words[at + 1 : at + 4] if word in _PEOPLE]
            return near[0] if near else ""
    return ""


def _ways(text: str) -> list[tuple[str, bool]]:
    return [(key(match["what"]), match["way"].casefold() in _FROM) for match in _FROM_TO.finditer(text)]
