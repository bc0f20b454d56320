"""Conditions of any shape, made of checks that a test chooses."""

from __future__ import annotations

from hypothesis import strategies as st


def conditions_of(checks: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """``all``, ``any`` and ``not`` over at most so many of these checks, as they stand in a file."""
    return st.recursive(
        checks,
        lambda inner: st.one_of(
            st.builds(
                lambda join, parts: f"{{{join}: [{', '.join(parts)}]}}",
                st.sampled_from(["all", "any"]),
                st.lists(inner, min_size=1, max_size=3),
            ),
            st.builds(lambda part: f"{{not: {part}}}", inner),
        ),
        max_leaves=most,
    )
