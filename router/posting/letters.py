"""Letters as their reader takes them: look-alikes of other scripts, invisible characters, letters set apart.

A mail shows "guаrаnteed" with two Cyrillic letters like the word itself, so texts are compared by what is seen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = ("авекмнорстухіјѕԁԛԝһӏүѵгпиьзчАВЕКМНОРСТУХІЈЅԀԚԜҮѴЗЬ", "abekmhopctyxijsdqwhlyvrnub34ABEKMHOPCTYXIJSDQWYV3b")
_GREEK = ("αβγεηικμνορστυχωςΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ", "abyenikuvopotuxwcABEZHIKMNOPTYXcj")
_ARMENIAN = ("աեզհյնոպսցւօքՕՍԼՏ", "wtqhjunuugiopOULS")
_CHEROKEE = ("ᎪᏴᏟᎠᎬᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏔᏙᏃᏀᏳ", "ABCDEHiJKLMPRSTWVZGG")
_LATIN = ("ᴀɑɒɓʙᴄɗᴅɛᴇꜰɡɢʜıɩɪᴊᴋʟɭᴍɱɴɳɲᴏɔᴘʀɾꜱʂᴛʈᴜʋᴠᴡʏᴢʐƒƅƖ", "aaabbcddeefgghiiijkllmmnnnocprrssttuvvwyzzfbl")
_PAIRS = (_CYRILLIC, _GREEK, _ARMENIAN, _CHEROKEE, _LATIN)
LOOK_ALIKES = {ord(strange): usual for strange_ones, usual_ones in _PAIRS
               for strange, usual in zip(strange_ones, usual_ones, strict=True)}  # fmt: skip
"""Letters that are read as a Latin one, and which."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("(?<=[A-Za-z0-9])[\u0300-\u036f\u0488\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
"""What is left of these once letters and marks are put together hides a letter and means nothing."""
SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .·•*|/\u2013-]{1,2}[^\W\d_]){4,}(?![^\W_])")
"""Five letters or more, each by itself."""
_SHOWN = {0x200C, 0x200D}
"""Joiners: some scripts and emoji are not written without them."""


@lru_cache(maxsize=4096)
def seen(text: str) -> str:
    """The text with each letter as its reader takes it; what is set apart is put together."""
    text = "".join(letter for letter in text if not is_invisible(letter))
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    if is_latin(text):
        text = _WORD.sub(lambda word: word.group().translate(LOOK_ALIKES), text)
    return SPACED.sub(lambda spaced: "".join(filter(str.isalpha, spaced.group())), text)


def is_latin(text: str) -> bool:
    """Whether most of the letters are Latin ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(_is_latin(letter) for letter in letters) > len(letters)


def of_other_scripts(word: str) -> str:
    """The letters of a word that no Latin-script language is written with, or that only look like Latin ones."""
    return "".join(letter for letter in word if letter.isalpha() and (not _is_latin(letter) or _is_fancy(letter)))


def is_invisible(letter: str) -> bool:
    """Whether nothing of the character is seen: formats, fillers, and what switches a letter's form."""
    return (
        unicodedata.category(letter) == "Cf"
        or letter in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800"
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    )


def is_joiner(letter: str) -> bool:
    return ord(letter) in _SHOWN or letter == "\ufe0f"


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN ", "FULLWIDTH LATIN ", "MATHEMATICAL ", "CIRCLED LATIN ",
                                                    "FEMININE ORDINAL", "MASCULINE ORDINAL"))  # fmt: skip


@lru_cache(maxsize=4096)
def _is_fancy(letter: str) -> bool:
    """Latin in name, and used by no language that replies are written in: 𝗯𝗼𝗹𝗱, ｗｉｄｅ, ꜱᴍᴀʟʟ, ɑ."""
    plain = unicodedata.normalize("NFKC", letter)
    return ord(letter) in LOOK_ALIKES or (plain != letter and plain.isascii())
