"""The sandbox's control endpoint, as tests use it: write as people do, and break things on purpose."""

from __future__ import annotations

from typing import Any

import requests


class Control:
    """What happens outside of us. Every call is HTTP."""

    def __init__(self, url: str, api_key: str) -> None:
        self._url = url
        self._auth = (api_key, "X")

    def mail(self, text: str = "How long is my money locked in?", **more: Any) -> int:
        """A customer writes; the new ticket's number."""
        sent = {"name": "Asha Rao", "email": "asha@mail.example", "subject": "Question", "text": text, **more}
        return int(self._post("/mails", sent)["ticket_id"])

    def customer_reply(self, ticket: int, text: str) -> int:
        return int(self._post(f"/tickets/{ticket}/customer-replies", {"text": text})["conversation_id"])

    def agent_reply(self, ticket: int, text: str) -> int:
        return int(self._post(f"/tickets/{ticket}/agent-replies", {"text": text})["conversation_id"])

    def agent_note(self, ticket: int, text: str) -> int:
        """A private note by hand; the agent's id."""
        note = self._post(f"/tickets/{ticket}/agent-notes", {"text": text})
        return int(next(one["user_id"] for one in self.notes(ticket) if one["id"] == note["conversation_id"]))

    def merge(self, ticket: int, into: int) -> None:
        """An agent merges the ticket into another one."""
        self._post(f"/tickets/{ticket}/merge", {"into": into})

    def become(self, ticket: int, state: str) -> None:
        """``spam``, ``delete``, ``close``, ``resolve`` ..."""
        self._post(f"/tickets/{ticket}/{state}", {})

    def fault(self, fault: str, **more: Any) -> None:
        """The next call that fits meets this fault."""
        self._post("/faults", {"fault": fault, **more})

    def faults(self) -> list[dict[str, Any]]:
        """Those that no call has met yet."""
        found: list[dict[str, Any]] = requests.get(f"{self._url}/sandbox/control/faults", timeout=10).json()
        return found

    def clear_faults(self) -> None:
        requests.delete(f"{self._url}/sandbox/control/faults", timeout=10).raise_for_status()

    def bell(self, mode: str, count: int = 1) -> None:
        """The next webhooks ring ``twice``, ``never`` or ``late``."""
        self._post("/bell", {"mode": mode, "count": count})

    def switch(self, name: str) -> None:
        """Turn on what nobody could confirm about Freshdesk."""
        requests.patch(f"{self._url}/sandbox/control/switches", json={name: True}, timeout=10).raise_for_status()

    def clock(self, ahead: float) -> None:
        """The desk's own time runs so many seconds before ours."""
        requests.patch(f"{self._url}/sandbox/control/clock", json={"ahead": ahead}, timeout=10).raise_for_status()

    def entries(self, ticket: int) -> list[dict[str, Any]]:
        """The thread, read beside the API: it costs no credit and meets no fault."""
        answer = requests.get(f"{self._url}/sandbox/control/tickets/{ticket}", timeout=10)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["conversations"]
        return found

    def replies(self, ticket: int) -> list[dict[str, Any]]:
        return [entry for entry in self.entries(ticket) if not entry["incoming"] and not entry["private"]]

    def notes(self, ticket: int) -> list[dict[str, Any]]:
        return [entry for entry in self.entries(ticket) if not entry["incoming"] and entry["private"]]

    def ticket(self, ticket: int) -> dict[str, Any]:
        found: dict[str, Any] = self.api("GET", f"/tickets/{ticket}")
        return found

    def credits(self) -> dict[str, Any]:
        """Calls and credits since the last reset."""
        found: dict[str, Any] = requests.get(f"{self._url}/sandbox/control/credits", timeout=10).json()
        return found

    def api(self, method: str, path: str, **more: Any) -> Any:
        answer = requests.request(method, f"{self._url}/api/v2{path}", auth=self._auth, timeout=10, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = requests.post(f"{self._url}/sandbox/control{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None
