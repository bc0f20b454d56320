"""What the public address says of itself is true, whatever is sent there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from router.settings import read_settings
from router.web.public import public_app
from router.wiring import StoredBell, open_store
from tests.contract.web.conftest import SECRET
from tests.laid_out import lay_out

DESCRIPTION = Path(__file__).parents[3] / "router" / "web" / "openapi.yaml"
EXAMPLES = settings(max_examples=60, suppress_health_check=list(HealthCheck))
NOT_PROMISED = [negative_data_rejection, ignored_auth]
"""A bell is read tolerantly: what breaks the description may be one. Our secret is sent beside made-up ones."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["ticket_id", "id", "freshdesk_webhook"]), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The public app over a database of its own, which takes every bell: a 503 would be a fault."""
    chosen = read_settings(var=tmp_path_factory.mktemp("openapi"))
    lay_out(chosen)

    @cache
    def bell() -> StoredBell:
        return StoredBell(open_store(chosen), 0)

    return public_app((SECRET,), bell)


@pytest.fixture(scope="module")
def described(app: Flask) -> BaseSchema:
    schema = schemathesis.openapi.from_path(DESCRIPTION)
    schema.app = app
    return schema


@pytest.mark.parametrize(
    ("operation_id", "mode"),
    [("ring", GenerationMode.POSITIVE), ("ring", GenerationMode.NEGATIVE), ("healthz", GenerationMode.POSITIVE)],
)
@EXAMPLES
@given(draw=st.data())
def test_every_answer_is_one_that_is_described(
    described: BaseSchema, operation_id: str, mode: GenerationMode, draw: st.DataObject
) -> None:
    operation = described.find_operation_by_id(operation_id)
    case: Case = draw.draw(operation.as_strategy(generation_mode=mode))
    answer = case.call(headers={"X-Router-Secret": SECRET})
    case.validate_response(answer, excluded_checks=NOT_PROMISED)
    assert answer.status_code < 500


def test_every_path_of_the_public_app_is_described(app: Flask, described: BaseSchema) -> None:
    served = {(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    written = {(one.ok().path, one.ok().method.upper()) for one in described.get_all_operations()}
    assert written == {(path, method) for path, method in served if method not in ("HEAD", "OPTIONS")}


def send(app: Flask, body: bytes, **headers: str) -> Any:
    return app.test_client().post("/webhooks/freshdesk", data=body, headers={"X-Router-Secret": SECRET} | headers)


@EXAMPLES
@given(body=st.binary(max_size=600))
def test_no_bytes_are_answered_with_a_fault(app: Flask, body: bytes) -> None:
    assert send(app, body).status_code in (202, 400)


@EXAMPLES
@given(value=JSON, cut=st.integers(0, 60))
def test_no_json_whole_or_cut_off_is_answered_with_a_fault(app: Flask, value: Any, cut: int) -> None:
    body = json.dumps(value).encode()
    assert send(app, body[: len(body) - cut]).status_code in (202, 400)


@EXAMPLES
@given(name=st.sampled_from(["Content-Type", "Content-Encoding", "Accept", "Cookie"]), value=st.text(max_size=40))
def test_no_header_changes_how_a_bell_is_taken(app: Flask, name: str, value: str) -> None:
    told = value.encode("ascii", "ignore").decode().translate(dict.fromkeys([*range(32), 127]))
    assert send(app, b'{"ticket_id": 5}', **{name: told}).status_code == 202
