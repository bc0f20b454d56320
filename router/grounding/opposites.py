"""Words that say the opposite of one another, and figures that are limits on one side only."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.facts.reading import facts_in
from router.grounding.clauses import Part
from router.grounding.polarity import denials
from router.grounding.words import has

_LEAST = r"at least|minimum|smallest|lowest|no less than|not less than|not earlier than|mindest\w*|kleinste\w*"
_MOST = (
    r"at most|maximum|largest|highest|biggest|no more than|not more than|no later than|not later than|up to|within|"
    r"limit\w*|höchst\w*|maximal\w*|bis zu|innerhalb|größte\w*"
)
_LIMITS = rf"{_LEAST}|{_MOST}|over|above|under|below|more than|less than|cap|über|unter|mehr als|weniger als"
_PAIRS: tuple[tuple[str, str], ...] = (
    (_LEAST, _MOST),
    ("above|over|more than|exceeding|higher|über|mehr als", "below|under|less than|lower|unter|weniger als"),
    (
        r"increas\w*|rais\w*|rises?|rose|grows?|grew|erhöh\w*|steig\w*",
        r"decreas\w*|reduc\w*|falls?|fell|lower\w*|senk\w*|sink\w*",
    ),
    (r"before|prior to|bevor|vor", r"after|nach|nachdem"),
    (r"free|free of charge|kostenlos|gratis|kostenfrei", r"charged|chargeable|cost\w*|paid for|kostenpflichtig|kostet"),
    (r"refund\w*|reimburs\w*|erstatte\w*", r"charge[ds]?|deduct\w*|collect\w*|abgezogen|berechnet"),
    (r"allow\w*|permitted|fine|erlaubt|gestattet", r"forbid\w*|prohibit\w*|banned|verboten|untersagt"),
    (r"accept\w*|approv\w*|angenommen|genehmigt", r"reject\w*|refus\w*|declin\w*|abgelehnt"),
    (r"open\w*|geöffnet", r"clos\w*|shut|geschlossen"),
    (r"on|enabled?|activ\w*|an", r"off|disabled?|inactiv\w*|deactivat\w*|aus"),
    (r"includ\w*|inklusive|einschließlich", r"exclud\w*|exklusive|ausschließlich der"),
    (r"begin\w*|starts?|started|beginn\w*", r"ends?|ended|finish\w*|over|endet|ende\w*"),
    (r"earlier|früher", r"later|später"),
    (r"first|erste\w*", r"last|letzte\w*"),
    (r"deposit\w*|add(?:s|ed|ing)?|einzahl\w*", r"withdraw\w*|auszahl\w*"),
    (r"buy\w*|bought|kauf\w*", r"sell\w*|sold|verkauf\w*"),
    (r"lenders?|anleger\w*", r"borrowers?|kreditnehmer\w*"),
    (r"credit(?:s|ed)?|gutgeschrieben", r"debit(?:s|ed)?|belastet"),
    (r"gross|brutto", r"net|netto"),
    (r"automatic\w*|automatisch|by itself|von selbst", r"manual\w*|by hand|von hand"),
    (r"same|gleich\w*|identical", r"different\w*|unterschiedlich\w*|verschieden\w*"),
    (r"fixed|fest", r"variable|floating|variabel"),
    (r"taxable|steuerpflichtig", r"tax[- ]free|steuerfrei"),
    (r"gains?|profits?|gewinn\w*", r"loss(?:es)?|lose|verlust\w*"),
    (r"weekdays?|working days?|werktags?", r"weekends?|wochenende\w*"),
    (r"old\w*|alte\w*", r"new\w*|neue\w*"),
    (r"single|sole", r"joint\w*"),
    (r"public\w*|öffentlich\w*", r"private\w*"),
    (r"safe|secure|sicher", r"unsafe|risky|insecure|unsicher"),
    (r"always|immer", r"never|nie|niemals"),
    (r"up|hoch", r"down|herunter"),
)  # fmt: skip
_FLIPS = frozenset({"allow", "accept", "open", "on", "includ", "same", "fixed", "free"})
"""Pairs whose one side, denied, says the other: "not open" is closed."""


def opposed(part: Part, quoted: Part) -> Iterator[str]:
    """Each word of the sentence whose opposite stands in the quote, and it not."""
    for one, other in _PAIRS:
        for mine, theirs in ((one, other), (other, one)):
            said, read = has(mine, part.text), has(theirs, quoted.text)
            apart = said and read and not has(theirs, part.text) and not has(mine, quoted.text)
            if said and read and apart and not _denied_instead(one, part, quoted):
                yield f"the quote says “{read[0]}”, the sentence “{said[0]}”"
    yield from _limits(part, quoted)


def _denied_instead(one: str, part: Part, quoted: Part) -> bool:
    return any(one.startswith(flip) for flip in _FLIPS) and len(denials(part.text)) != len(denials(quoted.text))


def _limits(part: Part, quoted: Part) -> Iterator[str]:
    """A figure that is a limit is told as one, and no other is."""
    if not {fact.measure for fact in facts_in(part.text)} & {fact.measure for fact in facts_in(quoted.text)}:
        return
    said, read = has(_LIMITS, part.text), has(_LIMITS, quoted.text)
    if read and not said:
        yield f"the quote says “{read[0]}”, the sentence doesn't"
    if said and not read:
        yield f"the sentence says “{said[0]}”, the quote doesn't"
