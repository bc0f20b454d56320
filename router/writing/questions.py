"""Which of the customer's questions the chosen template leaves open."""

from __future__ import annotations

import re

from retrieval.types import Template
from router.types import Found, QuestionHit

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


def not_answered(template: Template, found: Found) -> tuple[str, ...]:
    """Those of several questions that fit another topic better than the template's, or nothing well enough.

    A single question is the one the template was chosen for, unless it is surely about another topic, as a statement
    may be. A fragment makes a message one of several questions, but is not named itself.
    """
    real = [one for one in found.questions if not _is_courtesy(one.text)]
    fits = _fits if len(real) > 1 else _may_fit
    asked = [one.text for one in real if can_be_judged(one.text) and not fits(one, template, found)]
    return (*asked, *(one.text for one in found.besides if not _may_fit(one, template, found)))


def can_be_judged(question: str) -> bool:
    """Whether the question says enough to be called answered or not: neither courtesy nor a fragment."""
    return not _is_courtesy(question) and len(question.split()) >= FEWEST_WORDS


def as_open(question: str) -> str:
    """An open question as the draft keeps it, on one line."""
    return f"Not answered: “{' '.join(question.split())}”"


def _fits(question: QuestionHit, template: Template, found: Found) -> bool:
    return question.topic == template.topic and question.probability >= found.levels.suggest


def _may_fit(one: QuestionHit, template: Template, found: Found) -> bool:
    return one.topic == template.topic or one.probability < found.levels.sure


def _is_courtesy(question: str) -> bool:
    return _COURTESY.fullmatch(" ".join(question.split()).rstrip(" ?!.")) is not None
