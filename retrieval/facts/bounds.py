"""What stands beside a figure and changes its meaning: at least, at most, about."""

from __future__ import annotations

import re

from retrieval.facts.fact import Bound, Kind

_AT_LEAST = re.compile(
    r"(?:\bover|(?<!not )(?<!no )\bmore than|\babove|\bat least|\bminimum(?: (?:of|is))?|\b(?:not|no) (?:less"
    r"|fewer) than|\bexceed(?:ing|s|ed)?"
    r"|\bupwards? of|\bstarting (?:at|from)|\bmindestens|\bmehr als|\büber|\bnicht weniger als|>=?|≥)\W*$",
    re.I,
)
_AT_MOST = re.compile(
    r"(?:\bunder|(?<!not )(?<!no )\bless than|\bfewer than|\bbelow|\bat most|\bmaximum(?: (?:of|is))?|\bup to"
    r"|\b(?:not|no) more than"
    r"|\bnot exceeding|\bhöchstens|\bmaximal|\bbis zu|\bunter|(?<!nicht )\bweniger als|\bnicht mehr als|<=?|≤)\W*$",
    re.I,
)
_NOT_OVER = re.compile(
    r"(?:\bnot|n['’]t|\bnever) (?:\w+ ){0,2}(?:more than|over|above|exceed|beyond|higher than)\W*$", re.I
)
_NOT_UNDER = re.compile(
    r"(?:\bnot|n['’]t|\bnever) (?:\w+ ){0,2}(?:less than|fewer than|under|below|lower than)\W*$", re.I
)
_NOT_BEFORE = re.compile(
    r"(?:\bafter|\b(?:not|no) (?:earlier|sooner) than|\blater than|\bnach|\bsince)(?: the)?\W*$", re.I
)
_NOT_AFTER = re.compile(
    r"(?:\bwithin(?: the(?: next)?)?|\bbefore|\bby|\b(?:not|no) later than|\binnerhalb von|\binnerhalb|\bbinnen"
    r"|\bspätestens)\W*$",
    re.I,
)
_TIMES = frozenset({"duration", "time", "date"})
_OR_MORE = re.compile(
    r"\s?(?:\+(?!\w)|(?:or|and|oder|und) (?:more|above|over|older|upwards|higher|longer|mehr|älter)\b)", re.I
)
_OR_LESS = re.compile(r"\s?(?:or|and|oder|und) (?:less|fewer|below|under|younger|lower|shorter|weniger|jünger)\b", re.I)
_SUPERLATIVE = re.compile(
    r"\b(?:(?P<least>smallest|lowest|minimum|least|kleinste\w*|niedrigste\w*|Mindest\w+)|(?P<most>largest|highest"
    r"|maximum|biggest|greatest|größte\w*"
    r"|höchste\w*|Höchst\w+))\b",
    re.I,
)
_ABOUT = re.compile(
    r"(?:\babout|\baround|\bapprox(?:imately)?\.?|\broughly|\bnearly|\balmost|\bclose to|\bjust (?:over|under"
    r"|above|below)|\bcirca|\bca\.|~|≈"
    r"|\b(?:slightly |a little |a bit )(?:more|less|over|under)(?: than)?|\bover|\bmore than|\bunder|\bless than"
    r"|\babove|\bbelow"
    r"|\betwa|\brund|\bungefähr|\bknapp|\bfast|\bgut|\bsome)\W*$",
    re.I,
)
_BEFORE = 60
_ADJACENT = 28


def bound_of(kind: Kind, before: str, after: str) -> Bound:
    """Whether a figure is a lower or an upper limit, by the words around it in its line."""
    near = before[-_ADJACENT:]
    if _NOT_OVER.search(near):
        return "at most"
    if _NOT_UNDER.search(near):
        return "at least"
    if _AT_LEAST.search(near) or (kind in _TIMES and _NOT_BEFORE.search(near)) or _OR_MORE.match(after):
        return "at least"
    if _AT_MOST.search(near) or (kind in _TIMES and _NOT_AFTER.search(near)) or _OR_LESS.match(after):
        return "at most"
    superlatives = list(_SUPERLATIVE.finditer(before[-_BEFORE:]))
    if not superlatives or kind not in ("amount", "percentage", "count", "duration"):
        return ""
    return "at least" if superlatives[-1]["least"] else "at most"


def is_hedged(before: str) -> bool:
    """Whether the words before a figure say that it is rounded."""
    return _ABOUT.search(before[-_ADJACENT:]) is not None
