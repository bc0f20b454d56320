from __future__ import annotations

import pytest

from router.replay.protect import UnknownMove, broken, read_protected
from router.replay.report import Report
from router.rulebook.ruleset import from_files
from tests.unit.replay.desk import FILES, LIVE, SENDING, STRANGER, changed, past, replayed

HACKED = past("I was hacked")


def happens(report: Report, *said: str) -> list[tuple[str, int]]:
    return broken([read_protected(one) for one in said], report)


def no_fraud_rule(sending: str = SENDING) -> Report:
    routing = FILES["routing.yaml"].replace("[fraud, hacked]", "[fraud]")
    return replayed(from_files(FILES | {"routing.yaml": routing, "sending.yaml": sending}), HACKED)


def test_a_handed_over_ticket_that_would_be_answered_is_protected() -> None:
    assert happens(no_fraud_rule(), "hand over -> answer", "anything → retrieve") == [
        ("hand over -> answer", 1),
        ("anything → retrieve", 1),
    ]


def test_what_cannot_be_ruled_out_counts_as_happening() -> None:
    assert happens(no_fraud_rule(), "hand over -> reply") == []
    let_go = SENDING.replace("lane: note\notherwise", "lane: reply\notherwise")
    assert happens(no_fraud_rule(let_go), "hand over -> reply", "hand over -> note") == [
        ("hand over -> reply", 1),
        ("hand over -> note", 1),
    ]


def test_only_the_named_move_counts() -> None:
    report = replayed(changed("sending.yaml", "lane: note\notherwise", "lane: reply\notherwise"), past())
    assert happens(report, "Note -> Reply", "anything -> reply") == [("Note -> Reply", 1), ("anything -> reply", 1)]
    assert happens(report, "hand over -> reply", "reply -> note", "segments", "template", "anything -> note") == []


def test_a_part_of_the_decision_is_protected_by_its_name() -> None:
    group = replayed(changed("routing.yaml", "group: Risk", "group: Legal"), HACKED)
    assert happens(group, "group", "segments") == [("group", 1)]
    template = replayed(changed("routing.yaml", "template: welcome", "template: hello"), past(evidence=STRANGER))
    assert happens(template, "template", "group") == [("template", 1)]
    wider = replayed(changed("segments.yaml", "title: IM, may see: [IM]", "title: IM, may see: [IM, IM+]"), past())
    assert happens(wider, "segments") == [("segments", 1)]


def test_segments_are_not_safe_where_nobody_can_tell_who_the_customer_would_be() -> None:
    other = replayed(changed("customers.yaml", "{same: [e-mail]}", "{same: [e-mail, customer id]}"), past())
    assert happens(other, "segments") == [("segments", 1)]


def test_what_cannot_be_told_is_protected_by_that_name() -> None:
    when = "{customer.open tickets: {greater than: 2}}"
    asks = f"  - {{id: a, title: A, owner: o@example.com, when: {when}, then: {{hand over: {{}}}}}}"
    routing = FILES["routing.yaml"].replace("rules:\n", f"rules:\n{asks}\n")
    assert happens(replayed(from_files(FILES | {"routing.yaml": routing}), past()), "can’t be told") == [
        ("can’t be told", 1)
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("segmnets", 'did you mean "segments"?'),
        ("hand-over -> reply", 'did you mean "hand over"?'),
        ("note -> replies", 'did you mean "reply"?'),
        ("note", 'is no move; write "FROM -> TO"'),
        ("note -> reply -> note", 'write "FROM -> TO"'),
        ("", "is no move"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_possible_ones(said: str, told: str) -> None:
    with pytest.raises(UnknownMove) as unknown:
        read_protected(said)
    assert told in str(unknown.value)
    assert "standard reply" in str(unknown.value)


def test_nothing_is_broken_when_nothing_moves() -> None:
    everything = (
        "anything -> anything",
        "hand over -> answer",
        "segments",
        "group",
        "template",
        "tags",
        "can't be told",
    )
    assert happens(replayed(LIVE, HACKED, past(number=1)), *everything) == []
