from __future__ import annotations

from router.rulebook.facts import Value
from router.rulebook.known import Known


def test_with_more_values_only_what_changed_is_made_again() -> None:
    read: list[Value] = []

    def made(value: Value) -> int:
        read.append(value)
        return len(read)

    known = Known({"message": "Where is it?", "route.rule": ""})
    assert (known.made("message", made), known.made("route.rule", made)) == (1, 2)
    more = known.also({"route.rule": "fraud"})
    assert (more.made("message", made), more.made("route.rule", made)) == (1, 3)
    assert (known.made("route.rule", made), read) == (2, ["Where is it?", "", "fraud"])
