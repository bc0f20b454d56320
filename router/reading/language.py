"""In which language a customer writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from router.reading.language_odds import likeliest
from router.reading.language_words import not_names, telling_sentences
from router.reading.latin_letters import indian_language

FEWEST_LETTERS = 6
FEW_WORDS = 3
LEAST_PROBABILITY = 0.4
"""What a few words in Latin letters must reach; of a longer text the likeliest language is taken."""
SURE = 0.9
"""From which a sentence speaks for itself, and not as the rest of the message."""
TOLD = 0.8
"""From which another language is the likelier, though some small words are those of an Indian one."""
YIELDS = 1 / 3
"""The share of another language from which a message that is mostly English counts as that language."""


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, or "" when it can't be told (a few words, only figures).

    Languages of India count in Latin letters too. Of two languages it is that of most words; but what is English and
    to more than a third something else counts as that: whoever reads only English has not understood it.
    """
    sentences = telling_sentences(text)
    whole = _judged("\n".join(sentences))
    sizes = Counter[str]()
    for sentence in sentences if len(sentences) > 1 else []:
        sizes[_judged(sentence, sure=SURE)] += _size(not_names(sentence))
    unsure = sizes.pop("", 0)
    if not sizes:
        return whole
    # Together, two languages can look like a third.
    sizes[whole if whole in sizes else max(sizes, key=lambda code: sizes[code])] += unsure
    return _of_most(sizes)


def _of_most(sizes: Counter[str]) -> str:
    (first, _), *others = sizes.most_common()
    if first == "en" and others and others[0][1] > YIELDS * sizes.total():
        return others[0][0]
    return first


def _judged(words: str, sure: float = 0.0) -> str:
    """The language of these words; empty where it can't be told, or where it is less probable than ``sure``."""
    words = _of_one_script(words)
    letters = sum(map(str.isalpha, words))
    if letters == 0 or (letters < FEWEST_LETTERS and words.isascii()):
        return ""
    language, probability = likeliest(words)
    indian, share = indian_language(words)
    if indian and (language == "en" or probability < max(TOLD, share)):
        return indian
    doubtful = len(words.split()) <= FEW_WORDS and _is_latin(words)
    return "" if probability < max(sure, LEAST_PROBABILITY if doubtful else 0.0) else language


def _of_one_script(words: str) -> str:
    """The words in Latin letters, or those in others where these are more than a third."""
    found = words.split()
    latin = [word for word in found if _is_latin(word)]
    other = [word for word in found if not _is_latin(word)]
    return " ".join(latin if _size(other) <= YIELDS * _size(found) else other)


def _size(words: Sequence[str]) -> int:
    """How much is said, in letters of an alphabet; a sign of Chinese, Japanese or Korean says as much as three."""
    return sum(3 if "\u2e80" <= letter <= "\ud7ff" else 1 for word in words for letter in word)


def _is_latin(words: str) -> bool:
    return all(letter < "\u0370" or "\u1e00" <= letter < "\u1f00" for letter in words if letter.isalpha())
