"""A JSON Schema for each rule file, so that editors complete, explain and underline while somebody types."""

from __future__ import annotations

import json
from collections.abc import Mapping

from router.rulebook.facts import FACTS, PRIORITIES, STATUSES
from router.rulebook.routing import ALL_THEY_MAY_SEE, ONLY_SHARED
from router.rulebook.schema import others
from router.rulebook.schema.parts import TEXT, Schema, described, either, keys, one_or_many, value_of, words
from router.rulebook.schema.rules import definitions, rules
from router.types import LANES

_DRAFT = "http://json-schema.org/draft-07/schema#"
_TAGS = described(one_or_many(TEXT), "tags that the ticket gets beside its own")
_LANE = either(words(LANES), {"type": "string", "pattern": "^reply +[0-9]{1,3} *%$"})


def schemas() -> Mapping[str, str]:
    """The schemas as they stand in ``rules/schema``, by the names of their files."""
    made = {
        "routing": _routing(),
        "sending": _sending(),
        "segments": others.segments(),
        "customers": others.customers(),
        "calendar": others.calendar(),
        "wording": others.wording(),
        "scenarios": others.scenarios(),
    }
    return {f"{name}.json": _written(f"{name}.yaml", schema) for name, schema in made.items()}


def _written(title: str, schema: Schema) -> str:
    return json.dumps({"$schema": _DRAFT, "title": title, **schema}, indent=2, ensure_ascii=False) + "\n"


def _routing() -> Schema:
    then = keys(_decisions(), least=1)
    known: dict[str, Schema] = {
        "rules": described(rules(then), "from top to bottom: the first rule that decides ends it"),
        "otherwise": described(then, "what happens to a ticket that no rule decided"),
    }
    return {**keys(known, ("otherwise",)), "definitions": definitions("routing.yaml")}


def _decisions() -> Mapping[str, Schema]:
    status = next(fact for fact in FACTS if fact.name == "ticket.status")
    hand_over: dict[str, Schema] = {
        "group": described(TEXT, "the group, by its name in Freshdesk"),
        "agent": described(TEXT, "the agent, by their e-mail address in Freshdesk"),
        "priority": words(tuple(PRIORITIES.values())),
        "status": described(value_of(status), f"{', '.join(STATUSES.values())}, or Freshdesk's number"),
        "note": described(TEXT, "what the agent reads in a private note"),
    }
    template = one_or_many(TEXT)
    retrieve: dict[str, Schema] = {
        "from": words((ALL_THEY_MAY_SEE, ONLY_SHARED)),
        "only templates": described(template, "no others are looked at"),
        "not templates": described(template, "these are left out"),
    }
    return {
        "ignore": described(TEXT, "the ticket is left alone; write why"),
        "hand over": described(keys(hand_over), "a person takes it, without a draft"),
        "standard reply": described(keys({"template": TEXT}, ("template",)), "this template, nothing is searched"),
        "retrieve": described(keys(retrieve), "search templates and knowledge base, and write a draft"),
        "add tags": _TAGS,
    }


def _sending() -> Schema:
    then = keys(
        {
            "lane": described(_LANE, "how far the draft goes: shadow, note, reply 10% or reply"),
            "others": described(words(("shadow", "note")), "what the rest get beside a share such as reply 10%"),
            "add tags": _TAGS,
        },
        least=1,
    )
    known: dict[str, Schema] = {
        "highest lane": described(words(LANES), "for everything, whatever the rules say"),
        "rules": described(rules(then), "from top to bottom: the first rule that says a lane ends it"),
        "otherwise": described(then, "how far a draft goes that no rule is for"),
    }
    return {**keys(known, ("highest lane", "otherwise")), "definitions": definitions("sending.yaml")}
