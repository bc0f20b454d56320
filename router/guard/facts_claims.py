"""What a mail claims that the company said, and whether a draft gives in to it.

A customer who writes "your agent told me 24 %" gets no rate confirmed, in whatever words: by a yes, by "that stands",
by "we have no reason to doubt it". Only mails that make such a claim or ask for a yes are looked at in this way, and a
sentence of our own texts is always ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.plain import Sentence, stands_in
from router.types import Finding

_CLAIMS = re.compile(
    r"\b(?:told|promis\w+|assur\w+|guarant\w+|agreed|offer(?:ed|s)?|confirm\w*|quoted|informed|advised|entitled"
    r"|approved|waive\w*|granted"
    r"|(?:he|she|they|agent|manager|colleague|support|team|advert|website|executive|representative|person|staff"
    r"|caller|you|friend|forum)"
    r" (?:has |have |had |also |just |clearly )?(?:sa(?:id|ys?)|state[sd]|wrote|mentioned|asked|gave|called)"
    r"|\byour (?:\w+ )?(?:agent|colleague|manager|executive|representative|bot|chat|sms|staff|hotline|helpline"
    r"|partner|advert)\b"
    r"|\b(?:agent|colleague|chat|bot|support|manager)\s*:|\bwill you\?|\bIhre?[mnr]? (?:Mitarbeiter|Kolleg"
    r"|Berater|Support|Hotline)"
    r"|\b(?:acknowledge|in writing|(?:as )?per my|as (?:discussed|agreed|told)|discussed|say yes|with yes"
    r"|state that|reply (?:with|that|only)|ignore)\b"
    r"|right\?|correct\?|true\?|ok(?:ay)?\?|is (?:that|this|it) (?:so|right|true|correct|still|your|yours|you)"
    r"|versproch\w+|zugesagt|zugesichert|gesagt"
    r"|bestätig\w*|stimmt|angeboten|vereinbart|genehmigt|erlassen|mitgeteilt|garantier\w*|richtig\?)",
    re.IGNORECASE,
)
_TALLY = (
    r"(?:it|that|this|these|those|they|the (?:\w+ ){0,3}(?:rate|fee|bonus|offer|date|amount|figure|number|link"
    r"|page|address|account|promise|limit|information)"
    r"|everything|all of (?:it|this)|which|and that)"
)
_YIELDS = re.compile(
    r"^\W*(?:yes|yep|yeah|sure|certainly|of course|absolutely|definitely|exactly|indeed|precisely|naturally"
    r"|confirmed|correct|agreed|granted|done"
    r"|affirmative|ja|jawohl|genau|klar|sicher|natürlich|selbstverständlich|gerne?|richtig"
    r"|stimmt)\b(?=\s*(?:[,.!:;–-]|$))"
    rf"|\b{_TALLY} (?:still |indeed |also |now |fully |therefore |does |will |certainly )*(?:is|are|was|were"
    rf"|stands?|holds?|applies|apply|remains?|counts?"
    r"|goes|matches|match|tall(?:y|ies)|fits?)(?: (?:exactly|indeed|fully|still|all|quite|perfectly|also|entirely"
    r"|just|for you|as|in|with))*"
    r"(?:(?<=stands)|(?<=stand)|(?<=holds)|(?<=applies)|(?<=counts)|(?<=remains)|(?<=matches)|(?<=tallies)"
    r"| (?:so|right|correct|true|fine|accurate|valid|genuine|safe|ours?|official|in order|good|the case|agreed"
    r"|settled|approved|confirmed|unchanged"
    r"|binding|our (?:own )?(?:page|number|address|account|link|site|website|rate|offer)|how it is|what we (?:pay"
    r"|offer|charge)|as it should be))\b"
    r"|\b(?:you|your \w+) (?:understood|heard|remember(?:ed)?|read|got|have) (?:\w+ ){0,3}(?:right|correctly|well)\b"
    r"|\byou (?:can|may) (?:safely |certainly |fully |absolutely )?(?:rely|count|depend|bank) on\b"
    r"|\brest assured\b|\bconsider it (?:done|settled)"
    r"|\b(?:keep|kept|stand by|stick to|stands? behind|honou?rs?|abide by|bound by) (?:\w+ ){0,3}(?:words?"
    r"|promises?|offers?|statements?|commitments?|it|this|that)\b"
    r"|\b(?:agent|colleague|manager|team|executive|representative|he|she|they) (?:is|was|were"
    r"|are) (?:\w+ )?(?:right|correct|entitled|free|allowed|authori[sz]ed)"
    r"|\bas (?:you|he|she|they|our \w+|your \w+|the \w+|was|were|already|we|previously|originally)? ?(?:have "
    r"|had |were |was |so |rightly |correctly |already |just )*"
    r"(?:sa(?:id|y)|told|stated?|quoted|promised|agreed|offered|informed|mentioned|confirmed|discussed|expected?"
    r"|hoped?|understand|understood|advised|assured|arranged)\b"
    r"|\bwhat (?:you|he|she|they|our \w+|the \w+) (?:were |was |have been |had been )?(?:told|said|promised"
    r"|offered|quoted|wrote)(?: \w+){0,3}"
    r" (?:applies|holds|stands|counts|remains|is|will)\b"
    r"|\b(?:go ahead|please (?:use|pay|call|transfer|open|click|send)|feel free to|you (?:can|may|should) (?:use"
    r"|pay|call|trust|click|open|transfer|send))"
    r"\b(?: (?:it|that|this|there|with|to|on|by|at|via|the|so))*\b"
    r"|\byou (?:can|may|should) (?:\w+ ){1,4}(?:that|this|the given|the same|such an?) (?:link|page|site|address"
    r"|number|account|handle|one)\b"
    r"|\b(?:happy|glad|pleased|delighted) to (?:\w+ )?(?:confirm|honou?r|grant|apply|arrange|agree|say yes|credit"
    r"|pay|offer|keep)"
    r"|\b(?:we|i) (?:will|shall|do|hereby|can|are going to|'ll) (?:\w+ )?(?:confirm|honou?r|grant|credit|waive"
    r"|refund|apply (?:it|this|that|the)|pay (?:it|this|that|you)|arrange|keep (?:it|to))\b"
    r"|\b(?:so )?be it\b|\bit'?s a deal\b|\bno problem\b|\bwe have noted (?:it|this|that|your)\b|\bas good as\b",
    re.IGNORECASE,
)
_YIELDS_GERMAN = re.compile(
    r"\b(?:(?:das|dies|es|alles|was (?:man|er|sie|unser\w* \w+)(?: \w+){0,4}) (?:stimmt|gilt|ist (?:richtig"
    r"|korrekt|so|wahr|in Ordnung|zutreffend)|trifft zu|bleibt)"
    r"|wie (?:besprochen|zugesagt|vereinbart|versprochen|gesagt|angekündigt|(?:unser\w*|Ihr\w*|der|die|von|Sie"
    r"|man|er|sie)(?: \w+){0,4}"
    r" (?:gesagt|zugesagt|versprochen|mitgeteilt|schreiben|sagte\w*|schon sagen))"
    r"|(?:dabei|so) bleibt es|gilt (?:weiterhin|für Sie|auch|so)|verlassen Sie sich|können Sie sich (?:\w+ )?verlassen"
    r"|(?:wir|ich) (?:bestätigen?|halten|gewähren|erlassen|zahlen|sagen Ihnen)\b(?! (?:können|nicht))"
    r"|hiermit bestätig\w+|gern(?:e)? bestätig\w+"
    r"|(?:hat|hatte|haben) (?:\w+ )?recht|ist unsere?[sr]?\b|nutzen Sie"
    r"|überweisen Sie|rufen Sie|klicken Sie)\b",
    re.IGNORECASE,
)
TRICK = re.compile(
    r"\b(?:(?:not|n['’]t|no|nothing|never|hardly|neither|without(?: any)?|cannot)\b(?:[\w,' ]{0,40}?)\b"
    r"(?:wrong|incorrect|mistaken|untrue|false|doubt\w*|den(?:y|ies)|disput\w+|disagree|contradict\w*|objections?"
    r"|object|otherwise|other than|mislead|misled"
    r"|misinformed|misunderst\w+|against (?:it|this|that)|reason (?:not|why)|question (?:it|this|that)"
    r"|to the contrary|rule (?:it|this|that) out|change[sd]?)"
    r"|(?:cannot|can't|can not) (?:but|help)\b|(?:nichts|kein\w*|nicht|keineswegs)\b(?:[\w, ]{0,30}?)\b(?:dagegen"
    r"|falsch|Zweifel|zweifeln|bestreiten|unrichtig|Einwände?|anders))\b",
    re.IGNORECASE,
)
"""Denials that deny the denial: no reason to doubt, nothing wrong with it, we don't dispute that."""
_OPEN = re.compile(
    r"\b(?:can ?not|can['’]t|could ?not|couldn['’]t|unable|not (?:able|in a position)|(?:do|does|did|is|are|was"
    r"|will) ?n(?:o|['’])t|never|nobody|neither"
    r"|no (?:text|record|source|passage|information)|if|whether|unless|until|before|please check|make sure|nicht"
    r"|kein\w*|weder|ob|falls|wenn|bevor)\b",
    re.IGNORECASE,
)
LEFT_OPEN = re.compile(
    r"\b(?:can ?not|can['’]t|could ?not|couldn['’]t|unable to|not able to|not in a position to|do not|don['’]t"
    r"|did not|didn['’]t|have not|haven['’]t)"
    r" (?:\w+ ){0,3}(?:confirm|verif|find|found|promis|say|tell|agree|see|commit|know|recogni|trace|answer|judge)\w*"
    r"|\b(?:no (?:record|trace|text|note|entry|source|such)|nothing (?:of the kind|in (?:our|the)|about))\b"
    r"|\b(?:colleague|person|team|someone|somebody|lead|we)\b[\w, ]{0,30}?\b(?:check|look(?:s|ing)? into|trace"
    r"|verif|review|clarif|find out|look at|answer you|investigat)\w*"
    r"|\b(?:nicht|keine?n?) (?:\w+ ){0,3}(?:bestätigen|finden|zusagen|sagen|prüfen|bekannt|nachvollziehen)"
    r"|\bKolleg\w+ (?:\w+ ){0,4}(?:prüf|klär|meld)\w*",
    re.IGNORECASE,
)
"""What an honest answer to a claim says: that it can't be confirmed, or that a person will look."""
_REFERS = re.compile(
    r"\b(?:what|whatever|everything|anything|all)\b(?: that)? (?:(?:you|he|she|they|somebody|someone)|(?:our|the"
    r"|your|my) \w+(?: \w+)?)"
    r"(?: (?:were|was|have|has|had|been))* (?:told|said|promis\w+|offered|quoted|assured|stated|agreed|wrote|written)\b"
    r"|\b(?:our|your|the) (?:\w+ )?(?:agent|colleague|manager|team|executive|representative|advis[eo]r|staff|bot"
    r"|support|partner)s?"
    r" (?:has |have |had |was |were )?(?:already |also |rightly |really |indeed |allowed to |able to )?"
    r"(?:told|said?|says|promis\w+|offer(?:ed)?|quoted|assured|stated|agreed|wrote|gave|informed|advised|decided"
    r"|approved)\b"
    r"|\bwas (?:man|unsere?\w* \w+|er|sie) (?:\w+ ){0,3}(?:gesagt|zugesagt|versprochen|mitgeteilt)\b",
    re.IGNORECASE,
)
LONGEST_MESSAGE = 20_000
BREATH = 2
"""So many sentences after one belong to it."""


