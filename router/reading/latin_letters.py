"""Languages of India as people type them: in Latin letters, the nouns and many verbs borrowed from English."""

from __future__ import annotations

import re

from router.reading.language_odds import english_share

_WORDS = {
    "hi": "aaj aap aapka aapke aapki aapko aapne aaya aaye aayega aayegi aayi abhi accha achha agar apka apke apki "
    "apko apna apne apni aur baar baare baat bahot bahut batado bataiye batana batao bataye batayein bhai "
    "bheja bhejo bhi bilkul bohot chahie chahiye chahta chahti chaiye dekh dekhna dekho dena dijiye diya diye "
    "dobara dusra gaya gaye gayi haan hai hain hamara hamare hoga hogi hona hoon hota hoti hua hue hui hume "
    "humein iska iske iski isko itna jaldi jata jayega jayegi jyada kab kabhi kaha kahan kaisa kaise kar kardo "
    "kare karein karenge karke karna karne karni karo karti karu karun karwana kaun kis kisi kitna kitne kitni "
    "kiya kiye koi kripaya kripya kuch kuchh kya kyo kyu kyun kyunki lekin liya liye maine mera mila milega "
    "milegi milta muje mujhe mujhko mujhse mujko nahi nahii nahin nhi nikal nikalna nikalne paas paisa paisay "
    "paise pehle phir raha rahe rahi rha rhe rhi rupay rupaye saath sab sakta sakte sakti sath sirf theek thik "
    "tumhara unka uska uske usko wahan wala wale wali wapas wapis woh yaar yahan yeh zyada",
    "bn": "aami achen achhe amader amake amra apnake apnar apnara apni asbe asche bhalo bolben bolo bolte bolun chai "
    "dhonnobad dite diye dorkar ekhon ekhono ekta hobe hocche hochche holo hoye hoyeche hoyna hoyni jabe "
    "jekono jeta jonno kache kemon keno khub khujchi khujte kibhabe kichu kivabe kobe kokhon kono korar korbe "
    "korben korbo korchen korchi kore korle korun kothay koto lagbe nei nite onek ota pabo pacchi paini parben "
    "parbo parchi parchina pari rokom shathe taka theke tumi",
    "ta": "adhu anga antha athu avanga enakku enaku enga engey ennaku ennoda epadi epdi eppadi eppo ethana evalavu "
    "evlo idhu illai illaya indha innum intha ippo iruka irukka irukku irukkura iruku irukum kitta konjam "
    "kudunga mudiyadhu mudiyala mudiyuma naan nalla nandri neenga neengal ondru oru panam panna pannalam "
    "pannanum pannum pannunga panra panren patri romba seiya seri sollu sollunga theva thevai thirumba ungal "
    "ungalukku ungaluku vanakkam vandhuchu varala varum vendum venum vera",
    "te": "ayyindi cheppandi chesanu chesaru cheyali cheyandi dabbu dabbulu ekkada emi enduku entha eppudu inka "
    "ippudu kaledu kavali ledu meeku meeru naku nenu nuvvu raledu undi unnayi vachindi vastayi vastundi",
    "mr": "aahe aahet aani ahe ahet hoil jhala kadhi kadhun karaycha karayche kasa kase kashi kay kiti kuthe majha "
    "majhe majhi maze mazha mazhe mazi mhanje mhanun milale milel milnar nako pahije paise sanga tumcha tumche "
    "tumhi zala zale",
    "gu": "aapo aavse anurup apti biji biju chhe chho chhu haji joie joiye joye karto karvanu karvu kem ketla ketlu "
    "kevi kyare malse malshe mujab nathi pase rahya rahyo sako shodho tamara tamare tamari tamaro tamaru thase "
    "thata thayu tyan vishe",
    "pa": "hega kadon kinna kinne kithe kiven mainu menu milange milega nahin tuhada tuhanu",
    "ml": "aanu cheyyanam engane enikku eppol ethra evide kittiyilla kittum ningal njan venam",
    "kn": "agide agilla bandilla barutte beku eshtu hege illa maadi naanu nanage nanna nimma yake yavaga",
}
"""The small words of each language, in the spellings that people use."""

_WEAK = {
    "hi": "acha ek fir ho hun jab jo ka kara karta karte ke ki ko me mein mere meri par pata se tab tak tha thi tum "
    "wo ye",
    "bn": "ache amar ami ar er eta ey ki korte na pore ta te tomar",
    "ta": "enna il illa inga la na nan oda tha tu um unga vara",
    "te": "ela enti ki ku lo naa ni",
    "mr": "ani cha che chi hava ka kara la mala maza nahi",
    "gu": "ane che chu ek hoy hu jo kai kare ma mane mara mari mate na ne nu su tame te",
    "ml": "alle ente undo",
    "kn": "elli hana",
}
"""Small words that other languages of the world have too: they count beside one that these don't have."""

_OWN = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SHARED = {code: frozenset(_WEAK.get(code, "").split()) for code in _WORDS}
FEWEST = 2
"""So many different small words a text must hold, one of them the language's own; of a few words one will do."""
FEW_WORDS = 4
SHARE = 0.2
"""... and so much of the text they must be, and more than the small words of English."""

_WORD = re.compile(r"[^\W\d_]+")


def indian_language(words: str) -> tuple[str, float]:
    """The language of India that words in Latin letters seem to be in, and the share of its small words among them.

    Empty for any other language.
    """
    found = _WORD.findall(words.lower())
    if not found or not words.isascii():
        return "", 0.0
    code = max(_OWN, key=lambda one: (len(_small(one, found)), len(_OWN[one].intersection(found))))
    hits = _small(code, found)
    share = len(hits) / len(found)
    fewest = 1 if len(found) <= FEW_WORDS else FEWEST
    told = len(set(hits)) >= fewest and bool(_OWN[code].intersection(hits)) and share > max(SHARE, english_share(words))
    return (code, share) if told else ("", 0.0)


def _small(code: str, found: list[str]) -> list[str]:
    return [word for word in found if word in _OWN[code] or word in _SHARED[code]]
