"""Telling greetings, thanks and closing words from what somebody wants. Closed lists: when in doubt, it is content."""

from __future__ import annotations

import re

LONGEST_COURTESY = 120
"""Characters. Nobody greets longer."""
MOST_NAMES = 5


def _any(*forms: str) -> str:
    return f"(?:{'|'.join(forms)})"


_WHOM = _any(
    "there|again|all|team|everyone|everybody|sir|madam|ma['’]?am|sirs|support|customer|care|services?|help ?desk",
    r"friends?|folks|or|and|the|dear|damen|herren|und|zusammen|miteinander|\[[\w ]{1,20}\]|[-/&]",
)
_HAILS = _any(
    "hi+|hello|hey|dear|respected|greetings|good (?:morning|afternoon|evening|day)|namaste|namaskar",
    "to whom(?:so)?ever it may concern|to whom it may concern",
    "hallo|moin|servus|guten (?:tag|morgen|abend)|sehr geehrte[rn]?|liebe[rs]?",
)
_THANKS = _any(
    "thanks|thank ?you|thx|ty|regards|wishes|rgds|cheers|sincerely|respectfully|yours (?:sincerely|faithfully|truly)"
)
_FOR_HELP = (
    r"for (?:all )?(?:your|the|any) (?:\w+ ){0,2}"
    r"(?:help|time|reply|support|assistance|response|attention|understanding|cooperation|patience)"
)
_FUER_HILFE = r"für (?:ihre|eure|deine|die) (?:hilfe|mühe|antwort|unterstützung|rückmeldung)"
_ASK_FOR_HELP = _any("please|pls|plz|kindly|can you|could you|can someone|could someone")
_AT_ONCE = _any(
    "me|us|out|here|with this|on this|asap|soon|urgently|immediately|quickly|please|at the earliest",
    "as soon as possible|in this(?: matter)?",
)

_GREETING = re.compile(rf"{_HAILS}(?:[ ,]+{_WHOM})*", re.IGNORECASE)
_NAMED_GREETING = re.compile(rf"(?i:{_HAILS})(?: (?:(?i:{_WHOM})|[A-Z][\w.'-]*)){{1,4}}")
_GREETS_FIRST = re.compile(rf"{_HAILS}(?:[ ,]+{_WHOM})*\s*[,!.:–-]+\s+(?=\S)", re.IGNORECASE)
_CLOSING = re.compile(
    _any(
        rf"(?:(?:many|warm|best|kind|with|warmest|and) )*{_THANKS}(?: (?:and|&|n) (?:best |kind |warm )?regards)?"
        rf"(?: (?:a lot|again|so much|very much|in advance|in anticipation|{_FOR_HELP}))*(?: team)?",
        r"(?:mit (?:freundlichen|besten|lieben|herzlichen)|viele|liebe|beste|freundliche|herzliche|schöne) "
        r"gr(?:ü|ue)(?:ß|ss)en?",
        "mfg|lg|vg",
        rf"(?:(?:vielen|besten|herzlichen|schon ?mal) )*(?:danke?|dankeschön)"
        rf"(?: (?:schon ?mal|im voraus|vorab|schön|sehr|{_FUER_HILFE}))*",
    ),
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(
    _any(
        r"(?:i |we )?(?:just )?hope (?:you|this|all|everything)\b.{0,30}\bwell(?: today)?",
        "how are you(?: doing)?(?: today)?",
        r"(?:i(?:['’]m| am) |we are )?(?:looking forward to|waiting for|awaiting) "
        r"(?:hearing from you|(?:your|a|an) (?:\w+ )?(?:reply|response|answer|feedback|help))"
        r"(?: (?:soon|asap|at the earliest))?",
        rf"(?:{_ASK_FOR_HELP} )?(?:please |kindly )?"
        rf"(?:help|assist|reply|respond|revert|advise|do the needful|let me know|get back to me)(?: {_AT_ONCE})*",
        r"i (?:just )?have (?:a|one|some|a few|two|three|another) (?:quick |simple |small )?"
        r"(?:questions?|quer(?:y|ies)|doubts?)(?: for you)?",
        "i need (?:your |some |a little )?(?:help|assistance|support)(?: please)?|quick question|urgent|asap",
        "ich hoffe,? (?:es geht ihnen|ihnen geht es|dir geht es|es geht dir) gut",
        "ich (?:freue mich auf|warte auf) (?:ihre|deine|eure) (?:antwort|rückmeldung)",
        "ich habe (?:eine|zwei|drei|ein paar|einige) fragen?|bitte (?:helfen sie|hilf) (?:mir|uns)",
    ),
    re.IGNORECASE,
)
_AROUND = " ,.!?;:*_-–"
_SIGNED = re.compile(
    r"(?:[A-Z][\w.'’-]*|\[[\w ]{1,20}\]|and|und|&|of|von|de|,)(?: (?:[A-Z][\w.'’-]*|\[[\w ]{1,20}\]|of|&))*"
)
_NUMBER = re.compile(r"\W*(?:(?:tel|mob|mobile|phone|ph|cell|m|t)\W{1,3})?\+?[\d\s().-]{7,20}")


def is_courtesy(text: str) -> bool:
    """Whether these words greet, thank, sign off or are merely kind, and say nothing else."""
    if len(text) > LONGEST_COURTESY:
        return False
    words = " ".join(text.split()).strip(_AROUND)
    if any(form.fullmatch(words) for form in (_GREETING, _NAMED_GREETING, _CLOSING, _PLEASANTRY)):
        return True
    closing, _, name = words.partition(", ")
    return is_closing(closing) and is_signed(name)


def without_greeting(text: str) -> str:
    """The sentence without "Hi team, " before it."""
    found = _GREETS_FIRST.match(text[:LONGEST_COURTESY])
    return text[found.end() :] if found else text


def is_closing(text: str) -> bool:
    """Whether these are the words above a name: "Thanks", "Best regards"."""
    return bool(_CLOSING.fullmatch(text[:LONGEST_COURTESY].strip(_AROUND)))


def is_signed(text: str) -> bool:
    """Whether this may be a name, a title or a number below closing words: nothing tells so but the place."""
    short = len(text) <= LONGEST_COURTESY and len(text.split()) <= MOST_NAMES
    return short and bool(_SIGNED.fullmatch(text) or _NUMBER.fullmatch(text))
