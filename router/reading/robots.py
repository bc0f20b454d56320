"""Signs that a machine wrote: automatic replies, bounces, mailing lists, survey answers.

Freshdesk's API shows no mail headers, so the signs are its own flags, the sender's address, and how subjects and
automatic texts begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr

from router.ports import DeskEntry

LONGEST_SENDER = 400
"""Characters read of a sender: the standard library's parser of addresses calls itself for each part of it."""
SURVEY = 6
"""Freshdesk's source number of an answer to a satisfaction survey."""

_LOOK_BEHIND_THE_NAME = re.compile(
    r"^(?P<bounce>mailer-?daemon|postmaster|bounces?)\b|^(?P<silent>(?:no|do-?not|dont|never)[-._]?reply)\b"
    r"|\b(?P<silent2>no-?reply)$"
    r"|(?P<list>^(?:listserv|majordomo|newsletters?|mailing-?list)\b|-(?:request|owner|bounces)$|^owner-)"
    r"|^(?P<machine>(?:auto(?:mated|matic|-?reply|responder)|notifications?|alerts)(?:$|[-._]))",
    re.IGNORECASE,
)
_LIST_ADDRESS = re.compile(
    r"@(?:lists?|listserv|mailman|newsletters?)\.|@(?:googlegroups\.com|groups\.io|yahoogroups\.[a-z.]+)$"
    r"|-(?:users|dev|devel|announce|discuss|list)@",
    re.IGNORECASE,
)
_SAYS = {
    "bounce": "the sender {address} returns mail that could not be delivered",
    "silent": "the sender {address} takes no replies",
    "silent2": "the sender {address} takes no replies",
    "list": "the sender {address} is a mailing list",
    "machine": "the sender {address} is a machine by its name",
}
_REPLIED = r"^\W*(?:(?:re|aw|sv|fwd?)\s*:\s*)*"
_CLOSED = r"\s*(?:$|[:|(\[–—-])"
"""What a machine puts behind its phrase: nothing, or a mark and the old subject. People write on."""

