"""When a reply may repeat what only the customer said.

A date, an amount, a reference or a name may stand in a sentence that marks it as the customer's own words.
Percentages, links, addresses, phone and account numbers may not. A sentence that agrees to what it repeats is no echo,
nor is one before or after which the reply agrees; and where the mail says what somebody promised, the reply has to say
in the same breath that it can't confirm it or that a person looks.
"""

from __future__ import annotations

import re

from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact
from router.guard.facts_claims import LONGEST_MESSAGE, claims_something, leaves_open, yields

ECHOED = frozenset({"date", "amount", "reference", "name"})

_MARK = re.compile(
    r"\byou(?:'ve|’ve| have)? (?:also )?(?:wrote|write|written|mention(?:ed)?|sa(?:y|id)|told us|tell us"
    r"|describe[d]?|state[d]?|"
    r"report(?:ed)?|quote[d]?|referred to|refer to|ask(?:ed)? (?:us )?(?:about|to|for|whether|if))\b"
    r"|\b(?:in |according to |by )?your (?:message|mail|e-?mail|ticket|request|note|account)(?: of [^.]{1,30})? "
    r"(?:says?|said|mentions?|mentioned|states?|speaks of|refers to|asks)\b|\b(?:in"
    r"|according to) your (?:own )?(?:words|message|e?-?mail)\b"
    r"|\bSie (?:schreiben|schrieben|erwähn\w+|nenn\w+|bericht\w+|frag\w+|haben (?:uns )?(?:\w+ )?(?:geschrieben"
    r"|mitgeteilt|erwähnt))\b"
    r"|\b(?:laut|nach|in) Ihrer (?:Nachricht|Mail|E-Mail|Angabe)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:confirm\w*|correct|right|true|indeed|yes|agree[ds]?|honou?r\w*|approved?|entitled|eligible|valid|applies|"
    r"guarante\w*|which (?:is|was|will)|will (?:\w+ )?(?:be )?"
    r"(?:credit|paid|pay|refund|receiv|get|add|waiv|reach|arriv|process)\w*"
    r"|(?:is|are|was) (?:\w+ )?(?:on (?:its|the) way|due|coming|yours|granted|fine|arranged|scheduled|set|noted"
    r"|accepted)"
    r"|you (?:get|receive)|we (?:pay|give|offer|grant|waive|add|credit|refund|accept|look forward)|look forward"
    r"|bestätig\w*|richtig|stimmt|korrekt|gilt|genehmigt|erhalten Sie|bekommen Sie|zahlen wir"
    r"|wird (?:\w+ ){0,3}(?:gutgeschrieben|ausgezahlt|überwiesen))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:can ?not|can['’]t|could ?not|couldn['’]t|unable to|not able to|do not|don['’]t|did not|didn['’]t"
    r"|is not|isn['’]t|not|nicht|whether|if|ob)"
    r"(?: \w+){0,4}? "
    r"(?:confirm\w*|correct|right|true|agree[ds]?|honou?r\w*|approved?|entitled|eligible|valid|offer|pay"
    r"|bestätig\w*|richtig)\b"
    r"|\b(?:whether|if|ob) [^,.;]{0,60}",
    re.IGNORECASE,
)


def is_echo(fact: Fact, sentence: str, before: str, message: str, following: str = "") -> bool:
    """Whether the fact is only repeated: marked before it in its sentence, not agreed to, and really written so.

    ``before`` is the part of the sentence that stands before the fact, ``following`` the next sentences of the reply.
    """
    if (
        fact.kind not in ECHOED
        or not _MARK.search(before)
        or not carried(fact, [message[:LONGEST_MESSAGE]], exact=True)
    ):
        return False
    if _AGREES.search(_DENIED.sub("", sentence)):
        return False
    if not claims_something(message):
        return True
    return leaves_open(f"{sentence} {following}") and not yields(sentence) and not yields(following)
