"""The small parts that the editors' schemas are built from (JSON Schema, draft 7).

Rules are read letter by letter, but an editor takes ``3`` for a number and ``2026-01-01`` for a text: where any word
may stand, both are allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from router.rulebook.facts import Fact, FactType

Schema = Mapping[str, object]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
YES_OR_NO: Schema = {"enum": ["yes", "no"]}
_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"}
_FREE: Mapping[FactType, Schema] = {
    "text": TEXT,
    "list": TEXT,
    "number": _NUMBER,
    "yes or no": YES_OR_NO,
    "duration": {"type": "string", "pattern": "^[0-9]{1,6} *(minute|hour|day|week)s?$"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def described(schema: Schema, description: str) -> Schema:
    """The same with what an editor shows beside it. Draft 7 looks at nothing beside a reference, so it is wrapped."""
    return {"description": description, **({"allOf": [schema]} if "$ref" in schema else schema)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def words(choices: Collection[str]) -> Schema:
    return {"enum": list(choices)}


def either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def many(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def one_or_many(item: Schema) -> Schema:
    return either(item, many(item, 1))


def keys(
    known: Mapping[str, Schema],
    required: Collection[str] = (),
    patterns: Mapping[str, Schema] | None = None,
    least: int = 0,
) -> Schema:
    """Keys and values; no other keys than the known ones and those of a pattern."""
    shape: dict[str, object] = {"type": "object", "properties": dict(known), "additionalProperties": False}
    shape |= {"required": list(required)} if required else {}
    shape |= {"patternProperties": dict(patterns)} if patterns else {}
    return shape | ({"minProperties": least} if least else {})


def open_keys(value: Schema) -> Schema:
    """Keys that anybody may choose."""
    return {"type": "object", "additionalProperties": value}


def value_of(fact: Fact) -> Schema:
    """One value that the fact can be, or have in its list."""
    if not fact.choices:
        return _FREE[fact.type]
    numbers: Schema = {"type": ["integer", "string"], "pattern": "^[0-9]+$"}
    return either(words(fact.choices), numbers) if fact.numbers_too else words(fact.choices)