def claims_something(message: str) -> bool:
    """Whether the mail says what somebody told or promised, or asks for a yes."""
    return _CLAIMS.search(message[:LONGEST_MESSAGE]) is not None


def leaves_open(text: str) -> bool:
    """Whether the text says that it can't confirm, without taking that back."""
    return LEFT_OPEN.search(text) is not None and TRICK.search(text) is None


def yields(sentence: str) -> str:
    """The words by which a sentence gives in; empty when it doesn't."""
    if trick := TRICK.search(sentence):
        return trick.group()
    for pattern in (_YIELDS, _YIELDS_GERMAN):
        for match in pattern.finditer(sentence):
            if not _OPEN.search(sentence[: match.start()]) and not _denied(match, sentence):
                return match.group()
    return ""


def _denied(match: re.Match[str], sentence: str) -> bool:
    """Whether a denial stands right behind or inside what was found."""
    return (
        re.match(
            r"\s*(?:not|n['’]t|never|nicht|only after|if|once"
            r"|when)\b",
            sentence[match.end() :],
            re.IGNORECASE,
        )
        is not None
    )


def _takes_up(sentence: str, following: str) -> str:
    """The words that speak of what somebody said, when nothing in the same breath leaves open whether it is so."""
    match = _REFERS.search(sentence)
    if match is None or _OPEN.search(sentence[: match.start()]) or leaves_open(f"{sentence} {following}"):
        return ""
    return match.group()


def following_of(found: Sequence[Sentence], place: int) -> str:
    """The sentences right behind one, which belong to what it says."""
    return " ".join(one.text for one in found[place + 1 : place + 1 + BREATH])


def given_in(found: Sequence[Sentence], own_words: Sequence[str], message: str) -> Iterator[Finding]:
    """Sentences that give in to what the mail claims, unless they are our own."""
    if not claims_something(message):
        return
    for place, sentence in enumerate(found):
        following = following_of(found, place)
        words = yields(sentence.text).strip() or _takes_up(sentence.text, following)
        if words and not any(stands_in(sentence.text, text) for text in own_words):
            says = (
                f"“{words}” agrees to what the customer writes, and the sentence stands in no template or passage used "
                "here. What somebody is said to have told them is never confirmed without a source."
            )
            yield Finding("confirmation", words, says)
