"""Which words of a message tell its language: not its figures, addresses and codes, nor how it greets and signs."""

from __future__ import annotations

import re

from router.reading.reply import without_quoted_lines

LONGEST_LOOKED_AT = 5_000
"""Characters that tell a language as surely as any number more."""

_PLACEHOLDERS_AND_LINKS = re.compile(r"\[[a-z ]{1,40} \d+\]|\{\{[^{}]{0,80}\}\}|https?://\S+|www\.\S+", re.IGNORECASE)
_SAID = re.compile(r'"[^"\n]{1,200}"|“[^“”\n]{1,200}”|„[^„“”\n]{1,200}[“”]|«[^«»\n]{1,200}»|「[^「」\n]{1,200}」')
"""Between quotation marks stand the words of apps, contracts and other people."""
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_OPENING = "\"'(„“«¿¡"
_MARKS = re.compile(r"([,.!?;:…|।。！？،؟\n]+)")

_GREETINGS = (
    "hi|hello|hey|dear|hiya|good (?:morning|afternoon|evening|day)|greetings|thanks|thank you|thx|many thanks|"
    "(?:best|kind|warm) (?:regards|wishes)|regards|cheers|sincerely|yours (?:sincerely|truly|faithfully)|"
    "hallo|guten (?:tag|morgen|abend)|moin|servus|grüß gott|sehr geehrte[rs]?|liebe[rs]?|danke|vielen dank|"
    "besten dank|(?:mit )?(?:freundlichen?|besten|lieben|viele|liebe|beste|schöne) gr(?:ü|ue)(?:ß|ss)en?|mfg|lg|"
    "bonjour|bonsoir|salut|cher|chère|merci|cordialement|bien (?:à vous|cordialement)|salutations|"
    "hola|buen(?:os|as) (?:días|dias|tardes|noches)|estimad[oa]s?|gracias|muchas gracias|"
    "(?:un )?saludos?(?: cordiales)?|"
    "olá|ola|bo(?:m|a) (?:dia|tarde|noite)|prezad[oa]s?|obrigad[oa]|atenciosamente|cumprimentos|abraços|"
    "ciao|buongiorno|buonasera|salve|gentil[ei]|grazie|cordiali saluti|distinti saluti|saluti|"
    "hoi|goede(?:morgen|middag|n ?avond|n ?dag)|beste|geachte|bedankt|dank u|"
    "met vriendelijke groet(?:en)?|groet(?:en|jes)?|"
    "hej|hei|tak|tack|takk|med venlig hilsen|med vänliga hälsningar|vänligen|mvh|hilsen|kiitos|terveisin|"
    "cześć|dzień dobry|dziękuję|pozdrawiam|dobrý den|ahoj|děkuji|s pozdravem|dobrý deň|ďakujem|"
    "bună(?: ziua)?|mulțumesc|merhaba|selam|teşekkürler|saygılarımla|szia|köszönöm|üdvözlettel|"
    "здравствуйте|привет|добрый день|спасибо|с уважением|вітаю|добрий день|дякую|з повагою|"
    "namaste|namaskar|namaskaar|dhanyavad|dhanyawad|dhanyavaad|shukriya|vanakkam|nandri|salaam?|salam|assalamu alaikum|"
    "नमस्ते|नमस्कार|धन्यवाद|வணக்கம்|நன்றி|ধন্যবাদ|নমস্কার|مرحبا|السلام عليكم|شكرا|سلام|"
    "aloha|sayonara|konnichiwa|arigato"
)
_GREETING = re.compile(rf"\W*(?:{_GREETINGS})(?!\w)", re.IGNORECASE)
_MOST_WORDS_GREETED = 2
"""Words after a greeting in the same breath that name somebody: "Hallo Herr Rao", "thanks a lot"."""


def telling_sentences(text: str) -> list[str]:
    """The sentences and lines of the text without what tells nothing; none where nothing tells."""
    read = text[:LONGEST_LOOKED_AT]
    sentences = _sentences(_cleaned(_own(read)), greeted=False)
    return [one for one in sentences if not_names(one)] or sentences or _sentences(_cleaned(read), greeted=True)


def _own(text: str) -> str:
    own = without_quoted_lines(text)
    beside = _SAID.sub(" ", own)
    return beside if len(beside) * 3 > len(own) else own


def not_names(sentence: str) -> list[str]:
    """The words that begin with no capital, as names and the lines of an address do."""
    return [word for word in sentence.split() if not word.lstrip(_OPENING)[:1].isupper()]


def _cleaned(text: str) -> str:
    text = _PICTURES.sub(" ", _PLACEHOLDERS_AND_LINKS.sub(" ", text))
    lines = (" ".join(word for word in line.split() if _is_word(word)) for line in text.split("\n"))
    text = _STRETCHED.sub(r"\1", "\n".join(lines))
    return text.lower() if _shouts(text) else text


def _is_word(word: str) -> bool:
    """Codes such as ``UTR123`` and addresses are in no language. A sentence may be one word where none has spaces."""
    return not (word.isascii() and ("@" in word or any(map(str.isdigit, word))))


def _shouts(text: str) -> bool:
    capitals = sum(map(str.isupper, text))
    return capitals * 2 > sum(map(str.isalpha, text))


def _sentences(text: str, *, greeted: bool) -> list[str]:
    """Split at marks and lines; commas split only to find a greeting. ``greeted`` keeps the greetings."""
    pieces = _MARKS.split(text)
    sentences = [""]
    for clause, marks in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        kept = clause if greeted else _without_greeting(clause)
        sentences[-1] += kept + (marks if kept.strip() else "")
        if marks.strip(",،:"):
            sentences.append("")
    return [sentence.strip() for sentence in sentences if any(map(str.isalpha, sentence))]


def _without_greeting(clause: str) -> str:
    greeting = _GREETING.match(clause)
    if not greeting:
        return clause
    rest = clause[greeting.end() :]
    return rest if len(rest.split()) > _MOST_WORDS_GREETED else ""
