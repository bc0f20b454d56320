from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from router.rows.deliver import SHADOW
from router.run import Run, Trouble
from router.silence import Bell, Kind, Signs, of_run, standing
from router.stages.moved import SUPERSEDED
from router.types import HandOver, Permit, Receipt, Route, Silencer
from tests.unit.tickets import DRAFT, IM_HOLDER, MESSAGE, MORNING, TICKET

RUN = Run("run-1", 42, MORNING, MORNING, ticket=TICKET, message=MESSAGE, customer=IM_HOLDER)
RETRIEVED = replace(RUN, route=Route("retrieve", "otherwise", "no rule decided"), draft=DRAFT)
NOTED = replace(RETRIEVED, permit=Permit("note", "prices", ('the rule "Prices" says: note',)))
IN_SHADOW = replace(RETRIEVED, permit=Permit("shadow", "prices", ('the rule "Prices" says: shadow',)))
HANDED_OVER = replace(RUN, route=Route("hand over", "fraud", "Sounds like fraud", hand_over=HandOver("Risk")))
IGNORED_BY_RULE = replace(RUN, route=Route("ignore", "spam-by-words", "an advertisement"))
LEFT_ALONE = replace(RUN, route=Route("ignore", "built in", "the newest message was sent by a machine: a bounce"))


def ended(run: Run, reason: str, delivered: str = "nothing") -> Run:
    return replace(run, receipt=Receipt(delivered, reason))  # type: ignore[arg-type]


def in_shadow(*by: Silencer) -> Receipt:
    return Receipt("nothing", SHADOW, shadow_by=by)


def troubled(place: str, says: str, what: str) -> Run:
    return replace(RUN, trouble=Trouble(place, says, what))  # type: ignore[arg-type]


WAYS_TO_END: list[tuple[str, Run, Kind, str]] = [
    ("a reply", ended(NOTED, "the rule says", "reply"), "answered", "a reply was sent"),
    ("a note", ended(NOTED, 'the rule "Prices" says: note', "note"), "answered", "a private note was posted"),
    (
        "a note, lowered",
        ended(NOTED, 'the rule "Prices" says: note; lowered since to: note', "note"),
        "answered",
        "note",
    ),
    ("handed over", ended(HANDED_OVER, "handed over: Sounds like fraud", "note"), "answered", "note was posted"),
    ("ignored by a rule", ended(IGNORED_BY_RULE, "an advertisement"), "decision", "rule spam-by-words of routing.yaml"),
    ("a machine's mail", ended(LEFT_ALONE, "by a machine"), "decision", "built in"),
    ("a person was faster", ended(NOTED, "dropped: a person replied meanwhile"), "decision", "a person replied"),
    ("closed meanwhile", ended(NOTED, "dropped: the ticket was closed meanwhile"), "decision", "was closed"),
    ("spam meanwhile", ended(NOTED, "dropped: the ticket was marked as spam"), "decision", "marked as spam"),
    ("wrote again", ended(NOTED, SUPERSEDED), "decision", "the next run answers everything"),
    ("in shadow", replace(IN_SHADOW, receipt=in_shadow("rule")), "configuration", 'the rule "prices" of sending.yaml'),
    ("an old record", replace(IN_SHADOW, receipt=in_shadow()), "configuration", "its lane is shadow"),
    ("stopped", troubled("switch", "sending is stopped", "later"), "configuration", "sending is stopped"),
    ("no rules", troubled("rules", "no rules were published yet: python", "later"), "configuration", "no rules were"),
    ("a set that is gone", troubled("rules", "the set abc is not in the database", "later"), "fault", "the set abc"),
    ("Freshdesk down", troubled("Freshdesk", "it is down", "later"), "fault", "it is tried again by itself"),
    ("the index down", troubled("index", "no answer", "later"), "fault", "index: no answer"),
    ("gone", troubled("Freshdesk", "there is no such thing (404)", "final"), "decision", "can't be read any more"),
    (
        "nobody told",
        troubled("hand over", "a fault in the program: KeyError", "person"),
        "fault",
        "no note for a person",
    ),
    ("a note of trouble", ended(NOTED, "Freshdesk: refused (400)", "note"), "fault", "in place of an answer"),
    (
        "trouble before a lane",
        ended(RUN, "route: a fault in the program: KeyError", "note"),
        "fault",
        "something broke",
    ),
    ("trouble, note refused", ended(RUN, "Freshdesk: x. The note for a person was refused: y"), "fault", "was refused"),
    ("trouble, answered", ended(RUN, "index: x. Somebody has replied already"), "fault", "Somebody has replied"),
    ("at work", RUN, "in hand", "a run is at work"),
]
LOST = "Freshdesk: 3 posts had no answer, none is in the thread: please look yourself"


@pytest.mark.parametrize(
    ("run", "todo"),
    [
        (troubled("Freshdesk", "the account's call limit is used up (429)", "later"), "nothing, it passes"),
        (troubled("Freshdesk", "has a fault (502)", "later"), "status.freshworks.com"),
        (troubled("Freshdesk", "the API key isn't accepted (401)", "later"), "FRESHDESK_API_KEY"),
        (ended(NOTED, LOST, "note"), "runs settle --ticket 42"),
    ],
)
def test_what_to_do_is_told_by_what_went_wrong(run: Run, todo: str) -> None:
    assert todo in of_run(run).todo


