from __future__ import annotations

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.lane_patch import CannotPatchError, lower_all, lower_rule
from router.rulebook.ruleset import from_files
from router.rulebook.sending import FILE, LaneStep
from router.rulebook.yaml.reader import decode
from router.types import LANES, Lane
from tests.unit.rulebook.lendora import FOLDER, lendora, texts

EXAMPLE = (FOLDER / FILE).read_bytes()

BLOCK = b"""\
# How far?
highest lane: "note"            # for everything

rules:
  - id:    fees        # odd blanks stay
    then:
      lane:   reply 10%   # just begun
      others: note
      add tags:   [ a,b ]
  - id: other
    then: {lane: reply 10%, others: note, add tags: [x]}   # in one line
otherwise: {lane: note}
"""


def put(old: bytes, new: bytes, whole: bytes = BLOCK) -> bytes:
    assert whole.count(old) == 1
    return whole.replace(old, new)


def test_only_the_lane_changes_and_the_line_of_others_goes() -> None:
    expected = put(
        b"      lane:   reply 10%   # just begun\n      others: note\n", b"      lane:   note   # just begun\n"
    )
    assert lower_rule(BLOCK, "fees", "note") == expected


def test_a_rule_in_one_line_is_changed_inside_its_line() -> None:
    expected = put(b"{lane: reply 10%, others: note, add", b"{lane: shadow, add")
    assert lower_rule(BLOCK, "other", "shadow") == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"{others: note, lane: reply 10%}", b"{lane: note}"),
        (b"{lane: 'reply 10%', others: \"note\"}", b"{lane: 'note'}"),
        (b"{lane: reply 10%,\n      others: note,\n      add tags: [x]}", b"{lane: note,\n      add tags: [x]}"),
        (b"\n      lane: reply", b"\n      lane: note"),
        (b"\n      others: note\n      lane: reply 10%", b"\n      lane: note"),
        (b"\n      lane:\n        reply", b"\n      lane:\n        note"),
    ],
)
def test_however_a_lead_writes_it_nothing_else_is_touched(before: bytes, after: bytes) -> None:
    source = put(b"{lane: reply 10%, others: note, add tags: [x]}", before)
    expected = put(b"{lane: reply 10%, others: note, add tags: [x]}", after)
    assert lower_rule(source, "other", "note") == expected


def test_a_comment_beside_others_is_not_lost() -> None:
    source = put(b"others: note\n", b"others: note    # what the rest get\n")
    changed = lower_rule(source, "fees", "note")
    assert b"      lane:   note   # just begun\n      # what the rest get\n      add tags" in changed


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    windows = b"\xef\xbb\xbf" + BLOCK.replace(b"\n", b"\r\n")
    changed = lower_rule(windows, "fees", "note")
    assert changed == b"\xef\xbb\xbf" + lower_rule(BLOCK, "fees", "note").replace(b"\n", b"\r\n")
    assert lower_all(windows, "shadow")[:50] == windows[:50].replace(b"note", b"shadow")[:50]


def test_letters_of_other_scripts_before_the_lane_move_nothing() -> None:
    source = put(b"id:    fees", "title: Gebühren – शुल्क 💰\n    id: fees".encode())
    assert lower_rule(source, "fees", "note") == put(
        b"lane:   reply 10%   # just begun\n      others: note\n", b"lane:   note   # just begun\n", source
    )


def test_the_highest_lane_keeps_its_quotes_and_its_comment() -> None:
    assert lower_all(BLOCK, "shadow") == put(b'"note"            # for', b'"shadow"            # for')


def test_otherwise_has_a_lane_too() -> None:
    assert lower_rule(BLOCK, "otherwise", "shadow") == put(b"otherwise: {lane: note}", b"otherwise: {lane: shadow}")


@pytest.mark.parametrize("lane", ["shadow", "note"])
def test_every_rule_of_the_example_company_decides_as_meant_afterwards(lane: Lane) -> None:
    for rule in lendora().sending.rules:
        step = rule.then.step
        if step is None or LANES.index(step.lane) <= LANES.index(lane):
            continue
        changed = decode(lower_rule(EXAMPLE, rule.id, lane), Complaints(FILE)) or ""
        after = from_files(texts() | {FILE: changed}).sending
        steps = {one.id: one.then.step for one in after.rules}
        expected = {one.id: one.then.step for one in lendora().sending.rules} | {rule.id: LaneStep(lane)}
        assert steps == expected


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"\n      lane: >-\n        reply", "only a person can change"),
        (b'{lane: "re\\x70ly"}', "only a person can change"),
        (b"{lane: reply 10%, others: note, # why\n      add tags: [x]}", "only a person can change"),
        (b"\n      lane: reply 10%\n      others:\n        note", "only a person can change"),
        (b"{add tags: [x]}", "no lane to change"),
        (b"{lane: reply 10%, others: shadow}", "the others get shadow"),
        (b"[", "mend the file first"),
    ],
)
def test_what_it_cannot_change_safely_is_left_to_a_person(written: bytes, says: str) -> None:
    source = put(b"{lane: reply 10%, others: note, add tags: [x]}", written)
    with pytest.raises(CannotPatchError, match=says):
        lower_rule(source, "other", "note")


def test_a_rule_that_is_not_in_the_file_is_told() -> None:
    with pytest.raises(CannotPatchError, match='no rule "gone" here'):
        lower_rule(BLOCK, "gone", "note")
