from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from router.commands.rules import rules
from router.run import Run
from router.settings import read_settings
from router.store.tables import records
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store, open_store
from tests.laid_out import lay_out
from tests.unit.replay.desk import FILES, LIVE, STRANGER, past
from tests.unit.tickets import TICKET

DESK = "https://lendora.freshdesk.example"


@dataclass(frozen=True)
class Lead:
    """A working folder, the database with the rules in force, and what a lead types."""

    folder: Path
    var: Path
    store: Store

    def run(self, command: str, *arguments: str, columns: int = 120) -> Result:
        env = {"VAR_DIR": str(self.var), "DATABASE_URL": "", "FRESHDESK_URL": DESK, "COLUMNS": str(columns)}
        return CliRunner().invoke(rules, [command, *arguments], env=env)

    def replay(self, *arguments: str, columns: int = 120) -> Result:
        templates = str(self.var / "no-templates")
        return self.run("replay", "--rules", str(self.folder), "--templates", templates, *arguments, columns=columns)

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def keep(self, *runs: Run) -> None:
        for run in runs:
            self.store.records.keep(run, run.started_at)


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Lead]:
    settings = read_settings(var=tmp_path / "var", database_url="")
    lay_out(settings)
    store = open_store(settings, connections=1)
    folder = tmp_path / "rules"
    for file, text in FILES.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    assert store.rule_sets.publish(folder, "anna", store.clock.now()).sha256 == LIVE.sha256
    yield Lead(folder, tmp_path / "var", store)
    store.engine.dispose()


def test_unchanged_rules_change_nothing(lead: Lead) -> None:
    lead.keep(past(number=1), past("I was hacked", 2))
    result = lead.replay("--protect", "anything -> anything")
    assert result.exit_code == 0
    assert result.output.startswith("Nothing would change: 2 past decisions on 2 tickets (20 November 2026)")


def test_a_rule_that_would_answer_a_handed_over_ticket_comes_first_and_protect_makes_exit_1(lead: Lead) -> None:
    lead.keep(past(number=1), past("I was hacked", 2), past("I was hacked twice", 3))
    lead.edit("routing.yaml", "[fraud, hacked]", "[fraud]")
    lead.edit("sending.yaml", "highest lane: reply", "highest lane: note")
    result = lead.replay("--protect", "hand over -> answer")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith("Of 3 past decisions on 3 tickets (20 November 2026), 1 would be the same and 2")
    assert lines[1].strip() == "2 would go farther than before"
    assert "Protected, and would happen: hand over -> answer, 2 times" in result.output
    assert "hand over to Risk, priority urgent" in result.output
    assert "another search, note at most" in result.output
    assert f"{DESK}/a/tickets/3" in result.output
    assert lead.replay("--protect", "hand over -> reply").exit_code == 0
    assert lead.replay().exit_code == 0


def test_a_segment_change_breaks_what_is_protected(lead: Lead) -> None:
    lead.keep(past(number=1))
    lead.edit("segments.yaml", "title: IM, may see: [IM]", "title: IM, may see: [IM, IM+]")
    result = lead.replay("--protect", "segments")
    assert result.exit_code == 1
    assert "1 would see, or be searched in, other content" in result.output


def test_a_name_that_is_no_move_is_told_before_anything_is_read(lead: Lead) -> None:
    result = lead.replay("--protect", "segmnets")
    assert result.exit_code == 2
    assert 'did you mean "segments"?' in " ".join(result.output.split())


def test_protecting_without_a_record_to_prove_it_is_no_success(lead: Lead) -> None:
    result = lead.replay("--protect", "segments")
    assert result.exit_code == 1
    assert "There was nothing to compare" in result.output
    assert lead.replay().exit_code == 0


def test_last_and_days_say_which_records(lead: Lead) -> None:
    lead.keep(*(past(number=number) for number in range(1, 6)))
    old = lead.store.clock.now() - timedelta(days=40)
    lead.store.records.keep(past(number=6), old)

    def decisions(*arguments: str) -> int:
        return int(json.loads(lead.replay("--json", *arguments).output)["decisions"])

    assert decisions() == 6
    assert decisions("--last", "2") == 2
    assert decisions("--days", "100000") == 6
    assert lead.replay("--last", "2", "--days", "2").exit_code == 2


def test_machines_get_the_report_with_the_time_it_took(lead: Lead) -> None:
    lead.keep(past("I was hacked", 2))
    lead.edit("routing.yaml", "group: Risk", "group: Legal")
    found = json.loads(lead.replay("--json", "--protect", "group").output)
    assert found["groups"][0]["reasons"][0]["tickets"][0]["link"] == f"{DESK}/a/tickets/2"
    assert found["protected"] == {"group": 1}
    assert 0 <= found["seconds_reading"] <= found["seconds"]
    assert 0 <= found["reading_share"] <= 1


