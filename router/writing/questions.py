"""Which of the customer's questions the chosen template leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.types import Template
from router.types import QuestionHit
from router.writing.choice import WriteLimits

FEWEST_WORDS = 3
"""Below that, a question is a fragment ("Fee?") whose score says nothing about it."""

_COURTESY = re.compile(
    r"(?:(?:hello|hi|hey|so|and|also|please|thanks|sorry)(?: \[(?:first name|name \d+)\])?,? )*(?:"
    r"(?:can|could|will|would) (?:you|someone|somebody|anyone|anybody) (?:please |pls |kindly )?"
    r"(?:(?:help|assist|guide|advise|tell|answer)(?: me| us)?(?: with (?:this|that|it))?|explain|reply|let me know)"
    r"|is (?:that|this|it) (?:right|correct)"
    r"|how are you(?: doing)?(?: today)?"
    r"|(?:can|may|could) i ask (?:you )?(?:a|one|another) question"
    r"|(?:are you|is (?:anyone|anybody|someone|somebody)) there"
    r")(?:,? please)?",
    re.IGNORECASE,
)
"""A closed list. "Is it possible?" or "Can you confirm this?" may ask about what stood before: they are questions."""


def not_answered(template: Template, questions: Sequence[QuestionHit], limits: WriteLimits) -> tuple[str, ...]:
    """Those of several questions that fit another topic better than the template's, or nothing well enough.

    A single question is the one the template was chosen for. A fragment makes a message one of several questions,
    but is not named itself.
    """
    real = [one for one in questions if not _is_courtesy(one.text)]
    if len(real) < 2:
        return ()
    return tuple(one.text for one in real if not _is_fragment(one.text) and not _fits(one, template, limits))


def _fits(question: QuestionHit, template: Template, limits: WriteLimits) -> bool:
    return question.topic == template.topic and question.score >= limits.template_floor


def _is_fragment(question: str) -> bool:
    return len(question.split()) < FEWEST_WORDS


def _is_courtesy(question: str) -> bool:
    return _COURTESY.fullmatch(" ".join(question.split()).rstrip(" ?!.")) is not None
