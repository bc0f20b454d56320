from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from router.ports import Contact, DeskEntry, DeskTicket
from router.reading.masking import restore
from router.stages.understand import understand
from router.types import Message, Ticket

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
ASHA = Contact(id=7, name="Asha Rao", email="asha@example.com", phone="+919876543210", external_id="LEN-77")
AGENT = 900


def entry(number: int, body: str, **changes: object) -> DeskEntry:
    plain = DeskEntry(
        id=number,
        author_id=ASHA.id,
        incoming=True,
        private=False,
        source=0,
        auto_response=False,
        email_failures=0,
        body=body,
        created_at=MONDAY + timedelta(hours=number),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def agent(number: int, body: str, **changes: object) -> DeskEntry:
    return entry(number, body, **{"author_id": AGENT, "incoming": False, **changes})


def ticket(*entries: DeskEntry, **changes: object) -> DeskTicket:
    plain = DeskTicket(
        id=41,
        subject="Exit fee",
        description="<p>What is the exit fee of IM+?</p>",
        status=2,
        priority=1,
        source=1,
        type="Question",
        tags=("app",),
        group_id=None,
        responder_id=None,
        product_id=None,
        requester_id=ASHA.id,
        spam=False,
        deleted=False,
        created_at=MONDAY,
        updated_at=MONDAY,
        custom_fields={},
        attachments=0,
        entries=entries,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def named(text: str) -> tuple[str, ...]:
    return ("IM+",) if "IM+" in text else ()


def read(
    desk_ticket: DeskTicket, mapping: Mapping[str, str] | None = None, own_posts: Mapping[int, int] | None = None
) -> tuple[Ticket, Message, Mapping[str, str]]:
    return understand(desk_ticket, ASHA, named, mapping or {}, own_posts or {}, ("support@lendora.example",))


def test_a_new_ticket_waits_with_its_description() -> None:
    _, message, _ = read(ticket())
    assert message.id == 0
    assert message.text == message.newest == "What is the exit fee of IM+?"
    assert message.products_named == ("IM+",)
    assert message.language == "en"
    assert message.author_is_requester


@pytest.mark.parametrize("body", ["", "<p> </p>", "<p>Hi team,</p><p>Thanks and regards</p>"])
def test_a_question_that_stands_in_the_subject_alone_is_read_from_there(body: str) -> None:
    _, message, _ = read(ticket(subject="How do I withdraw?", description=body))
    assert message.newest.startswith("How do I withdraw?")
    assert message.text.startswith("How do I withdraw?")


def test_the_subject_is_no_part_of_a_message_that_says_something_itself() -> None:
    _, message, _ = read(ticket(agent(1, "Done"), entry(2, "Thanks"), subject="How do I withdraw?", description=""))
    assert message.text == "Thanks", "the subject is that of the first message"
    _, message, _ = read(ticket(subject="Urgent", description="What is the exit fee?"))
    assert message.text == "What is the exit fee?"


def test_everything_since_the_last_public_reply_waits_in_order() -> None:
    _, message, _ = read(ticket(entry(1, "old"), agent(2, "Answered."), entry(3, "Not quite."), entry(4, "And tax?")))
    assert (message.id, message.text, message.newest) == (4, "Not quite.\n\nAnd tax?", "And tax?")


def test_the_description_belongs_to_what_waits_while_nobody_answered() -> None:
    _, message, _ = read(ticket(entry(3, "Hello? Anybody?")))
    assert message.text == "What is the exit fee of IM+?\n\nHello? Anybody?"


@pytest.mark.parametrize(
    "answer", [agent(2, "Answered."), agent(2, "A public note.", source=2), agent(2, "Ours.", auto_response=True)]
)
def test_after_an_answer_nothing_waits(answer: DeskEntry) -> None:
    own_posts = {2: 0} if answer.auto_response else {}
    _, message, _ = read(ticket(answer), own_posts=own_posts)
    assert not message.waits


def test_what_came_in_while_our_answer_was_posted_still_waits() -> None:
    crossed = ticket(entry(1, "And the lock-in?"), agent(2, "The fee is 2 %.", auto_response=True))
    _, message, _ = read(crossed, own_posts={2: 0})
    assert (message.id, message.text) == (1, "And the lock-in?")
    assert not read(crossed, own_posts={2: 1})[1].waits


def test_a_persons_answer_counts_for_all_above_it() -> None:
    crossed = ticket(entry(1, "And the lock-in?"), agent(2, "Ours."), entry(3, "And tax?"), agent(4, "A person's."))
    assert (
        read(replace(crossed, entries=crossed.entries[:3]), own_posts={2: 0})[1].text == "And the lock-in?\n\nAnd tax?"
    )
    assert not read(crossed, own_posts={2: 0})[1].waits


def test_a_later_answer_of_ours_brings_nothing_back() -> None:
    twice = ticket(entry(1, "And tax?"), agent(2, "Ours."), agent(3, "Ours again."))
    assert not read(twice, own_posts={2: 1, 3: 0})[1].waits


def test_a_private_note_of_ours_answers_nothing() -> None:
    _, message, _ = read(ticket(agent(2, "A draft", private=True, source=2)), own_posts={2: 0})
    assert message.id == 0


AWAY = "I am out of office until Monday."


@pytest.mark.parametrize(
    "machines", [entry(2, AWAY), entry(2, "Great!", source=6), entry(2, "We have got your mail", auto_response=True)]
)
def test_a_machines_mail_swallows_no_question_above_it(machines: DeskEntry) -> None:
    answered, message, _ = read(ticket(machines))
    assert (message.id, message.text, message.robot) == (0, "What is the exit fee of IM+?", "")
    assert message.newest == message.text
    assert answered.entries[1].robot


def test_where_only_machines_wait_the_message_is_one_of_theirs() -> None:
    _, message, _ = read(ticket(agent(1, "Answered"), entry(2, AWAY), entry(3, "Great!", source=6)))
    assert (message.id, message.robot) == (3, "an answer to a satisfaction survey")


def test_a_machines_mail_that_came_with_our_answer_is_ignored_for_itself() -> None:
    _, message, _ = read(ticket(entry(1, AWAY), agent(2, "Ours.")), own_posts={2: 0})
    assert message.robot


def test_an_automatic_acknowledgement_is_no_answer() -> None:
    _, message, _ = read(ticket(agent(2, "We got your mail.", auto_response=True)))
    assert message.id == 0


def test_private_notes_keep_their_place_and_lose_their_text() -> None:
    note = agent(2, "Customer is difficult, offer 24 %", private=True, source=2)
    answered, message, mapping = read(ticket(note, entry(3, "Any news?")))
    assert [(one.id, one.private, one.text) for one in answered.entries][1] == (2, True, "")
    assert "24" not in repr((answered, message, mapping))
    assert message.text == "What is the exit fee of IM+?\n\nAny news?"


def test_a_private_mail_of_a_third_party_is_not_the_customers() -> None:
    _, message, _ = read(ticket(entry(2, "From the bank", private=True, author_id=55)))
    assert message.id == 0


def test_entries_are_put_in_order_by_time() -> None:
    late = entry(3, "second")
    early = entry(9, "first", created_at=MONDAY + timedelta(minutes=1))
    answered, message, _ = read(ticket(late, early))
    assert [one.id for one in answered.entries] == [0, 9, 3]
    assert message.id == 3


def test_a_third_party_in_copy_is_not_the_requester() -> None:
    _, message, _ = read(ticket(entry(2, "I am her brother", author_id=55)))
    assert not message.author_is_requester


def test_a_third_party_below_whom_the_requester_wrote_again_counts() -> None:
    _, message, _ = read(ticket(entry(2, "I am her brother", author_id=55), entry(3, "Thanks in advance")))
    assert not message.author_is_requester


def test_a_third_party_who_was_answered_no_longer_counts() -> None:
    _, message, _ = read(ticket(entry(2, "I am her brother", author_id=55), agent(3, "Noted."), entry(4, "And tax?")))
    assert message.author_is_requester


def test_what_the_company_wrote_first_waits_for_nothing() -> None:
    answered, message, _ = read(ticket(source=10, description="<p>Your KYC is due.</p>", responder_id=AGENT))
    assert not message.waits
    assert not answered.entries[0].incoming


def test_a_reply_to_what_the_company_wrote_first_waits() -> None:
    _, message, _ = read(ticket(entry(1, "Done."), source=10))
    assert (message.id, message.text) == (1, "Done.")


def test_everything_stored_is_masked_and_can_be_restored() -> None:
    desk_ticket = ticket(
        entry(1, "<p>Call 98765 43210, card 4111 1111 1111 1111, or write to asha@example.com.<br>Asha</p>"),
        agent(2, "<p>Dear Asha Rao, noted.</p>"),
        entry(3, "My id is LEN-77"),
        subject="From asha@example.com",
        custom_fields={"cf_other_mail": "second@example.org", "cf_premium": True, "cf_none": None, "cf_sum": 5},
        tags=("asha@example.com",),
    )
    answered, message, mapping = read(desk_ticket)
    stored = repr((answered, message))
    for secret in ("asha@", "second@", "98765", "4111", "Asha", "Rao", "LEN-77"):
        assert secret not in stored
    assert answered.custom_fields["cf_premium"] == "yes"
    assert (answered.custom_fields["cf_none"], answered.custom_fields["cf_sum"]) == ("", "5")
    assert restore(message.newest, mapping) == "My id is LEN-77"
    assert restore(answered.custom_fields["cf_other_mail"], mapping) == "second@example.org"


def test_placeholders_are_the_same_in_a_later_run() -> None:
    first, _, mapping = read(ticket(entry(1, "I wrote from second@example.org")))
    later, _, _ = read(ticket(entry(1, "I wrote from second@example.org"), entry(2, "third@example.org")), mapping)
    assert later.entries[1].text == first.entries[1].text


def test_products_are_looked_for_before_masking() -> None:
    called: list[str] = []
    understand(ticket(subject="asha@example.com"), ASHA, lambda text: (called.append(text), ())[1], {}, {})
    assert called == ["asha@example.com\nWhat is the exit fee of IM+?"]


def test_a_quoted_mail_names_no_product() -> None:
    body = '<p>Thanks!</p><div class="freshdesk_quote"><blockquote class="freshdesk_quote">About IM+</blockquote></div>'
    _, message, _ = read(ticket(subject="Re: Exit fee", description=body))
    assert (message.text, message.products_named) == ("Thanks!", ())


QUOTED = '<blockquote class="freshdesk_quote"><p>Your IM+ fee is 2 %. Is that fine?</p></blockquote>'


def test_a_mail_that_is_only_a_quote_is_kept_as_a_quote_and_names_no_product() -> None:
    _, message, _ = read(ticket(description=QUOTED))
    assert message.text == "> Your IM+ fee is 2 %. Is that fine?"
    assert message.products_named == ()
    assert message.doubt == "the message is nothing but quoted mail"


def test_one_quote_among_what_waits_leaves_a_doubt() -> None:
    _, message, _ = read(ticket(entry(1, QUOTED), entry(2, "Any news?")))
    assert message.doubt
    assert not read(ticket(entry(2, "Any news?")))[1].doubt


def test_a_mail_that_is_too_long_leaves_a_doubt() -> None:
    _, message, _ = read(ticket(description="My story. " * 10_001))
    assert len(message.text) <= 100_000
    assert message.doubt == "the message is longer than 100,000 characters, and the rest was not read"


def test_an_out_of_office_subject_counts_for_the_description_only() -> None:
    away = ticket(subject="Automatic reply: Exit fee", description="<p>Back on Monday.</p>")
    assert read(away)[1].robot
    assert not read(replace(away, entries=(entry(1, "I am back now, what is the fee?"),)))[1].robot


def test_a_survey_answer_is_a_robots() -> None:
    assert read(ticket(agent(1, "Answered"), entry(2, "Great!", source=6)))[1].robot


def test_a_ticket_from_our_own_mailbox_is_a_robots() -> None:
    contact = replace(ASHA, email="support@lendora.example")
    _, message, _ = understand(ticket(), contact, named, {}, {}, ("support@lendora.example",))
    assert message.robot


THANKS = "<p>Thanks, that worked!</p>"


def courtesy(*entries: DeskEntry, **changes: object) -> bool | None:
    return read(ticket(*entries, **changes))[1].courtesy


def test_thanks_for_an_answer_are_courtesy() -> None:
    assert courtesy(agent(1, "<p>It is 1 %.</p>"), entry(2, THANKS)) is True
    assert courtesy(agent(1, "<p>It is 1 %.</p>"), entry(2, THANKS), entry(3, "<p>👍</p>")) is True


def test_thanks_are_none_where_something_waits_beside_them() -> None:
    assert courtesy(entry(2, THANKS)) is False  # the first question was never answered
    assert courtesy(agent(1, "<p>It is 1 %.</p>"), entry(2, THANKS), entry(3, "<p>And the tax?</p>")) is False


def test_thanks_that_answer_a_question_of_ours_are_none() -> None:
    assert courtesy(agent(1, "<p>Shall I close your account?</p>"), entry(2, THANKS)) is False
    assert courtesy(agent(1, "<p>It is 1 %. Anything else we can do?</p>"), entry(2, THANKS)) is True
    noted = agent(2, "<p>Shall we call him?</p>", private=True)
    assert courtesy(agent(1, "<p>It is 1 %.</p>"), noted, entry(3, THANKS)) is True


def test_thanks_with_a_file_are_none() -> None:
    assert courtesy(agent(1, "<p>Send it.</p>"), entry(2, THANKS, attachments=1)) is False
    picture = f'{THANKS}<img src="https://x.example/1.png" class="inline-image">'
    assert courtesy(agent(1, "<p>Send it.</p>"), entry(2, picture)) is False


def test_a_mail_that_came_over_a_list_is_a_machines() -> None:
    _, message, _ = read(ticket(to_emails=("Users <im-users@lists.example.org>",)))
    assert message.robot == "it came over the mailing list at lists.example.org"
    assert message.courtesy is False
    assert not read(ticket(to_emails=("im-users@lists.example.org", "support@lendora.example")))[1].robot
    over_it = entry(2, "<p>Hello</p>", to_emails=("im@googlegroups.com",))
    assert read(ticket(agent(1, "<p>It is 1 %.</p>"), over_it))[1].robot


def test_the_language_is_that_of_all_that_waits_and_without_words_that_of_the_subject() -> None:
    german = "<p>Wie lange dauert es, bis mein Geld auf meinem Konto ankommt? Ich warte schon seit zwei Wochen.</p>"
    _, followed, _ = read(ticket(entry(1, "<p>Any news?</p>"), description=german))
    assert followed.language == "de"
    _, empty, _ = read(ticket(subject="Wann kommt mein Geld endlich an?", description="<p></p>"))
    assert empty.language == "de"


def test_a_bare_name_in_the_subject_is_known_from_the_message() -> None:
    read_ticket, message, mapping = read(
        ticket(subject="Zorawar Bhullar", description="My nominee is Zorawar Bhullar.")
    )
    assert (read_ticket.subject, message.text) == ("[person 1]", "My nominee is [person 1].")
    assert mapping["[person 1]"] == "Zorawar Bhullar"