def test_the_page_and_the_markdown_are_written(lead: Lead, tmp_path: Path) -> None:
    lead.keep(past("I was hacked", 2))
    lead.edit("routing.yaml", "group: Risk", "group: Legal")
    page, markdown = tmp_path / "replay.html", tmp_path / "replay.md"
    assert lead.replay("--html", str(page), "--markdown", str(markdown)).exit_code == 0
    assert "hand over to Legal" in page.read_text(encoding="utf-8")
    assert "hand over to Legal" in markdown.read_text(encoding="utf-8")
    nowhere = lead.replay("--html", str(tmp_path / "nowhere" / "replay.html"))
    assert nowhere.exit_code == 1
    assert "can't be written" in nowhere.output


def test_personal_data_is_compared_and_never_shown(lead: Lead, tmp_path: Path) -> None:
    vault = SealedVault(lead.store.engine, privacy_key(read_settings(var=lead.var)), lead.store.clock)
    vault.grow(TICKET.requester_id, lambda _: (None, {"[email 1]": "ravi@mail.example"}))
    lead.keep(past("Write to [email 1], please", 1))
    lead.edit("routing.yaml", "[fraud, hacked]", "[mail.example]")
    page = tmp_path / "replay.html"
    result = lead.replay("--html", str(page))
    assert "hand over to Risk" in result.output
    assert "ravi" not in result.output + page.read_text(encoding="utf-8")


def test_mistakes_in_the_folder_are_printed_as_everywhere(lead: Lead) -> None:
    lead.edit("routing.yaml", "group: Risk", "grup: Risk")
    result = lead.replay()
    assert result.exit_code == 1
    assert 'did you mean "group"?' in result.output


def test_without_rules_in_force_there_is_nothing_to_compare_with(lead: Lead, tmp_path: Path) -> None:
    empty = Lead(lead.folder, tmp_path / "other", lead.store)
    result = empty.replay()
    assert result.exit_code == 1
    assert "no rules were published yet" in result.output


def test_trials_are_summed_up_with_what_decided_instead(lead: Lead) -> None:
    assert "No rule is on trial" in lead.run("trials").output
    lead.edit("routing.yaml", "title: Newcomers", "trial: yes\n    title: Newcomers")
    on_trial = lead.store.rule_sets.publish(lead.folder, "anna", lead.store.clock.now())
    lead.keep(past(number=1, rules=on_trial, evidence=STRANGER), past(number=2, rules=on_trial))
    result = lead.run("trials")
    assert result.exit_code == 0
    assert "Rules on trial, over 2 past decisions" in result.output
    assert "newcomers (routing.yaml): would have decided 1 time, looked at 2 times" in result.output
    assert f"1× instead of otherwise (retrieve)\n         {DESK}/a/tickets/1\n" in result.output
    (found,) = json.loads(lead.run("trials", "--json").output)["trials"]
    assert (found["reached"], found["would"]) == (2, 1)
    assert found["against"] == [{"rule": "otherwise", "decision": "retrieve", "count": 1, "tickets": [1]}]


@pytest.mark.parametrize("columns", [30, 80, 120])
def test_no_name_and_no_move_is_ever_cut_however_narrow_the_terminal(lead: Lead, columns: int) -> None:
    name = "-".join(["a-standard-reply-with-a-long-name"] * 4)
    lead.keep(past(number=1, evidence=STRANGER))
    lead.edit("routing.yaml", "template: welcome", f"template: {name}")
    lines = lead.replay(columns=columns).output.splitlines()
    assert not any("…" in line for line in lines)
    begin = next(number for number, line in enumerate(lines) if line.split()[:1] == ["to"])
    shown = "".join("".join(line.split()) for line in lines[begin:])
    assert f"standardreply{name},noteatmost" in shown
    assert max(len(line) for line in lines if "/a/tickets/" not in line) <= columns


def test_records_that_cannot_be_read_are_said_by_both_commands(lead: Lead) -> None:
    lead.edit("routing.yaml", "title: Newcomers", "trial: yes\n    title: Newcomers")
    on_trial = lead.store.rule_sets.publish(lead.folder, "anna", lead.store.clock.now())
    lead.keep(past(number=1, rules=on_trial), past(number=2, rules=on_trial))
    with lead.store.engine.begin() as connection:
        odd = {"id": "run-1", "ticket_id": "none"}
        connection.execute(sa.update(records).where(records.c.run == "run-1").values(record=odd))
    for command in (lead.replay(columns=200), lead.run("trials")):
        assert command.exit_code == 0
        assert "1 decision not co" in command.output
        assert "the record is written in a form that this version can't read" in command.output


def test_a_rule_that_decided_before_its_trial_is_not_said_to_have_been_looked_at_in_vain(lead: Lead) -> None:
    lead.keep(past(number=1, evidence=STRANGER), past(number=2, evidence=STRANGER))
    lead.edit("routing.yaml", "title: Newcomers", "trial: yes\n    title: Newcomers")
    lead.store.rule_sets.publish(lead.folder, "anna", lead.store.clock.now())
    output = lead.run("trials").output
    assert "newcomers (routing.yaml): no ticket has come as far as this rule since it is on trial" in output
    assert "while it wasn't on trial it decided 2 times" in output
