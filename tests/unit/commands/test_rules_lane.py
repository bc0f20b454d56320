from __future__ import annotations

import json

import pytest

from router.rulebook.ruleset import read_folder
from router.rulebook.sending import FILE, LaneStep
from router.store.switches import Line
from tests.unit.commands.desk_of_a_lead import Lead, lead

__all__ = ["lead"]

RULE = """\
  - id: {id}
    title: A rule of this test
    owner: priya@lendora.example
    when:
      draft.template: {{is: lock-in-im}}
    then:
      {then}
    examples:
      - match: {{draft.template: lock-in-im}}
      - no match: {{draft.template: nominee}}

"""


@pytest.fixture
def ours(lead: Lead) -> Lead:
    """Two rules of the test's own at the top of the file, whatever else stands there."""
    shared = RULE.format(id="ten-percent", then="lane: reply 10%\n      others: note   # the rest")
    whole = RULE.format(id="all-of-them", then="lane: reply")
    careful = RULE.format(id="in-shadow", then="lane: shadow")
    lead.edit(FILE, "rules:\n", f"rules:\n{shared}{whole}{careful}")
    lead.store.rule_sets.publish(lead.rules, "anna", lead.store.clock.now())
    return lead


def by_hand(lead: Lead) -> list[tuple[str, str]]:
    return [(line.what, line.value) for line in lead.store.switches.by_hand()]


def newest(lead: Lead) -> Line:
    return lead.store.switches.history(1)[0]


def test_a_rule_is_lowered_everywhere_and_the_list_says_who_and_why(ours: Lead) -> None:
    done = ours.run("lane", "all-of-them", "note", "--because", "two wrong replies today")
    assert done.exit_code == 0, done.output
    assert "all-of-them: at most note from now on, for all workers (the rules in force say reply)" in done.output
    assert ours.store.switches.lane_of("all-of-them") == "note"
    assert (newest(ours).author, newest(ours).because) == ("priya", "two wrong replies today")
    listed = ours.run("lane").output
    assert [line for line in listed.splitlines() if "all-of-them" in line and "priya" in line and "two wrong" in line]


def test_without_write_the_file_stays_and_the_difference_is_shown(ours: Lead) -> None:
    before = (ours.rules / FILE).read_bytes()
    shown = ours.run("lane", "ten-percent", "note").output
    assert "-      lane: reply 10%\n" in shown
    assert "+      lane: note\n" in shown
    assert (ours.rules / FILE).read_bytes() == before


def test_write_changes_the_lane_in_the_file_and_nothing_else(ours: Lead) -> None:
    before = (ours.rules / FILE).read_bytes()
    done = ours.run("lane", "ten-percent", "note", "--write")
    assert done.exit_code == 0, done.output
    old = b"      lane: reply 10%\n      others: note   # the rest\n"
    assert before.count(old) == 1
    after = before.replace(old, b"      lane: note\n      # the rest\n")
    assert (ours.rules / FILE).read_bytes() == after
    steps = {rule.id: rule.then.step for rule in read_folder(ours.rules).sending.rules}
    assert steps["ten-percent"] == LaneStep("note")
    assert "rules publish" in done.output


SCENARIO = """\
scenarios:
  - id: locked-in
    given: {message: How long is my money locked in?, customer.kind: existing, draft.template: lock-in-im}
    expect:
      lane: {rule: all-of-them, says: reply}
"""


def test_write_tells_what_expects_the_old_lane_and_that_the_tags_go_onto_notes(ours: Lead) -> None:
    ours.edit(FILE, "      lane: reply 10%\n      others: note   # the rest\n", "      add tags: [checked]\n")
    ours.edit(FILE, "      lane: reply\n", "      lane: reply\n      add tags: [answered-by-us]\n")
    (ours.rules / "tests" / "ours.yaml").write_text(SCENARIO, encoding="utf-8")
    done = ours.run("lane", "all-of-them", "note", "--write")
    assert done.exit_code == 0, done.output
    tags = next(line for line in done.output.splitlines() if "go onto notes from now on" in line)
    place, text = tags.split(" ", 1)
    assert "(answered-by-us)" in text
    lines = (ours.rules / FILE).read_text(encoding="utf-8").splitlines()
    assert lines[int(place.split(":")[1]) - 1].strip() == "add tags: [answered-by-us]"
    assert f"  {ours.rules}/tests/ours.yaml:5:39: locked-in, scenario: lane, says was expected" in done.output
    assert "Change what stands in these lines, or publishing is refused" in done.output
    assert ours.run("publish").exit_code == 1


def test_a_lane_that_nothing_expects_is_ready_to_be_published_from_the_same_folder(ours: Lead) -> None:
    last = ours.run("lane", "ten-percent", "note", "--write").output.splitlines()[-1]
    assert last == f"Next: python -m router rules publish --rules {ours.rules}"


def test_the_list_says_what_counts_now(ours: Lead) -> None:
    ours.edit(FILE, "highest lane: note", "highest lane: reply")
    ours.store.rule_sets.publish(ours.rules, "anna", ours.store.clock.now())

    def now() -> list[str]:
        listed = {row["what"]: row["now"] for row in json.loads(ours.run("lane", "--json").output)}
        return [listed[one] for one in ("all", "ten-percent", "all-of-them", "in-shadow")]

    assert now() == ["reply", "reply 10%, others note", "reply", "shadow"]
    ours.run("lane", "all-of-them", "note")
    assert now() == ["reply", "reply 10%, others note", "note", "shadow"]
    ours.run("lane", "all", "note")
    assert now() == ["note", "note", "note", "shadow"]


