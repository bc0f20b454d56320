"""What programs, servers and people put below the words of a mail, and what only looks like it."""

from __future__ import annotations

import pytest

from router.reading.reply import own_text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android",
        "Sent from Outlook for Android",
        "Get Outlook for iOS (https://aka.ms/o0ukef)",
        "Sent with Proton Mail secure email.",
        "Sent using Zoho Mail",
        "Gesendet mit der GMX Mail App",
        "Von meinem iPhone gesendet",
        "Outlook für Android beziehen",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Enviado do meu Galaxy",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "从我的 iPhone 发送",
        "나의 iPhone에서 보냄",
        "मेरे iPhone से भेजा गया",
    ],
)
def test_a_phones_or_programs_line_at_the_end_is_cut(line: str) -> None:
    assert own_text(f"Where is my money?\n\n{line}") == "Where is my money?"


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my HDFC account on 12 March",
        "Sent via NEFT yesterday",
        "Sent with my card, Rs 5,000",
        "Sent from my old wallet to the new one",
        "I sent it from my iPhone",
    ],
)
def test_how_money_was_sent_is_kept(line: str) -> None:
    assert own_text(f"Where is my money?\n{line}") == f"Where is my money?\n{line}"


@pytest.mark.parametrize(
    "below",
    [
        "Please close it today",
        "I have paid twice",
        "PS: call me before noon",
        "Is it late?",
        "Is it late? Bye",
        "Ich habe zweimal bezahlt",
    ],
)
def test_words_below_dashes_are_kept_when_they_say_something(below: str) -> None:
    assert own_text(f"Two things.\n--\n{below}") == f"Two things.\n--\n{below}"


@pytest.mark.parametrize("below", ["Asha Rao", "Asha\nHead of Sales\n+91 98200 00000", "With love and light\nAsha"])
def test_a_signature_below_dashes_is_cut(below: str) -> None:
    assert own_text(f"Two things.\n-- \n{below}") == "Two things."


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments"
        " unless you recognize the sender.",
        "[EXTERNAL EMAIL] This message came from outside your organisation. Be careful with links.",
        "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.",
    ],
)
def test_a_mail_servers_warning_above_is_cut(banner: str) -> None:
    assert own_text(f"{banner}\n\nWhere is my money?") == "Where is my money?"


@pytest.mark.parametrize(
    "text",
    [
        "CAUTION: somebody outside your organisation asked me for my password.\n\nWhat shall I do?",
        "I got an external email with links. Is it yours?\n\nAsha",
    ],
)
def test_a_customers_own_warning_is_kept(text: str) -> None:
    assert own_text(text) == text


NOTICE = (
    "This e-mail and its attachments are confidential and meant for the addressee. Any copying, disclosure or use by\n"
    "anybody else is forbidden and may be unlawful. Please notify the sender and delete it."
)


@pytest.mark.parametrize(
    "notice",
    [
        NOTICE,
        "DISCLAIMER: The information in this mail is intended solely for the addressee.",
        "Please consider the environment before printing this e-mail.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Empfänger sind, löschen Sie sie bitte.",
        f"{NOTICE}\n\nThis message was scanned for viruses by Example.",
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_notice_below_is_cut_also_without_an_empty_line(notice: str, between: str) -> None:
    assert own_text(f"Hello,\n\nWhere is my money.{between}{notice}") == "Hello,\n\nWhere is my money."


@pytest.mark.parametrize(
    "wish",
    [
        "Please treat this message as strictly confidential.",
        "Please keep this e-mail confidential, as I do not want my employer to hear of it. "
        "I was told that the notice is sent by post, and my family opens what comes by post in our house.",
        "Is this message confidential? My account is.",
        "The money went to a stranger, and the bank says that they received it by mistake.",
    ],
)
def test_a_customers_own_wish_for_secrecy_is_kept(wish: str) -> None:
    assert own_text(f"Hello,\n\nclose my account.\n\n{wish}") == f"Hello,\n\nclose my account.\n\n{wish}"
