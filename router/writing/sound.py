"""Whether an answer is whole and sound: it doesn't stammer, run on, or change to another script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from router.grounding.sentences import sentences
from router.writing.prompt import Task

_RUN = 6
"""Words in a row that say the same again."""
_OFTEN = 3
"""How often they may, or a sentence may, where the sources together don't say it more often."""
_LEAST_WORDS = 3
_ROOM = 500
"""Characters for greeting, closing and a question back."""
_TIMES = 1.5
_NO_WORDS = re.compile(r"\{\{[^{}]*\}\}|\[[^\[\]]*\]|https?://\S+|[\w.+-]+@[\w.-]+")


def unsound(words: str, task: Task) -> str:
    """What is wrong with the words as a whole; empty when nothing is."""
    sources = [task.template.body] if task.template else []
    sources += [passage.text for passage in task.passages]
    longest = int(_TIMES * sum(map(len, sources))) + _ROOM
    if len(words) > longest:
        return f"it is far longer than the template and the passages: write at most {longest} characters"
    if _stammers(words, sources):
        return "it says the same again and again"
    return _foreign(words, sources)


def _stammers(words: str, sources: Iterable[str]) -> bool:
    """Whether a sentence, or six words in a row, stand there more than three times and more often than in all sources
    together: rows of a table are alike."""
    known = Counter[str]()
    for source in sources:
        known += _said(source)
    return any(times > max(_OFTEN, known[said]) for said, times in _said(words).items())


def _said(text: str) -> Counter[str]:
    words = re.findall(r"\w+", text.casefold())
    runs = Counter(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
    whole = Counter(one.casefold() for one in sentences(text) if len(one.split()) >= _LEAST_WORDS)
    return runs | whole


def _foreign(words: str, sources: Iterable[str]) -> str:
    """Letters of a script that no source is written in, or mostly another script than the sources'."""
    there, here = _scripts("\n".join(sources)), _scripts(words)
    if strange := sorted(set(here) - set(there) - {"LATIN"}):
        return f"it holds {strange[0].title()} letters, which neither template nor passages do"
    if there and here and here.most_common(1)[0][0] != there.most_common(1)[0][0]:
        return f"it is not written in the script of its sources, {there.most_common(1)[0][0].title()}"
    return ""


def _scripts(text: str) -> Counter[str]:
    """How many letters of each script; placeholders, blanks and links are in no language."""
    letters = (one for one in _NO_WORDS.sub(" ", text) if one.isalpha())
    return Counter(unicodedata.name(one, "UNKNOWN").split()[0] for one in letters)
