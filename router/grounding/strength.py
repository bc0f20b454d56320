"""How surely a statement is made: may, must, will; usually; most; only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from router.grounding.clauses import Part
from router.grounding.polarity import denials
from router.grounding.words import has

_MAY = (
    r"may|might|could|can|possibly|perhaps|maybe|possible|able to|allowed|permitted|kann|können|könnte|darf|dürfen|"
    r"möglich|vielleicht|cannot|unable to"
)
_MUST = (
    r"must|shall|have to|has to|need(?:s|ed)?|required?|requires|mandatory|obliged|necessary|muss|müssen|"
    r"erforderlich|nötig|verpflichtet"
)
_SHOULD = r"should|recommend\w*|ought|sollten?|empfehlen|best to"
_WOULD = r"would|würde\w*"
_OPTIONAL = r"optional|voluntary|freiwillig"
MOST = r"up to|at most|within|no more than|not more than|at the latest|bis zu|höchstens|innerhalb|maximal"
_TOLD = re.compile(
    r"(?:please |to [^,]+, |bitte )?(?:go|open|tap|choose|send|update|enter|use|contact|write|log|add|click|select"
    r"|check|turn|reply|ask|upload|see|look|do|öffnen|gehen|senden|nutzen|wählen|tippen)\b",
    re.IGNORECASE,
)
_HEDGES = (
    r"usually|normally|typically|generally|often|mostly|mainly|sometimes|"
    r"(?:about|around)(?=\W{0,3}(?:Rs\W*)?\d)|approximately|roughly|"
    r"in most cases|as a rule|expected|likely|probably|estimated?|almost|nearly|in general|"
    r"in der Regel|meist\w*|normalerweise|etwa|ca|ungefähr|voraussichtlich|oft|manchmal"
)
_SOME = (
    r"some|(?<!the )most|many|several|few|a few|certain|selected|partly|manche\w*|einige\w*|viele\w*|teilweise|"
    r"sometimes|often|usually|mostly"
)
_ALL = r"all|every|always|everybody|everyone|anybody|anyone|entire|whole|immer|alle[nrs]?|jede\w*|sämtliche\w*"
_EACH = rf"{_ALL}|each|any|both|ganz\w*|nobody|never|no|none|nie|niemals|kein\w*"
_ONLY = r"only|solely|exclusively|nur|ausschließlich|lediglich|nobody else|nothing but|none but"
_ORDER = r"first|last|second|third|next|erste\w*|letzte\w*|zweite\w*"
_UNSURE = (
    r"say|says|said|claims?|claimed|pretends?|believes?|myth|rumou?r|cheat\w*|scam\w*|fraud\w*|beware|lie|lies|"
    r"wrong|false|untrue|suppose\w*|imagine|for example|behaupte\w*|angeblich|betrüg\w*|falsch"
)


def overstated(part: Part, quoted: Part) -> Iterator[str]:
    """Each way in which the sentence says more surely, or of more, what the quote says less surely."""
    mine, theirs = _force(part), _force(quoted)
    if mine != theirs and (mine, theirs) not in _SAME and not _softly(mine, theirs, part, quoted):
        yield f"the quote says “{_NAMES[theirs]}”, the sentence “{_NAMES[mine]}”"
    for words, name in ((_HEDGES, "about or usually"), (_SOME, "some"), (_UNSURE, "")):
        found = has(words, quoted.text)
        if found and not has(words, part.text):
            yield f"the quote says “{found[0]}”, the sentence doesn't" + (f" say {name}" if name == "some" else "")
    if (found := has(_ALL, part.text)) and not has(_EACH, quoted.text):
        yield f"the sentence says “{found[0]}”, the quote doesn't"
    found = has(_ORDER, quoted.main)
    if found and not has(found[0], part.text) and not quoted.main.casefold().lstrip().startswith(found[0].casefold()):
        yield f"the quote says “{found[0]}”, the sentence doesn't"


def only(part: Part, quoted: Part) -> str:
    """Empty, or who alone says "only". "Not before" and "not until" say it too."""
    mine, theirs = _says_only(part), _says_only(quoted)
    if mine == theirs:
        return ""
    return "the quote says “only”, the sentence doesn't" if theirs else "the sentence says “only”, the quote doesn't"


def _says_only(part: Part) -> bool:
    late = any(one.family in ("until", "before") for one in part.conditions)
    return bool(has(_ONLY, part.text)) or (late and len(denials(part.main)) == 1)


_GERMAN = r"kann|können|könnte|darf|dürfen|muss|müssen|sollten?|möglich"
_DENIED_MODAL = re.compile(
    r"\b(?:cannot|unable|(?:can|could|must|should|need)n['’]t|can['’]t"
    r"|(?:can|may|might|could|must|shall|should|need) (?:not|never)"
    r"|(?:not|n['’]t|never|without|no longer) (?:\w+ ){0,2}?"
    r"(?:possible|able|allowed|permitted|required?|necessary|have to|needs?|need to|recommended)"
    r"|(?:no|nobody|none|nothing|never|neither|nor)\b[^,]*?\b(?:can|may|might|could|must|shall|should|needs?|required|"
    r"possible|allowed|permitted|have to|has to))\b",
    re.IGNORECASE,
)
_NAMES = {
    "is": "is or will", "may": "may or can", "must": "must", "should": "should", "would": "would",
    "must not": "must not or can't", "need not": "need not", "should not": "should not",
}  # fmt: skip
_SAME = frozenset({("must", "is"), ("is", "must"), ("may", "need not"), ("need not", "may")})
"""Sentence and quote: an instruction may be told as a duty, and the other way."""


def _softly(mine: str, theirs: str, part: Part, quoted: Part) -> bool:
    """Where "can" changes nothing: it tells what one does, or stands beside "up to"."""
    if (mine, theirs) == ("may", "is"):
        return has("can|possible|able to|kann|können|lassen", part.main) is not None
    if (mine, theirs) == ("is", "may"):
        told = _TOLD.match(part.main.lstrip()) is not None and has("you|sie", quoted.main) is not None
        return told or (has(MOST, part.text) is not None and has(MOST, quoted.text) is not None)
    return False


def _force(part: Part) -> str:
    text = part.main
    denied = _modal_denied(text)
    if has(_OPTIONAL, text):
        return "need not"
    if has(_SHOULD, text):
        return "should not" if denied else "should"
    if has(_WOULD, text):
        return "would"
    if has(_MUST, text):
        if denied:
            return "must not" if has("must|shall", text) else "need not"
        return "must"
    if has(_MAY, text):
        return "must not" if denied else "may"
    return "is"


def _modal_denied(text: str) -> bool:
    """Whether what may or must be is denied, and not something beside it."""
    return bool(_DENIED_MODAL.search(text)) or (bool(has(_GERMAN, text)) and bool(denials(text)))
