from __future__ import annotations

from dataclasses import replace

from router.replay.trials import Against, Trials
from router.rulebook.ruleset import RuleSet, from_files
from router.run import known
from router.stages.wording import with_closings
from tests.unit.replay.desk import DRAFT, FILES, FOUND, LIVE, STRANGER, changed, past, stored

MONEY = """
  - id: money
    title: Money goes to a person
    owner: o@example.com
    trial: yes
    when: {message: {contains: [money, hacked]}}
    then: {hand over: {group: Money}}
"""
ON_TRIAL = from_files(FILES | {"routing.yaml": FILES["routing.yaml"].replace("rules:\n", f"rules:{MONEY}")})


def trials(live: RuleSet, *texts: str, rules: RuleSet = ON_TRIAL) -> Trials:
    counted = Trials(live, {rules.sha256: rules}.get)
    for number, text in enumerate(texts, 1):
        counted.add(stored(past(text, number, rules=rules)).record)
    return counted


def test_a_rule_on_trial_is_counted_against_what_really_decided() -> None:
    counted = trials(ON_TRIAL, "Where is my money?", "I was hacked", "Hello", "All my money")
    (found,) = counted.summed()
    assert (found.file, found.rule, found.reached, found.would) == ("routing.yaml", "money", 4, 3)
    assert found.against == (
        Against("otherwise", "retrieve", 2, (1, 4)),
        Against("fraud", "hand over", 1, (2,)),
    )
    assert counted.decisions == 4


def test_a_rule_below_the_one_that_decides_is_not_reached() -> None:
    last = FILES["routing.yaml"].replace("otherwise:", f"{MONEY.lstrip(chr(10))}otherwise:")
    rules = from_files(FILES | {"routing.yaml": last})
    (found,) = trials(rules, "I was hacked", rules=rules).summed()
    assert (found.reached, found.would, found.against) == (0, 0, ())


def test_a_rule_of_sending_is_counted_against_the_lane() -> None:
    rules = changed("sending.yaml", "title: Questions", "trial: yes\n    title: Questions")
    (found,) = trials(rules, "How long?", rules=rules).summed()
    assert (found.file, found.rule, found.would) == ("sending.yaml", "lock-in-answers", 1)
    assert found.against == (Against("otherwise", "note", 1, (1,)),)


def test_a_rule_of_wording_is_counted_from_what_the_draft_remarks() -> None:
    words = "never say: [{id: months, title: No months, owner: o@example.com, trial: yes, words: [twelve, months]}]\n"
    rules = from_files(FILES | {"wording.yaml": words})
    run = past(rules=rules)
    worded = with_closings(DRAFT, known(run.message), known(run.customer), FOUND, rules.wording)
    assert len(worded.usage.remarks) == 2
    counted = Trials(rules, {rules.sha256: rules}.get)
    counted.add(stored(replace(run, draft=worded)).record)
    counted.add(stored(past(rules=rules)).record)
    (found,) = counted.summed()
    assert (found.file, found.rule, found.reached, found.would) == ("wording.yaml", "months", 2, 1)
    assert found.against == (Against("lock-in-answers", "note", 1, (42,)),)


def test_a_trial_that_has_ended_is_still_told() -> None:
    (found,) = trials(LIVE, "Where is my money?").summed()
    assert (found.rule, found.title, found.would) == ("money", "not on trial any more", 1)


def test_without_trials_there_is_nothing_to_sum_up() -> None:
    counted = Trials(LIVE, {}.get)
    counted.add(stored(past(evidence=STRANGER)).record)
    assert counted.summed() == ()


def test_what_a_rule_decided_before_it_was_on_trial_is_told_apart() -> None:
    before = from_files({**ON_TRIAL.files, "routing.yaml": ON_TRIAL.files["routing.yaml"].replace("trial: yes", "")})
    sets = {rules.sha256: rules for rules in (before, ON_TRIAL)}
    counted = Trials(ON_TRIAL, sets.get)
    for number, (rules, text) in enumerate(
        [(before, "My money"), (before, "All my money"), (before, "Hello"), (ON_TRIAL, "Hello")], 1
    ):
        counted.add(stored(past(text, number, rules=rules)).record)
    (found,) = counted.summed()
    assert (found.reached, found.would, found.in_force) == (1, 0, 2)


def test_a_wording_rule_counts_from_the_day_on_which_it_is_on_trial() -> None:
    words = "never say: [{id: months, title: No months, owner: o@example.com, trial: yes, words: [years]}]\n"
    rules = from_files(FILES | {"wording.yaml": words})
    counted = Trials(rules, {rules.sha256: rules, LIVE.sha256: LIVE}.get)
    counted.add(stored(past(number=1)).record)
    counted.add(stored(past(number=2, rules=rules)).record)
    (found,) = counted.summed()
    assert (found.rule, found.reached) == ("months", 1)


def test_where_the_rules_of_then_are_gone_only_what_the_record_itself_says_counts() -> None:
    counted = Trials(ON_TRIAL, {}.get)
    counted.add(stored(past("My money", 1, rules=ON_TRIAL)).record)
    counted.add(stored(past("Hello", 2, rules=ON_TRIAL)).record)
    (found,) = counted.summed()
    assert (found.reached, found.would) == (1, 1)


def test_a_record_in_a_strange_form_is_counted_and_stops_nothing() -> None:
    counted = Trials(ON_TRIAL, {ON_TRIAL.sha256: ON_TRIAL}.get)
    counted.add('{"ticket_id": "no number"}')
    counted.add(stored(past("My money", rules=ON_TRIAL)).record)
    assert (counted.unreadable, counted.decisions) == (1, 1)
