"""Cutting a sentence into what it states and under which conditions it does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.facts.reading import facts_in
from router.grounding.words import content

FAMILIES = {
    "unless": r"unless|except(?: for| if| when)?|excluding|apart from|other than|save for|außer|ausgenommen|"
    r"es sei denn|mit Ausnahme",
    "until": r"until|till|bis(?! zu\b)",
    "before": r"before|prior to|ahead of|bevor|vor(?= (?:dem|der|Ablauf|Ende))",
    "after": r"after|afterwards|following|as soon as|once(?= (?:the|a|an|you|your|we|our|it|its|they|all|this|that)\b)|"
    r"nachdem|nach|sobald",
    "if": r"if|when|whenever|provided(?: that)?|as long as|so long as|in case|on condition|subject to|assuming|wenn|"
    r"falls|sofern|solange|vorausgesetzt",
    "while": r"while|during|während",
    "with": r"with|mit",
}
"""What a condition may begin with. ``only`` stands beside them: it can stand anywhere."""
_MARK = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{words})" for name, words in FAMILIES.items()) + r")(?!\w)", re.IGNORECASE
)
_PART = re.compile(
    r";\s+|,?\s+(?:but|aber|sondern|whereas)\s+|\s+[–—-]\s+"
    r"|,\s+(?:and|or|und|oder)\s+"
    r"|\s+(?:and|und)\s+"
    r"(?=(?:you|we|it|they|he|she|there|this|nobody|no|not|never|do not|don['’]t|sie|wir|es|nicht)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und)\s+", re.IGNORECASE)
_PAUSE = re.compile(r",\s+|:\s+")


@dataclass(frozen=True, slots=True)
class Condition:
    """A clause that says when, unless or until; ``family`` is a key of :data:`FAMILIES`."""

    family: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset(content(self.text))


@dataclass(frozen=True, slots=True)
class Part:
    """One statement: the words of its main clause, and the conditions it stands under. ``text`` has them all."""

    text: str
    main: str
    conditions: tuple[Condition, ...]

    @property
    def words(self) -> frozenset[str]:
        """What the statement speaks of, conditions included."""
        return frozenset(content(" ".join([self.text, *(one.text for one in self.conditions)])))


def parts_of(sentence: str) -> tuple[Part, ...]:
    """The statements of a sentence. A condition at its beginning holds for all of them; one that stands alone at the
    end, behind a comma, holds for all before it."""
    found: list[Part] = []
    leading: tuple[Condition, ...] = ()
    for piece in _pieces(sentence):
        main, before, behind = _cut(piece)
        if found and (before or behind) and main != piece and not content(main) and not facts_in(main):
            alone = (*before, *behind)
            found = [Part(f"{one.text}, {piece}", one.main, (*one.conditions, *alone)) for one in found]
            continue
        if not found:
            leading = before
            found.append(Part(piece, main, (*before, *behind)))
        else:
            found.append(Part(piece, main, (*leading, *before, *behind)))
    return tuple(found)


def whole(sentence: str) -> Part:
    """The sentence as one statement with all its conditions."""
    parts = parts_of(sentence)
    conditions = tuple(dict.fromkeys(one for part in parts for one in part.conditions))
    return Part(sentence, " ".join(dict.fromkeys(part.main for part in parts)), conditions)


def _pieces(sentence: str) -> list[str]:
    pieces: list[str] = []
    for piece in _PART.split(sentence.strip()):
        if piece and piece.strip():
            pieces += _each_with_its_fact(piece)
    return pieces


def _each_with_its_fact(piece: str) -> list[str]:
    """``IM has 3 months and IM+ 12 months`` states two things; ``the app and the website`` doesn't."""
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if facts_in(left) and facts_in(right) and not re.search(r"\b(?:between|zwischen|from)\b", left, re.IGNORECASE):
            return [left, *_each_with_its_fact(right)]
    return [piece]


def _cut(piece: str) -> tuple[str, tuple[Condition, ...], tuple[Condition, ...]]:
    """The main clause, the conditions before it, and those behind it."""
    first = _MARK.match(piece.lstrip("“\"' "))
    before: tuple[Condition, ...] = ()
    if first:
        pause = _PAUSE.search(piece)
        if pause is None:
            return piece, (), _conditions(piece)
        before = _conditions(piece[: pause.start()])
        piece = piece[pause.end() :]
    mark = _MARK.search(piece)
    if mark is None:
        return piece, before, ()
    pause = _PAUSE.search(piece, mark.start())
    middle = pause.start() if pause and content(piece[pause.end() :]) else len(piece)
    rest = piece[middle:] if not _MARK.match(piece[middle:].lstrip(", :")) else ""
    return f"{piece[: mark.start()]} {rest}", before, _conditions(piece[mark.start() : middle if rest else len(piece)])


def _conditions(text: str) -> tuple[Condition, ...]:
    marks = list(_MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return tuple(
        Condition(str(mark.lastgroup), text[mark.end() : end].strip(" ,."))
        for mark, end in zip(marks, ends, strict=True)
    )
