"""Whether somebody asks for a person instead of a machine. Wide on purpose: a person who wasn't needed costs little."""

from __future__ import annotations

import re

from router.rulebook.words import fold

_SPEAK = r"(?:speak|talk|chat|write|get in touch|connect(?: me)?|be connected|put me through|transfer(?: me)?)"
_PERSON = (
    r"(?:human(?: being)?s?|persons?|people|someone|somebody|agents?|representatives?|executives?|advis[eo]rs?|"
    r"managers?|supervisors?|staff|operators?|team leads?|live agents?|relationship managers?)"
)
_ASKS = re.compile(
    rf"\b{_SPEAK}\b(?: directly| again)? (?:to|with) (?:an?|the|your|some|any|my|one of your)?\s*"
    rf"(?:real |actual |live |human |senior |responsible |customer (?:care|service) |support )*{_PERSON}\b"
    r"|\b(?:want|need|prefer|request|demand|like|get me|give me) an? (?:real |actual |live |human )*"
    r"(?:human(?: being)?|person|agent|representative|executive|manager|supervisor|operator)\b"
    r"|\b(?:real|actual|live) (?:human(?: being)?|person|agent)\b"
    r"|\b(?:please |kindly |(?:can|could) (?:you|someone|somebody) |have someone |ask someone to )"
    r"(?:please )?(?:call|phone|ring) me\b|\bcall me back\b|\bgive me a call\b|\bcall ?back (?:request|please)\b"
    r"|\bnot (?:a|an|with a|to a|your) (?:ro)?bot\b|\bno (?:more )?(?:ro)?bots?\b|\bhuman (?:please|only|support)\b"
    r"|\bmit (?:einem|einer|dem|der)?\s*(?:echten |richtigen )?(?:menschen|mitarbeiter(?:in)?|person|berater(?:in)?)\b"
    r"|\bruf(?:en|t)? (?:sie )?mich (?:bitte )?(?:an|zurück)\b|\bbitte um (?:einen )?rückruf\b"
    r"|\b(?:kisi|koi) (?:insaan|insan|aadmi|agent)\b|\bbaat kar(?:na|ni|wao|vao|aiye|ao)\b"
    r"|किसी (?:इंसान|व्यक्ति|आदमी) से|बात कर(?:ना|नी|वा)"
)


def asks_for_a_person(text: str) -> bool:
    """Whether the text asks, in the words that are known here (English, German, some Hindi), for a person."""
    return _ASKS.search(fold(text)) is not None
