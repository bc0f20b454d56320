from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.partitions import KINDS, content_id, partition_name
from retrieval.versions import new_name, partitions_of, versions_of

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def test_partition_names_are_the_kind_and_the_hex_of_the_audience() -> None:
    assert partition_name("example", "IM") == "example_494d"
    assert partition_name("passage", "IM+") == "passage_494d2b"


@given(first=NAMES, second=NAMES, kind=st.sampled_from(KINDS))
def test_two_audiences_never_share_a_partition(first: str, second: str, kind: str) -> None:
    same = partition_name(kind, first) == partition_name(kind, second)
    assert same == (first == second)


@given(audience=NAMES)
def test_partition_names_are_such_as_every_milvus_takes(audience: str) -> None:
    assert re.fullmatch(r"[a-z]+_[0-9a-f]+", partition_name("example", audience))


def test_a_row_without_an_audience_has_no_partition() -> None:
    with pytest.raises(ValueError):
        partition_name("example", "")


@given(st.dictionaries(NAMES, st.integers(0, 9), min_size=1, max_size=4))
def test_a_records_counts_lead_back_to_the_partitions(audiences: dict[str, int]) -> None:
    counts = {f"{kind} {audience}": rows for audience, rows in audiences.items() for kind in KINDS}
    wanted = {f"{kind} {audience}": partition_name(kind, audience) for audience in audiences for kind in KINDS}
    assert partitions_of(counts) == wanted


@given(document=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True), text=st.text())
def test_row_ids_can_stand_in_any_filter(document: str, text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", content_id(document, text))


def test_row_ids_change_with_the_text_and_with_where_it_ends() -> None:
    assert content_id("fees", "a", "bc") == content_id("fees", "a", "bc")
    assert content_id("fees", "a", "bc") != content_id("fees", "ab", "c")


def test_only_versions_of_this_alias_are_ours() -> None:
    ours, other = new_name("knowledge"), new_name("knowledge_two")
    assert versions_of("knowledge", ["knowledge", other, "knowledge_old", ours]) == [ours]


def test_version_names_are_never_used_twice() -> None:
    assert len({new_name("knowledge") for _ in range(50)}) == 50


def test_versions_of_one_second_stand_in_the_order_in_which_they_were_made() -> None:
    second = datetime(2027, 3, 1, 12, 0, 0, tzinfo=UTC)
    made = [new_name("knowledge", second.replace(microsecond=moment)) for moment in (5, 900, 70_000, 999_999)]
    assert versions_of("knowledge", reversed(made)) == made
