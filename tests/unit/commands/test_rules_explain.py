from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from router.cli import cli
from router.errors import Unavailable
from router.run import Run, Trouble
from router.settings import read_settings
from router.stages.route import route
from router.store.tables import vault
from router.store.vault import SealedVault, privacy_key
from router.types import Customer, Receipt
from router.wiring import Store, open_store
from tests.laid_out import lay_out
from tests.unit.rulebook.shop import written_to
from tests.unit.tickets import DRAFT, ENTRY, MESSAGE, MORNING, TICKET

COCOA_HOLDER = Customer("existing", ("Cocoa",), ("shared", "Cocoa"), False, "strong", "reply")
WORDS = "My cup is broken, write to [email 1]"
BROKEN = replace(MESSAGE, text=WORDS, newest=WORDS)
RUN = Run(
    "run-1",
    42,
    MORNING,
    MORNING,
    ticket=replace(TICKET, entries=(replace(ENTRY, text=WORDS),)),
    message=BROKEN,
    customer=COCOA_HOLDER,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written_to(tmp_path / "rules")


@pytest.fixture
def new_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'router.sqlite'}")
    settings = read_settings()
    lay_out(settings)
    return open_store(settings, connections=1)


@pytest.fixture
def store(new_store: Store, folder: Path) -> Store:
    new_store.rule_sets.publish(folder, "a lead", MORNING)
    return new_store


@pytest.fixture(autouse=True)
def _as_wide_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def explain(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["rules", "explain", "--templates", "no-templates", *arguments], input=stdin)


def kept(store: Store, run: Run) -> Run:
    """The run as the worker would have decided and recorded it, under the rules in force."""
    rules = store.rule_sets.in_force()
    if run.ticket and run.message and run.customer:
        run = replace(run, route=route(run.ticket, run.message, run.customer, rules, at=run.started_at))
    run = replace(run, rules=rules.sha256)
    store.records.finish(run, "decided", run.started_at, None)
    return run


def test_facts_of_a_file_are_explained_rule_by_rule(folder: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("message: My cup is broken\n")
    result = explain("--facts", str(facts), "--rules", str(folder), "--all")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.output.splitlines()]
    assert "routing.yaml: broken decides – hand over: Something arrived broken" in lines
    assert "no   in-german (line 3): Written in German – it doesn't apply" in lines
    assert "yes  broken (line 11): Something arrived broken – it decides" in lines
    assert "yes    message contains broken, smashed – it read: broken" in lines
    assert "no     ticket.tags is any of breakage – not known, so it counts as empty" in lines
    assert "sending.yaml: no rule is asked, because no draft is written" in lines


def test_rules_that_were_not_reached_are_looked_at_when_asked(folder: Path) -> None:
    result = explain("--facts", "-", "--rules", str(folder), "--all", stdin="message: My cup is broken")
    assert "closed-now (line 26): Nobody is there – not reached; it wouldn't apply either" in result.output


def test_facts_of_a_draft_are_explained_up_to_the_lane(folder: Path) -> None:
    facts = '{"message": "What is the price?", "draft.template": "price-of-cocoa"}'
    result = explain("--facts", "-", "--rules", str(folder), "--expect", "prices", stdin=facts)
    assert result.exit_code == 0
    assert 'routing.yaml: no rule decides, so "otherwise" – retrieve' in result.output
    assert "sending.yaml: prices decides – reply 10%, others note" in result.output
    assert "tests/usual.yaml" in result.output


def test_a_whole_mail_can_be_explained(folder: Path) -> None:
    mail = "mail: {from: asha@example.com, text: My cup is smashed}\ncustomer list: {products: Cocoa}\n"
    result = explain("--facts", "-", "--rules", str(folder), "--expect", "broken", stdin=mail)
    assert result.exit_code == 0
    assert "message contains broken, smashed – it read: smashed" in result.output


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("mesage: Hello", 'stdin:1:1: unknown fact "mesage", did you mean "message"?'),
        ("customer.kind: odd", 'stdin:1:16: "customer.kind" can never be "odd"'),
        ("message: [", "stdin:2:1: a value is missing here"),
    ],
)
def test_facts_that_can_not_be_are_told_with_their_place(folder: Path, facts: str, says: str) -> None:
    result = explain("--facts", "-", "--rules", str(folder), stdin=facts)
    assert result.exit_code == 1
    assert says in result.output


def test_another_rule_than_expected_makes_the_exit_code_1(folder: Path) -> None:
    arguments = ("--facts", "-", "--rules", str(folder), "--expect")
    result = explain(*arguments, "otherwise", stdin="message: My cup is broken")
    assert result.exit_code == 1
    assert "expected otherwise to decide, but it was broken" in result.output
    unknown = explain(*arguments, "brokn", stdin="message: Hello")
    assert unknown.exit_code == 1
    assert 'there is no rule "brokn", did you mean "broken"?' in unknown.output


def test_a_ticket_is_explained_under_the_rules_it_went_by(store: Store, folder: Path) -> None:
    kept(store, replace(RUN, receipt=Receipt("note", "handed over: Something arrived broken")))
    (folder / "routing.yaml").write_text("otherwise: {retrieve: {from: shared}}\n")
    result = explain("42", "--expect", "broken")
    assert result.exit_code == 0
    assert result.output.startswith("handed over to Repairs by broken: Something arrived broken\n")
    assert "broken (line 11): Something arrived broken – it decides" in result.output


def test_a_ticket_can_be_explained_under_the_rules_of_a_folder(store: Store, folder: Path) -> None:
    kept(store, replace(RUN, receipt=Receipt("note", "handed over: Something arrived broken")))
    text = (folder / "routing.yaml").read_text()
    (folder / "routing.yaml").write_text(text.replace("[broken, smashed]", "[smashed]"))
    result = explain("42", "--rules", str(folder), "--expect", "otherwise")
    assert result.exit_code == 0
    assert 'the run went by other rules, and by them "broken" decided' in result.output


