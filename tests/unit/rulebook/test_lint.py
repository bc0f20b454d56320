"""What is legal and surely not meant. The files are the example company's with its rules taken out."""

from __future__ import annotations

from textwrap import indent

import pytest

from retrieval.types import Template
from router.rulebook.lint.doubts import doubts
from router.rulebook.lint.remark import Remark
from router.rulebook.ruleset import RuleSet, from_files
from tests.unit.rulebook.lendora import texts

SEARCH = "otherwise: {retrieve: {from: what the customer may see}}\n"
NOTE = "otherwise: {lane: note}\n"


def rules_with(
    routing: str = "", sending: str = "", *, otherwise: str = SEARCH, highest: str = "reply", others: str = NOTE
) -> RuleSet:
    files = {name: text for name, text in texts().items() if not name.startswith("tests/") or "usual" in name}
    files["routing.yaml"] = (f"rules:\n{routing}" if routing else "") + otherwise
    files["sending.yaml"] = f"highest lane: {highest}\n" + (f"rules:\n{sending}" if sending else "") + others
    return from_files(files)


def rule(name: str, when: str, then: str = "hand over: {group: Support}", more: str = "") -> str:
    """A rule in the place where a list of rules needs it; its ``when`` begins in the fourth line after its first."""
    body = f"id: {name}\ntitle: T\nowner: o@lendora.example\nwhen:\n{indent(when, '  ')}\nthen: {{{then}}}\n{more}"
    return "  - " + indent(body, "    ").lstrip() + "\n"


def said(rules: RuleSet, severity: str = "warning", templates: tuple[Template, ...] = ()) -> list[str]:
    return [remark.message for remark in doubts(rules, templates) if remark.severity == severity]


def only(rules: RuleSet, templates: tuple[Template, ...] = ()) -> Remark:
    found = [remark for remark in doubts(rules, templates) if remark.severity == "warning"]
    assert len(found) == 1, found
    return found[0]


def template(name: str, audience: str) -> Template:
    return Template(name, name, audience, "en", name, "locked", "Hello", path=f"templates/{name}.md")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("message: {contains: [fraud, scam]}", "message: {contains: [defrauded, scammer]}"),
        ("message: {contains: charge}", "message: {contains word: [exit charge, surcharges]}"),
        ("message: {contains word: fee}", "message: {contains word: exit fee}"),
        ("message: {contains: hello}", "message: {starts with: Hello there}"),
        ("message: {starts with: he}", "message: {is any of: [hello, help]}"),
        ("message: {is empty: no}", "message: {contains: fraud}"),
        ("message: {does not contain: fees}", "message: {does not contain: [fees, charge]}"),
        ("ticket.tags: {is any of: [a, b, c]}", "ticket.tags: {is any of: [c, a]}"),
        ("ticket.tags: {contains: a}", "ticket.tags: {is: [a, b]}"),
        ("customer.kind: {is none of: [existing]}", "customer.kind: {is: new}"),
        ("ticket.attachments: {greater than: 1}", "ticket.attachments: {is any of: [2, 7]}"),
        ("ticket.age: {greater than: 1 day}", "ticket.age: {greater than: 25 hours}"),
        ("time.date: {after: 2026-01-01}", "time.date: {is: 2026-01-02}"),
        (
            "any:\n  - message: {contains: a word}\n  - customer.kind: {is: new}",
            "all:\n  - customer.kind: {is: new}\n  - ticket.attachments: {is: 0}",
        ),
        (
            "not:\n  any:\n    - customer.kind: {is: existing}\n    - message: {contains: money}",
            "all:\n  - customer.kind: {is: new}\n  - message: {does not contain: [money]}",
        ),
        ("message: {contains: [IMPS], case: exact}", "message: {contains: [IMPS ref], case: exact}"),
        ("message: {matches: 'a+b'}", "all:\n  - message: {matches: 'a+b'}\n  - customer.kind: {is: new}"),
    ],
)
def test_a_rule_whose_tickets_an_earlier_one_takes_is_unreachable(earlier: str, later: str) -> None:
    remark = only(rules_with(rule("first", earlier) + rule("second", later)))
    assert remark.message.startswith('no ticket can reach "second": "first" in line 2 takes all of its tickets first')
    assert (remark.file, remark.rule) == ("routing.yaml", "second")
    assert remark.line > 2
    # The other way round both are reached: the later rule takes less.
    assert not any("no ticket can reach" in one for one in said(rules_with(rule("one", later) + rule("two", earlier))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("customer.kind: {is any of: [new, unknown]}", "customer.kind: {is not: existing}"),
        ("customer.conflict: {is: yes}", "customer.conflict: {is not: no}"),
        ("ticket.attachments: {greater than: 1.5}", "ticket.attachments: {greater than: 1}"),
        ("ticket.age: {greater than: 24 hours}", "ticket.age: {greater than: 1 day}"),
        ("message: {contains: FRAUD}", "message: {contains: fraud}"),
        ("not:\n  message: {contains: fraud}", "message: {does not contain: fraud}"),
    ],
)
def test_the_second_of_two_ways_to_say_the_same_is_unreachable(one: str, other: str) -> None:
    assert '"second"' in only(rules_with(rule("first", one) + rule("second", other))).message
    assert '"second"' in only(rules_with(rule("first", other) + rule("second", one))).message


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("message: {contains: [scammer]}", "message: {contains: [scam mail]}"),
        ("message: {contains word: fee}", "message: {contains: fees}"),
        ("message: {contains word: [form]}", "message: {contains: [platform]}"),
        ("message: {contains word: fee}", "message: {contains: exit fee}"),
        ("message: {contains: [IMPS], case: exact}", "message: {contains: [imps]}"),
        ("message: {matches: '.*fraud'}", "message: {contains: fraud}"),
        ("message: {starts with: hello}", "message: {contains: hello}"),
        ("ticket.tags: {is: [a]}", "ticket.tags: {contains: a}"),
        ("ticket.attachments: {greater than: 2}", "ticket.attachments: {greater than: 1}"),
        ("ticket.status: {is any of: [open, pending, resolved, closed]}", "message: {contains: fraud}"),
        ("customer.tickets in 30 days: {greater than: -1}", "message: {contains: fraud}"),
        ("all:\n  - customer.kind: {is: new}\n  - message: {contains: money}", "customer.kind: {is: new}"),
    ],
)
def test_a_rule_that_some_ticket_may_reach_is_never_called_unreachable(earlier: str, later: str) -> None:
    assert said(rules_with(rule("first", earlier) + rule("second", later))) == []


