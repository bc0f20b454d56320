"""When a reply may repeat what only the customer said.

A date, an amount or a reference may stand in a sentence that marks it as the customer's own words. Percentages,
links, addresses, phone and account numbers may not, and a sentence that agrees to what it repeats is no echo.
"""

from __future__ import annotations

import re

from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact

ECHOED = frozenset({"date", "amount", "reference"})
LONGEST_MESSAGE = 20_000

_MARK = re.compile(
    r"\byou(?:'ve| have)? (?:also )?(?:wrote|write|written|mention(?:ed)?|sa(?:y|id)|told us|describe[d]?|state[d]?|"
    r"report(?:ed)?|quote[d]?|referred to|refer to)\b"
    r"|\byour (?:message|mail|e-?mail|ticket|request|note)(?: of [^.]{1,30})? "
    r"(?:says?|said|mentions?|mentioned|states?|speaks of|refers to)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:confirm\w*|correct|right|true|indeed|yes|agree[ds]?|honou?r\w*|approved?|entitled|eligible|valid|applies|"
    r"guarante\w*|which (?:is|was|will)|will (?:\w+ )?(?:be )?"
    r"(?:credit|paid|pay|refund|receiv|get|add|waiv|reach|arriv|process)\w*"
    r"|you (?:get|receive)|we (?:pay|give|offer|grant|waive|add|credit|refund))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:can ?not|can't|could ?not|couldn't|unable to|not able to|do not|don't|did not|didn't|is not|isn't|not)"
    r"(?: \w+){0,2} "
    r"(?:confirm\w*|correct|right|true|agree[ds]?|honou?r\w*|approved?|entitled|eligible|valid|offer|pay)\b",
    re.IGNORECASE,
)


def is_echo(fact: Fact, sentence: str, before: str, message: str) -> bool:
    """Whether the fact is only repeated: marked before it in its sentence, not agreed to, and really written so.

    ``before`` is the part of the sentence that stands before the fact.
    """
    if fact.kind not in ECHOED or not _MARK.search(before):
        return False
    if _AGREES.search(_DENIED.sub("", sentence)):
        return False
    return carried(fact, [message[:LONGEST_MESSAGE]])
