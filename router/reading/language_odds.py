"""How likely each language is for some words: an n-gram model's odds, weighed by who writes to a company."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from router.reading.language_words import not_names

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_EVERYWHERE = (
    "ar bn cs da de el en es fi fr gu he hi hu id it ja kn ko ml mr nl pa pl pt ro ru sv ta te th tr uk ur vi zh"
)
_SMALL_NEIGHBOURS = "bg ca et hr lt lv ms ne no sk sl sr tl"
_RARE = (
    "af am as az be br bs cy eu fo fy ga gd gl ha ht hy ig is jv ka kk km ku ky lb lg ln lo mg mk mn mt my oc om or ps "
    "qu rw se si sn so sq st sw tg tk tt ug uz wa xh yo zu"
)
NEIGHBOUR, RARE = 0.15, 0.007
"""How much more rarely a message is in such a language than in one of those spoken everywhere. Short texts in a
large language look like its small neighbour; texts of a few words more tell both apart against these odds."""

ENGLISH = 2.0
"""How much more often short messages are English than in any other one language."""

_SAME = {"nn": "no", "arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh"}
"""What the model tells apart and a search doesn't: written forms and dialects."""

PRIORS = (
    dict.fromkeys(_EVERYWHERE.split(), 1.0)
    | dict.fromkeys(_SMALL_NEIGHBOURS.split(), NEIGHBOUR)
    | dict.fromkeys(_RARE.split(), RARE)
    | {"en": ENGLISH}
)
"""The ISO 639-1 codes that a message can get, with their weights."""

_SMALL_WORDS = (
    "a about all am an and any are at be been but by can can't could did didn't do does doesn't don't for from get go "
    "got had has have he her him his how i i'd i'm i've if in into is isn't it it's like me my need no not of on one "
    "or our out please she so tell thank thanks that the their them these they this those to up us want was wasn't "
    "we were what when where which who why will with won't would yes you your"
)
ENGLISH_WORDS = frozenset(_SMALL_WORDS.split())
WEIGHT_OF_ENGLISH_WORDS = 20.0
"""What a text of nothing but the small words of English gains; the model has seen few questions of customers."""

CLEAR = 0.8
FEWEST_BESIDE_NAMES = 3

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_lock = Lock()


def likeliest(words: str) -> tuple[str, float]:
    """The likeliest language and its probability, 0 to 1. Where it isn't clear, names count half."""
    odds = _odds(words)
    language = _first(odds)
    without = _without_names(words)
    if odds[language] < CLEAR and without != words:
        others = _odds(without)
        odds = {code: (odds[code] + others[code]) / 2 for code in odds}
        language = _first(odds)
    return language, odds[language]


def _first(odds: dict[str, float]) -> str:
    return max(odds, key=lambda code: odds[code])


def _without_names(words: str) -> str:
    """Without capitalised words behind the first, nouns of German among them; all where too little is left."""
    first, *others = words.split()
    kept = [first, *not_names(" ".join(others))]
    return " ".join(kept) if len(kept) >= FEWEST_BESIDE_NAMES else words


def _odds(words: str) -> dict[str, float]:
    weighed = _weighed(words)
    total = sum(weighed.values()) or 1.0
    return {code: weight / total for code, weight in weighed.items()}


def _weighed(words: str) -> dict[str, float]:
    with _lock:  # the identifier states no thread safety; a call takes a fraction of a millisecond
        ranking = _identifier().rank(words)
    weighed = dict.fromkeys(PRIORS, 0.0)
    for label, probability in ranking:
        code = _SAME.get(label, label)
        weighed[code] += probability * PRIORS[code]
    weighed["en"] *= WEIGHT_OF_ENGLISH_WORDS ** english_share(words)
    return weighed


def english_share(words: str) -> float:
    """How many of the words are small words of English, 0 to 1."""
    found = _WORD.findall(words.lower().replace("’", "'"))
    return sum(word in ENGLISH_WORDS for word in found) / len(found) if found else 0.0


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*PRIORS, *_SAME])
    return identifier
