"""Lowering counts at once and raising never does, on the real store and a desk spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.doors import Doors
from router.errors import Refused, Unavailable, Unclear
from router.rows import deliver, judge
from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run
from router.settings import Settings
from router.silence import of_run
from router.stages.understand import understand
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.publications import Publication
from router.store.records import Records
from router.store.rule_sets import StoredRuleSets
from router.store.switches import LIFTED, Switches
from router.store.vault import SealedVault, privacy_key
from router.types import Findings, Found, HandOver, Permit, Route
from sandbox.freshdesk.server import RunningDesk, start
from tests.clock import SetClock
from tests.control import Control
from tests.unit.rulebook.lendora import texts, with_sending
from tests.unit.tickets import DRAFT, IM_HOLDER

SENDING = """\
highest lane: {highest}
rules:{first}
  - id: lock-in
    title: The lock-in
    owner: a@example.com
    {trial}
    when:
      draft.template: {{is: lock-in-im}}
    then:
      lane: {lane}
      add tags: [answered-lock-in]
  - id: marked
    title: Everything is marked
    owner: a@example.com
    when:
      draft.template: {{is empty: no}}
    then:
      add tags: [has-a-template]
otherwise:
  lane: {otherwise}
"""
ROUTE = Route("retrieve", "otherwise", "no rule decided", search=("shared", "IM"))


@pytest.fixture(scope="module")
def running() -> Iterator[RunningDesk]:
    with start(plan="unlimited") as desk:
        yield desk


@cache
def rules_of(sending: str, weak: str) -> RuleSet:
    """The example company's with these sending rules, for most tests the same. They are read in a tenth of a second."""
    people = texts()["customers.yaml"].replace("highest lane: note", f"highest lane: {weak}")
    return from_files(with_sending(sending) | {"customers.yaml": people})


@dataclass
class Case:
    """A ticket, the rules in force, and what a lead does by hand."""

    doors: Doors
    rule_sets: StoredRuleSets
    switches: Switches
    records: Records
    control: Control
    clock: SetClock
    number: int = 0

    def publish(
        self,
        lane: str = "reply",
        highest: str = "reply",
        otherwise: str = "note",
        trial: str = "trial: no",
        first: str = "",
        weak: str = "note",
    ) -> None:
        sending = SENDING.format(lane=lane, highest=highest, otherwise=otherwise, trial=trial, first=first)
        rules = rules_of(sending, weak)
        self.rule_sets.put_in_force(rules, Publication(rules.sha256, self.doors.clock.now(), "anna", "", "publish"))

    def lower(self, what: str, lane: str) -> None:
        self.switches.set(what, lane, "priya", self.doors.clock.now())

    def begun(self, name: str = "run-1", route: Route = ROUTE) -> Run:
        """A run up to its checked draft, with the rules in force now."""
        thread = self.doors.desk.ticket(self.number)
        contact = self.doors.desk.contact(thread.requester_id)
        ticket, message, _ = understand(thread, contact, lambda _text: (), {}, self.doors.outbox.ours(self.number))
        drafted: dict[str, Any] = {"found": Found(), "draft": DRAFT, "findings": Findings()}
        return Run(
            name,
            self.number,
            self.doors.clock.now(),
            self.doors.clock.now(),
            rules=self.rule_sets.in_force().sha256,
            ticket=ticket,
            message=message,
            customer=IM_HOLDER,
            route=route,
            **(drafted if route.decision == "retrieve" else {}),
        )

    def judged(self, name: str = "run-1") -> Run:
        return judge.permit(self.begun(name), self.doors)

    def posted(self) -> tuple[int, int]:
        """How many replies and notes stand on the ticket."""
        return len(self.control.replies(self.number)), len(self.control.notes(self.number))


@pytest.fixture
def case(engine: sa.Engine, settings: Settings, running: RunningDesk) -> Case:
    unused: Any = None
    clock, switches, rule_sets = SetClock(), Switches(engine), StoredRuleSets(engine)
    records = Records(engine, Inbox(engine, open_client(engine)))
    control = Control(running.url, running.api_key)
    doors = Doors(
        desk=Freshdesk(FreshdeskCalls(running.url, running.api_key, 10.0)),
        customers=unused,
        index=unused,
        model=unused,
        vault=SealedVault(engine, privacy_key(settings), clock),
        outbox=Outbox(engine),
        switches=switches,
        rule_sets=rule_sets,
        history=records,
        memory=unused,
        clock=clock,
        embedding_languages=("en",),
        support_addresses=(),
        settle_seconds=30.0,
        give_up=timedelta(hours=24),
    )
    case = Case(doors, rule_sets, switches, records, control, clock, control.mail())
    case.publish()
    return case


def permit_of(run: Run) -> Permit:
    assert run.permit is not None
    return run.permit


def test_untouched_the_reply_goes_out_with_the_rules_tags(case: Case) -> None:
    deliver.deliver(case.judged(), case.doors)
    assert case.posted() == (1, 0)
    assert set(case.control.ticket(case.number)["tags"]) >= {"answered-lock-in"}


BY_HAND = ["rule:lock-in", "template:lock-in-im", "all"]


