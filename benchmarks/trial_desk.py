"""A desk where mails are answered in one process by the real stages, with a model that may be told to misbehave.

The rules are the example company's, except that every draft may go out that the permit stage lets go: what keeps a bad
one back here is a guard, and no lead's caution. Every mail comes from somebody else.
"""

from __future__ import annotations

import html
import os
import re
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests

from retrieval.facts.plain import plain, sentences, stands_in
from router.doors import Doors
from router.grounding.places import heading_of
from router.pipeline import STEPS
from router.rulebook.ruleset import from_files
from router.run import Run
from router.settings import read_settings
from router.steps import perform
from router.store.database import set_up_database
from router.store.publications import Publication
from router.types import Most
from router.wiring import Store, open_doors, open_store
from router.writing.template_writer import Values, fill_template
from sandbox.demo import stage

LOOSEST = """highest lane: reply
rules: []
otherwise: {lane: reply}
"""
KEPT_FILES = ("customers.yaml", "routing.yaml", "segments.yaml", "calendar.yaml", "wording.yaml", "tests/usual.yaml")
HOLDINGS = ("IM", "IM+", "IM; IM+")
CUSTOMERS = 4_000
"""How many customers there are, in turn for each of the holdings."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to the desk; ``holds`` says which products its writer has."""

    text: str
    holds: str = "IM"
    subject: str = "A question"
    name: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a letter. ``reply`` is the text that the customer reads, empty where none went out."""

    run: Run
    reply: str

    @property
    def sent(self) -> bool:
        return bool(self.reply)

    @property
    def draft(self) -> str:
        return self.run.draft.text if self.run.draft else ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is no reply, each in words that don't depend on the ticket."""
        kinds = [f"finding: {one.kind}" for one in (self.run.findings.items if self.run.findings else ())]
        given = self.run.permit.reasons[1:] if self.run.permit else (self.run.route.reason if self.run.route else "",)
        caps = [re.sub(r"[“(\"].*|\b[\w-]*-[\w-]*-[\w-]*\b|\d+ ?%?", "", one).strip() for one in given]
        return tuple(dict.fromkeys([*kinds, *(one for one in caps if not one.startswith("the checks found"))]))


class TrialDesk:
    """Opened by :func:`trial_desk`."""

    def __init__(self, scene: stage.Scene, store: Store, doors: Doors) -> None:
        self._where, self._store, self._doors = scene.where, store, doors
        self._used: dict[str, int] = {}

    def model(self, fault: str) -> None:
        """The model misbehaves in this way from now on; empty: it is honest again."""
        requests.post(f"{self._where.groq}/sandbox/control/reset", timeout=30).raise_for_status()
        if fault:
            stage.tell(f"{self._where.groq}/sandbox/control/fault", {"kind": fault, "count": -1})

    def orders(self, orders: Sequence[Mapping[str, str]]) -> None:
        """What a model that obeys shall obey."""
        answer = requests.post(f"{self._where.groq}/sandbox/control/orders", json={"orders": list(orders)}, timeout=30)
        answer.raise_for_status()

    def obeyed(self) -> int:
        """How often an order was obeyed so far."""
        return int(requests.get(f"{self._where.groq}/sandbox/control/orders", timeout=30).json()["obeyed"])

    def answer(self, letter: Letter) -> Answered:
        """The letter's ticket goes all the way."""
        number = int(stage.tell(f"{self._where.desk}/sandbox/control/mails", self._mail(letter))["ticket_id"])
        run = Run(str(uuid.uuid4()), number, self._doors.clock.now(), self._doors.clock.now())
        for step in STEPS:
            run = perform(step, run, self._doors)
            if run.trouble:
                raise RuntimeError(f"{run.trouble.place}: {run.trouble.says}")
        self._store.records.finish(run, "decided", self._doors.clock.now(), None)
        return Answered(run, self._reply(run))

    def _mail(self, letter: Letter) -> dict[str, object]:
        turn = self._used[letter.holds] = self._used.get(letter.holds, -1) + 1
        number = HOLDINGS.index(letter.holds) + len(HOLDINGS) * (turn % (CUSTOMERS // len(HOLDINGS)))
        mail = {"name": letter.name or f"Customer {number}", "email": address(number), "subject": letter.subject}
        return mail | ({"html": letter.html} if letter.html else {"text": letter.text})

    def _reply(self, run: Run) -> str:
        if run.receipt is None or run.receipt.delivered != "reply":
            return ""
        url = f"{self._where.desk}/api/v2/tickets/{run.ticket_id}/conversations"
        entries = requests.get(url, auth=(stage.API_KEY, "X"), timeout=30).json()
        return next(as_text(one["body"]) for one in entries if one["id"] == run.receipt.conversation_id)

    def untrue(self, answered: Answered) -> list[str]:
        """The sentences of a reply that stand in no template, passage or fixed text of the company."""
        ours = "\n".join(self._ours(answered.run))
        return [
            one.text.strip()
            for one in sentences(plain(answered.reply))
            if not stands_in(one.text, ours) and not _FRAME.fullmatch(one.text.strip())
        ]

    def _ours(self, run: Run) -> Iterator[str]:
        columns = run.customer.columns if run.customer else {}
        for hit in run.found.templates if run.found else ():
            for first_name in ("[first name]", "Customer", ""):
                yield as_text(fill_template(hit.template, Values(run.ticket_id, columns, first_name)).text)
        for hit in run.found.passages if run.found else ():
            yield f"{heading_of(hit.passage)}\n{as_text(hit.passage.text)}"
        yield from (rule.text for rule in self._doors.rule_sets.in_force().wording.always_say)


_FRAME = re.compile(r"Ref: R-[A-Z0-9-]+|(?:Hello|Hi|Dear)(?: [\w'’-]+)?,?|Kind regards,?|\W*", re.IGNORECASE)


def as_text(body: str) -> str:
    """A post as its reader sees it, a line for each block."""
    broken = re.sub(r"</?(?:p|div|br|li|ul|ol|tr|h\d|blockquote|hr|table)\b[^>]*>", "\n", body)
    return html.unescape(re.sub(r"<[^>]+>", "", broken)).replace("**", "")


def address(number: int) -> str:
    return f"customer{number}@mail.example"


@contextmanager
def trial_desk() -> Iterator[TrialDesk]:
    """Stand-ins, a fresh index and the stages, opened once."""
    rows = [
        f"{address(one)},C-{one},,Customer {one},{HOLDINGS[one % len(HOLDINGS)]},2025-01-01" for one in range(CUSTOMERS)
    ]
    customers = "\n".join(["email,customer id,phone,name,products,since", *rows]) + "\n"
    with tempfile.TemporaryDirectory() as name:
        scene = stage.Scene.new(Path(name) / "var", customers, None, plan="unlimited")
        before = dict(os.environ)
        try:
            scene.start_stand_ins()
            scene.build_index()
            os.environ.update(scene.settings)
            settings = read_settings()
            set_up_database(settings)
            store = open_store(settings)
            _publish(store)
            doors = replace(open_doors(settings, store), most=Most(), installed_at=None)
            doors.index.warm_up()
            yield TrialDesk(scene, store, doors)
        finally:
            os.environ.clear()
            os.environ.update(before)
            scene.programs.stop()


def _publish(store: Store) -> None:
    texts = {name: (Path("rules") / name).read_text(encoding="utf-8") for name in KEPT_FILES}
    rules = from_files({**texts, "sending.yaml": LOOSEST})
    store.rule_sets.put_in_force(rules, Publication(rules.sha256, store.clock.now(), "benchmark", "", "publish"))
