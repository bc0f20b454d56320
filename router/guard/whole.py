"""Whether a template that a model fitted still says what it said: true sentences mislead once their limits are gone.

A whole paragraph that limits nothing may be left out, and an item of a list. What stays keeps its order, is said once,
keeps the sentences that limit it, and nothing stands between it. Numbered lists and those that are announced with a
count stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.plain import sentences, words_of
from router.grounding.places import points_back
from router.types import Finding

KIND = "template"
_LIMITS = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|cannot|can't|without|neither|nor|only|unless|except|if|until|before|after|"
    r"must|at most|at least|but|however|otherwise|nicht|kein\w*|nie|nur|außer|wenn|falls|bis|muss|aber|sonst)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*\d+[.)]\s")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_COUNT = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|all|both|each|every|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
    r"|zehn|alle|beide|jede[rs]?)\b",
    re.IGNORECASE,
)
STATES = 4
"""Fewer words greet or sign."""
_BLANK = re.compile(r"\{\{[^{}]*\}\}")


def changed(text: str, template: str) -> Iterator[Finding]:
    """What of the template's own sentences a plain draft has lost, moved or said again. ``template`` is plain too."""
    said = _spoken(text)
    paragraphs = [_sentences(line) for line in template.splitlines()]
    for paragraph in paragraphs:
        yield from _lost(paragraph, said)
    yield from _left_out(template.splitlines(), said)
    for line in template.splitlines():
        yield from _parted(line, said)
    yield from _torn(template.splitlines(), said)
    for lead, items in _lists(template.splitlines()):
        yield from _shortened(lead, items, said)
    kept = [one for paragraph in paragraphs for one in paragraph if _spoken(one) in said]
    yield from _said_again(kept, said)
    yield from _moved(kept, said)


def _sentences(line: str) -> list[str]:
    """Those without a blank: what fills one is another's to check."""
    return [one.text.strip() for one in sentences(line) if words_of(one.text) and not _BLANK.search(one.text)]


def _spoken(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _lost(paragraph: Sequence[str], said: str) -> Iterator[Finding]:
    missing = [one for one in paragraph if _spoken(one) not in said]
    if len(missing) == len(paragraph):
        return
    for one in missing:
        if _LIMITS.search(one):
            says = f"“{one}” limits what the template says beside it, and the draft left it out or changed it."
            yield Finding(KIND, one, says)


def _left_out(lines: Sequence[str], said: str) -> Iterator[Finding]:
    """Paragraphs that limit what stands in others, while any of those is told."""
    told = [one for line in lines for one in _sentences(line) if len(one.split()) >= STATES and _spoken(one) in said]
    for line in lines if told else ():
        sentences_of = [] if _ITEM.match(line) or line.rstrip().endswith(":") else _sentences(line)
        limits = [one for one in sentences_of if _LIMITS.search(one)]
        if limits and not any(_spoken(one) in said for one in sentences_of):
            yield Finding(
                KIND, limits[0], f"“{limits[0]}” may limit what the template says, and the draft left it out."
            )


def _parted(line: str, said: str) -> Iterator[Finding]:
    """Sentences beside one another in the template, with something else between them. A blank parts them itself."""
    together: list[str] = []
    for one in [*(one.text.strip() for one in sentences(line) if words_of(one.text)), "{{ }}"]:
        if not _BLANK.search(one):
            together += [one] if _spoken(one) in said else []
            continue
        if together and _spoken(" ".join(together)) not in said:
            yield Finding(KIND, together[-1], f"something stands between “{together[0]}” and what follows it.")
        together = []


def _torn(lines: Sequence[str], said: str) -> Iterator[Finding]:
    """A paragraph that points to the one above it, told below something else, which a blank has a place for."""
    above = ""
    for line in filter(str.strip, lines):
        told = [one for one in _sentences(line) if _spoken(one) in said]
        if above and told and points_back(line) and _spoken(f"{above} {told[0]}") not in said:
            yield Finding(KIND, told[0], f"“{told[0]}” speaks of “{above}” and stands below something else.")
        above = told[-1] if told and not _BLANK.search(line) else ""


def _lists(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each list with the line that leads up to it, empty for none."""
    lead, items = "", []
    for line in [*lines, ""]:
        if _ITEM.match(line):
            items.append(line)
        elif line.strip() or items:
            if items:
                yield lead, items
            lead, items = (line if line.rstrip().endswith(":") else ""), []


def _shortened(lead: str, items: Sequence[str], said: str) -> Iterator[Finding]:
    """A list that is told in part although its numbers or its count say that it is whole; a lead without its list."""
    there = [one for one in items if all(_spoken(each) in said for each in _sentences(one))]
    announced = bool(lead) and _spoken(lead) in said
    fixed = _NUMBERED.match(items[0]) is not None or (announced and _COUNT.search(lead) is not None)
    if fixed and (there or announced) and len(there) < len(items):
        gone = next(one for one in items if one not in there).strip()
        yield Finding(KIND, gone, f"“{gone}” belongs to a list that the draft tells in part.")
    elif announced and not there:
        yield Finding(KIND, lead, f"“{lead}” leads up to a list that the draft left out.")


def _said_again(kept: Sequence[str], said: str) -> Iterator[Finding]:
    ours = _spoken("\n".join(kept))
    for one in dict.fromkeys(kept):
        if said.count(_spoken(one)) > ours.count(_spoken(one)):
            yield Finding(KIND, one, f"“{one}” is said more often than the template says it.")


def _moved(kept: Sequence[str], said: str) -> Iterator[Finding]:
    furthest = -1
    for one in kept:
        place = said.find(_spoken(one), furthest + 1) if furthest >= 0 else said.find(_spoken(one))
        if place < 0:
            yield Finding(
                KIND, one, f"“{one}” stands elsewhere than in the template, where it may mean something else."
            )
            return
        furthest = place
