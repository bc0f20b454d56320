from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.errors import Unavailable
from router.ports import Contact, TicketLine
from router.rulebook.ruleset import from_files
from router.stages.identify import AnswerMemory, domain_of, history_of, identify
from router.types import Customer, CustomerHistory
from tests.unit.desk import ListCustomers, ListDesk, SetClock
from tests.unit.rulebook.lendora import changed, complaints_about, lendora
from tests.unit.tickets import TICKET as USUAL_TICKET

ARJUN = Contact(7, "Arjun", "arjun@example.com", phone="+91 98450 00101", external_id="LN-1001")
ROW = {"e-mail": "arjun@example.com", "customer id": "LN-1001", "phone": "+91 98450 00101", "products": "IM"}
TICKET = 42
PERSONAL = (
    *("Name", "CustomerName", "FullName", "MobileNo", "PhoneNumber", "Telefon", "Tel.", "EmailID", "e_mail", "PAN"),
    *("PANNumber", "pan_no", "DateOfBirth", "DOB", "Account no", "AccountNumber", "A/C No", "Nominee", "passport"),
    *("IFSC", "UPI", "UPI ID", "Home address", "aadhaar card"),
)


def asked(
    desk: ListDesk,
    customers: ListCustomers | None = None,
    *,
    author_is_requester: bool = True,
    memory: AnswerMemory | None = None,
    ticket_id: int = TICKET,
    rules: Mapping[str, str] | None = None,
) -> Customer:
    ruleset = from_files(rules) if rules else lendora()
    remembered = memory or AnswerMemory(SetClock())
    customer, contact = identify(
        7, ticket_id, author_is_requester, desk, customers or ListCustomers(), ruleset, remembered
    )
    assert contact.id == 7
    return customer


def answers(customer: Customer) -> dict[str, str]:
    return {line.place: line.answer for line in customer.evidence}


def with_field(value: str) -> Contact:
    return Contact(7, "Arjun", "arjun@example.com", custom_fields={"cf_products": value})


def test_a_row_of_the_customer_list_settles_it_with_one_call_to_the_desk() -> None:
    desk = ListDesk(ARJUN)
    customer = asked(desk, ListCustomers(ROW))
    assert (customer.kind, customer.proof, customer.products) == ("existing", "strong", ("IM",))
    assert (customer.may_see, customer.highest_lane, customer.conflict) == (("shared", "IM"), "reply", False)
    assert desk.asked == ["contact"]
    assert answers(customer)["earlier tickets of this contact"] == "not asked"


def test_a_known_customer_with_a_new_address_is_found_by_the_customer_id() -> None:
    desk = ListDesk(Contact(7, "Arjun", "other@example.com", external_id="LN-1001"))
    assert asked(desk, ListCustomers(ROW)).proof == "strong"


def test_an_earlier_ticket_proves_a_customer_of_whom_nobody_knows_the_products() -> None:
    customer = asked(ListDesk(ARJUN, tickets={7: [3]}))
    assert (customer.kind, customer.proof, customer.products, customer.may_see) == (
        "existing",
        "strong",
        (),
        ("shared",),
    )


def test_the_ticket_itself_and_later_ones_prove_nothing() -> None:
    assert asked(ListDesk(ARJUN, tickets={7: [TICKET, TICKET + 1]})).kind == "new"


def test_a_phone_number_of_another_contact_with_tickets_is_weak_proof() -> None:
    other = Contact(8, "Arjun M.", "am@example.com", mobile="+91 98450 00101")
    customer = asked(ListDesk(ARJUN, other, tickets={8: [3]}))
    assert (customer.kind, customer.proof, customer.highest_lane) == ("existing", "weak", "note")
    assert "phone" in next(line.says for line in customer.evidence if "another" in line.place)


def test_another_contact_without_tickets_proves_nothing() -> None:
    assert asked(ListDesk(ARJUN, Contact(8, phone="+91 98450 00101"))).kind == "new"


def test_a_contact_is_not_another_contact() -> None:
    rules = changed("customers.yaml", "  - earlier tickets: {of: this contact}\n", "")
    assert asked(ListDesk(ARJUN, tickets={7: [3]}), rules=rules).kind == "new"


def test_nobody_knows_a_new_customer() -> None:
    customer = asked(ListDesk(with_field("Premium")))
    assert (customer.kind, customer.products, customer.may_see) == ("new", (), ("shared",))
    assert customer.highest_lane == "reply"


