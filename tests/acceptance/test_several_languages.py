"""A search that understands German too: whoever writes German is answered in German, where a template has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run
from router.store.publications import Publication
from sandbox.demo.programs import Programs
from tests.acceptance.conftest import Service

HOLDERS = iter(
    f"{name}@example.com" for name in ("kavita.rao", "rohan.iyer", "lakshmi.krishnan", "arjun.mehta", "sanjay.gupta")
)
"""Somebody else each time: rules look at whoever writes often."""
IN_GERMAN = "Wie ändere ich das Bankkonto, auf das Sie auszahlen?"
ONLY_ENGLISH = "How do I add a nominee to my account?"
REPLIES = """highest lane: reply
rules: []
otherwise: {lane: reply}
"""


@pytest.fixture(scope="module")
def bilingual(service: Service) -> Iterator[Service]:
    """The service with a worker whose search understands English and German, and a lead who lets everything out."""
    before = service.store.rule_sets.in_force()
    # Scenarios name the rules by which they expect to be sent; these rules have none.
    emptied = dict.fromkeys((name for name, text in before.files.items() if "\nscenarios:" in text), "scenarios: []\n")
    _publish(service, from_files({**before.files, **emptied, "sending.yaml": REPLIES}))
    service.programs.end("worker")
    german = Programs(service.programs.folder, {**service.programs.environment, "EMBEDDING_LANGUAGES": "en,de"})
    german.start("worker", "router", "worker")
    try:
        yield service
    finally:
        german.end("worker")
        _publish(service, before)
        service.programs.start("worker", "router", "worker")


def _publish(service: Service, rules: RuleSet) -> None:
    service.store.rule_sets.put_in_force(
        rules, Publication(rules.sha256, service.store.clock.now(), "a test", "", "publish")
    )


def run_of(service: Service, text: str, subject: str, email: str = "") -> Run:
    return service.finished(service.control.mail(text, email=email or next(HOLDERS), subject=subject))


def note_of(run: Run, service: Service) -> str:
    assert run.receipt is not None
    assert run.receipt.delivered == "note", run.receipt
    assert service.control.replies(run.ticket_id) == []
    [note] = service.control.notes(run.ticket_id)
    return re.sub(r"<[^>]+>", "", note["body"])


def test_a_german_question_gets_the_german_template(bilingual: Service) -> None:
    run = run_of(bilingual, f"Guten Tag,\n\n{IN_GERMAN}\n\nMit freundlichen Grüßen", "Mein Konto")
    assert run.draft is not None
    assert run.draft.template == "change-bank-account-de"
    assert run.receipt is not None
    assert run.receipt.delivered == "reply", run.receipt
    [reply] = bilingual.control.replies(run.ticket_id)
    assert "das Bankkonto, auf das wir auszahlen, ändern Sie selbst" in reply["body"]
    assert "You can change the bank account" not in reply["body"]


def test_without_a_german_template_it_is_a_note_in_the_agents_language(bilingual: Service) -> None:
    run = run_of(bilingual, "Guten Tag,\n\nwie kann ich einen Nominee für mein Konto eintragen?", "Nominee eintragen")
    assert run.message is not None
    assert run.message.language == "de"
    note = note_of(run, bilingual)
    assert "The customer wrote in German." in note
    if run.draft is not None:
        assert not run.draft.template.endswith("-de")
        assert "This draft is in English." in note


def test_hindi_which_the_search_does_not_understand_is_a_note(bilingual: Service) -> None:
    run = run_of(bilingual, "IM me mera paisa kitne din tak lock in rahega?", "Paisa")
    note = note_of(run, bilingual)
    assert "The customer wrote in Hindi." in note
    assert "another language (hi) than the search understands" in note


def test_a_mail_in_two_languages_is_a_note_that_names_the_one_which_the_draft_is_not_in(bilingual: Service) -> None:
    run = run_of(bilingual, f"{ONLY_ENGLISH} Und wie lange dauert das dann, und was kostet es mich im Jahr?", "Nominee")
    assert run.message is not None
    assert run.message.language == "de"
    assert "The customer wrote in German." in note_of(run, bilingual)


def test_english_goes_out_in_english_as_before(bilingual: Service) -> None:
    run = run_of(bilingual, f"Hello,\n\n{ONLY_ENGLISH}\n\nThank you", "Nominee", "gurpreet.kaur@example.com")
    assert run.receipt is not None
    assert run.receipt.delivered == "reply", run.receipt
    assert run.draft is not None
    assert run.draft.template == "nominee"


def test_a_message_too_short_to_tell_is_a_note_that_says_so(bilingual: Service) -> None:
    run = run_of(bilingual, "IM KYC?", "KYC")
    assert run.message is not None
    assert run.message.language == ""
    note_of(run, bilingual)
