from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from router.rulebook.ruleset import from_files
from router.types import Silencer
from tests.unit.rulebook.lendora import changed
from tests.unit.stages.test_permit import ROUTE, permitted
from tests.unit.tickets import DRAFT, IM_HOLDER

IN_SHADOW = from_files(changed("sending.yaml", "highest lane: note", "highest lane: shadow"))
BY_RULE = from_files(changed("sending.yaml", "otherwise:\n  lane: note", "otherwise:\n  lane: shadow"))


@pytest.mark.parametrize(
    ("different", "by"),
    [
        ({}, ()),
        ({"lane_override": "note"}, ()),
        ({"lane_override": "shadow"}, ("hand",)),
        ({"ceiling": "shadow"}, ("first draft",)),
        ({"customer": replace(IM_HOLDER, highest_lane="shadow")}, ("customer",)),
        ({"route": replace(ROUTE, highest_lane="shadow", lane_reasons=("weak", "torn"))}, ("customer",)),
        ({"ruleset": IN_SHADOW}, ("highest lane",)),
        ({"ruleset": IN_SHADOW, "draft": None, "lane_override": "shadow"}, ("hand", "highest lane")),
    ],
)
def test_a_permit_names_everything_that_says_shadow(different: dict[str, Any], by: tuple[Silencer, ...]) -> None:
    assert permitted(**different).shadow_by == by


def test_a_rule_that_says_shadow_is_named_too() -> None:
    assert permitted(ruleset=BY_RULE, draft=replace(DRAFT, template="")).shadow_by == ("rule",)