def test_a_list_that_cannot_be_asked_makes_the_customer_unknown_and_asks_no_more() -> None:
    customers, desk = ListCustomers(ROW), ListDesk(with_field("Premium"), tickets={7: [3]})
    customers.down = True
    customer = asked(desk, customers)
    assert (customer.kind, customer.may_see, customer.highest_lane) == ("unknown", ("shared",), "note")
    assert answers(customer)["customer list"] == "could not be asked"
    assert desk.asked == ["contact"]


@pytest.mark.parametrize("call", ["earlier tickets", "contacts"])
def test_freshdesk_failing_where_it_matters_makes_the_customer_unknown(call: str) -> None:
    desk = ListDesk(ARJUN)
    desk.down = {call}
    customer = asked(desk)
    assert (customer.kind, customer.may_see, customer.highest_lane) == ("unknown", ("shared",), "note")


def test_freshdesk_failing_where_it_no_longer_matters_changes_nothing() -> None:
    desk = ListDesk(ARJUN)
    desk.down = {"earlier tickets", "contacts"}
    assert asked(desk, ListCustomers(ROW)).kind == "existing"


def test_a_contact_that_cannot_be_read_is_tried_again_by_the_run() -> None:
    desk = ListDesk(ARJUN)
    desk.down = {"contact"}
    with pytest.raises(Unavailable):
        asked(desk)


def test_two_places_that_disagree_leave_what_both_allow() -> None:
    customer = asked(ListDesk(with_field("Premium")), ListCustomers(ROW))
    assert (customer.conflict, customer.may_see, customer.products) == (True, ("shared", "IM"), ())


def test_an_empty_field_says_nothing_and_is_no_conflict() -> None:
    customer = asked(ListDesk(with_field("  ")), ListCustomers(ROW))
    assert (customer.conflict, customer.products) == (False, ("IM",))


def test_a_product_that_nobody_knows_gives_less() -> None:
    customer = asked(ListDesk(with_field("Gold")), ListCustomers(ROW))
    assert (customer.conflict, customer.may_see) == (True, ("shared",))
    assert not any("Gold" in line.says for line in customer.evidence)


def test_several_rows_of_one_customer_add_up_and_of_two_customers_are_a_conflict() -> None:
    plus = {**ROW, "products": "IM+"}
    assert asked(ListDesk(ARJUN), ListCustomers(ROW, plus)).products == ("IM", "IM+")
    somebody_else = {**plus, "customer id": "LN-9"}
    assert asked(ListDesk(ARJUN), ListCustomers(ROW, somebody_else)).may_see == ("shared", "IM")


def test_products_that_only_a_phone_number_led_to_are_weak_even_for_a_known_contact() -> None:
    rules = changed("customers.yaml", "same: [e-mail, customer id]", "same: [e-mail, customer id, phone]")
    stranger = Contact(7, "Mallory", "mallory@example.com", phone="+91 98450 00101")
    customer = asked(ListDesk(stranger, tickets={7: [3]}), ListCustomers(ROW), rules=rules)
    assert (customer.kind, customer.proof, customer.highest_lane) == ("existing", "weak", "note")


def test_somebody_elses_message_is_at_most_a_note() -> None:
    customer = asked(ListDesk(ARJUN), ListCustomers(ROW), author_is_requester=False)
    assert customer.highest_lane == "note"
    assert answers(customer)["author"] == "no"


def test_of_a_row_only_the_columns_that_the_rules_name_are_kept() -> None:
    row = {**ROW, "Since": "2025-08-14", "company": "", "plan": "A", **dict.fromkeys(PERSONAL, "Arjun Mehta")}
    rules = changed("customers.yaml", "  since: date\n", "  since: date\n  company: text\n")
    customer = asked(ListDesk(ARJUN), ListCustomers(row), rules=rules)
    assert customer.columns == {"products": "IM", "since": "2025-08-14", "company": ""}


@pytest.mark.parametrize("name", PERSONAL)
def test_a_column_that_looks_personal_cannot_be_named(name: str) -> None:
    told = complaints_about(changed("customers.yaml", "  since: date\n", f"  since: date\n  {name}: text\n"))
    assert [f'the column "{name}" looks as if it held personal data' in one for one in told] == [True]


@pytest.mark.parametrize("name", ["plan", "company", "hotel", "occupied since", "account type", "kyc status", "VIP"])
def test_a_column_that_only_holds_the_letters_of_a_personal_one_can_be_named(name: str) -> None:
    assert complaints_about(changed("customers.yaml", "  since: date\n", f"  since: date\n  {name}: text\n")) == []


