"""Nothing personal leaves for the model, and nothing of it is stored in the clear: the real programs, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import requests

from tests.acceptance.conftest import Service
from tests.personal_mails import PLANTED, REFERENCE, left_in, mails

SENDERS = (
    ("Kanchana Ravindran", "imran.sheikh@example.com"),
    ("Kanchana Ravindran", "vikram.rathore@example.com"),
    ("Kanchana Ravindran", "tarun.malhotra@example.net"),
    ("Kanchana Ravindran", "stefan.brandt@example.net"),
)
OWN = (
    "imran.sheikh@example.com",
    "vikram.rathore@example.com",
    "tarun.malhotra@example.net",
    "stefan.brandt@example.net",
)


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
    tickets = []
    for (name, email), text in zip(SENDERS, mails(), strict=True):
        tickets.append(service.control.mail(text, name=name, email=email, subject="My nominee Zorawar Bhullar"))
    runs = [service.finished(ticket) for ticket in tickets]
    service.ring(json.dumps({"from": [sentence for _, sentence in PLANTED.values()]}))
    asked = prompts(service)
    assert len(asked) >= len(tickets), [run.route for run in runs]
    whole = "\n".join(asked)
    assert left_in(whole, OWN) == []
    assert {kind for kind in PLANTED if f"[{kind} " in whole} == set(PLANTED)
    assert REFERENCE in whole
    everything = stored(service)
    assert left_in(everything, OWN) == []
    assert REFERENCE.encode() in everything
