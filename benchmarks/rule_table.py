"""Rules of the kind a desk writes, made in any number: as our YAML, and as a decision table of zen-engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from router.rulebook.facts import Value
from router.rulebook.words import fold

OTHERWISE = "otherwise"
COLUMNS = {
    "phrases": "message",
    "languages": "message.language",
    "kinds": "customer.kind",
    "products": "customer.products",
    "tags": "ticket.tags",
}
_VERBS = "cancel,close,dispute,extend,forgot,freeze,lost,missing,move,never got,no,pause,refund,renew,split,stop,track"
_THINGS = (
    "agreement,borrower,certificate,credit note,deduction,escrow,fee,instalment,interest,invoice,ledger,loan,mandate,"
    "maturity,nominee,payout,penalty,portfolio,receipt,repayment,rollover,settlement,statement,tax form,wallet"
)
_TAGS = ("vip", "press", "partner", "audit", "recovery", "kyc", "campaign", "staff")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: every column that says something must hold."""

    id: str
    phrases: tuple[str, ...]
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def as_yaml(self) -> str:
        tests = [
            f"        - {fact}: {{{'contains' if name == 'phrases' else 'is any of'}: {json.dumps(wanted)}}}"
            for name, fact in COLUMNS.items()
            if (wanted := getattr(self, name))
        ]
        when = "\n".join(["      all:", *tests])
        then = "{hand over: {group: Support, priority: high}}"
        return (
            f"  - id: {self.id}\n    title: Rule {self.id}\n    owner: a@lendora.example\n"
            f"    when:\n{when}\n    then: {then}"
        )

    def as_cells(self) -> dict[str, str]:
        """A row of zen-engine's table. ``or`` is faster there than ``some``: tried."""
        return {
            "_id": self.id,
            "phrases": " or ".join(f"contains($, {_quoted(fold(phrase))})" for phrase in self.phrases),
            "languages": ", ".join(_quoted(word) for word in self.languages),
            "kinds": ", ".join(_quoted(word) for word in self.kinds),
            "products": " or ".join(f"contains($, {_quoted(word)})" for word in self.products),
            "tags": " or ".join(f"contains($, {_quoted(word)})" for word in self.tags),
            "rule": _quoted(self.id),
        }


def _quoted(word: str) -> str:
    """A text of zen-engine's language, which can't escape the sign that it stands in."""
    sign = next(sign for sign in "\"'`" if sign not in word)
    return f"{sign}{word}{sign}"


def rows(number: int, messages: Sequence[str]) -> list[Row]:
    """Most rules name phrases, half of them something else besides; one phrase in thirty is from the messages."""
    chance = Random(20261121)  # noqa: S311 - the same rules every time
    made_up = [f"{verb} my {thing}" for verb, thing in product(_VERBS.split(","), _THINGS.split(","))]
    return [_row(place, chance, made_up, messages) for place in range(number)]


def _row(place: int, chance: Random, made_up: Sequence[str], messages: Sequence[str]) -> Row:
    phrases = chance.sample(made_up, chance.randint(4, 12))
    if chance.random() < 0.25:
        words = fold(chance.choice(messages)).split()
        phrases[chance.randrange(len(phrases))] = " ".join(words[:6])
    only_tags = chance.random() < 0.05
    return Row(
        f"rule-{place}",
        () if only_tags else tuple(phrases),
        languages=("en", "de") if chance.random() < 0.2 else (),
        kinds=(chance.choice(("new", "existing", "unknown")),) if chance.random() < 0.25 else (),
        products=(chance.choice(("IM", "IM+")),) if chance.random() < 0.25 else (),
        tags=tuple(chance.sample(_TAGS, 2)) if only_tags or chance.random() < 0.1 else (),
    )


def as_yaml(table: Sequence[Row]) -> str:
    """``routing.yaml``."""
    listed = "\n".join(row.as_yaml() for row in table)
    return f"rules:\n{listed}\notherwise:\n  retrieve: {{from: what the customer may see}}\n"


def as_zen(table: Sequence[Row]) -> str:
    """A graph of zen-engine that holds nothing but the table, first hit wins."""
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in COLUMNS],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [row.as_cells() for row in table],
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes: list[dict[str, Any]] = [
        {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}} for name, kind in kinds.items()
    ]
    nodes[1]["content"] = content
    steps = [("in", "table"), ("table", "out")]
    edges = [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in steps]
    return json.dumps({"nodes": nodes, "edges": edges})


def tickets(messages: Sequence[str]) -> list[Mapping[str, Value]]:
    """The facts of a ticket for each message, as the stages hand them over."""
    chance = Random(7)  # noqa: S311
    return [
        {
            "message": message,
            "message.language": chance.choice(("en", "en", "en", "de", "hi")),
            "customer.kind": chance.choice(("existing", "existing", "new", "unknown")),
            "customer.products": chance.choice((("IM",), ("IM+",), ("IM", "IM+"), ())),
            "ticket.tags": tuple(chance.sample(_TAGS, chance.choice((0, 0, 0, 1)))),
        }
        for message in messages
    ]


def for_zen(facts: Mapping[str, Value]) -> dict[str, Any]:
    """The same facts as zen-engine takes them: text in the form in which we compare it, lists as lists."""
    message = facts["message"]
    values = {name: facts[fact] for name, fact in COLUMNS.items()}
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return listed | {"phrases": fold(message) if isinstance(message, str) else ""}
