"""Plays a plan on the running programs, and keeps what customers and agents have written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from benchmarks.chaos.nursery import Nursery
from benchmarks.chaos.plan import Happening
from sandbox.demo.stage import Scene, tell

TRIES = 3
COMMANDS = {"web": ("router", "web"), "milvus": ("retrieval", "serve")}


@dataclass
class Storm:
    """``said`` holds each customer's message as ticket and entry (0 for the description); ``closed`` the newest one
    that stood on a ticket when a person closed it; ``counts`` what was done."""

    scene: Scene
    nursery: Nursery
    said: list[tuple[int, int]] = field(default_factory=list)
    closed: dict[int, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    _tickets: dict[str, int] = field(default_factory=dict)
    _thaw: list[tuple[float, int]] = field(default_factory=list)
    _beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _commands: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def play(self, happenings: Iterable[Happening]) -> None:
        """All of it, each at its time or as soon after it as the machine allows."""
        began = time.monotonic()
        for one in happenings:
            self.look_after_programs()
            while (left := began + one.at - time.monotonic()) > 0:
                time.sleep(min(left, 0.2))
                self.look_after_programs()
            getattr(self, f"_{one.what}")(one)
        for what, command in self._beside.items():
            self._wait_for(what, *command)
        while self._thaw:
            self.look_after_programs()
            time.sleep(0.1)

    def look_after_programs(self) -> None:
        """Frozen programs whose time is over go on; ended ones are started again, as a service manager does."""
        for until, group in [one for one in self._thaw if one[0] <= time.monotonic()]:
            self._thaw.remove((until, group))
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGCONT)
        for name, process in list(self.scene.programs.running.items()):
            if process.poll() is not None:
                self.start(name)

    def start(self, name: str) -> None:
        """Start a program, for the first time or again."""
        if name.split("-")[0] == "worker":
            worker = self.nursery.worker(self.scene.folder / "logs" / f"{name}.log")
            self.scene.programs.running[name] = worker  # type: ignore[assignment]
            return
        more = ["--port", self.scene.where.milvus.rpartition(":")[2]] if name == "milvus" else []
        self.scene.programs.start(name, *COMMANDS[name], *more)

    def _mail(self, one: Happening) -> None:
        sender = {"name": f"Customer {one.who}", "email": f"customer{one.who}@mail.example"}
        sent = self._tell("mails", sender | {"subject": "A question", "text": one.text})
        self._tickets[one.who] = int(sent["ticket_id"])
        self.said.append((int(sent["ticket_id"]), 0))

    def _reply(self, one: Happening) -> None:
        ticket = self._tickets[one.who]
        sent = self._tell(f"tickets/{ticket}/customer-replies", {"text": one.text})
        self.said.append((ticket, int(sent["conversation_id"])))
        self._count("bursts")

    def _agent(self, one: Happening) -> None:
        self._tell(f"tickets/{self._tickets[one.who]}/agent-replies", {"text": one.text})
        self._count("agent_replies")

    def _close(self, one: Happening) -> None:
        ticket = self._tickets[one.who]
        newest = max(entry for known, entry in self.said if known == ticket)
        self._tell(f"tickets/{ticket}/close", {})
        self.closed[ticket] = newest

    def _bell(self, one: Happening) -> None:
        self._tell("bell", {"mode": one.who, "count": 1, "seconds": one.seconds})

    def _fault(self, one: Happening) -> None:
        path = "/tickets/*" if one.text == "POST" else "*"
        fault = {"fault": one.who, "path": path, "method": one.text, "count": one.count, "seconds": one.seconds}
        self._tell("faults", fault)

    def _kill(self, one: Happening) -> None:
        self._signal(one, signal.SIGKILL)

    def _freeze(self, one: Happening) -> None:
        if group := self._signal(one, signal.SIGSTOP):
            self._thaw.append((time.monotonic() + one.seconds, group))

    def _signal(self, one: Happening, number: signal.Signals) -> int:
        names = [name for name in self.scene.programs.running if name.split("-")[0] == one.who]
        name = names[self.counts.get("kills", 0) % len(names)]
        process = self.scene.programs.running[name]
        self._count("kills")
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
            return process.pid
        return 0

    def _publish(self, _one: Happening) -> None:
        sending = Path(self.scene.folder / "rules" / "sending.yaml")
        sending.write_text(sending.read_text(encoding="utf-8") + "\n# another set\n", encoding="utf-8")
        self._run_beside("published", "router", "rules", "publish")

    def _swap(self, _one: Happening) -> None:
        self._run_beside("swapped", "retrieval", "rebuild", "--anew")

    def _wait_for(self, what: str, *command: str) -> None:
        """Until the command has done its work: one whose server was killed is given again."""
        for more in reversed(range(TRIES)):
            while self._commands[what].poll() is None:
                self.look_after_programs()
                time.sleep(0.2)
            if self._commands[what].returncode == 0:
                self._count(what)
                return
            if more:
                self._run_beside(what, *command)

    def _run_beside(self, what: str, *command: str) -> None:
        environment = os.environ | dict(self.scene.settings)
        with open(self.scene.folder / "logs" / f"{what}.log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._beside[what], self._commands[what] = command, process

    def _tell(self, path: str, body: dict[str, object]) -> dict[str, int]:
        answer: dict[str, int] = tell(f"{self.scene.where.desk}/sandbox/control/{path}", body)
        return answer

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def asked(scene: Scene, path: str) -> list[dict[str, object]]:
    """A list of the control endpoint's."""
    answer = requests.get(f"{scene.where.desk}/sandbox/control/{path}", timeout=60)
    answer.raise_for_status()
    found: list[dict[str, object]] = answer.json()
    return found
