"""The words of a message that asks nothing: thanks, "it works", assent, farewell. Small letters, as patterns.

Each pattern is one phrase. A message is a courtesy only if nothing but such phrases is in it, so a pattern must never
take in a word that could carry a request.
"""

_MUCH = (
    r"(?: (?:so much|so very much|very much|a lot|a ton|a million|a bunch|loads|again|once again|once more|indeed|"
    r"kindly))*"
)
_WHOM = r"(?: (?:you )?(?:all|everyone|everybody|guys|team|folks|sir|madam|ma'am|both|u|you))?"
_HOW = (
    r"(?: (?:very|really|so|super|quick|prompt|swift|fast|speedy|rapid|immediate|timely|kind|great|good|nice|excellent|"
    r"wonderful|amazing|helpful|detailed|clear|valuable|continued))*"
)
_WHAT = (
    r"(?: (?:help(?:ing)?(?: me)?(?: out)?(?: with (?:this|that|it))?|support|assistance|repl(?:y|ies)|responses?|"
    r"answers?|answering(?: (?:that|this|(?:my|the) questions?))?|information|info|updates?|clarifications?|clarifying|"
    r"explanations?|explaining|service|time|patience|feedback|guidance|efforts?|advice|work|everything|it|this|that|"
    r"getting back(?: to me)?(?: so (?:soon|quickly|fast))?|letting me know|confirmations?|confirming|"
    r"(?:resolving|solving|fixing|sorting)(?: (?:this|that|it|out|my issue|the issue|my problem|the problem))*|"
    r"looking into (?:this|that|it)|messages?|e-?mails?|understanding|cooperation))"
)
_WORK = rf"(?: (?:all|of|your|the|this|that|being|so))*{_HOW}{_WHAT}(?:(?: and| &)(?: (?:your|the))*{_HOW}{_WHAT})*"

THANKS = (
    r"(?:i (?:want|would like|just want|just wanted|wanted|need|must|have) to |i'd like to |let me )?"
    r"(?:(?:many|big|huge|a big|a huge|lots of|with|no) )?"
    r"(?:thanks|thankyou|thank (?:you|u|ya)|thnks|thanx|thx|tks|tysm|ty)"
    rf"{_MUCH}{_WHOM}{_MUCH}(?: for{_WORK})?{_MUCH}",
    rf"(?:i )?(?:(?:really|greatly|much|truly|highly|very much|do|all) )*appreciated?(?:{_WORK})?(?: (?:you|all))*",
    rf"your{_WORK} (?:is|are|was)(?: (?:so|very|much|really|greatly|highly))* appreciated",
    rf"much obliged|cheers|(?:i am |i'm )?(?:(?:so|very|really) )*(?:grateful|thankful)(?: to you)?(?: for{_WORK})?",
    r"you(?:'re| are) (?:the best|awesome|great|amazing|a star|a lifesaver|welcome|very kind|so kind)",
    r"you(?:'ve| have)? (?:been|were) (?:very|so|really|a|a great|a big|such a)(?: great| big)? (?:help|helpful)",
    # German, French, Spanish, Italian, Portuguese, Dutch, Hindi
    r"(?:danke(?:schön|schoen)?|(?:(?:vielen|besten|herzlichen|lieben|tausend|ganz) )+dank)"
    r"(?: (?:schön|schoen|sehr|dir|ihnen|euch|vielmals|nochmals?|noch mal))*"
    r"(?: für (?:die|ihre|deine|eure|den|das|alles)(?: (?:sehr|schnelle|prompte|rasche|nette|freundliche|tolle|gute))*"
    r"(?: (?:antwort|hilfe|rückmeldung|unterstützung|infos?|information(?:en)?|auskunft|bearbeitung|mühe|erklärung|"
    r"nachricht|bestätigung))?)?",
    r"merci(?: (?:beaucoup|bien|infiniment))?(?: pour (?:votre|ton|ta|vos) (?:aide|réponse|retour|rapidité))?",
    r"(?:(?:muchas|mil|muchísimas) )?gracias(?: por (?:su|tu|la) (?:ayuda|respuesta|atención)| por todo)?",
    r"grazie(?: (?:mille|tante|infinite))?|(?:muito )?obrigad[oa]|(?:hartelijk )?bedankt|dank (?:u|je)(?: wel)?",
    r"(?:bahut )*(?:dhanyavaa?d|dhanyawaa?d|shukriya|abhaar)|(?:बहुत )*(?:धन्यवाद|शुक्रिया|आभार)",
)
"""Said after help."""

_IT = r"(?:it|that|this|everything|all|that's|it's|both)"
_NOW = (
    r"(?: (?:now|already|finally|just|all|really|indeed|perfectly|fine|great|well|again|as expected|for me|for us|"
    r"like a charm))*"
)
_MATTER = r"(?:(?:my|the|this|our) )?(?:problem|issue|question|query|matter|concern|ticket)"