def test_rules_that_take_all_tickets_only_together_are_named_together() -> None:
    kinds = [rule(kind, f"customer.kind: {{is: {kind}}}") for kind in ("new", "existing", "unknown")]
    rules = rules_with(
        rule("early", "ticket.attachments: {is: 3}") + "".join(kinds) + rule("last", "message: {contains: fraud}")
    )
    message = only(rules).message
    assert '"new" in line' in message
    assert '"existing" in line' in message
    assert '"unknown" in line' in message
    assert '"early"' not in message


def test_rules_on_trial_and_rules_that_only_add_tags_take_no_tickets() -> None:
    trial = rule("first", "customer.kind: {is: new}", more="trial: yes\n")
    tags = rule("second", "customer.kind: {is: new}", "add tags: [new]")
    assert said(rules_with(trial + tags + rule("third", "customer.kind: {is: new}"))) == []


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("ticket.attachments: {less than: 0}", '"ticket.attachments less than 0" can never hold; so the rule never'),
        (
            "all:\n  - message.questions: {greater than: 5}\n  - message.questions: {less than: 3}",
            '"message.questions greater than 5" and "message.questions less than 3" exclude each other; so the',
        ),
        ("message.questions: {greater than: 3, less than: 4}", "exclude each other; so the rule never applies"),
        (
            "customer.kind: {is any of: [new, existing, unknown]}",
            "always holds; take it out; so the rule applies to every",
        ),
        ("customer.kind: {is empty: no}", '"customer.kind is empty no" always holds; take it out'),
        (
            "any:\n  - message: {contains: money}\n  - message: {does not contain: money}",
            "always holds; so the rule applies",
        ),
        ("all:\n  - message: {is empty: yes}\n  - message: {contains: money}", "exclude each other"),
        ("all:\n  - ticket.type: {is: Question}\n  - ticket.type: {is: Problem}", "exclude each other"),
        (
            "not:\n  customer.kind: {is none of: []}".replace("[]", "[new, existing, unknown]"),
            "can never hold; so the rule applies",
        ),
        (
            "draft: {}".replace(
                "draft: {}", "all:\n  - message: {contains: fraud}\n  - customer.conflict: {is any: yes}"
            ).replace("is any: yes", "is empty: yes"),
            '"customer.conflict is empty yes" can never hold; so the rule never',
        ),
    ],
)
def test_a_condition_that_is_always_or_never_true_is_told_where_it_stands(when: str, expected: str) -> None:
    remark = only(rules_with(rule("one", when)))
    assert expected in remark.message
    assert remark.line > 2
    assert remark.rule == "one"


def test_a_part_that_sorts_nothing_out_is_told_without_blaming_the_rule() -> None:
    parts = "all:\n  - message: {contains: money}\n  - customer.proof: {is any of: [strong, weak, none]}"
    assert only(rules_with(rule("one", parts))).message.endswith("always holds; take it out")