@pytest.mark.parametrize("what", BY_HAND)
def test_a_lane_lowered_by_hand_counts_when_a_draft_is_judged(case: Case, what: str) -> None:
    case.lower(what, "note")
    judged = permit_of(case.judged())
    assert judged.lane == "note"
    assert any("by hand" in reason for reason in judged.reasons)


@pytest.mark.parametrize("what", ["rule:another", "template:lock-in-im-plus"])
def test_what_is_lowered_for_others_leaves_it_alone(case: Case, what: str) -> None:
    case.lower(what, "shadow")
    assert permit_of(case.judged()).lane == "reply"


@pytest.mark.parametrize("what", BY_HAND)
def test_a_lane_lowered_by_hand_after_the_judging_counts_right_before_posting(case: Case, what: str) -> None:
    judged = case.judged()
    case.lower(what, "note")
    ended = deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 1)
    assert permit_of(ended).lane == "note"
    assert permit_of(ended).reasons[-1] == "lowered since to: note"


@pytest.mark.parametrize("what", BY_HAND)
def test_in_shadow_nothing_is_posted(case: Case, what: str) -> None:
    judged = case.judged()
    case.lower(what, "shadow")
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 0)


def test_the_most_careful_word_counts_and_what_was_lifted_counts_no_more(case: Case) -> None:
    case.lower("template:lock-in-im", "shadow")
    case.lower("all", "note")
    assert permit_of(case.judged()).lane == "shadow"
    case.lower("template:lock-in-im", LIFTED)
    assert permit_of(case.judged()).lane == "note"
    case.lower("all", LIFTED)
    assert permit_of(case.judged()).lane == "reply"


@pytest.mark.parametrize(
    ("published", "posted"),
    [
        ({"lane": "note"}, (0, 1)),
        ({"lane": "reply 0%"}, (0, 1)),
        ({"lane": "shadow"}, (0, 0)),
        ({"highest": "note"}, (0, 1)),
        ({"highest": "shadow"}, (0, 0)),
        ({"trial": "trial: yes"}, (0, 1)),
        ({"trial": "trial: yes", "otherwise": "shadow"}, (0, 0)),
        ({"otherwise": "shadow"}, (1, 0)),
    ],
)
def test_rules_published_after_the_judging_lower_at_once(
    case: Case, published: dict[str, str], posted: tuple[int, int]
) -> None:
    judged = case.judged()
    case.publish(**published)
    deliver.deliver(judged, case.doors)
    assert case.posted() == posted


FIRST = """
  - id: held-back
    title: Held back
    owner: a@example.com
    when:
      {when}
    then:
      lane: {lane}
      add tags: [held-back]"""


@pytest.mark.parametrize(
    ("when", "lane", "posted"),
    [
        ("draft.template: {is: lock-in-im}", "note", (0, 1)),
        ("draft.template: {is: lock-in-im}", "shadow", (0, 0)),
        ("draft.template: {is: nominee}", "note", (1, 0)),
        ("draft.template: {is: lock-in-im}", "reply", (1, 0)),
        ("customer.e-mail domain: {is: rival.example}", "note", (0, 1)),  # nobody had asked for it when the run began
    ],
)
def test_a_rule_published_in_front_after_the_judging_lowers_what_it_speaks_of(
    case: Case, when: str, lane: str, posted: tuple[int, int]
) -> None:
    judged = case.judged()
    case.publish(first=FIRST.format(when=when, lane=lane))
    deliver.deliver(judged, case.doors)
    assert case.posted() == posted


def test_a_draft_that_a_newer_rule_holds_back_carries_its_tags_and_says_so(case: Case) -> None:
    judged = case.judged()
    case.publish(first=FIRST.format(when="draft.template: {is: lock-in-im}", lane="note"))
    ended = permit_of(deliver.deliver(judged, case.doors))
    assert (ended.rule, ended.tags) == ("lock-in", ("held-back",))
    assert ended.reasons[-2:] == ('the rule "Held back" says: note', "lowered since to: note")


def test_a_customers_lane_that_was_lowered_after_the_judging_counts(case: Case) -> None:
    case.publish(weak="reply")
    begun = replace(case.begun(), customer=replace(IM_HOLDER, proof="weak"))
    judged = judge.permit(begun, case.doors)
    assert permit_of(judged).lane == "reply"
    case.publish(weak="note")
    ended = permit_of(deliver.deliver(judged, case.doors))
    assert case.posted() == (0, 1)
    assert "customers.yaml says: highest lane note for this customer" in ended.reasons


@pytest.mark.parametrize("how", ["by hand", "published", "the customer"])
def test_in_shadow_nobody_is_told_that_nothing_was_found(case: Case, how: str) -> None:
    if how == "by hand":
        case.lower("all", "shadow")
    if how == "published":
        case.publish(highest="shadow")
    customer = replace(IM_HOLDER, highest_lane="shadow") if how == "the customer" else IM_HOLDER
    begun = replace(case.begun(), draft=None, findings=None, customer=customer)
    judged = judge.permit(begun, case.doors)
    assert permit_of(judged).lane == "shadow"
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 0)


