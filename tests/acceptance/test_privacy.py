"""Nothing personal leaves for the model, and nothing of it is stored in the clear: the real programs, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import requests

from tests.acceptance.conftest import Service
from tests.personal_mails import PLANTED, REFERENCE, left_in, mails

NAME = "Kanchana Ravindran"
ADDRESSES = (
    "farhan.qureshi@example.com",
    "tarun.malhotra@example.net",
    "priya.deshmukh@example.com",
    "lakshmi.krishnan@example.com",
    "ananya.bose@example.org",
)
"""Customers by the list whom no test of the rules names, since those are stored as they are, and who write seldom."""
IN_THE_LIST = ("Farhan Qureshi", "Tarun Malhotra", "LN-1004", "LN-1011")
HANDED_OVER = "ifsc"
"""By a rule that looks for this code: rules compare what was written, so the model isn't asked at all."""


def prompts(service: Service) -> list[str]:
    """All that the stand-in for Groq was asked since it was last reset."""
    answer = requests.get(f"{service.where.groq}/sandbox/control/calls?prompts=yes", timeout=10)
    calls: list[dict[str, Any]] = answer.json()["calls"]
    return [json.dumps(call, ensure_ascii=False) for call in calls]


def stored(service: Service) -> bytes:
    """Every byte of the database, its log, and what the programs wrote."""
    files = [*service.programs.folder.parent.glob("router.sqlite*"), *service.programs.folder.glob("w*.log")]
    assert len(files) >= 4
    return b"".join(file.read_bytes() for file in files)


def test_no_kind_of_personal_data_leaves_and_none_is_stored_in_the_clear(service: Service) -> None:
    requests.post(f"{service.where.groq}/sandbox/control/reset", timeout=10).raise_for_status()
    texts = [*mails(without=[HANDED_OVER]), PLANTED[HANDED_OVER][1]]
    tickets = [
        service.control.mail(text, name=NAME, email=email, subject="My nominee Zorawar Bhullar")
        for email, text in zip(ADDRESSES, texts, strict=True)
    ]
    *answered, handed_over = (service.finished(ticket) for ticket in tickets)
    assert handed_over.route is not None
    assert handed_over.route.rule == "sends-bank-details"
    service.ring(json.dumps({"from": [sentence for _, sentence in PLANTED.values()]}))
    asked = prompts(service)
    assert len(asked) >= len(answered), [run.route and run.route.rule for run in answered]
    whole = "\n".join(asked)
    assert left_in(whole, (NAME, *ADDRESSES, *IN_THE_LIST)) == []
    assert {kind for kind in PLANTED if f"[{kind} " not in whole} == {HANDED_OVER}
    assert REFERENCE in whole
    everything = stored(service)
    assert left_in(everything, (NAME, *ADDRESSES, *IN_THE_LIST)) == []
    assert REFERENCE.encode() in everything
