"""Asks the places of ``customers.yaml`` who a contact is, and no more of them than the answer needs.

The customer list comes first, because it costs nothing; Freshdesk is asked only for what is still open. Evidence
names the signs that matched, never their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from router.errors import Problem
from router.ports import Contact, CustomerList, HelpDesk
from router.rulebook.customers import STRONG_SIGNS, CustomerRules, ProofLine, Sign
from router.stages.answers import AnswerMemory
from router.types import Evidence, ProofStrength

MOST_OTHERS = 3
"""Of how many other contacts with the same sign the tickets are asked for. Each one is a call."""

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """The rows of the customer list, None when it could not be asked, and how surely they are this customer's."""

    rows: Rows | None = ()
    proof: ProofStrength = "none"


@dataclass(frozen=True, slots=True)
class Places:
    """The places that can be asked about one ticket's requester."""

    contact: Contact
    ticket_id: int
    desk: HelpDesk
    customer_list: CustomerList
    memory: AnswerMemory


def ask_places(rules: CustomerRules, places: Places) -> tuple[tuple[Evidence, ...], ListAnswer]:
    """One piece of evidence a line, and what the customer list holds about the contact."""
    evidence: list[Evidence] = []
    listed = ListAnswer()
    for line in sorted(rules.proofs, key=_order):
        if _is_settled(line, evidence):
            evidence.append(Evidence(line.name, "not asked", "an earlier answer had settled it"))
        elif line.place == "customer list":
            answer, rows = _ask_list(line, places)
            evidence.append(answer)
            listed = _together(listed, ListAnswer(rows, answer.strength))
        else:
            evidence.append(_ask_tickets(line, places))
    return tuple(evidence), listed


def _together(one: ListAnswer, other: ListAnswer) -> ListAnswer:
    """Two answers of the list; the weaker proof counts for all rows."""
    if one.rows is None or other.rows is None:
        return ListAnswer(None)
    rows = (*one.rows, *(row for row in other.rows if row not in one.rows))
    return ListAnswer(rows, "weak" if "weak" in (one.proof, other.proof) else max(one.proof, other.proof, key=_weight))


def _weight(proof: ProofStrength) -> bool:
    return proof == "strong"


def _order(line: ProofLine) -> tuple[bool, bool]:
    """Cheap places first, strong proof before weak."""
    return line.place != "customer list", line.of_another


def _is_settled(line: ProofLine, evidence: Sequence[Evidence]) -> bool:
    if line.place == "customer list":
        # Its rows are needed for the products too, and asking costs nothing; a weak line only helps where none helped.
        return bool(line.weak and any(one.answer == "yes" for one in evidence))
    if any(one.answer == "could not be asked" for one in evidence):
        return True
    met = {one.strength for one in evidence if one.answer == "yes"}
    return "strong" in met or (line.weak and bool(met))


def _ask_list(line: ProofLine, places: Places) -> tuple[Evidence, Rows | None]:
    try:
        strong = _by_strong_signs(line, places.contact, places.customer_list)
        rows = strong or _by_weak_signs(line, places.contact, places.customer_list)
    except Problem as problem:
        return Evidence(line.name, "could not be asked", problem.says), None
    if not rows:
        return Evidence(line.name, "no", f"no row with the contact's {_list(line.same)}"), []
    strength: ProofStrength = "strong" if strong and not line.weak else "weak"
    signs = [sign for sign in line.same if (sign in STRONG_SIGNS) is bool(strong)]
    return Evidence(line.name, "yes", f"a row with the contact's {_list(signs)}", strength), rows


def _by_strong_signs(line: ProofLine, contact: Contact, customer_list: CustomerList) -> Rows:
    email = contact.email if "e-mail" in line.same else ""
    customer_id = contact.external_id if "customer id" in line.same else ""
    return customer_list.rows(email=email, customer_id=customer_id) if email or customer_id else ()


def _by_weak_signs(line: ProofLine, contact: Contact, customer_list: CustomerList) -> Rows:
    rows: list[Mapping[str, str]] = []
    for sign, value in _signs(line, contact):
        if sign == "other e-mail":
            rows.extend(customer_list.rows(email=value))
        if sign == "phone":
            rows.extend(customer_list.rows(phone=value))
    return rows


def _signs(line: ProofLine, contact: Contact) -> Iterator[tuple[Sign, str]]:
    """The contact's signs that this line compares."""
    values: Mapping[Sign, tuple[str, ...]] = {
        "e-mail": (contact.email,),
        "other e-mail": contact.other_emails,
        "customer id": (contact.external_id,),
        "phone": tuple(dict.fromkeys((contact.phone, contact.mobile))),
    }
    for sign in line.same:
        yield from ((sign, value) for value in values[sign] if value)


def _ask_tickets(line: ProofLine, places: Places) -> Evidence:
    try:
        if not line.of_another:
            found = _has_tickets(places.contact, places)
            return _tickets_said(line, found, "this contact has earlier tickets", "this contact has no earlier ticket")
        shared = _shared_by_another(line, places)
    except Problem as problem:
        return Evidence(line.name, "could not be asked", problem.says)
    return _tickets_said(
        line, bool(shared), f"a contact with the same {shared} has tickets", f"nobody with the same {_list(line.same)}"
    )


def _tickets_said(line: ProofLine, found: bool, yes: str, no: str) -> Evidence:
    if not found:
        return Evidence(line.name, "no", no)
    return Evidence(line.name, "yes", yes, "weak" if line.weak else "strong")


def _shared_by_another(line: ProofLine, places: Places) -> str:
    """The sign that another contact with tickets carries too, empty when there is none."""
    for sign, value in _signs(line, places.contact):
        others = [one for one in places.memory.contacts(places.desk, sign, value) if one.id != places.contact.id]
        if any(_has_tickets(one, places) for one in others[:MOST_OTHERS]):
            return sign
    return ""


def _has_tickets(contact: Contact, places: Places) -> bool:
    return places.memory.has_earlier_tickets(places.desk, contact.id, places.ticket_id)


def _list(signs: Sequence[Sign]) -> str:
    return " or ".join(signs)