def test_nothing_found_is_a_note_until_it_is_lowered(case: Case) -> None:
    judged = judge.permit(replace(case.begun(), draft=None, findings=None), case.doors)
    assert permit_of(judged).lane == "note"
    case.lower("all", "shadow")
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 0)


def test_rules_published_after_the_judging_never_raise(case: Case) -> None:
    case.publish(lane="note")
    judged = case.judged()
    case.publish(lane="reply")
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 1)


def test_a_run_in_flight_is_judged_by_the_rules_it_began_with(case: Case) -> None:
    begun = case.begun()
    case.publish(lane="note")
    case.publish(lane="shadow")
    assert permit_of(judge.permit(begun, case.doors)).lane == "reply"


def test_what_no_rule_decided_goes_no_farther_than_otherwise_says_now(case: Case) -> None:
    judged = judge.permit(replace(case.begun(), draft=replace(DRAFT, template="nominee")), case.doors)
    assert (permit_of(judged).rule, permit_of(judged).lane) == ("otherwise", "note")
    case.publish(otherwise="shadow")
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 0)


def test_a_lowered_draft_does_not_carry_the_tags_of_its_rule(case: Case) -> None:
    judged = case.judged()
    assert permit_of(judged).tags == ("answered-lock-in",)
    case.lower("all", "note")
    deliver.deliver(judged, case.doors)
    assert "answered-lock-in" not in case.control.ticket(case.number)["tags"]


def test_the_first_lane_of_a_ticket_is_its_ceiling_also_when_it_was_lowered_at_the_last_moment(case: Case) -> None:
    judged = case.judged()
    case.lower("all", "note")
    ended = deliver.deliver(judged, case.doors)
    case.records.finish(ended, "answered", case.doors.clock.now(), permit_of(ended).lane)
    case.lower("all", LIFTED)
    case.control.customer_reply(case.number, "And if I need it earlier?")
    again = permit_of(case.judged("run-2"))
    assert again.lane == "note"
    assert any("first draft went no farther than: note" in reason for reason in again.reasons)


def test_a_reply_that_arrived_before_the_lane_was_lowered_gets_no_note_beside_it(case: Case) -> None:
    judged = case.judged()
    case.control.fault("cut_after", path="/tickets/*/reply", count=1)
    with pytest.raises(Unclear):
        deliver.deliver(judged, case.doors)
    case.lower("all", "note")
    case.clock.forward(case.doors.settle_seconds)
    ended = deliver.deliver(judged, case.doors)
    assert case.posted() == (1, 0)
    assert ended.receipt is not None
    assert ended.receipt.delivered == "reply"


def test_a_reply_that_never_arrived_is_a_note_once_the_lane_was_lowered(case: Case) -> None:
    judged = case.judged()
    case.control.fault("drop_before", path="/tickets/*/reply", count=1)
    with pytest.raises(Unclear):
        deliver.deliver(judged, case.doors)
    case.lower("all", "note")
    case.clock.forward(case.doors.settle_seconds)
    with pytest.raises(Unavailable, match="isn't in the thread yet"):
        deliver.deliver(judged, case.doors)
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 1)


def test_a_reply_that_nobody_can_tell_of_is_no_note_once_the_lane_was_lowered(case: Case) -> None:
    judged = case.judged()
    case.control.fault("drop_before", path="/tickets/*/reply", count=1)
    with pytest.raises(Unclear):
        deliver.deliver(judged, case.doors)
    [reply] = case.doors.outbox.of_ticket(case.number)
    case.doors.outbox.unknown(reply, case.clock.now())
    case.lower("all", "note")
    with pytest.raises(Refused, match="please look yourself"):
        deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 0)


def test_where_an_agent_took_the_ticket_meanwhile_the_reply_is_their_note_and_the_record_says_why(case: Case) -> None:
    judged = case.judged()
    agent = case.control.agent_note(case.number, "I am calling the customer.")
    case.doors.desk.update(case.number, {"responder_id": agent})
    ended = deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 2)
    assert ended.receipt is not None
    assert ended.receipt.delivered == "note"
    assert ended.receipt.reason.endswith("an agent has the ticket and wrote a private note meanwhile")
    assert of_run(ended).kind == "answered"


HANDED_OVER = Route("hand over", "fraud", "sounds like fraud", hand_over=HandOver(note="Look at it"))


def test_a_hand_over_is_posted_as_a_note(case: Case) -> None:
    deliver.deliver(case.begun(route=HANDED_OVER), case.doors)
    assert case.posted() == (0, 1)


@pytest.mark.parametrize("how", ["by hand", "published"])
def test_where_all_is_in_shadow_not_even_a_hand_over_is_posted(case: Case, how: str) -> None:
    begun = case.begun(route=HANDED_OVER)
    if how == "by hand":
        case.lower("all", "shadow")
    else:
        case.publish(highest="shadow")
    ended = deliver.deliver(begun, case.doors)
    assert case.posted() == (0, 0)
    assert ended.receipt is not None
    assert ended.receipt.delivered == "nothing"
    assert ended.receipt.shadow_by == (("hand",) if how == "by hand" else ("highest lane",))