@pytest.mark.parametrize(("run", "kind", "says"), [way[1:] for way in WAYS_TO_END], ids=[way[0] for way in WAYS_TO_END])
def test_every_way_a_run_can_end_says_whose_doing_it_is(run: Run, kind: Kind, says: str) -> None:
    told = of_run(run)
    assert told.kind == kind
    assert says in told.says


@pytest.mark.parametrize("run", [way[1] for way in WAYS_TO_END if way[2] in ("fault", "configuration")])
def test_a_fault_and_a_configuration_say_what_to_do(run: Run) -> None:
    assert of_run(run).todo


BY_HAND = "python -m router rules lane all --lift takes it back"
WHY_IN_SHADOW: list[tuple[Run, tuple[Silencer, ...], str, str]] = [
    (HANDED_OVER, ("hand",), "somebody lowered the lane to shadow by hand", BY_HAND),
    (
        HANDED_OVER,
        ("highest lane",),
        "the highest lane of sending.yaml",
        "set the highest lane in sending.yaml to note",
    ),
    (IN_SHADOW, ("rule",), 'the rule "prices" of sending.yaml says', 'the lane of the rule "prices" in sending.yaml'),
    (IN_SHADOW, ("hand",), "by hand", "python -m router rules lane lists what is set by hand, and with --lift"),
    (IN_SHADOW, ("first draft",), "first draft was in shadow", "answer it yourself"),
    (IN_SHADOW, ("customer",), "customers.yaml says shadow", "the highest lane in customers.yaml to note"),
]


@pytest.mark.parametrize(("run", "by", "says", "todo"), WHY_IN_SHADOW)
def test_shadow_names_who_says_so_and_how_that_is_taken_back(
    run: Run, by: tuple[Silencer, ...], says: str, todo: str
) -> None:
    told = of_run(replace(run, receipt=in_shadow(*by)))
    assert told.kind == "configuration"
    assert says in told.says
    assert todo in told.todo


def test_all_that_say_shadow_are_told_with_what_to_do_about_each() -> None:
    told = of_run(replace(HANDED_OVER, receipt=in_shadow("highest lane", "hand")))
    assert told.says.endswith(
        "the highest lane of sending.yaml is shadow; somebody lowered the lane to shadow by hand."
    )
    assert told.todo == f"set the highest lane in sending.yaml to note, and publish; {BY_HAND}"


def test_what_otherwise_says_is_named_as_otherwise() -> None:
    otherwise = replace(RETRIEVED, permit=Permit("shadow", "otherwise"), receipt=in_shadow("rule"))
    assert of_run(otherwise).todo == 'set the lane of "otherwise" in sending.yaml to note, and publish'


def signs(**given: object) -> Signs:
    usual = Signs(42, (), (), (), False, True, 1, MORNING + timedelta(minutes=1))
    return replace(usual, **given)  # type: ignore[arg-type]


WAITING = Bell(MORNING, "webhook", None, None)
TAKEN = Bell(MORNING, "webhook", "run-2", None)
POSTPONED = Bell(MORNING, "postponed", None, None)
DONE = Bell(MORNING - timedelta(hours=1), "webhook", "run-1", "answered")
ANSWERED = ended(NOTED, 'the rule "Prices" says: note', "note")
LATE = MORNING + timedelta(hours=2)

WITHOUT_AN_END: list[tuple[str, Signs, Kind, str]] = [
    ("never rang", signs(), "configuration", "its bell never rang"),
    ("refused", signs(refused=('the JSON holds no "ticket_id"',)), "configuration", 'the JSON holds no "ticket_id"'),
    ("just rang", signs(bells=(WAITING,)), "in hand", "its bell rang 1 minute ago"),
    ("just taken", signs(bells=(TAKEN,)), "in hand", "its bell rang 1 minute ago"),
    ("no worker", signs(bells=(WAITING,), workers=0), "fault", "no worker is alive"),
    ("rang long ago", signs(bells=(WAITING,), now=LATE), "fault", "2 hours ago, and nothing has come of it"),
    ("taken long ago", signs(bells=(TAKEN,), now=LATE), "fault", "nothing has come of it"),
    ("stopped", signs(bells=(TAKEN,), stopped=True), "configuration", "sending is stopped"),
    ("no rules", signs(bells=(WAITING,), has_rules=False), "configuration", "no rules were published"),
    ("rang again", signs(runs=(ANSWERED,), bells=(DONE, WAITING)), "in hand", "its bell rang"),
    ("done", signs(runs=(ANSWERED,), bells=(DONE,)), "answered", "a private note was posted"),
    (
        "tried again",
        signs(runs=(troubled("index", "no answer", "later"),), bells=(DONE, POSTPONED)),
        "fault",
        "index: no answer; it is tried again",
    ),
    (
        "nothing new",
        signs(runs=(ANSWERED, ended(replace(LEFT_ALONE, message=replace(MESSAGE, id=-1)), "nothing waits"))),
        "answered",
        "a private note was posted. Nothing has waited for an answer since",
    ),
]


@pytest.mark.parametrize(
    ("seen", "kind", "says"), [way[1:] for way in WITHOUT_AN_END], ids=[way[0] for way in WITHOUT_AN_END]
)
def test_a_ticket_without_a_last_word_says_what_it_waits_for(seen: Signs, kind: Kind, says: str) -> None:
    told = standing(seen)
    assert told.kind == kind
    assert says in told.says
