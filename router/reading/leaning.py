"""Questions that ask about what stands beside them: "Why is that?", "What should I do?". Alone they say nothing."""

from __future__ import annotations

import re

_PLAIN = (
    "what whats why how when where who which if whether is are was were be been being am isnt arent wasnt do does "
    "did done doing dont doesnt didnt can cant cannot could couldnt will wont would should shall may might must has "
    "have had havent hasnt get gets got getting go goes going went come comes came make makes made take takes "
    "taking took happen happens happened happening i im ive id you youre we he she it its they me us him her them "
    "my your our their this that thats these those there theres here the a an any some someone somebody something "
    "anyone anything nothing no not yes ok okay now then today soon yet still ever already so and or but also too "
    "please pls kindly to of on in at for with about from by as than up out off over back long longer time much "
    "many often because same case fix fixed help solve solved resolve resolved sort sorted check see look tell know "
    "say saying explain clarify advise confirm let understand find figure idea reason reasons cause causing wrong "
    "right problem problems issue issues matter deal question thing things way ways next else possible true correct "
    "normal able need want like think sure unsure just really actually exactly even only maybe perhaps asap "
    "supposed wait waiting hello hi hey sorry sir madam wie warum wieso weshalb wann wo wer ist sind war kann "
    "können könnte könnten soll sollen sollte muss müssen ich sie wir mir uns mich das es dies dieser diese da hier "
    "jetzt bitte noch nun und oder aber auch machen tun los passiert passieren geht gehen weiter lange dauert "
    "dauern helfen sagen wissen erklären prüfen grund möglich nicht denn mal sein habe haben"
)
_PLAIN_WORDS = frozenset(_PLAIN.split())
_APOSTROPHE = re.compile(r"['’]")


def leans(question: str) -> bool:
    """Whether each word of the question could stand in a question about anything. A closed list: when in doubt, no."""
    words = re.findall(r"\w+", _APOSTROPHE.sub("", question.casefold()))
    return all(word in _PLAIN_WORDS for word in words)
