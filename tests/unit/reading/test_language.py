from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from router.reading.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the exit fee if I leave early?", "en"),
        ("exit fee?", "en"),
        ("thanks", "en"),
        ("how do i change my pin", "en"),
        ("WHERE IS MY MONEY???", "en"),
        ("where is my mony plzzzzz 😡", "en"),
        ("Wie hoch ist die Gebühr, wenn ich früher aussteige?", "de"),
        ("WO BLEIBT MEIN GELD?", "de"),
        ("hab immer noch kein geld bekommen", "de"),
        ("Kündigung", "de"),
        ("¿Dónde está mi dinero?", "es"),
        ("cade meu dinheiro", "pt"),
        ("jai pas recu mon argent", "fr"),
        ("gdzie sa moje pieniadze", "pl"),
        ("param ne zaman gelecek", "tr"),
        ("मेरा पैसा कब मिलेगा", "hi"),
        ("என் பணம் எப்போது வரும்?", "ta"),
        ("我的钱在哪里", "zh"),
        ("點解我嘅錢仲未到", "zh"),
        ("eg får ikkje logga inn på kontoen min", "no"),
        ("ازاى ادخل على حسابى علشان مش عارف", "ar"),
        ("Pesa yangu iko wapi? Nilituma wiki iliyopita na bado haijafika.", "sw"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234 5678",
        "ok",
        "UTR 123",
        "?!",
        "[email 1]",
        "https://help.lendora.example",
        "IM+ ₹50,000",
        "Refund!!!",
        "😡😡",
    ],
)
def test_what_cannot_be_told_is_empty(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "asdfgh qwerty zxcvb poiuy lkjhg",
        "ང་ལ་དངུལ་ག་དུས་འབྱོར་གྱི་རེད། ང་གཟའ་འཁོར་གཉིས་ནས་སྒུག་བསྡད་ཡོད།",
        "Komisi sestavuje rektor jmenuje Josef",
    ],
)
def test_a_text_of_several_words_is_never_empty_and_english_only_when_it_looks_so(text: str) -> None:
    assert language_of(text) not in ("", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mera paisa kab milega", "hi"),
        ("PAISA KAB AAYEGA", "hi"),
        ("refund kab", "hi"),
        ("Sir please mera account open nahi ho raha hai kindly help me to open account as soon as possible", "hi"),
        ("IM+ me lock in kitna hai", "hi"),
        ("en panam eppo varum", "ta"),
        ("ami login korte parchi na", "bn"),
        ("maze paise kadhi milnar", "mr"),
        ("mara paisa kyare aavse", "gu"),
        ("naa dabbulu eppudu vastayi", "te"),
    ],
)
def test_languages_of_india_are_told_in_latin_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wo bleibt mein Geld", "de"),
        ("Se hai bisogno di altro, scrivimi", "it"),
        ("Hun har ikke fået sine penge endnu", "da"),
        ("Kannst du mir sagen, wo mein Konto ist", "de"),
        ("I live in Mera Colony near Kabir Chowk", "en"),
    ],
)
def test_words_that_hindi_shares_with_other_languages_make_nothing_hindi(text: str, language: str) -> None:
    assert language_of(text) == language


def test_placeholders_and_links_do_not_count_as_english() -> None:
    assert language_of("Wo ist mein Geld? [email 1] https://help.lendora.example/fees-and-charges") == "de"


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, could you tell me the lock-in? Mit freundlichen Grüßen, Jürgen Müller",
        "Bonjour, I would like to close my account. Merci, François Lefèvre",
        "Namaste, please tell me the exit fee. Dhanyavad",
        "Hello,\nI want to redeem my investment.\nधन्यवाद\nसुरेश",
        "My name is सुरेश कुमार and I want my money",
        "MY MONEY HAS NOT ARRIVED AND NOBODY ANSWERS. Gruß aus München",
        "Hi,\n\nI need my money back.\n\nMit freundlichen Grüßen\nHans Müller\nGeschäftsführer\nMüller GmbH, München",
        "Payment to Société Générale was rejected, why?",
        'My agreement says "Der Vertrag endet automatisch mit Ablauf der Frist." Does it end by itself?',
        "> Ihre Anfrage ist bei uns eingegangen.\n> Wir melden uns so bald wie möglich.\nAny news on this?",
    ],
)
def test_greetings_names_and_the_words_of_others_make_no_english_mail_foreign(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Hi, wie lange ist die Laufzeit? Best regards, Hans",
        "Hello team,\n\nIch brauche mein Geld zurück.\n\nBest regards,\nHans Müller\nSenior Account Manager",
        'Die App zeigt "Something went wrong, please try again later" an. Was soll ich machen?',
        "ich checke das nicht, der login button geht nicht und der support antwortet nicht",
    ],
)
def test_greetings_and_borrowed_words_make_no_german_mail_english(text: str) -> None:
    assert language_of(text) == "de"


WAITING = "Hello, my payout of last month has still not arrived in my account and I have been waiting for it."
WARTE = "Ich warte seit zwei Wochen auf mein Geld und niemand antwortet mir."


def test_of_two_languages_it_is_that_of_most_words() -> None:
    assert language_of(f"{WAITING} {WARTE} {WARTE} {WARTE}") == "de"


def test_what_is_to_more_than_a_third_not_english_is_not_english() -> None:
    assert language_of(f"{WAITING} {WARTE}") == "de"
    assert language_of(f"{WAITING} {WAITING} {WAITING} {WARTE}") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("मेरा account login नहीं हो रहा है please help", "hi"),
        ("Hello sir, I have invested in IM+. Abhi tak mera paisa wapas nahi aaya hai, bataiye kab milega.", "hi"),
        ("please tell me 什么时候到账", "zh"),
    ],
)
def test_english_words_beside_another_script_or_among_hindi_do_not_make_it_english(text: str, language: str) -> None:
    assert language_of(text) == language


def test_many_threads_get_the_same_answers() -> None:
    texts = ["Wo ist mein Geld?", "Where is my money?", "Où est mon argent ?"] * 40
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(language_of, texts)) == ["de", "en", "fr"] * 40
