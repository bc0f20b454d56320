"""What keeps a ticket in shadow, in words, and how each of these is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from router.rulebook.rule_list import OTHERWISE
from router.types import Silencer

_UNTOLD = "its lane is shadow"
_LOOK = "python -m router rules lane lists every lane, and what is set by hand"


def says_shadow(by: Sequence[Silencer], rule: str) -> str:
    """Whose word it is. ``rule`` is the one of ``sending.yaml`` that decided."""
    says: Mapping[Silencer, str] = {
        "rule": f"{_named(rule)} of sending.yaml says shadow",
        "highest lane": "the highest lane of sending.yaml is shadow",
        "hand": "somebody lowered the lane to shadow by hand",
        "first draft": "this ticket's first draft was in shadow",
        "customer": "customers.yaml says shadow for this customer",
    }
    return "; ".join(says[one] for one in by) or _UNTOLD


def takes_back_shadow(by: Sequence[Silencer], rule: str) -> str:
    """What to do so that the next ticket isn't in shadow. Without ``rule`` no rule of ``sending.yaml`` was asked."""
    by_hand = "python -m router rules lane all --lift takes it back"
    if rule:
        by_hand = "python -m router rules lane lists what is set by hand, and with --lift takes it back"
    todo: Mapping[Silencer, str] = {
        "rule": f"set the lane of {_named(rule)} in sending.yaml to note, and publish",
        "highest lane": "set the highest lane in sending.yaml to note, and publish",
        "hand": by_hand,
        "first draft": "answer it yourself: this ticket stays in shadow",
        "customer": "set the highest lane in customers.yaml to note, and publish",
    }
    return "; ".join(todo[one] for one in by) or _LOOK


def _named(rule: str) -> str:
    return f'"{OTHERWISE}"' if rule == OTHERWISE else f'the rule "{rule}"'
