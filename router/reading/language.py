"""In which language a customer writes."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CODES = (
    "ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv ml mr ms ne nl no or pa pl pt "
    "ro ru sk sl sr sv ta te th tl tr uk ur vi zh "
)
LANGUAGES = tuple(_CODES.split())
"""Languages that customers plausibly write. The model's other hundred, small neighbours of these, only add mistakes."""

ENGLISH_PRIOR = 8.0
SHORT = 60
RARE_PRIOR = 0.5
RARE = frozenset({"bg", "ca", "et", "hr", "lt", "lv", "ms", "ne", "sk", "sl", "sr", "tl"})
FEWEST_LETTERS = 6
LEAST_PROBABILITY = 0.2
LONGEST_LOOKED_AT = 10_000
"""Characters that tell a language as surely as any number more."""

_HINDI = (
    "aa aaya aayega aap aapka aayenge abhi acha apna apne bata batao batayein bhai chahiye diya gaya gayi hai "
    "hain hoga hota hu hua hui kab kaha kahan kaise kar karna karne karo karu kitna kitne kripya kya kyu kyun "
    "liye maine mein mera mere meri mila milega mujhe nahi nahin nikal nikalna paisa paise raha rahe rahi sakta "
    "sakte wapas "
)
HINDI_IN_LATIN_LETTERS = frozenset(_HINDI.split())

_PLACEHOLDERS_AND_LINKS = re.compile(r"\[[a-z ]+ \d+\]|https?://\S+|(?<!\S)\S+@\S+", re.IGNORECASE)
_lock = Lock()


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, or "" when it can't be told (too short, only numbers).

    Hindi in Latin letters counts as ``hi``. Short texts are taken for English unless another language is far more
    likely: customers who write three words mostly write English ones.
    """
    words = _PLACEHOLDERS_AND_LINKS.sub(" ", text[:LONGEST_LOOKED_AT]).strip()
    letters = sum(character.isalpha() for character in words)
    if letters == 0 or (letters < FEWEST_LETTERS and words.isascii()):
        return ""
    if _is_latin_hindi(words):
        return "hi"
    with _lock:  # the identifier states no thread safety; a call takes a fraction of a millisecond
        ranking = _identifier().rank(words)
    return _likeliest(ranking, len(words))


def _likeliest(ranking: list[tuple[str, float]], length: int) -> str:
    english = ENGLISH_PRIOR if length < SHORT else 1.0
    priors = {"en": english} | dict.fromkeys(RARE, RARE_PRIOR)
    weighed = [(probability * priors.get(language, 1.0), language) for language, probability in ranking]
    weight, language = max(weighed)
    return language if weight >= LEAST_PROBABILITY else ""


def _is_latin_hindi(words: str) -> bool:
    tokens = re.findall(r"[a-z]+", words.lower())
    known = sum(token in HINDI_IN_LATIN_LETTERS for token in tokens)
    return known >= 2 and known * 3 >= len(tokens)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
