from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from sandbox.freshdesk.server import RunningDesk, start
from tests.webhook_receiver import WebhookReceiver

KEY = "sandbox-key"
SEED = {
    "account": "Lendora",
    "mailbox": "support@lendora.example",
    "people": [
        {
            "name": "Asha Rao",
            "email": "Asha@mail.example",
            "phone": "+91 98450 00101",
            "external id": "LN-1",
            "other emails": ["asha@work.example"],
            "custom fields": {"cf_products": "IM"},
            "earlier tickets": [{"subject": "Address proof", "text": "Is it enough?", "days ago": 160}],
        }
    ],
    "agents": [{"name": "Sunita Kulkarni", "email": "sunita@lendora.example", "group": "Support"}],
}


@dataclass(frozen=True)
class Client:
    """Calls with the right key, and the control endpoint."""

    url: str

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        options.setdefault("auth", (KEY, "X"))
        options.setdefault("timeout", 5)
        return requests.request(method, f"{self.url}/api/v2{path}", **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, body: dict[str, Any], **options: Any) -> requests.Response:
        return self.call("POST", path, json=body, **options)

    def put(self, path: str, body: dict[str, Any]) -> requests.Response:
        return self.call("PUT", path, json=body)

    def control(self, path: str, verb: str = "POST", /, **body: Any) -> Any:
        answer = requests.request(verb, f"{self.url}/sandbox/control{path}", json=body or None, timeout=5)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def mail(self, **changes: Any) -> int:
        """Asha writes; the number of the ticket."""
        mail = {"name": "Asha Rao", "email": "asha@mail.example", "subject": "Exit fee", "text": "What do I pay?"}
        return int(self.control("/mails", **(mail | changes))["ticket_id"])

    def thread(self, ticket_id: int) -> list[dict[str, Any]]:
        """The conversations, read without credits and faults."""
        return list(self.control(f"/tickets/{ticket_id}", "GET")["conversations"])


@pytest.fixture
def desk() -> Iterator[RunningDesk]:
    # A minute of Freshdesk's takes a hundredth of a second here: the retries come after 0.05, 0.3 and 0.6 s.
    with start(api_key=KEY, seed=SEED, fast_clock=6000) as running:
        yield running


@pytest.fixture
def client(desk: RunningDesk) -> Client:
    return Client(desk.url)


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as running:
        yield running
