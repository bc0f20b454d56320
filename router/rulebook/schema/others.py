"""The schemas of the files that hold no conditions."""

from __future__ import annotations

from typing import get_args

from router.rulebook.calendar import CLOSED
from router.rulebook.customer_examples import PLACES
from router.rulebook.customers import COLUMN_TYPES, SIGNS
from router.rulebook.examples.expectations import NO_DRAFT
from router.rulebook.facts import FACTS, PRIORITIES, WEEKDAYS
from router.rulebook.routing import DECISIONS
from router.rulebook.rule_list import ExampleKind
from router.rulebook.schema.parts import (
    TEXT,
    YES_OR_NO,
    Schema,
    described,
    either,
    keys,
    many,
    one_or_many,
    open_keys,
    words,
)
from router.rulebook.schema.rules import facts_given
from router.types import LANES

_TEXTS = one_or_many(TEXT)
_NOTHING_OR_TEXTS = either(TEXT, many(TEXT))
_TIME: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$"}
_HELD = ("search that product", "search all they may see", "search shared")


def segments() -> Schema:
    product = keys(
        {
            "title": described(TEXT, "the product's name as customers read it"),
            "may see": described(_NOTHING_OR_TEXTS, "the products whose content its holders may be told"),
            "called": described(_TEXTS, "how customers write the name"),
        },
        ("may see", "called"),
    )
    named: dict[str, Schema] = {
        "a product they hold": words(_HELD),
        "a product they do not hold": words(_HELD[1:]),
        "no product": words(_HELD[1:]),
        "no product, and the answer differs by product": words(("note", "name both")),
    }
    known: dict[str, Schema] = {
        "segments": described(open_keys(product), "the products, by name"),
        "when the message names": described(keys(named, tuple(named)), "what is searched then"),
    }
    return keys(known, tuple(known))


def customers() -> Schema:
    lane: Schema = words(LANES)
    known: dict[str, Schema] = {
        "existing if any": described(
            many(_proof()), "what proves that somebody is a customer; every line is looked at"
        ),
        "otherwise": words(("new", "unknown")),
        "if a place can't be asked": words(("unknown",)),
        "products from": described(many(_products()), "where it is written down what they hold"),
        "if the places disagree": _conflict(lane),
        "if the proof is weak": keys({"highest lane": lane}, ("highest lane",)),
        "if unknown": keys({"may see": words(("shared",)), "highest lane": lane}, ("may see", "highest lane")),
    }
    columns = described(open_keys(words(COLUMN_TYPES)), "columns of the customer list that are kept")
    examples = many(keys({"given": keys(_places()), "expect": _customer()}, ("given", "expect")))
    countries = described(many(_products()), "where it is written down in which country they live, as two letters")
    more = {"columns": columns, "country from": countries, "examples": examples}
    return keys({**known, **more}, tuple(known))


def _proof() -> Schema:
    same, proof = one_or_many(words(SIGNS)), words(("strong", "weak"))
    listed = keys({"same": same, "proof": proof}, ("same",))
    of = words(("this contact", "another contact"))
    earlier = keys({"of": of, "same": same, "proof": proof}, ("of",))
    return keys({"customer list": listed, "earlier tickets": earlier}, least=1)


def _products() -> Schema:
    values = open_keys(_TEXTS)
    listed = keys({"column": TEXT, "values": values}, ("column",))
    field = keys({"name": TEXT, "values": values}, ("name",))
    return keys({"customer list": listed, "contact field": field}, least=1)


def _conflict(lane: Schema) -> Schema:
    known: dict[str, Schema] = {
        "conflict": words(("yes",)),
        "may see": words(("only what all of them allow",)),
        "highest lane": lane,
    }
    return keys(known, ("conflict", "may see"))


def _places() -> dict[str, Schema]:
    listed = either(words(("not reachable", "no row")), open_keys(TEXT))
    earlier = words(("this contact", "another contact", "none", "not reachable"))
    return dict(zip(PLACES, (listed, TEXT, earlier, TEXT), strict=True))


def _customer() -> Schema:
    known: dict[str, Schema] = {
        "kind": words(("new", "existing", "unknown")),
        "products": _NOTHING_OR_TEXTS,
        "may see": _NOTHING_OR_TEXTS,
        "conflict": YES_OR_NO,
        "proof": words(("strong", "weak", "none")),
        "highest lane": words(LANES),
        "country": TEXT,
    }
    return keys(known)


