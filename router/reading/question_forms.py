"""The forms that ask without a question mark, in English, German and Hindi. Each is tried on one sentence."""

from __future__ import annotations

import re


def _any(*forms: str) -> str:
    return f"(?:{'|'.join(forms)})"


_WHO = _any("i", "you", "we", "he", "she", "they", "my", "your", "our", "someone", "somebody", "anyone", "anybody")
_IT = _any(_WHO, "it", "this", "that", "there", "these", "those", "the")
_BE = r"(?:is|are|am|was|were|isn['’]?t|aren['’]?t|wasn['’]?t)"
_DO = r"(?:do|does|did|don['’]?t|doesn['’]?t|didn['’]?t|has|have|haven['’]?t|hasn['’]?t)"
_MAY = r"(?:can|could|may|might|should|shall|would|will|cannot|can['’]?t|won['’]?t|couldn['’]?t)"
_VERB = _any(_BE, _DO, _MAY, "must", "had")
_WH_WORD = _any(
    "how|what|when|where|why|who|which|whether|if",
    "wie|was|wann|wo|warum|wieso|wer|welche[rsnm]?|ob",
)
_KANN = _any(
    "kann|können|könnte|könnten|darf|dürfen|muss|müssen|soll|sollte|sollen|wird|werden|würden",
    "ist|sind|war|gibt|habe|hat|haben|bekomme|kommt|kostet|kosten|passiert|bedeutet|geht|mache|macht|finde|steht",
    "brauche|gilt|gelten|funktioniert|lautet|läuft|sieht|ändere|kündige|komme",
)

_LINK_WORDS = _any(
    "and|also|but|so|or|plus|then|now|firstly?|secondly|thirdly|lastly|next|finally|additionally|besides|furthermore",
    "moreover|well|ok|okay|please|pls|plz|kindly|sorry|hi|hello|hey|dear|sir|madam|team|there|question|query|q",
    "und|auch|außerdem|aber|noch|dann|bitte|hallo|erstens|zweitens|frage",
)
_LINKED = rf"(?:{_LINK_WORDS}\b[\s,:.!-]*|\d{{1,2}}[.)]\s*)*"

_ASKING = _any(
    rf"how(?: \w+)? {_VERB}\b",
    r"how (?:to|come|much|many|long|often|soon|far|about|i can|we can|can)\b",
    rf"what(?: \w+)? {_VERB}\b",
    r"what(?:['’]?s| if| about| happens| time| kind| type| else| to)\b",
    rf"(?:when|where|why)(?:['’]?s)? {_VERB}\b",
    r"(?:how|when|where|why)['’]?s\b",
    r"why (?:not|no)\b",
    r"which one\b",
    rf"{_MAY} {_IT}\b",
    rf"{_BE} {_IT}\b",
    rf"{_DO} {_WHO}\b",
    r"(?:does|did|has|doesn['’]?t|didn['’]?t|hasn['’]?t) (?:it|this|that|the)\b",
    r"any (?:idea|update|news|chance|way)\b",
    rf"wie (?:lange|hoch|viele?|oft|{_KANN})\b",
    rf"(?:warum|wieso|weshalb) {_KANN}\b",
)
"""How a question may begin, behind a comma too."""

_AT_THE_START = _any(
    rf"(?:who|whom|whose) {_VERB}\b",
    r"who['’]?s\b",
    rf"which (?:\w+ ){{1,3}}{_VERB}\b",
    r"wie (?:weit|teuer|schnell|groß|genau)\b",
    rf"(?:was|wann|wo|wer|woher|wohin|womit|wofür|welche[rsnm]?(?: \w+)?) {_KANN}\b",
    rf"{_KANN} (?:ich|sie|man|wir|es|er|mir|mein\w*|das|die|der|jemand)\b",
)
"""Behind a comma, these go on with a statement."""

_PLEASE = r"(?:please|pls|plz|kindly|can you|could you)"
_TOLD = _any(
    rf"(?:tell|inform|advise|guide|show|remind) (?:me|us)\b.{{0,40}}?\b"
    rf"(?:{_WH_WORD}|about|on|regarding|the|my|your|more)\b",
    rf"let (?:me|us) know (?:please )?(?:{_WH_WORD}|about|the|my|your|more|is|are|can|do|does|any)\b",
    rf"{_PLEASE} (?:confirm|advise|suggest|check|verify|specify|share|provide)\b.{{0,30}}?\b{_WH_WORD}\b",
    rf"{_PLEASE} (?:explain|clarify)\b",
    r"(?:want|wanted|need|like|love|wish|trying) to (?:know|ask|find out|understand|enquire|inquire|learn)\b"
    r"(?! you (?:for|to)\b)",
    rf"(?:wondering|curious|unsure|not sure|no idea|unclear|confused)(?: \w+){{0,2}} {_WH_WORD}\b",
    r"i wonder\b|may i know\b|is there (?:any|a|some)\b|(?:my|the) (?:question|query|doubt) is\b",
    r"(?:do not|don['’]?t|cannot|can['’]?t) (?:know|understand|see|find out|figure out) " + _WH_WORD + r"\b",
    r"(?:need|want|like|looking for|some|more) (?:\w+ )?(?:information|info|details|clarity|clarification) "
    r"(?:on|about|regarding)\b",
    r"(?:sagen|teilen|erklären|schreiben|nennen|erläutern) sie (?:mir|uns)\b|(?:sag|erklär|schreib) mir\b",
    r"(?:möchte|würde|wollte|will|muss)\b.{0,20} (?:wissen|fragen|erfahren)\b",
    rf"(?:weiß|verstehe|frage mich)\b.{{0,20}} {_WH_WORD}\b",
)

MARKED = re.compile(r"[?？][\"'”’)\]*_.! ]*$")
OPENS = re.compile(rf"^[\W_]*{_LINKED}(?:{_ASKING}|{_AT_THE_START})", re.IGNORECASE)
GOES_ON_ASKING = re.compile(rf"^{_LINKED}{_ASKING}", re.IGNORECASE)
ASKS_TO_BE_TOLD = re.compile(rf"\b{_TOLD}", re.IGNORECASE)
HINDI = re.compile(r"(?:^|\s)(?:कैसे|क्या|कब|कहाँ|कहां|क्यों|कौन|कितना|कितनी|कितने)(?=\s|$)")
CLAUSE = re.compile(r"[,;:]\s+|\s[–-]\s+|\s(?:so|but)\s+")
ANNOUNCES = re.compile(
    r"\b(?:questions?|quer(?:y|ies)|doubts?|know|clarify|clarifications?|tell|answer|fragen?|wissen)\b.{0,60}:$",
    re.IGNORECASE,
)
"""Words above a list that make questions of its items."""
