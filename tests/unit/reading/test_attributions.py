"""How mail programs introduce what they quote, in many languages; and what people write that is near to it."""

from __future__ import annotations

import pytest

from router.reading.reply import own_text

WHO = "Lendora <help@lendora.example>"
LINES = {
    "gmail, English": f"On Mon, 1 Mar 2027 at 10:00, {WHO} wrote:",
    "gmail, American": f"On Mon, Mar 1, 2027 at 10:00 AM {WHO} wrote:",
    "gmail, broken": "On Mon, Mar 1, 2027 at 10:00 AM Lendora Customer Support <\nhelp@lendora.example> wrote:",
    "gmail, narrow space": f"On Mon, Mar 1, 2027 at 10:00\u202fAM {WHO} wrote:",
    "gmail, German": f"Am Mo., 1. März 2027 um 10:00 Uhr schrieb {WHO}:",
    "gmail, German, name first": f"{WHO} schrieb am Mo., 1. März 2027 um\n10:00 Uhr:",
    "gmail, French": f"Le lun. 1 mars 2027 à 10:00, {WHO} a écrit :",
    "gmail, Spanish": "El lun, 1 mar 2027 a las 10:00, Lendora (<help@lendora.example>) escribió:",
    "gmail, Catalan": f"Missatge de {WHO} del dia dl., 1 de març 2027 a les 10:00 va escriure:",
    "gmail, Italian": f"Il giorno lun 1 mar 2027 alle ore 10:00 {WHO} ha scritto:",
    "gmail, Brazilian": f"Em seg., 1 de mar. de 2027 às 10:00, {WHO} escreveu:",
    "gmail, Portuguese": f"{WHO} escreveu no dia segunda, 1/03/2027 à(s) 10:00:",
    "gmail, Dutch": f"Op ma 1 mrt 2027 om 10:00 schreef {WHO}:",
    "gmail, Swedish": f"Den mån 1 mars 2027 kl 10:00 skrev {WHO}:",
    "gmail, Danish": f"Den man. 1. mar. 2027 kl. 10.00 skrev {WHO}:",
    "gmail, Norwegian": f"man. 1. mar. 2027 kl. 10:00 skrev {WHO}:",
    "gmail, Finnish": "ma 1. maalisk. 2027 klo 10.00 Lendora (help@lendora.example) kirjoitti:",
    "gmail, Polish": f"pon., 1 mar 2027 o 10:00 {WHO} napisał(a):",
    "gmail, Czech": f"po 1. 3. 2027 v 10:00 odesílatel {WHO} napsal:",
    "gmail, Slovak": f"po 1. 3. 2027 o 10:00 {WHO} napísal(a):",
    "gmail, Hungarian": f"{WHO} ezt írta (időpont: 2027. márc. 1., H, 10:00):",
    "gmail, Romanian": f"În lun., 1 mar. 2027 la 10:00, {WHO} a scris:",
    "gmail, Russian": f"пн, 1 мар. 2027 г. в 10:00, {WHO}:",
    "gmail, Russian, older": f"1 марта 2027 г., 10:00 пользователь {WHO} написал:",
    "gmail, Ukrainian": f"пн, 1 бер. 2027 р. о 10:00 {WHO} пише:",
    "gmail, Bulgarian": f"На пн, 1.03.2027 г. в 10:00 {WHO} написа:",
    "gmail, Turkish": f"{WHO}, 1 Mar 2027 Pzt, 10:00 tarihinde şunu yazdı:",
    "gmail, Greek": f"Στις Δευ 1 Μαρ 2027 στις 10:00 ο χρήστης {WHO} έγραψε:",
    "gmail, Hebrew": f"\u200fבתאריך יום ב׳, 1 במרץ 2027 ב-10:00 מאת {WHO}:",
    "gmail, Arabic": f"في الاثنين، 1 مارس 2027 في 10:00 ص تمت كتابة ما يلي بواسطة {WHO}:",
    "gmail, Japanese": f"2027年3月1日(月) 10:00 {WHO}:",
    "gmail, Korean": f"2027년 3월 1일 (월) 오전 10:00, {WHO}님이 작성:",
    "gmail, Chinese": f"{WHO} 于2027年3月1日周一 10:00写道：",
    "gmail, Taiwan": f"{WHO} 於 2027年3月1日 週一 上午10:00寫道：",
    "gmail, Vietnamese": f"Vào Th 2, 1 thg 3, 2027 vào lúc 10:00 {WHO} đã viết:",
    "gmail, Indonesian": f"Pada tanggal Sen, 1 Mar 2027 pukul 10.00 {WHO} menulis:",
    "gmail, Thai": f"เมื่อ จ. 1 มี.ค. 2027 เวลา 10:00 {WHO} เขียนว่า:",
    "gmail, Hindi": f"सोम, 1 मार्च 2027 को 10:00 am बजे को {WHO} ने लिखा:",
    "gmail, Marathi": f"सोम, 1 मार्च 2027 रोजी 10:00 AM वाजता {WHO} ने लिहिले:",
    "gmail, Bengali": f"সোম, 1 মার্চ, 2027 তারিখে 10:00 AM টায় {WHO} লিখেছেন:",
    "gmail, Tamil": f"திங்., 1 மார்., 2027, முற்பகல் 10:00 அன்று, {WHO} எழுதியது:",
    "t-online": "Sie schrieben am 1. März 2027 10:00:",
    "apple mail, English": f"On 1 Mar 2027, at 10:00, {WHO} wrote:",
    "apple mail, without an address": "On Mar 1, 2027, at 10:00 AM, Lendora wrote:",
    "apple mail, German": f"Am 01.03.2027 um 10:00 schrieb {WHO}:",
    "apple mail, Dutch": f"Op 1 mrt. 2027, om 10:00 heeft {WHO} het volgende geschreven:",
    "apple mail, Norwegian": f"1. mars 2027 kl. 10:00 skrev {WHO}:",
    "apple mail, Polish": f"Wiadomość napisana przez {WHO} w dniu 1 mar 2027, o godz. 10:00:",
    "apple mail, Czech": f"1. 3. 2027 v 10:00, {WHO}:",
    "apple mail, Japanese": f"2027/03/01 10:00、{WHO}のメール:",
    "apple mail, Finnish": f"{WHO} kirjoitti 1.3.2027 kello 10.00:",
    "apple mail, Turkish": f"{WHO} şunları yazdı (1 Mar 2027 10:00):",
    "thunderbird, English": "On 01/03/2027 10:00, Lendora wrote:",
    "thunderbird, German": "Am 01.03.27 um 10:00 schrieb Lendora:",
    "thunderbird, Polish": "W dniu 1.03.2027 o 10:00, Lendora pisze:",
    "thunderbird, Czech": "Dne 1. 3. 2027 v 10:00 Lendora napsal(a):",
    "thunderbird, Swedish": "Den 2027-03-01 kl. 10:00, skrev Lendora:",
    "thunderbird, Russian": "01.03.2027 10:00, Lendora пишет:",
    "thunderbird, Hungarian": "2027. 03. 01. 10:00 keltezéssel, Lendora írta:",
    "yahoo": f"On Monday, March 1, 2027, 10:00:00 AM GMT+5:30, {WHO} wrote:",
    "yahoo, phone": "On Mon, 1 Mar, 2027 at 10:00 am, Lendora\n<help@lendora.example> wrote:",
    "yahoo, German": f"Am Montag, 1. März 2027 um 10:00:00 MEZ hat {WHO} Folgendes geschrieben:",
    "zoho": f"---- On Mon, 01 Mar 2027 10:00:00 +0530 {WHO} wrote ---",
    "zoho, broken": "---- On Mon, 01 Mar 2027 10:00:00 +0530 Lendora\n<help@lendora.example> wrote ----",
    "spark": f"On 1 Mar 2027 at 10:00 +0530, {WHO}, wrote:",
    "lotus notes": "Lendora/Support wrote on 01/03/2027 10:00:00 AM:",
    "netease": 'At 2027-03-01 10:00:00, "Lendora" <help@lendora.example> wrote:',
    "yandex": '01.03.2027, 10:00, "Lendora" <help@lendora.example>:',
    "mail.ru": f"Понедельник, 1 марта 2027, 10:00 +03:00 от {WHO}:",
}
HEADERS = {
    "outlook": "From: Lendora <help@lendora.example>\nSent: Monday, 1 March 2027\nTo: Asha\nSubject: RE: Fees",
    "outlook, German": "Von: Lendora\nGesendet: Montag, 1. März 2027 10:00\nAn: Asha\nBetreff: AW: Gebühren",
    "outlook, French": "De : Lendora\nEnvoyé : lundi 1 mars 2027 10:00\nÀ : Asha\nObjet : Frais",
    "outlook, Spanish": "De: Lendora\nEnviado el: lunes, 1 de marzo de 2027 10:00\nPara: Asha\nAsunto: Tasas",
    "outlook, Hindi": "प्रेषक: Lendora\nभेजा गया: सोमवार, 1 मार्च 2027\nप्रति: Asha\nविषय: शुल्क",
    "outlook, Korean": "보낸 사람: Lendora\n보낸 날짜: 2027년 3월 1일 10:00\n받는 사람: Asha\n제목: 수수료",
    "outlook, bold": "*From:* Lendora\n*Sent:* Monday\n*To:* Asha\n*Subject:* Fees",
    "outlook, long list": "From: Lendora\nSent: Monday\nTo: Asha; Vikram;\n Neha; Arjun\nSubject: Fees",
    "outlook, phone": "________________________________\nFrom: Lendora\nSent: Monday\nTo: Asha\nSubject: Fees",
    "gmx": 'Gesendet: Montag, 01. März 2027\nVon: "Lendora" <help@lendora.example>\nAn: Asha\nBetreff: Fees',
    "rediffmail": "From: help@lendora.example\nSent: Mon, 1 Mar 2027 10:00:00\nTo: asha@rediff.example",
    "rediffmail, older": "-- Original Message --\nFrom: Lendora",
    "samsung": "-------- Original message --------\nFrom: Lendora\nDate: 01/03/2027 10:00 (GMT+05:30)",
    "thunderbird, forwarded": "-------- Weitergeleitete Nachricht --------\nBetreff: \tFees\nVon: \tLendora",
    "apple mail, forwarded": "Begin forwarded message:\n\nFrom: Lendora\nSubject: Fees",
    "apple mail, forwarded, German": "Anfang der weitergeleiteten Nachricht:\n\nVon: Lendora\nBetreff: Fees",
    "freshdesk, zendesk": "##- Please type your reply above this line -##",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
@pytest.mark.parametrize("quote", ["> The fee is in the app.", "The fee is in the app.\nBye"])
def test_a_programs_attribution_and_what_it_introduces_are_cut(line: str, quote: str) -> None:
    assert own_text(f"Thanks, that helped.\n\n{line}\n\n{quote}") == "Thanks, that helped."


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_a_quoted_mails_header_and_what_follows_are_cut(header: str) -> None:
    assert own_text(f"Thanks, that helped.\n\n{header}\n\nThe fee is in the app.") == "Thanks, that helped."


def test_an_attribution_without_its_colon_counts_above_marked_lines() -> None:
    line = "On Mon, 01 Mar 2027 10:00:00 +0530 Lendora wrote"
    assert own_text(f"Thanks.\n\n{line}\n>The fee is in the app.") == "Thanks."
    assert own_text(f"Thanks.\n\n{line}\nThe fee is 2 %.") == f"Thanks.\n\n{line}\nThe fee is 2 %."


@pytest.mark.parametrize(
    "text",
    [
        "On 12/03/2027 at 10:32 your agent wrote:\nthe fee is 2 %. Why 3 %?",
        "On 12/03/2027 at 10:32 I received this from <help@lendora.example>:\nPay the fee now",
        "On 12/03/2027 at 10:32 I got a mail from Lendora <help@lendora.example>:\nPay the fee now",
        "Am 12.03.2027 um 10:32 schrieb Ihr Mitarbeiter:\ndie Gebühr ist 2 %",
        "On 12/03/2027 10:32 he wrote:\nthe fee is 2 %",
        "From: Mumbai\nTo: Delhi\nDate: 12 March\nPlease change my branch",
        "Name: Asha\nDate: 12 March\nAmount: 5,000\nPlease refund it",
        "-- original message is lost --\nplease send it again",
        "On 1 March 2027 at 10:00 I paid 5,000:\n2,000 by card\n3,000 by UPI",
        "Paid on 01/03/2027 10:00, reference:\nUTR 1234",
        "What I wrote:\nplease close the account on 1 March at 10:00",
        "To: the complaints team\nSubject: my refund\nPlease read this",
        "To: The Branch Manager\nFrom: Asha Rao\nDate: 12 March 2027\nSubject: My account\n\nPlease close it.",
        "Hello,\nFrom: Asha\nTo: Manager\nSubject: Refund\nPlease pay it.",
    ],
)
def test_what_people_write_themselves_is_kept(text: str) -> None:
    assert own_text(text) == text
