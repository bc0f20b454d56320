"""Where a quoted mail begins with its own header, or below a line that says so in words, in many languages."""

from __future__ import annotations

import re

LOOKED_AT = 8
"""Lines below the first in which the rest of the header must stand: long lists of receivers are broken."""

LONGEST_LABELLED = 350

_FROM = (
    "from|von|absender|de|da|od|van|afzender|fra|från|frå|avsändare|expéditeur|remitente|remetente|mittente|"
    "от|от кого|від|від кого|отправитель|nadawca|odesílatel|odosielateľ|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|"
    "lähettäjä|kimden|gönderen|de la|feladó|küldő|από|saatja|šalje|प्रेषक|से|من|מאת|dari|pengirim|từ|จาก"
)
_SUBJECT = (
    "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|předmět|predmet|emne|ämne|тема|主题|主旨|件名|"
    "제목|aihe|konu|subiect|tárgy|θέμα|teema|naslov|विषय|الموضوع|נושא|subjek|perihal|chủ đề|เรื่อง"
)
_SENT = (
    "sent|gesendet|envoyé(?: le)?|date d'envoi|enviado(?: el| em)?|enviada em|inviato|verzonden|wysłano|odesláno|"
    "odoslané|sendt|skickat|отправлено|надіслано|发送时间|发送日期|寄件日期|送信日時|보낸 ?날짜|lähetetty|gönderme|"
    "gönderme tarihi|gönderildi|trimis|elküldve|küldve|εστάλη|भेजा गया|نُشر|נשלח|dikirim|đã gửi|ส่ง"
)
_DATE = (
    "date|datum|fecha|data|dátum|dato|дата|日期|日時|날짜|päivämäärä|päiväys|tarih|ημερομηνία|दिनांक|तारीख|التاريخ|تاريخ|"
    "תאריך|tanggal|ngày|วันที่"
)
_OTHER = (
    "to|cc|bcc|reply-to|reply to|importance|priority|attachments?|an|kopie|antwort an|antworten an|wichtigkeit|"
    "priorität|à|a|pour|répondre à|para|con copia|per|rispondi a|risposta|aan|do|dw|komu|kopia|kópia|til|kopi|till|"
    "кому|копия|копія|收件人|收件者|抄送|副本|宛先|받는 ?사람|참조|vastaanottaja|kopio|kime|bilgi|către|címzett|προς|"
    "κοιν|प्रति|प्राप्तकर्ता|إلى|אל|kepada|đến|ถึง"
)


def _labelled(labels: str) -> re.Pattern[str]:
    return re.compile(rf"^[>\s*_]*(?:{labels})\s*[*_]{{0,2}}\s?[:：].{{0,300}}$", re.IGNORECASE)


_FROM_LINE = re.compile(rf"^[>\s*_]*(?:{_FROM})\s*[*_]{{0,2}}\s?[:：][*_\s]*\S.{{0,250}}$", re.IGNORECASE)
_SUBJECT_LINE = _labelled(_SUBJECT)
_SENT_LINE = _labelled(_SENT)
_HEADER_LINE = _labelled(f"{_FROM}|{_SUBJECT}|{_SENT}|{_DATE}|{_OTHER}")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_ADDRESS = re.compile(r"[^\s<>@]{1,80}@[^\s<>@]{1,120}")

_SEPARATOR = re.compile(
    r"^[*\s]*[-_=]{2,}\s*(?:original(?: message| appointment| e?-?mail)?|forwarded (?:message|by .{1,60})|reply message"
    r"|(?:ur?spr(?:ü|ue)ngliche|weitergeleitete|originale?) (?:nachricht|e-?mail|message)|"
    r"message (?:d'origine|transféré|original)|courriel original|"
    r"mensaje (?:original|reenviado)|mensagem (?:original|encaminhada)|messaggio (?:originale|inoltrato)|"
    r"(?:oorspronkelijk|doorgestuurd|origineel) bericht|(?:oprindelig|videresendt) (?:meddelelse|besked)|"
    r"(?:original|opprinnelig|videresendt) melding|(?:ursprungligt|vidarebefordrat) meddelande|originalmeddelande|"
    r"(?:исходное|пересылаемое|пересланное|оригинальное) (?:сообщение|письмо)|(?:оригінальне|переслане) повідомлення|"
    r"(?:wiadomość|treść) oryginalna|(?:wiadomość|treść) przekazana|(?:původní|přeposlaná) zpráva|pôvodná správa|"
    r"eredeti üzenet|(?:továbbított|eredeti) (?:levél|üzenet)|mesaj original|mesaj redirecționat|"
    r"(?:alkuperäinen|välitetty) viesti|(?:özgün|orijinal|iletilen|yönlendirilmiş) (?:ileti|mesaj)|"
    r"原始邮件|转发邮件|原始郵件|轉寄郵件|元のメッセージ|転送されたメッセージ|원본 메시지|전달된 메시지|"
    r"मूल संदेश|(?:अग्रेषित|फ़ॉरवर्ड किया गया) संदेश|الرسالة الأصلية|pesan asli|thư gốc)\s*[-_=]{2,}[*\s]*$"
    r"|^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du message (?:transféré|"
    r"réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|"
    r"vidarebefordrat brev|videresendt besked|início da mensagem (?:encaminhada|reencaminhada)|"
    r"начало переадресованного сообщения)\s?:\s*$"
    r"|^[#\s-]{2,}\s*(?:please )?(?:type|write|enter|add) (?:your )?(?:reply|response) above this line\W*$"
    r"|^[#\s-]{2,}\s*bitte (?:antworten sie|schreiben sie ihre antwort) (?:oberhalb|über) dieser zeile\W*$",
    re.IGNORECASE,
)


def is_separator(line: str) -> bool:
    """Whether the line says in words that another mail follows ("----- Original Message -----")."""
    return len(line) < 120 and bool(_SEPARATOR.match(line))


def header_at(lines: list[str], at: int) -> bool:
    """Whether the header of a quoted mail begins here: three labelled lines close together, a sender among them, and
    the sign of a program. People begin letters with labels too ("From: Asha", "Subject: my refund")."""
    if not _HEADER_LINE.match(lines[at][:LONGEST_LABELLED]):
        return False
    following = [line for line in lines[at + 1 : at + 1 + LOOKED_AT + 4] if line.strip()][:LOOKED_AT]
    near = [line[:LONGEST_LABELLED] for line in (lines[at], *following)]
    labelled = [line for line in near if _HEADER_LINE.match(line)]
    if len(labelled) < 3 or not any(map(_FROM_LINE.match, labelled)):
        return False
    return _by_a_program(labelled)


def _by_a_program(labelled: list[str]) -> bool:
    """An address, the word "Sent", or a time beside the subject: nobody writes these above a letter."""
    if any(map(_ADDRESS.search, labelled)) or any(map(_SENT_LINE.match, labelled)):
        return True
    return any(map(_SUBJECT_LINE.match, labelled)) and any(map(_TIME.search, labelled))