def calendar() -> Schema:
    span: Schema = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9] *- *[0-2][0-9]:[0-5][0-9]$"}
    day = either(words((CLOSED,)), one_or_many(span))
    said: dict[str, Schema] = {"business hours": YES_OR_NO, "weekday": words(WEEKDAYS), "holiday": TEXT}
    known: dict[str, Schema] = {
        "time zone": described(TEXT, "as in Asia/Kolkata or Europe/Berlin"),
        "business hours": described(keys(dict.fromkeys(WEEKDAYS, day), WEEKDAYS), "when somebody is there"),
        "holidays": described(open_keys(TEXT), "dates on which nobody is there, with their names"),
        "examples": many(keys({"given": _TIME, "expect": keys(said)}, ("given", "expect"))),
    }
    return keys(known, ("time zone", "business hours"))


def wording() -> Schema:
    rule: dict[str, Schema] = {"id": TEXT, "title": TEXT, "owner": TEXT, "trial": YES_OR_NO}
    example = many({**keys(dict.fromkeys(get_args(ExampleKind), _TEXTS), least=1), "maxProperties": 1})
    country = keys({"for": _TEXTS, "country": TEXT}, ("for", "country"))
    readers = dict.fromkeys(get_args(ExampleKind), either(_TEXTS, country))
    reader = many({**keys(readers, least=1), "maxProperties": 1})
    never: dict[str, Schema] = {
        "words": described(_TEXTS, "found as whole words, small and capital letters alike"),
        "unless": described(_TEXTS, "a sentence with one of these is fine"),
    }
    always: dict[str, Schema] = {
        "for": described(_TEXTS, "the audiences of the draft, or everybody"),
        "language": described(TEXT, "two letters, such as en"),
        "countries": described(_TEXTS, "two letters each, such as IN; readers elsewhere don't get it"),
        "text": described(TEXT, "what stands at the end of the answer"),
    }
    needed = ("id", "title", "owner")
    known: dict[str, Schema] = {
        "links to": described(_TEXTS, "the only hosts that a link in an answer may lead to"),
        "never say": many(keys({**rule, **never, "examples": example}, (*needed, "words"))),
        "always say": many(keys({**rule, **always, "examples": reader}, (*needed, "for", "text"))),
    }
    return keys(known)


def scenarios() -> Schema:
    """The files of ``tests``: scenarios, the usual facts, and the names in Freshdesk."""
    mail = keys({"from": TEXT, "name": TEXT, "subject": TEXT, "text": TEXT}, ("from", "text"))
    told: dict[str, Schema] = {
        "id": TEXT,
        "title": TEXT,
        "given": described(facts_given(list(FACTS)), "facts, as in examples; the rest comes from usual.yaml"),
        "mail": described(mail, "a whole mail, as it arrived"),
        **_places(),
        "at": described(_TIME, "a time on our clock, as in 2026-11-23 10:00"),
        "known gap": described(YES_OR_NO, "yes: reported, never a failure"),
        "expect": keys({"customer": _customer(), "message": open_keys(_NOTHING_OR_TEXTS), **_decided()}),
    }
    known: dict[str, Schema] = {
        "scenarios": many(keys(told, ("id", "expect"))),
        "facts": described(facts_given(list(FACTS)), "what examples take for granted"),
        "groups": described(many(TEXT), "the groups there are in Freshdesk"),
        "agents": described(many(TEXT), "the agents there are in Freshdesk, by e-mail address"),
    }
    return keys(known, least=1)


def _decided() -> dict[str, Schema]:
    free = dict.fromkeys(("rule", "template", "search", "tags", "group", "agent", "status"), _NOTHING_OR_TEXTS)
    route: dict[str, Schema] = {**free, "decision": words(DECISIONS), "priority": words(tuple(PRIORITIES.values()))}
    lane = either(words((*LANES, NO_DRAFT)), {"type": "string", "pattern": "^reply [0-9]{1,3} ?%$"})
    sent: dict[str, Schema] = {"rule": TEXT, "lane": lane, "says": lane, "tags": _NOTHING_OR_TEXTS}
    return {"route": keys(route), "lane": keys(sent)}
