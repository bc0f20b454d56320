"""A model that declines to answer, in words that would look odd in a letter to a customer."""

from __future__ import annotations

import re

_CANNOT = r"(?:can(?:no|['’])t|can not|(?:am|['’]m) (?:unable|not able) to|won['’]t|will not)"
_REFUSES = re.compile(
    r"\W*(?:(?:i['’]m|i am) (?:very |really )?sorry[,.;:]?(?: but)? |sorry[,.;:]?(?: but)? |unfortunately,? )?"
    rf"(?:i {_CANNOT}|i['’]m (?:unable|not able) to) (?:help|assist|comply|answer|respond|fulfil|do that|discuss"
    r"|provide (?:that|this|an? answer)|continue|engage)"
    r"|\W*as an ai\b",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Whether the text begins by refusing. When in doubt, no: the other checks still look at it."""
    return _REFUSES.match(" ".join(text.split())) is not None
