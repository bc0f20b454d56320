"""What the customer really wrote: a mail without the quoted mails and the signature below it.

The first law is that a customer's own words are never lost. Where it isn't clear whose a line is, it stays; a mail
that is nothing but quoted stays with every line marked as quoted, so that nobody takes it for the customer's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from router.reading.html import html_to_text
from router.reading.notices import without_banner
from router.reading.quotes import answers_inside, is_quoted, quote_begins
from router.reading.signatures import without_signature
from router.reading.tidying import tidy

LONGEST_HTML = 500_000
LONGEST_TEXT = 100_000
"""Characters read of one mail. Nobody writes more by hand; one who pastes more is answered by a person."""

TOO_LONG = f"the message is longer than {LONGEST_TEXT:,} characters, and the rest was not read"
ONLY_QUOTED = "the message is nothing but quoted mail"
UNCLEAR = "the message begins as a quoted mail does and marks only some of it, so not every word may be the sender's"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of a mail, and why they can't be taken for all that its sender said; empty when they can."""

    text: str
    doubt: str = ""


def own_words(html: str) -> OwnWords:
    """The sender's own words of an HTML mail; the whole mail, marked as quoted, when nothing else is in it."""
    shown = html_to_text(html[:LONGEST_HTML])
    too_long = TOO_LONG if len(html) > LONGEST_HTML or len(shown) > LONGEST_TEXT else ""
    own = own_text_or_nothing(shown[:LONGEST_TEXT])
    if own:
        return OwnWords(own, too_long or (UNCLEAR if _begins_as_a_quote(shown.split("\n")) else ""))
    whole = html_to_text(html[:LONGEST_HTML], keep_quotes=True)[:LONGEST_TEXT]
    text = _as_quoted(whole) if _holds_a_quote(shown[:LONGEST_TEXT]) else own_text(whole)
    return OwnWords(text, ONLY_QUOTED if text and not without_quoted_lines(text) else too_long)


def own_text(text: str) -> str:
    """The sender's own words of a plain mail; the whole text when nothing is left, marked if it is a quote."""
    text = tidy(text)
    return own_text_or_nothing(text) or (_as_quoted(text) if _holds_a_quote(text) else text)


def own_text_or_nothing(text: str) -> str:
    """Like :func:`own_text`, but empty for a mail that is nothing but quoted."""
    lines = without_signature(_without_quotes(without_banner(text.split("\n"))))
    return tidy("\n".join(without_signature(_without_outer_quotes(lines))))


def without_quoted_lines(text: str) -> str:
    """The text without the lines that are marked as quoted."""
    return tidy("\n".join(line for line in text.split("\n") if not is_quoted(line)))


def _as_quoted(text: str) -> str:
    return "\n".join(line if is_quoted(line) or not line.strip() else f"> {line}" for line in text.split("\n"))


def _holds_a_quote(text: str) -> bool:
    lines = text.split("\n")
    return any(map(is_quoted, lines)) or len(_without_quotes(lines)) < len(lines)


def _without_quotes(lines: list[str]) -> list[str]:
    own: list[str] = []
    answered = False
    at = 0
    while at < len(lines):
        introduces = quote_begins(lines, at)
        if introduces:
            at += introduces
            if _quote_is_unmarked(lines, at) and (own or not _is_answered_below(lines, at)):
                answered = answered or answers_inside("\n".join(own))
                if not answered:
                    break
        else:
            own.append(lines[at])
            at += 1
    return own


def _begins_as_a_quote(lines: list[str]) -> bool:
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    introduces = quote_begins(lines, first) if first < len(lines) else 0
    return bool(introduces) and _quote_is_unmarked(lines, first + introduces)


def _is_answered_below(lines: list[str], at: int) -> bool:
    """Whether marked quotes stand below with somebody's words under them: then the mail does mark what it quotes, and
    what bears no mark may be the sender's, although the mail begins with an attribution."""
    last = max((place for place in range(at, len(lines)) if is_quoted(lines[place])), default=None)
    return last is not None and any(re.search(r"\w", line) for line in without_signature(lines[last + 1 :]))


def _quote_is_unmarked(lines: list[str], at: int) -> bool:
    """Whether what follows an attribution bears no ``>``: then nothing tells where it ends, and all of it is cut."""
    following = next((line for line in lines[at:] if line.strip()), "")
    return not is_quoted(following)


def _without_outer_quotes(lines: list[str]) -> list[str]:
    """Quotes above and below go; a quote between two passages of the customer's stays, as what they answer to."""
    own = [at for at, line in enumerate(lines) if line.strip() and not is_quoted(line)]
    if not own:
        return []
    return lines[own[0] : own[-1] + 1]