def test_what_the_highest_lane_caps_is_not_shown_as_a_reply(ours: Lead) -> None:
    listed = {row["what"]: row["now"] for row in json.loads(ours.run("lane", "--json").output)}
    assert (listed["all"], listed["all-of-them"]) == ("note", "note")


def test_the_list_fits_a_terminal_when_nothing_is_set_by_hand(ours: Lead) -> None:
    lines = ours.run("lane").output.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split("  ")[-1] == "now"


def test_everything_at_once_is_lowered_by_all(ours: Lead) -> None:
    assert ours.run("lane", "all", "shadow", "--write").exit_code == 0
    assert ours.store.switches.lane_of("any-rule") == "shadow"
    assert read_folder(ours.rules).sending.highest_lane == "shadow"


@pytest.mark.parametrize("named", ["template:lock-in-im", "lock-in-im"])
def test_a_template_is_lowered_whatever_rule_sends_it_and_the_rule_to_add_is_good(ours: Lead, named: str) -> None:
    done = ours.run("lane", named, "note", "--write")
    assert done.exit_code == 0, done.output
    assert ours.store.switches.lane_of("any-rule", "lock-in-im") == "note"
    assert ours.store.switches.lane_of("any-rule", "lock-in-im-plus") is None
    rule = done.output[done.output.index("  - id:") :]
    ours.edit(FILE, "rules:\n", f"rules:\n{rule}\n")
    assert read_folder(ours.rules).sending.rules[0].then.step == LaneStep("note")


@pytest.mark.parametrize(
    ("what", "lane", "says"),
    [
        ("all-of-them", "reply", 'change "lane" of all-of-them in sending.yaml'),
        ("all-of-them", "reply 50%", "by hand a lane only goes down"),
        ("in-shadow", "note", "note is more than the file says for in-shadow (shadow). To raise it, change"),
        ("all-of-them", "notes", 'did you mean "note"?'),
        ("all-of-then", "note", 'did you mean "all-of-them"?'),
        ("fraud-goes-to-a-person", "note", "that rule stands in routing.yaml and has no lane"),
        ("template:lock-in-in", "note", 'there is no template "lock-in-in", did you mean "lock-in-im'),
    ],
)
def test_what_is_no_step_down_is_refused_with_what_to_do(ours: Lead, what: str, lane: str, says: str) -> None:
    refused = ours.run("lane", what, lane)
    assert refused.exit_code != 0
    assert says in " ".join(refused.output.split())
    assert by_hand(ours) == []


def test_a_lane_held_in_shadow_by_hand_is_not_raised_to_note_by_hand(ours: Lead) -> None:
    ours.run("lane", "all-of-them", "shadow")
    refused = ours.run("lane", "all-of-them", "note")
    assert refused.exit_code == 1
    assert "rules lane all-of-them --lift" in refused.output
    assert by_hand(ours) == [("rule:all-of-them", "shadow")]


def test_lift_takes_it_back_and_stands_in_the_list(ours: Lead) -> None:
    ours.run("lane", "all-of-them", "note")
    lifted = ours.run("lane", "all-of-them", "--lift", "--because", "mended")
    assert lifted.exit_code == 0, lifted.output
    assert ours.store.switches.lane_of("all-of-them") is None
    changes = json.loads(ours.run("lane", "--log", "--json").output)
    assert [(one["what"], one["value"], one["because"]) for one in changes] == [
        ("rule:all-of-them", "lifted", "mended"),
        ("rule:all-of-them", "note", ""),
    ]
    assert ours.run("lane", "all-of-them", "--lift").exit_code == 1


def test_what_was_set_for_a_rule_that_is_gone_is_still_listed_and_can_be_lifted(ours: Lead) -> None:
    ours.run("lane", "all-of-them", "note")
    ours.edit(FILE, "id: all-of-them", "id: renamed")
    ours.store.rule_sets.publish(ours.rules, "anna", ours.store.clock.now())
    assert "no such rule any more" in ours.run("lane").output
    assert ours.run("lane", "all-of-them", "--lift").exit_code == 0
    assert by_hand(ours) == []


def test_a_broken_folder_stops_the_file_from_being_written_but_not_the_lane_from_being_lowered(ours: Lead) -> None:
    ours.edit(FILE, "highest lane:", "highest lame:")
    before = (ours.rules / FILE).read_bytes()
    done = ours.run("lane", "all-of-them", "note", "--write")
    assert done.exit_code == 1
    assert "was not changed: the rules in this folder have mistakes" in done.output
    assert (ours.rules / FILE).read_bytes() == before
    assert by_hand(ours) == [("rule:all-of-them", "note")]


def test_the_list_as_json_has_every_rule_of_the_set_in_force(ours: Lead) -> None:
    ours.run("lane", "all", "shadow")
    listed = {row["what"]: row for row in json.loads(ours.run("lane", "--json").output)}
    assert listed["ten-percent"]["in_force"] == "reply 10%, others note"
    assert listed["all"]["by_hand"] == "shadow"
    assert set(listed) >= {rule.id for rule in read_folder(ours.rules).sending.rules if rule.then.decides}
