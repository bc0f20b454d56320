"""The words of a sentence that say something, in a form that survives inflection; English and German."""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\+?")
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]|https?://\S+|\S+@\S+")
_LONGEST_KEY = 6
_ENDINGS = "ations ation ements ement ments ment ings ing ions ion als al ies ied es ed en ly s e y"
_SUFFIXES = tuple(_ENDINGS.split())
_IRREGULAR = {
    form: verb
    for verb, forms in {
        "pay": "paid payment payments", "send": "sent", "lend": "lent", "take": "took taken", "leave": "left leaves",
        "tell": "told", "give": "gave given", "keep": "kept", "lose": "lost loss losses", "get": "got gotten",
        "make": "made", "go": "went gone goes", "come": "came", "run": "ran running", "show": "shown",
        "hold": "held", "buy": "bought", "sell": "sold", "choose": "chose chosen", "write": "wrote written",
        "find": "found", "begin": "began begun beginning", "know": "known knew", "see": "saw seen",
        "withdraw": "withdrew withdrawn", "repay": "repaid repayment repayments", "mean": "meant", "ask": "asks",
        "rise": "rose risen", "fall": "fell fallen", "grow": "grew grown", "spend": "spent", "think": "thought",
        "free": "frees freed", "verify": "verification", "notify": "notification notifications",
        "zahlen": "zahlt gezahlt zahlung", "senden": "gesendet sendet", "ändern": "änderung geändert ändert",
        "enden": "endet ende endes", "bestätigen": "bestätigt bestätigung", "prüfen": "geprüft prüfung prüft",
    }.items()
    for form in forms.split()
}  # fmt: skip

_FUNCTION_WORDS = """
    a an the this that these those there here it its he she they them his her their theirs i me my mine we us our ours
    you your yours who whom whose which what where how why of in on at to from by with for into onto as than about over
    under per via out off up down is are was were be been being am do does did doing done has have had having and or
    but nor so if then else when while until till unless before after since because though although once whether except
    not no never none nobody nothing neither cannot can could may might must shall should will would need needs needed
    have required require requires necessary allowed possible possibly able please kindly also too again just still
    already yet very more most less least some any each every all both only own same such other another anyone anybody
    everyone everybody somebody someone thing things way ways yes simply then now however therefore
    one two three four five six seven eight nine ten eleven twelve
    optional obliged mandatory without within during between like go gets
    der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen keinem keiner nie
    niemals niemand nichts ist sind war waren wird werden wurde wurden worden sein hat haben hatte kann können könnte
    darf dürfen muss müssen soll sollen sollte sollten wenn falls sobald sofern solange bis bevor nachdem vor nach seit
    ab an am auf aus bei beim durch für gegen im in ins mit ohne um unter über von vom zu zum zur als wie wo wann was
    wer welche welcher welches dass ob weil da sie ihr ihre ihren ihrem ihrer ihres ihnen wir uns unser unsere unseren
    unserem unserer es er ich mein meine bitte auch noch schon nur ja jede jeder jedes jeden alle allen sich so dann
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf höchstens mindestens maximal
    hier dort doch sehr mehr lassen lässt selbst denn
    """
FUNCTION = frozenset(_FUNCTION_WORDS.split())
"""Words that join others. What they say (who, whether, if, may) is read by its own module."""

_ALIKE = """
    fee charge cost deduct pay gebühr; money amount sum fund geld betrag; leave exit quit; send upload submit;
    get receive obtain erhalten bekommen; arrive land; end finish expire elapse over; start begin;
    tell inform notify; change update edit modify; check verify review examine; show see display view visible;
    month monthly; year yearly annual annually; week weekly; day daily; email mail; phone mobile telephone;
    document paper; pause stop halt; add deposit; open tap choose select click use pick; colleague person employee;
    enter type; late overdue; hold keep stay; reach contact; call ring; take last dauern; early premature ahead;
    small minimum; large maximum big; delete remove erase; answer reply; happen occur; buy purchase; help assist;
    give provide offer supply; ask request enquire inquire; issue problem trouble; additional extra further;
    previous prior; fast quick; fix solve resolve; often frequently; right correct; rise increase; reduce decrease;
    explain describe; permit allow
"""
"""Groups of words of like meaning. They count only for what a sentence speaks of, never for what it says of it."""


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """One spelling for the forms of a word: ``withdrawals`` and ``withdrawing`` are ``withdr``."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    word = _IRREGULAR.get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
            break
    word = re.sub(r"([^aeiou])\1$", r"\1", word)
    return (word.rstrip("eiy") if len(word.rstrip("eiy")) >= 3 else word)[:_LONGEST_KEY]


_GROUP = {key(word): group.split()[0] for group in _ALIKE.split(";") for word in group.split()}


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they are written, without figures, addresses and placeholders."""
    text = re.sub(r"\be-mail", "email", _PLACEHOLDER.sub(" ", text), flags=re.IGNORECASE)
    return tuple(TOKEN.findall(text))


def content(text: str) -> tuple[str, ...]:
    """The keys of the words that say something, in their order; names of products, all capitals, aren't among them."""
    return tuple(key(word) for word in tokens(text) if _says_something(word))


def alike(keys: frozenset[str]) -> frozenset[str]:
    """The keys with those of like meaning made one."""
    return frozenset(_GROUP.get(one, one) for one in keys)


def _says_something(word: str) -> bool:
    return len(word) > 2 and word.casefold() not in FUNCTION and "'" not in word and not word.endswith("+")


def has(pattern: str, text: str) -> re.Match[str] | None:
    """Whether one of the words of a pattern stands in the text, as a word of its own."""
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
