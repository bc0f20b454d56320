"""Names of people other than the requester, where the words around or the name itself make it sure.

A title, a word of kinship, a greeting, a sign-off, a sender's line, "my name is", or a given name that is hardly
anything else. Capitals alone are no sign: products, banks and headings have them too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from router.reading.personal.name_words import ALSO_WORDS, GIVEN, NOT_NAMES, ORGANISATIONS, PARTICLES, SURNAMES
from router.reading.personal.span import Span

MOST_WORDS = 4
SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,2}\.?")
_OWNED = re.compile(r"['’]s$")
_HOUSE_NUMBER = re.compile(r"\d[ \t]{1,2}(?:[^\W\d_]+[ \t]{1,2})?$")
_GAP = re.compile(r"[ \t]{1,3}")
_KIN = (
    r"wife|husband|kid|spouse|partner|fianc[eé]e?|son|daughter|child|father|mother|dad|mom|mum|papa|brother|sister|uncle|"
    r"aunt|aunty|cousin|nephew|niece|grand(?:father|mother|son|daughter)|(?:father|mother|brother|sister|son|daughter)-"
    r"in-law|nominee|guardian|friend|colleague|neighbou?r|boss|manager|accountant|advisor|adviser|broker|lawyer|agent|"
    r"borrower|employee|secretary|executive|representative|rm"
)
_IS = r"(?:[ \t]{0,2}(?:[,:(–—-]|\b(?:is|was|named|called|name|mr|mrs|ms|miss|dr|whose|late|the)\b\.?)[ \t]{0,2}){0,4}"
_TITLE = r"(?:mrs?|ms|miss|mx|dr|prof|shri|shree|smt|sri|kum|adv|capt|herr|frau|monsieur|madame|mme|señora?|sra?)"

_EXPECTED = re.compile(
    rf"(?<!\w){_TITLE}\b\.?[ \t]{{1,3}}"
    r"|\b(?:my|our|his|her|their|your)[ \t](?:(?:late|elder|younger|old|new)[ \t])?"
    rf"(?:{_KIN})\b(?!['’]s)[ \t]{{0,2}}{_IS}"
    r"|\b(?:the|my|our)[ \t](?:nominee|beneficiary|guarantor|account holder|joint holder|co-applicant|applicant)"
    r"[ \t](?:is|was)[ \t]"
    r"|['’]s[ \t]name[ \t]{1,2}"
    r"|\bname(?:['’]s)?[ \t]{0,2}(?:(?:is|was|as|to|should be|will be)\b|[:=–-])[ \t]{0,3}(?:from[ \t])?"
    r"|\b(?:nominee|beneficiary|payee|sender|recipient|contact person|account holder|guardian|attn|attention)"
    r"[ \t]{0,2}[:=–][ \t]{0,3}"
    r"|\b(?:in the name of|under the name|on behalf of|in favou?r of|care of|son of|daughter of|wife of|husband of|"
    r"spoke (?:to|with)|spoken (?:to|with)|talked (?:to|with)|talk to|speak (?:to|with)|known as|call(?:s|ed)? me|"
    r"belongs to|signed by|nominate)[ \t]{1,2}"
    r"|\b[csdwh]/o\b[ \t.:]{0,3}",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"{_TITLE}\b\.?[ \t]*$", re.IGNORECASE)
_MYSELF = re.compile(r"\b(?:i am|i['’]m|this is|it['’]s|myself|ich bin|je suis|soy)[ \t]{1,2}", re.IGNORECASE)
_GREETING = re.compile(
    r"^[ \t>*]{0,8}(?:dear|hi+|hello|hey|namaste|namaskar|namaskaram|vanakkam|good (?:morning|afternoon|evening|day)|"
    r"greetings|hallo|liebe[rs]?|lieber|sehr geehrter?|bonjour|cher|chère|hola|estimad[oa])[ \t,]{1,3}",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS_GREETING = re.compile(
    r"[ \t]{0,2}(?:ji\b|sir\b|madam\b|ma['’]am\b)?[ \t]{0,2}(?:[,!:;.–—-]|\r?$|and\b|&)", re.MULTILINE
)
_SIGN_OFF = re.compile(
    r"(?:^|[.,!?][ \t])[ \t>*]{0,8}(?:(?:with|many|warm|best|kind|warmest)[ \t]){0,3}"
    r"(?:thanks|thank you|thankyou|regards|wishes|best|cheers|rgds|"
    r"sincerely|faithfully|yours (?:truly|sincerely|faithfully))"
    r"(?:[ \t](?:and|&|n|in advance|so much|a lot|you)(?:[ \t](?:best|kind|warm|regards))*){0,2}"
    r"[ \t]{0,3}[,.!:;–-]{0,3}(?:[ \t]{0,3}\r?\n){0,3}[ \t>*~–-]{0,6}",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(
    r"^[ \t>*|]{0,12}(?:from|to|cc|bcc|sender|sent by|reply-to|von|an|de|para|à|da)"
    r"[ \t]{0,2}\*{0,2}:\*{0,2}[ \t]{0,3}[\"'“]?",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS_LINE = re.compile(r"[\"'”]?[ \t]{0,3}(?:[<\[(;,|*]|\r?$)", re.MULTILINE)
_BEFORE_ADDRESS = re.compile(r"[<\[(](?:mailto:)?[^\s<>@\[\]()]{1,80}@|\bwrote:|\bschrieb:")
_NAME_BEFORE = re.compile(
    r"(?<![^\W\d_.-])(?:[^\W\d_][^\W\d_.'’-]{0,30}[ \t]{1,2}){0,3}[^\W\d_][^\W\d_'’-]{0,30}(?=[\"'”]?[ \t]{0,3}$)"
)


def names(text: str, besides: Collection[str] = (), people: Collection[str] = ()) -> Iterator[Span]:
    """Names of people in a text, longer ones first. ``besides`` are words in small letters that are no people's here:
    the company's own. ``people`` are names met before, which count wherever they stand."""
    found = [*_where_expected(text), *_by_given_name(text)]
    spans = [span for span in found if _is_a_person(text[span.start : span.end], besides)]
    yield from sorted(spans, key=lambda span: (span.start - span.end, span.start))
    yield from _again(text, {text[span.start : span.end] for span in spans}, people, besides)