def test_a_products_column_that_looks_personal_says_the_products_and_is_not_kept() -> None:
    rules = changed("customers.yaml", "  - customer list: {column: products}", "  - customer list: {column: Name}")
    customer = asked(ListDesk(ARJUN), ListCustomers({**ROW, "name": "IM"}), rules=rules)
    assert (customer.products, customer.columns) == (("IM",), {"since": ""})


def test_evidence_never_holds_a_sign_itself() -> None:
    other = Contact(8, "Arjun M.", "am@example.com", mobile="+91 98450 00101")
    for desk, customers in ((ListDesk(ARJUN), ListCustomers(ROW)), (ListDesk(ARJUN, other, tickets={8: [3]}), None)):
        said = " ".join(line.says + line.place for line in asked(desk, customers).evidence)
        assert not any(value in said for value in ("98450", "arjun", "LN-1001"))


def test_answers_are_remembered_for_ten_minutes() -> None:
    clock, desk = SetClock(), ListDesk(ARJUN, tickets={7: [3]})
    memory = AnswerMemory(clock)
    for _ in range(3):
        asked(desk, memory=memory)
    assert desk.asked == ["contact", "earlier tickets"]
    clock.move(timedelta(minutes=11))
    asked(desk, memory=memory)
    assert desk.asked == ["contact", "earlier tickets"] * 2


def test_having_no_earlier_ticket_is_not_remembered_for_the_next_one() -> None:
    desk, memory = ListDesk(ARJUN, tickets={7: [TICKET]}), AnswerMemory(SetClock())
    assert asked(desk, memory=memory).kind == "new"
    assert asked(desk, memory=memory, ticket_id=TICKET + 1).kind == "existing"
    assert asked(desk, memory=memory).kind == "new"


def test_a_fault_is_not_remembered() -> None:
    desk, memory = ListDesk(ARJUN, tickets={7: [3]}), AnswerMemory(SetClock())
    desk.down = {"earlier tickets"}
    assert asked(desk, memory=memory).kind == "unknown"
    desk.down = set()
    assert asked(desk, memory=memory).kind == "existing"


CELLS = st.sampled_from(["", "IM", "IM+", "IM; IM+", "Basic", "gold", "IM, gold"])


@given(CELLS, CELLS)
def test_a_second_place_never_shows_more_than_the_first_alone(listed: str, field: str) -> None:
    alone = asked(ListDesk(with_field("")), ListCustomers({**ROW, "products": listed}))
    both = asked(ListDesk(with_field(field)), ListCustomers({**ROW, "products": listed}))
    if listed:
        assert set(both.may_see) <= set(alone.may_see)
    assert both.may_see[0] == "shared"


def line(number: int, days_ago: int, status: int = 5) -> TicketLine:
    return TicketLine(number, status, USUAL_TICKET.created_at - timedelta(days=days_ago))


def test_the_customers_other_tickets_are_counted_without_this_one() -> None:
    desk = ListDesk()
    desk.lines_by_requester[7] = [
        line(USUAL_TICKET.id, 0, status=2),
        line(41, 3, status=2),
        line(40, 10, status=3),
        line(30, 31),
        line(90, -1, status=2),  # opened after this one: open, and no earlier ticket
    ]
    assert history_of(USUAL_TICKET, desk) == CustomerHistory(3, 2, timedelta(days=3))


def test_a_first_ticket_has_no_history() -> None:
    assert history_of(USUAL_TICKET, ListDesk()) == CustomerHistory(0, 0, None)


def test_nobodys_history_is_guessed_when_freshdesk_is_down() -> None:
    desk = ListDesk()
    desk.down = {"tickets of"}
    assert history_of(USUAL_TICKET, desk) is None


def test_the_domain_is_what_stands_behind_the_at() -> None:
    assert domain_of(Contact(7, email="Asha@Mail.Example")) == "mail.example"
    assert domain_of(Contact(7)) == ""


def test_the_country_comes_from_the_list_or_the_contact_and_counts_for_sure_proof_alone() -> None:
    from_list = asked(ListDesk(ARJUN), ListCustomers(ROW | {"country": "India"}))
    assert from_list.country == "IN"
    abroad = Contact(7, "Arjun", "arjun@example.com", custom_fields={"cf_country": "Germany"})
    assert asked(ListDesk(abroad), ListCustomers(ROW)).country == "DE"
    assert asked(ListDesk(abroad), ListCustomers(ROW | {"country": "India"})).country == ""
    by_phone = Contact(7, "Arjun", "new@example.com", phone="+91 98450 00101")
    weak = changed("customers.yaml", "{same: [e-mail, customer id]}", "{same: [e-mail, customer id, phone]}")
    assert asked(ListDesk(by_phone), ListCustomers(ROW | {"country": "India"}), rules=weak).country == ""