WORKS = (
    rf"(?:{_IT}{_NOW} )?(?:(?:is|has|did|have) )?(?:works?|worked|working|solved|resolved|fixed|sorted)"
    rf"{_NOW}(?: (?:it|out|{_MATTER}))?{_NOW}",
    rf"{_MATTER}(?: (?:is|was|has been|got|has now been|is now))? (?:solved|resolved|fixed|sorted|answered|gone){_NOW}",
    r"(?:that|this|it) (?:really |greatly )?(?:helps|helped)(?: (?:me|a lot|very much|out))*",
    r"(?:very|really|so) helpful",
    r"(?:i )?(?:found|got|received|have) (?:it|them)(?: now)?|i(?:'m| am) (?:all set|good|all good)(?: now)?",
    r"(?:(?:es|das|jetzt|nun) )*(?:(?:hat|ist) )?(?:(?:super|prima|alles|jetzt|nun) )*"
    r"(?:geklappt|funktioniert|klappt|gelöst|erledigt)(?: (?:jetzt|nun|wieder|super|prima))*",
    r"(?:das )?problem (?:ist )?gelöst|hat sich erledigt",
    r"(?:ça|cela) (?:marche|fonctionne)(?: maintenant)?|(?:ya |ahora )?funciona|(?:kaam |ab )?ho gaya|हो गया",
)
"""Said when it is done."""

FINE = (
    r"o\.?k(?:ay|ey|ie)?|okidoki|kk?|alright|all (?:right|good|clear|set|fine)|fine|great|good|perfect(?:ly)?",
    r"excellent|awesome|wonderful|super|brilliant|fantastic|lovely|nice|cool|amazing|noted|understood",
    r"got (?:it|you)|gotcha",
    r"(?:(?:that|this|it) )?makes sense|will do|i see|i understand|sounds (?:good|great|perfect)",
    r"(?:very|so|really) (?:good|nice|clear)|well done|my pleasure|no (?:worries|problems?)|nothing else",
    r"(?:that|this|it)(?:'s| is| was| looks)(?: (?:all|just|very|really|so|exactly|absolutely))* "
    r"(?:great|good|fine|perfect|helpful|clear|nice|awesome|wonderful|excellent|what i (?:needed|wanted))(?: news)?",
    r"(?:great|good|excellent|nice|super|amazing|wonderful) (?:help|answer|service|support|job|work|news)",
    r"(?:great|good|nice) to (?:know|hear)",
    r"(?:no )?(?:that's|that is|that was) (?:all|it)(?: i need(?:ed)?)?(?: for now)?",
    r"(?:i have )?no (?:more|further|other) questions(?: for now)?",
    r"alles klar|passt(?: so)?|perfekt|prima|toll|wunderbar|klasse|verstanden|in ordnung|geht klar|sehr gut|gut",
    r"parfait|d'accord|très bien|c'est (?:parfait|bon|compris)|génial|perfecto|vale|entendido|de acuerdo|genial",
    r"perfetto|va bene|perfeito|the?ek hai|thik hai|acc?h+a|ठीक है|अच्छा",
)
"""Assent. Where somebody was asked something, it is an answer and no courtesy."""

_NICE = (
    r"(?:(?:very|nice|great|good|lovely|wonderful|pleasant|blessed|fantastic|amazing|beautiful|awesome|"
    r"rest of (?:the|your)) )*"
)
FAREWELL = (
    r"(?:(?:i )?(?:(?:wish|hope) (?:you|u) )?(?:have|enjoy)|(?:i )?wish(?:ing)? you) (?:(?:a|an|your) )?"
    rf"{_NICE}(?:day|evening|weekend|week|night|one|afternoon|holidays?|time)(?: (?:ahead|too|all))*",
    r"take care|bye(?:[ -]bye)?|goodbye|see (?:you|ya)|god bless(?: (?:you|u|all))*|stay (?:safe|well)|you too",
    r"same to you|all the best|(?:with )?best wishes|good (?:day|night|evening)|best|respectfully|yours",
    r"(?:(?:with|kind|kindest|best|warm|warmest|many) )*regards|rgds|(?:yours )?(?:sincerely|truly|faithfully)",
    r"(?:mit )?(?:freundliche[nmr]?|beste[nr]?|liebe[nr]?|viele[nr]?|herzliche[nr]?|schöne[nr]?) "
    r"(?:grüße?n?|gruß|grüsse?n?|gruss|gruesse)|lg|vg|mfg|schöne[ns]? (?:tag|abend|wochenende)(?: noch)?|tschüss",
    r"bis (?:bald|dann)|bonne journée|bonne soirée|cordialement|bien à vous|saludos|un saludo|saluti|groeten|namaste",
)
GREETING = (
    r"(?:hi|hello|hey|hiya|dear|hallo|hola|bonjour|namaste|namaskar|guten (?:tag|morgen|abend)|"
    r"good (?:morning|afternoon|evening)|liebe[rs]?|sehr geehrte[r]?)"
    r"(?: (?:there|all|team|sir|madam|sir or madam|support|everyone|damen und herren|zusammen))*",
)
FILLER = (r"(?:and|und|et|y|e|yes|yep|yeah|ja|oui|si|no|nein|oh|ah|wow|well|so|very|really|again|now|ji|haan)",)

TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "herrn", "shri", "smt", "sir", "madam"})
NO_NAMES = frozenset(
    """
    but however still please kindly when where what why how which who not no now again waiting wait cancel refund help
    urgent stop close delete send call do does did can could will would is are was were have has had need want my your
    the this that these those if until before after because though although only just also more another one money
    account problem issue error wrong never nothing aber leider bitte noch nicht wann warum wie wo was wer kein keine
    doch weiter mais quand pourquoi pero cuando porque
    """.split()  # noqa: SIM905  (a list of seventy words is easier to read as words)
)
"""What may stand with a capital letter behind thanks and is no name."""

EMOJI = "👍🙏😊🙂😀😃😄😁😆😅❤♥💙💚💛🧡💜🤍👌🎉💯😍🥰🤗✅☑🌹💐🌸🙌👏💪🤝😎☺✌🥳😇🤩⭐🌟✨👋🫶"
