"""``sending.yaml``: how far a finished draft may go."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from router.rulebook.complaints import Complaints, did_you_mean, one_of
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.examples.reading import ExampleReader
from router.rulebook.rule_list import Rule, RuleListReader
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.nodes import MappingNode, Node
from router.rulebook.yaml.shape import Fields, unique
from router.types import LANES, Lane

FILE = "sending.yaml"
_SHARE = re.compile(r"reply +([0-9]{1,3}) *%", re.ASCII)
_LANES_IN_WORDS = "shadow, note, reply or a share such as reply 10%"
_HIGHEST = "highest lane"


@dataclass(frozen=True, slots=True)
class LaneStep:
    """The lane of a rule. With a share below 100 the rest of the requesters get ``others``."""

    lane: Lane
    share: int = 100
    others: Lane = "note"

    def for_requester(self, rule: str, requester_id: int) -> Lane:
        """The same requester always gets the same lane of a rule; raising the share only adds requesters."""
        if self.lane != "reply" or _position(rule, requester_id) < self.share * 100:
            return self.lane
        return self.others


def _position(rule: str, requester_id: int) -> int:
    """Where a requester stands in the queue of a rule, 0 to 9999."""
    digest = hashlib.sha256(f"{rule}:{requester_id}".encode()).digest()
    return int.from_bytes(digest, "big") % 10_000


@dataclass(frozen=True, slots=True)
class SendingAction:
    """What a rule allows. ``step`` is None for a rule that only adds tags."""

    step: LaneStep | None = None
    tags: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        return self.step is not None


@dataclass(frozen=True, slots=True)
class Sending:
    highest_lane: Lane = "note"
    rules: tuple[Rule[SendingAction], ...] = ()
    otherwise: SendingAction = SendingAction(LaneStep("note"))


def read_sending(node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Sending:
    fields = Fields(node, complaints, FILE, (_HIGHEST, "otherwise"), ("rules",))

    def read_action(then: Node) -> SendingAction:
        return _action(then, complaints)

    reader = RuleListReader(
        ConditionReader(FILE, vocabulary, complaints),
        read_action,
        ExampleReader(FILE, vocabulary, complaints).read,
        SendingAction(),
        complaints,
    )
    otherwise = fields.get("otherwise")
    last = read_action(otherwise) if otherwise is not None else SendingAction(LaneStep("note"))
    if otherwise is not None and not last.decides and isinstance(otherwise, MappingNode):
        complaints.at(otherwise, '"otherwise" must say a lane')
    return Sending(as_lane(fields.choice(_HIGHEST, LANES, "note")), reader.read(fields.items("rules")), last)


def as_lane(text: str) -> Lane:
    """A lane by its name; anything else is the most careful one."""
    return next((lane for lane in LANES if lane == text), LANES[0])


def _action(node: Node, complaints: Complaints) -> SendingAction:
    fields = Fields(node, complaints, '"then"', (), ("lane", "others", "add tags"))
    tags = unique(fields.texts("add tags"))
    where = fields.get("lane")
    if where is None:
        if isinstance(node, MappingNode) and (not tags or "others" in fields):
            complaints.at(node, f'"then" needs "lane": {one_of((*LANES, "reply 10%"))}')
        return SendingAction(None, tags)
    return SendingAction(_step(fields, where, complaints), tags)


def _step(fields: Fields, where: Node, complaints: Complaints) -> LaneStep:
    text = fields.text("lane")
    share = _SHARE.fullmatch(text)
    if text in LANES and "others" in fields:
        complaints.at(where, f'"others" is for a share, such as "reply 10%"; "{text}" is for everybody')
    if text in LANES:
        return LaneStep(as_lane(text))
    if share is None or int(share[1]) > 100:
        if text:
            near = "" if any(map(str.isdigit, text)) else did_you_mean(text, LANES)
            complaints.at(where, f'"{text}" isn\'t a lane{near or f"; it is {_LANES_IN_WORDS}"}')
        return LaneStep("note")
    return LaneStep("reply", int(share[1]), as_lane(fields.choice("others", ("shadow", "note"), "note")))
