from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from router.types import Permit, Receipt, RuleTrace
from router.wiring import Store
from tests.unit.commands.test_rules_explain import RUN, explain, folder, kept, new_store, store
from tests.unit.tickets import DRAFT, MESSAGE, MORNING, TICKET

__all__ = ["folder", "new_store", "store"]

ASKED = replace(MESSAGE, text="What is the price?")
PRICED = replace(RUN, message=ASKED, draft=replace(DRAFT, template="price-of-cocoa"))
SAYS = 'the rule "Prices" says: reply'
PERMIT = Permit("reply", "prices", (SAYS,), ("answered-price",), (RuleTrace("prices", "Prices", "decided"),))
WEAK = "who is writing rests on a weak sign"


def first_line(*arguments: str) -> str:
    return explain(*arguments).output.splitlines()[0]


def test_a_reply_names_its_rule_and_how_to_hold_such_answers_back(store: Store) -> None:
    kept(store, replace(PRICED, permit=PERMIT, receipt=Receipt("reply", SAYS)))
    told = "reply sent: prices (Prices) says reply. To hold such answers back: python -m router rules lane prices note"
    assert first_line("42") == told


def test_a_draft_that_was_kept_back_tells_the_rule_and_the_reason(store: Store) -> None:
    lowered = replace(PERMIT, lane="note", reasons=(SAYS, WEAK), tags=())
    kept(store, replace(PRICED, permit=lowered, receipt=Receipt("note", f"{SAYS}; {WEAK}")))
    assert first_line("42") == f"note for an agent, with a draft: prices (Prices) says reply, but: {WEAK}."


def test_tags_that_could_not_be_written_are_told_with_the_reply(store: Store) -> None:
    remark = "the fields tags could not be written: no"
    kept(store, replace(PRICED, permit=PERMIT, receipt=Receipt("reply", f"{SAYS}. {remark}")))
    assert f"prices (Prices) says reply. {remark}. To hold" in first_line("42")


def test_a_note_without_a_draft_tells_why_there_is_none(store: Store) -> None:
    why = "no template and no article fits the message"
    kept(store, replace(RUN, message=ASKED, permit=Permit("note", "built in", (why,)), receipt=Receipt("note", why)))
    assert first_line("42") == f"note for an agent, without an answer: {why}"


def test_what_was_answered_before_is_told_when_nothing_has_waited_since(store: Store) -> None:
    kept(store, replace(PRICED, permit=PERMIT, receipt=Receipt("reply", SAYS)))
    nothing = replace(ASKED, id=-1, text="", newest="")
    kept(store, replace(RUN, id="run-2", message=nothing, receipt=Receipt("nothing", "nothing waits")))
    told = first_line("42")
    assert told.startswith("reply sent: prices (Prices) says reply.")
    assert told.endswith("Nothing has waited for an answer since.")


def test_only_the_rule_that_decided_is_shown_with_the_conditions_that_held(store: Store) -> None:
    kept(store, replace(RUN, receipt=Receipt("note", "handed over: Something arrived broken")))
    told = explain("42").output
    assert "message contains broken, smashed – it read: broken" in told
    assert "ticket.tags" not in told
    assert "in-german" not in told
    assert "1 rule before it didn't apply, 1 rule after it was not reached: --all shows them" in told
    assert "tags: breakage" in told


def test_a_rule_on_trial_that_would_have_decided_is_shown(store: Store, folder: Path) -> None:
    text = (folder / "routing.yaml").read_text()
    (folder / "routing.yaml").write_text(text.replace("    title: Something", "    trial: yes\n    title: Something"))
    store.rule_sets.publish(folder, "a lead", MORNING)
    kept(store, replace(RUN, receipt=Receipt("note", "x")))
    assert "broken (line 11): Something arrived broken – on trial: it would decide" in explain("42").output


def test_all_rules_are_shown_when_asked_and_the_outcome_is_repeated_at_the_end(store: Store) -> None:
    kept(store, replace(RUN, receipt=Receipt("note", "handed over: Something arrived broken")))
    lines = explain("42", "--all").output.splitlines()
    assert lines[-1] == lines[0] == "handed over to Repairs by broken: Something arrived broken"
    assert any("in-german (line 3)" in line for line in lines)
    assert any("ticket.tags is any of breakage" in line for line in lines)


def test_the_message_is_shown_once(store: Store) -> None:
    kept(store, replace(RUN, message=ASKED, permit=None, receipt=Receipt("note", "x")))
    told = explain("42", "--all").output
    assert told.count("What is the price?") == 1
    assert "message contains broken, smashed – it read: the message" in told


def test_tags_are_not_claimed_where_nothing_was_posted(store: Store) -> None:
    kept(store, replace(RUN, ticket=replace(TICKET, deleted=True, tags=("old",)), receipt=Receipt("nothing", "gone")))
    assert "tags:" not in explain("42").output


def test_facts_without_a_draft_say_that_no_template_is_looked_for(folder: Path) -> None:
    told = explain("--facts", "-", "--rules", str(folder), stdin="message: What is the price?").output
    assert told.endswith("sending.yaml: no template is looked for here; name draft.template to try sending.yaml\n")
    named = explain("--facts", "-", "--rules", str(folder), stdin="draft.template: price-of-coffee").output
    assert 'sending.yaml: no rule decides, so "otherwise" – note' in named


def test_a_message_among_the_facts_is_shown_once_too(folder: Path) -> None:
    told = explain("--facts", "-", "--rules", str(folder), "--all", stdin="message: What is the price?").output
    assert told.startswith("The message: What is the price?\n")
    assert told.count("What is the price?") == 1


def test_an_explanation_of_a_mail_begins_with_what_decided(folder: Path) -> None:
    told = explain("--facts", "-", "--rules", str(folder), stdin="mail: {from: asha@example.com, text: Hi}").output
    assert told.startswith('routing.yaml: no rule decides, so "otherwise" – retrieve\n')


@pytest.mark.parametrize("width", [80, 120])
def test_lines_end_where_the_terminal_does_and_nothing_is_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    words = [f"word{number}" for number in range(40)]
    text = (folder / "routing.yaml").read_text()
    (folder / "routing.yaml").write_text(text.replace("smashed]", f"smashed, {', '.join(words)}]"))
    monkeypatch.setenv("COLUMNS", str(width))
    told = explain("--facts", "-", "--rules", str(folder), stdin="message: My cup is broken").output
    lines = [line for line in told.splitlines() if "usual" not in line]
    assert width - 15 < max(map(len, lines)) <= width
    assert all(word in told for word in words)


def test_a_command_stays_in_one_line_so_that_it_can_be_copied(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(store, replace(PRICED, permit=PERMIT, receipt=Receipt("reply", SAYS)))
    monkeypatch.setenv("COLUMNS", "80")
    told = explain("42").output
    assert any("python -m router rules lane prices note" in line for line in told.splitlines())