def test_only_the_smallest_part_that_never_holds_is_told() -> None:
    impossible = "all:\n      - ticket.attachments: {less than: 0}\n      - customer.kind: {is: new}"
    when = f"any:\n  - {impossible}\n  - message: {{contains: money}}"
    assert only(rules_with(rule("one", when))).message == '"ticket.attachments less than 0" can never hold'


def test_a_sending_rule_may_ask_for_a_share_of_the_probability() -> None:
    never = rule("one", "draft.probability: {greater than: 1}", "lane: note")
    sound = rule("two", "draft.probability: {greater than: 0.95, less than: 0.96}", "lane: note")
    assert only(rules_with(sending=never + sound)).message.startswith(
        '"draft.probability greater than 1" can never hold'
    )


def test_contains_with_three_letters_or_fewer_is_told_with_the_word_that_is_meant() -> None:
    remark = only(rules_with(rule("one", "message: {contains: [otp, IM, login, '?']}")))
    assert (
        remark.message == '"contains" finds "otp", "im" inside longer words too; "contains word" finds whole words only'
    )
    assert said(rules_with(rule("one", "message: {contains word: [otp, IM]}"))) == []
    assert '"not" around "contains word"' in only(rules_with(rule("one", "message: {does not contain: fee}"))).message
    assert said(rules_with(rule("one", "ticket.tags: {contains: vip}"))) == []


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("message.language: {is: english}", '"message.language" can never be "english"; a language is two letters'),
        ("customer.e-mail domain: {is any of: [example.com, '@bank.example']}", "write what stands behind the @"),
        ("draft.audience: {is none of: [IM, im-]}", '"draft.audience" can never be "im-", did you mean "IM"?'),
    ],
)
def test_a_word_that_the_fact_can_never_be_is_told(when: str, expected: str) -> None:
    assert expected in only(rules_with(sending=rule("one", when, "lane: note"))).message


def test_words_that_the_facts_can_be_are_left_in_peace() -> None:
    languages, domains = "message.language: {is: EN}", "customer.e-mail domain: {is none of: [lendora.example]}"
    words = f"{languages}\n{domains}\ndraft.audience: {{is any of: [shared, IM+]}}"
    assert said(rules_with(sending=rule("one", words, "lane: note"))) == []


MEETING = "examples:\n  - match: Money was stolen\n  - match: My money is gone\n"


def test_two_rules_whose_examples_meet_are_told_once_and_with_the_one_that_decides() -> None:
    first = rule("first", "message: {contains: money}", "hand over: {group: Risk}", MEETING)
    second = rule("second", "message: {contains: [stolen, gone]}", "standard reply: {template: sorry}")
    found = [remark for remark in doubts(rules_with(first + second)) if remark.rule == "first"]
    assert [remark.severity for remark in found] == ["information"]
    assert (
        found[0].message
        == f'this example fits "second" in line {second_line(first)} too; "first" comes first and decides'
    )
    assert found[0].line == 9


def test_a_careful_rule_behind_a_less_careful_one_that_meets_it_is_a_warning() -> None:
    first = rule("first", "message: {contains: money}", "standard reply: {template: sorry}", MEETING)
    second = rule("second", "message: {contains: stolen}", "hand over: {group: Risk}")
    assert "though the other is the more careful one" in only(rules_with(first + second)).message
    reply = rule("one", "message: {contains: money}", "lane: reply", MEETING)
    note = rule("two", "message: {contains: stolen}", "lane: note")
    assert "though the other is the more careful one" in only(rules_with(sending=reply + note)).message


def test_rules_that_do_the_same_may_meet() -> None:
    both = [
        rule(name, "message: {contains: money}", f"hand over: {{group: Risk}}, add tags: [{name}]", MEETING)
        for name in "ab"
    ]
    assert (
        said(rules_with(both[0] + rule("c", "message: {contains: stolen}", "hand over: {group: Risk}")), "information")
        == []
    )


def second_line(first: str) -> int:
    return 2 + first.count("\n")


def test_a_template_that_nothing_leads_to_is_told_at_its_file() -> None:
    shared, private = template("hello", "shared"), template("old-fee", "IM")
    without = "otherwise: {retrieve: {from: what the customer may see, not templates: [old-fee]}}\n"
    rules = rules_with(highest="note", otherwise=without)
    remark = only(rules, (shared, private))
    assert remark.file == "templates/old-fee.md"
    assert remark.message.startswith(
        'no rule and no product leads to the template "old-fee": every search leaves it out'
    )
    assert said(rules_with(highest="note"), templates=(shared, private)) == []