_AUTOMATIC = (
    r"(?:auto(?:matic|mated)?[- ]?(?:reply|response|antwort|svar)|autoreply|"
    r"automatische (?:antwort|abwesenheits\w*)|abwesenheits(?:notiz|meldung|benachrichtigung)|abwesend|"
    r"(?:out of|away from) (?:the )?office(?: (?:auto-?)?(?:reply|response|notice|notification|message))?|ooo|"
    r"on (?:annual |sick )?(?:leave|vacation)|"
    r"réponse automatique|absence du bureau|respuesta automática|fuera de (?:la )?oficina|"
    r"risposta automatica|fuori sede|resposta automática|ausência temporária|automatisch antwoord|afwezig|"
    r"autosvar|automatiskt svar|frånvaro|automatisk svar|fravær|automaattinen vastaus|poissa|"
    r"automatická odpověď|odpowiedź automatyczna|автоматический ответ|автоответ|автоматична відповідь|"
    r"otomatik yanıt|自动回复|自動返信|स्वचालित उत्तर)"
)
_BOUNCED = (
    r"(?:undeliver(?:able|ed)|delivery (?:has failed|failure|incomplete)|failure notice|returned mail|"
    r"message (?:not delivered|blocked|recall)|unzustellbar|non remis|no se puede entregar|mancato recapito|recall)"
)
_MAIL_SERVERS_OWN = (
    r"(?:undelivered mail returned to sender|delivery status notification\s*\(|mail delivery (?:failed|subsystem)"
    r"|returned mail: see transcript)"
)
_AUTOMATIC_SUBJECT = re.compile(rf"{_REPLIED}{_AUTOMATIC}(?P<closed>{_CLOSED})?", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(rf"{_REPLIED}(?:(?P<closed>{_MAIL_SERVERS_OWN})|{_BOUNCED})", re.IGNORECASE)
_BOUNCE_TEXT = re.compile(
    r"\b(?:(?:e-?)?mail|message)\b.{0,60}\b(?:could|can|was|has|have)(?: not|n['’]t) (?:be(?:en)? )?delivered"
    r"|\bdelivery (?:to|has failed to) (?:these|the following)|\bdelivery status notification|\bmail delivery\b"
    r"|\baddress (?:was )?not found|\bpermanent (?:error|failure)|\bwould like to recall the message"
    r"|\bnachricht\b.{0,60}\bnicht zugestellt|\bmailer-daemon|\bpostmaster",
    re.IGNORECASE,
)
"""Words of mail servers alone: a card or a code that didn't arrive is a customer's matter."""

_AUTOMATIC_TEXT = re.compile(
    r"^\W*(?:this is an auto(?:matic|mated|matically|-)?[- ]?(?:generated )?(?:reply|response|message|e-?mail|mail)\b|"
    r"(?:please )?do not reply to this (?:auto|e-?mail|mail|message)|auto(?:matic|mated)?[- ]reply\s*:|"
    r"(?:dies ist eine|diese (?:nachricht|e-?mail) (?:wurde|ist)) automatisch)",
    re.IGNORECASE,
)
_AWAY_TEXT = re.compile(
    r"\bi (?:am|will be) (?:currently |presently )?(?:out of (?:the )?office|away from (?:the |my )?(?:office|desk)|on "
    r"(?:annual |sick |parental |maternity |paternity )?(?:leave|vacation|holiday))\b"
    r"|\bich bin (?:derzeit |zurzeit |momentan |aktuell )?(?:nicht im (?:büro|haus)|außer haus|abwesend|im urlaub)\b"
    r"|\bje suis (?:actuellement )?(?:absente?|en congés?)\b|\bestoy fuera de la oficina\b",
    re.IGNORECASE,
)
_AWAY_DETAIL = re.compile(
    r"\b(?:limited access|urgent|return(?:ing)?|back (?:on|in)|until|till|bis (?:zum|einschließlich)|jusqu|hasta|"
    r"in my absence|dringend|respond (?:up)?on my return)\b",
    re.IGNORECASE,
)
LONGEST_AWAY_TEXT = 700


def robot_sign(entry: DeskEntry, words: str, support_addresses: tuple[str, ...] = ()) -> str:
    """Why a conversation entry looks machine-sent, or "". ``words`` is its text without quotes."""
    if entry.source == SURVEY:
        return "an answer to a satisfaction survey"
    if entry.auto_response:
        return "Freshdesk marked it as an automatic response"
    if not entry.incoming:
        return ""
    if entry.email_failures:
        return "a mail that could not be delivered"
    return sender_sign(entry.from_email, support_addresses) or list_sign(entry.to_emails) or text_sign(words)


def opening_sign(
    subject: str, words: str, sender: str, support_addresses: tuple[str, ...] = (), to: Sequence[str] = ()
) -> str:
    """Why a ticket's first message looks machine-sent, or ""."""
    by_addresses = sender_sign(sender, support_addresses) or list_sign(to)
    return subject_sign(subject, words) or by_addresses or text_sign(words)


def list_sign(to: Sequence[str]) -> str:
    """Why a mail came over a mailing list, or "": it is addressed to lists alone, and to none of our mailboxes."""
    addresses = [(parseaddr(one)[1] or one).strip() for one in to]
    if not addresses or not all(_LIST_ADDRESS.search(address) for address in addresses):
        return ""
    return f"it came over the mailing list at {addresses[0].rpartition('@')[2]}"


def subject_sign(subject: str, words: str) -> str:
    """Why the subject above these words is a machine's, or "".

    People write such subjects too ("Out of office hours", "Undelivered OTP"), and what is a machine's gets no answer.
    So a subject that isn't unmistakable, or stands above a question, needs a second sign in the text.
    """
    automatic, bounced = _AUTOMATIC_SUBJECT.match(subject[:300]), _BOUNCE_SUBJECT.match(subject[:300])
    start = words.strip()[:LONGEST_AWAY_TEXT]
    if automatic and _is_machines(automatic, words, _calls_itself_automatic(start) or _is_away_notice(start)):
        return "the subject is that of an automatic reply"
    if bounced and _is_machines(bounced, words, bool(_BOUNCE_TEXT.search(start))):
        return "the subject is that of undelivered or recalled mail"
    return ""


def _is_machines(subject: re.Match[str], words: str, second_sign: bool) -> bool:
    unmistakable = subject["closed"] is not None and "?" not in words
    return unmistakable or second_sign


def sender_sign(sender: str, support_addresses: tuple[str, ...] = ()) -> str:
    """Why the sender's address is a machine's, or "". The address may stand with a name before it."""
    address = (parseaddr(sender[:LONGEST_SENDER])[1] or sender[:LONGEST_SENDER]).strip().lower()
    if not address:
        return ""
    if address in {own.lower() for own in support_addresses}:
        return "the sender is our own support mailbox"
    found = _LOOK_BEHIND_THE_NAME.search(address.split("@")[0])
    kind = found.lastgroup if found else None
    return _SAYS[kind].format(address=address.split("@")[0] + "@...") if kind else ""


def text_sign(words: str) -> str:
    """Why the text is a machine's, or "". A text with a question in it never is: a person may be away and ask."""
    start = words.strip()[:LONGEST_AWAY_TEXT]
    if "?" in words:
        return ""
    if _calls_itself_automatic(start):
        return "the text calls itself automatic"
    if len(words) <= LONGEST_AWAY_TEXT and _is_away_notice(start):
        return "the text is an out-of-office notice"
    return ""


def _calls_itself_automatic(start: str) -> bool:
    return bool(_AUTOMATIC_TEXT.match(start))


def _is_away_notice(start: str) -> bool:
    return bool(_AWAY_TEXT.search(start[:250]) and _AWAY_DETAIL.search(start))