def test_personal_data_stays_masked(store: Store) -> None:
    kept(store, replace(RUN, message=replace(BROKEN, text="Write to [email 1]"), receipt=Receipt("note", "x")))
    assert "The message: Lock-in Write to [email 1]" in explain("42").output


REPAIRS = "message: {contains: [repairs@shop.example]}"


def decided_by_an_address(store: Store, folder: Path) -> Run:
    """A run whose rule was met by what stands behind its placeholder."""
    text = (folder / "routing.yaml").read_text()
    (folder / "routing.yaml").write_text(text.replace("message: {contains: [broken, smashed]}", REPAIRS))
    store.rule_sets.publish(folder, "a lead", MORNING)
    found = kept(store, replace(RUN, receipt=Receipt("note", "handed over: Something arrived broken")))
    assert found.route is not None
    run = replace(found, route=replace(found.route, decision="hand over", rule="broken"))
    store.records.finish(run, "decided", run.started_at, None)
    return run


def sealed(store: Store) -> SealedVault:
    return SealedVault(store.engine, privacy_key(read_settings()), store.clock)


def test_what_was_erased_since_is_told_and_the_program_is_not_blamed(store: Store, folder: Path) -> None:
    run = decided_by_an_address(store, folder)
    assert run.ticket is not None
    sealed(store).grow(run.ticket.requester_id, lambda _: (None, {"[email 1]": "repairs@shop.example"}))
    before = explain("42", "--expect", "broken")
    assert before.exit_code == 0
    assert "erased" not in before.output
    with store.engine.begin() as connection:
        connection.execute(sa.delete(vault))
    after = explain("42", "--expect", "otherwise")
    assert after.exit_code == 0
    assert "the ticket held personal data that has been erased since: placeholders were compared" in after.output
    assert "the record says that broken decided; what it read can't be compared any more" in after.output
    assert "the program has changed" not in after.output


def test_a_draft_is_explained_by_sending_too(store: Store) -> None:
    asked = replace(MESSAGE, text="What is the price?")
    drafted = replace(RUN, message=asked, draft=replace(DRAFT, template="price-of-cocoa"), receipt=Receipt("note", "x"))
    kept(store, drafted)
    told = json.loads(explain("42", "--json").output)
    assert told["files"]["routing.yaml"]["decided"] == "otherwise"
    assert told["files"]["sending.yaml"]["decided"] == "prices"
    (prices,) = told["files"]["sending.yaml"]["rules"]
    assert prices["conditions"]["join"] == "all"
    assert [part["held"] for part in prices["conditions"]["parts"]] == [True, True]


def test_what_is_left_alone_before_any_rule_says_so(store: Store) -> None:
    ignored = replace(RUN, ticket=replace(TICKET, spam=True), receipt=Receipt("nothing", "spam"))
    kept(store, ignored)
    result = explain("42", "--expect", "built in")
    assert result.exit_code == 0
    assert result.output.startswith("nothing was posted: it was left alone: the ticket is marked as spam (built in")
    assert "That is a decision: nothing is broken." in result.output
    assert "3 rules were not reached: --all shows them" in result.output
    assert "routing.yaml: decided before any rule, which is built in – ignore: the ticket is marked" in result.output


def test_a_ticket_whose_bell_never_rang_says_so(store: Store) -> None:
    result = explain("77")
    assert result.exit_code == 0
    first, second = result.output.splitlines()
    assert first.startswith("no record of ticket 77. Is the number right? If it is: its webhook has never called")
    assert second.startswith("configuration: its bell never rang")
    assert explain("77", "--expect", "broken").exit_code == 1


def test_a_call_that_was_refused_is_the_reason_for_silence(store: Store) -> None:
    store.rejected.keep('the JSON holds no "ticket_id"', '{"ticket": 77, "other": 1770}', MORNING)
    assert 'the call was refused: the JSON holds no "ticket_id".' in explain("77").output
    assert "its bell never rang" in explain("177").output


def test_a_bell_that_waits_is_told_with_what_keeps_it(store: Store) -> None:
    store.inbox.ring(77, store.clock.now() - timedelta(days=2), 0.0)
    assert "fault: its bell rang 2 days ago, and no worker is alive to take it." in explain("77").output
    store.switches.set("sending", "stopped", "ops", MORNING)
    assert "configuration: its bell rang 2 days ago, and sending is stopped" in explain("77").output


def test_a_run_without_rules_tells_that_none_were_published(new_store: Store) -> None:
    with pytest.raises(Unavailable) as problem:
        new_store.rule_sets.in_force()
    new_store.records.keep(
        Run("run-1", 77, MORNING, MORNING, trouble=Trouble(problem.value.place, problem.value.says, "later")), MORNING
    )
    told = explain("77").output
    assert "configuration: rules: no rules were published yet" in told
    assert "no rule was looked at: the run ended before it had read the ticket" in told


def test_show_tells_whose_doing_the_silence_is(store: Store) -> None:
    kept(store, replace(RUN, ticket=replace(TICKET, spam=True), receipt=Receipt("nothing", "spam")))
    shown = CliRunner().invoke(cli, ["tickets", "show", "42"])
    assert "decision: it was left alone: the ticket is marked as spam" in shown.output
    missing = CliRunner().invoke(cli, ["tickets", "show", "77"])
    assert missing.exit_code == 1
    assert "no record of ticket 77. configuration: its bell never rang" in missing.output


def test_a_ticket_or_a_file_must_be_said_and_not_both(folder: Path) -> None:
    assert explain().exit_code == 2
    assert explain("42", "--facts", "-").exit_code == 2