def test_a_template_whose_product_no_search_may_see_is_told_unless_a_rule_names_it() -> None:
    only_shared = "otherwise: {retrieve: {from: shared}}\n"
    private = (template("old-fee", "IM"),)
    assert "every search leaves it out" in only(rules_with(otherwise=only_shared, highest="note"), private).message
    standard = rule("one", "customer.products: {contains: IM}", "standard reply: {template: old-fee}")
    assert said(rules_with(standard, otherwise=only_shared, highest="note"), templates=private) == []


def test_a_search_among_templates_that_it_can_not_find_is_told() -> None:
    search = "retrieve: {from: shared, only templates: [old-fee]}"
    rules = rules_with(rule("one", "customer.kind: {is: new}", search), highest="note")
    assert "can find none of its" in only(rules, (template("old-fee", "IM"),)).message
    assert said(rules, templates=(template("old-fee", "shared"),)) == []


REPLY = "lane: reply"


def test_a_product_that_no_rule_can_reply_about_is_told_at_its_segment() -> None:
    templates = (template("fee-im", "IM"), template("fee-im-plus", "IM+"))
    im_only = rule("one", "draft.template: {is: fee-im}", REPLY)
    remark = only(rules_with(sending=im_only), templates)
    assert (remark.file, remark.message) == (
        "segments.yaml",
        'no rule of sending.yaml can reply with what is written for "IM+" only',
    )
    assert texts()["segments.yaml"].splitlines()[remark.line - 1].strip().startswith("IM+:")
    both = rule("one", "draft.template: {is any of: [fee-im, fee-im-plus]}", REPLY)
    assert said(rules_with(sending=both), templates=templates) == []
    assert said(rules_with(others="otherwise: {lane: reply}\n"), templates=templates) == []


def test_a_reply_that_an_earlier_rule_always_takes_is_no_reply() -> None:
    templates = (template("fee-im", "IM"), template("fee-im-plus", "IM+"))
    careful = rule("careful", "draft.audience: {is: IM}", "lane: note")
    reply = rule("fast", "draft.template: {is any of: [fee-im, fee-im-plus]}", REPLY)
    assert '"IM" only' in only(rules_with(sending=careful + reply), templates).message


def test_where_nothing_is_sent_at_all_that_is_told_once() -> None:
    templates = (template("fee-im", "IM"), template("fee-im-plus", "IM+"))
    rules = rules_with(sending=rule("one", "draft.template: {is: fee-im}", REPLY), highest="note")
    assert said(rules, templates=templates) == []
    assert said(rules, "information", templates) == [
        '"highest lane" is note, so no rule sends a reply, whatever its lane says'
    ]


def test_a_share_of_nobody_is_told() -> None:
    rules = rules_with(sending=rule("one", "draft.template: {is: fee-im}", "lane: reply 0%, others: shadow"))
    assert only(rules).message == '"reply 0%" replies to nobody; write "lane: shadow"'


UNKNOWN, MACHINE = "customer.kind: {is: unknown}", "message.robot: {is empty: no}"


def test_a_rule_about_machines_is_reached_past_those_that_a_machine_never_meets() -> None:
    about = f"all:\n  - {UNKNOWN}\n  - {MACHINE}"
    example = "examples: [match: {customer.kind: unknown, message.robot: an automatic reply}]\n"
    rules = rules_with(rule("first", UNKNOWN) + rule("second", about, "ignore: a machine", example))
    assert [*said(rules), *said(rules, "information")] == []


def test_rules_together_take_nothing_from_one_about_machines_that_they_are_not_asked_with() -> None:
    kinds = (rule("one", "customer.kind: {is: existing}"), rule("two", "customer.kind: {is: new}"))
    every = rule("three", "customer.kind: {is: unknown}") + rule("late", MACHINE, "ignore: a machine")
    assert said(rules_with("".join(kinds) + every)) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (MACHINE, f"all:\n  - {UNKNOWN}\n  - {MACHINE}"),
        (UNKNOWN, f"all:\n  - {UNKNOWN}\n  - message.robot: {{is empty: yes}}"),
    ],
)
def test_a_rule_that_asks_about_machines_is_unreachable_where_its_tickets_are_taken_all_the_same(
    earlier: str, later: str
) -> None:
    assert 'no ticket can reach "second"' in only(rules_with(rule("first", earlier) + rule("second", later))).message


def test_an_example_of_a_machine_meets_no_rule_that_is_not_asked_about_machines() -> None:
    example = "examples: [match: {customer.kind: unknown, message.robot: an automatic reply}]\n"
    first = rule("first", MACHINE, "ignore: a machine", example)
    assert said(rules_with(first + rule("second", UNKNOWN))) == []
    assert len(said(rules_with(first + rule("second", f"any:\n  - {UNKNOWN}\n  - {MACHINE}")))) == 1
