"""Regular expressions of leads, run by RE2: its time grows with the text only, so no pattern can hang a worker."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import re2

from router.rulebook.words import plain

LONGEST = 500
MOST_MEMORY = 1 << 20
"""Bytes that one compiled pattern may take, what it remembers while it runs included."""

Search = Callable[[str], str | None]
"""Gives the part of a text that fits, None when no part does."""

_REASONS = (
    ("missing )", 'a "(" is opened and never closed; write \\( for the sign itself'),
    ("unexpected )", 'a ")" closes what was never opened; write \\) for the sign itself'),
    ("missing ]", 'a "[" is opened and never closed; write \\[ for the sign itself'),
    ("invalid perl operator", "looking ahead or behind isn't offered; join two conditions with all or not instead"),
    ("invalid repetition size", "in { } the smaller number comes first, and 1000 is the most in all"),
    ("no argument for repetition", "there is nothing before *, + or ? to repeat; write \\* for the sign itself"),
    ("bad repetition operator", "two signs of repetition follow one another; take one out"),
    ("trailing \\", "it ends with a \\; write \\\\ for the sign itself"),
    ("invalid escape sequence: \\1", "going back to an earlier group isn't offered"),
    ("invalid escape sequence", "the letter after a \\ means nothing; take the \\ out"),
    ("invalid character class range", "what stands in [ ] isn't a range of letters, as in [a-z]"),
    ("pattern too large", "it takes too much memory; repeat less often, or name fewer letters"),
)


class PatternRefused(ValueError):
    """This pattern can't be used, and why."""


def compiled(pattern: str, *, exact: bool) -> Search:
    """Finds the pattern anywhere in a :func:`searchable` text, without regard to case unless ``exact``.

    Raises ``PatternRefused``.
    """
    if len(pattern) > LONGEST:
        raise PatternRefused(f"it has {len(pattern)} characters; {LONGEST} are the most")
    try:
        search = re2.compile(_as_searchable(pattern), _options(exact)).search
    except re2.error as error:
        raise PatternRefused(_in_words(error)) from error
    if search("") is not None:
        raise PatternRefused("it fits a text in which nothing stands, so it would fit every text")
    return lambda text: found[0] if (found := search(text)) else None


def searchable(text: str) -> str:
    """The form in which a text is searched: letters as they compare, lines as they are."""
    return plain(text).encode("utf-8", "replace").decode("utf-8")


def _as_searchable(pattern: str) -> str:
    """Letters as texts are searched for them; none of them comes to mean something else in a pattern."""
    letters = unicodedata.normalize("NFC", pattern)
    return "".join(one if one.isascii() else re2.escape(searchable(one)) for one in letters)


def _options(exact: bool) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = exact
    options.max_mem = MOST_MEMORY
    options.log_errors = False
    return options


def _in_words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    problem = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return next((words for sign, words in _REASONS if problem.startswith(sign)), problem)
