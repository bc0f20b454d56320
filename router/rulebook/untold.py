"""What rules looked at in vain. They read it like something empty, so what they decide by it may be wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from router.rulebook.facts import ASKED
from router.rulebook.rule_list import A, Walk


def untold(walked: Walk[A], needed: Collection[str] = ASKED) -> str:
    """In words, which of the ``needed`` facts a walk went by without knowing them; empty when there is none."""
    missing = {name for name in needed if not walked.known.knows(name)}
    names = dict.fromkeys(name for name in _went_by(walked) if name in missing) if missing else {}
    return f"a rule asks for {' and '.join(names)}, which Freshdesk did not tell" if names else ""


def _went_by(walked: Walk[A]) -> Iterator[str]:
    """The facts that were looked at; a rule on trial changes nothing, whatever it looks at."""
    ends = pairwise((0, *(end for _, _, end in walked.looked_at)))
    for (rule, _, _), (begin, end) in zip(walked.looked_at, ends, strict=True):
        if not rule.trial:
            yield from (check.fact.name for check, _, _ in walked.looked[begin:end])
