"""What somebody asks, as far as the form of a sentence tells: by its mark, by how it begins, or as a request to tell.

A sentence without a mark counts when it opens as a question does, also behind a comma. Words that open statements as
well ("When I log in, ...") need a verb behind them that makes them ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from router.reading.question_forms import ANNOUNCES, ASKS_TO_BE_TOLD, CLAUSE, GOES_ON_ASKING, HINDI, MARKED, OPENS
from router.reading.reply import without_quoted_lines
from router.reading.sentences import Sentence, sentences_of

LONGEST_QUESTION = 2000
"""Characters looked at for the form of a question without a mark."""
LONGEST_MARK = 20
"""Characters at the end among which the mark stands: quotes, brackets and full stops may follow it."""


def questions_of(text: str) -> tuple[str, ...]:
    """What the writer asks in their own words, in order, each once. Quoted lines are somebody else's."""
    return asked_among(sentences_of(without_quoted_lines(text)))


def asked_among(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Those of the sentences that ask. The items below "I want to know:" are asked too, whatever their form."""
    found: dict[str, str] = {}
    announced = False
    for sentence in sentences:
        if not sentence.item:
            announced = bool(ANNOUNCES.search(sentence.text[-LONGEST_QUESTION:]))
        if (announced and sentence.item) or (not announced and asks(sentence.text)):
            found.setdefault(_folded(sentence.text), sentence.text)
    return tuple(found.values())


def asks(sentence: str) -> bool:
    """Whether the sentence asks something."""
    if not any(map(str.isalnum, sentence)):
        return False
    start = sentence[:LONGEST_QUESTION]
    if MARKED.search(sentence[-LONGEST_MARK:]) or ASKS_TO_BE_TOLD.search(start) or HINDI.search(start):
        return True
    first, *others = CLAUSE.split(start)
    return bool(OPENS.match(first)) or any(map(GOES_ON_ASKING.match, others))


def _folded(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