def _where_expected(text: str) -> Iterator[Span]:
    yield from _after_words(text)
    yield from _myself(text)
    yield from _greeted(text)
    for pattern in (_SIGN_OFF, _SENDER):
        for match in pattern.finditer(text):
            end = _name_end(text, match.end())
            if end and _ENDS_LINE.match(text, end):
                yield Span("person", match.end(), end)
    for match in _BEFORE_ADDRESS.finditer(text):
        start = max(0, match.start() - 100)
        if before := _NAME_BEFORE.search(text[start : match.start()]):
            yield from _last_name_in(text, start + before.start(), start + before.end())


def _after_words(text: str) -> Iterator[Span]:
    for match in _EXPECTED.finditer(text):
        titled = bool(_TITLED.search(match.group()))
        yield from _span(match.end(), _name_end(text, match.end(), shouted=match.group().isupper(), sure=titled))


def _myself(text: str) -> Iterator[Span]:
    """After "I am" two words make a name, or one that is hardly anything else: "I am Indian" is no name."""
    for match in _MYSELF.finditer(text):
        shouted = len(match.group()) > len("I'm ") and match.group().isupper()
        end = _name_end(text, match.end(), shouted)
        if " " in text[match.end() : end].strip() or _is_given(text[match.end() : end]):
            yield from _span(match.end(), end)


def _greeted(text: str) -> Iterator[Span]:
    for match in _GREETING.finditer(text):
        end = _name_end(text, match.end())
        if end and (_ENDS_GREETING.match(text, end) or _is_given(text[match.end() : end].split()[0])):
            yield Span("person", match.end(), end)


def _by_given_name(text: str) -> Iterator[Span]:
    """A given name with what follows it, or any capitalised word before a family name."""
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        if not word.group()[0].isupper() or _HOUSE_NUMBER.search(text[max(0, word.start() - 20) : word.start()]):
            continue
        if _is_given(word.group()):
            yield from _span(word.start(), _name_end(text, word.start()))
        elif at + 1 < len(words) and text[word.end() : words[at + 1].start()] in (" ", "  "):
            after = words[at + 1].group().rstrip(".")
            if after[0].isupper() and after.casefold() in SURNAMES and _is_name_word(word.group()):
                yield from _span(word.start(), _name_end(text, word.start()))


def _name_end(text: str, start: int, shouted: bool = False, sure: bool = False) -> int:
    """Where the name that begins here ends; 0 when none begins.

    ``shouted``: what stands before is in capitals, so that capitals say nothing. ``sure``: after a title.
    """
    end, at = 0, start
    for number in range(MOST_WORDS):
        word = _WORD.match(text, at)
        if word is None or not _goes_on(word.group(), number, shouted, sure):
            break
        owned = len(word.group()) - len(_OWNED.sub("", word.group()))
        dotted = word.group().endswith(".") and len(word.group()) > 3
        if word.group().rstrip(".").casefold() not in PARTICLES or number == 0:
            end = word.end() - dotted - owned
        gap = _GAP.match(text, word.end())
        if gap is None or dotted or owned:
            break
        at = gap.end()
    return end


def _goes_on(word: str, number: int, shouted: bool, sure: bool) -> bool:
    plain = word.rstrip(".")
    if plain.casefold() in PARTICLES:
        return number > 0 or (plain[0].isupper() and len(plain) > 2)
    if shouted and plain.isupper():
        return plain.casefold() in GIVEN or (number > 0 and plain.casefold() in SURNAMES)
    if not plain[0].isupper():
        return plain.casefold() in GIVEN or (number > 0 and plain.casefold() in SURNAMES)
    return _is_name_word(plain) or (sure and plain.casefold() in ALSO_WORDS)


def _is_name_word(word: str) -> bool:
    return word.rstrip(".").casefold() not in NOT_NAMES


def _is_given(word: str) -> bool:
    return word.strip(" .").casefold() in GIVEN


def _is_a_person(name: str, besides: Collection[str]) -> bool:
    words = {word.casefold().rstrip(".") for word in name.split()}
    if not words.isdisjoint(ORGANISATIONS) or not words.isdisjoint(besides):
        return False
    return len(name.strip(" .")) >= 2


def _last_name_in(text: str, start: int, end: int) -> Iterator[Span]:
    """The capitalised words that end right here."""
    for word in re.finditer(r"\S+", text[start:end]):
        if _name_end(text, start + word.start()) == end:
            yield Span("person", start + word.start(), end)
            return


def _again(text: str, found: Collection[str], people: Collection[str], besides: Collection[str]) -> Iterator[Span]:
    """Names met before, and parts of those found here, wherever else they stand."""
    parts = {part.rstrip(".") for name in found for part in name.split() if len(part) >= SHORTEST and part[0].isupper()}
    never = ALSO_WORDS | NOT_NAMES | frozenset(besides)
    wanted = {*people, *(part for part in parts if part.casefold() not in never)}
    if wanted:
        either = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
        yield from (Span("person", *match.span()) for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text))


def _span(start: int, end: int) -> Iterator[Span]:
    if end > start:
        yield Span("person", start, end)
