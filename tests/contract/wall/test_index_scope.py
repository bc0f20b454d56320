"""What reaches the index server, and what of its answers reaches us: for any audiences that may be asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from retrieval.embedding import Vectors
from retrieval.index import Index
from retrieval.milvus import Match, Milvus
from retrieval.partitions import KINDS, partition_name
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.versions import LENGTHS
from tests.knowledge import HashedWords, IndexServer, settings_for

KNOWN = ("shared", "IM", "IM+")
AUDIENCES = st.lists(
    st.sampled_from([*KNOWN, "", " ", "im", "IM-", "IM +", "shared ", "IX", "*", "_default", "version", "494d2b"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    max_size=5,
)
SECRET = "premature withdrawal penalty"  # an example of IM+'s template


class Watched(Milvus):
    """The real server, and which partitions were searched."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.searched: list[list[str]] = []

    def search(
        self, collection: str, vectors: Vectors, partitions: Sequence[str], limit: int, fields: Sequence[str]
    ) -> list[list[Match]]:
        self.searched.append(list(partitions))
        return super().search(collection, vectors, partitions, limit, fields)


@pytest.fixture(scope="module")
def company(index_server: IndexServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(tmp_path_factory.mktemp("scope") / "company", index_server.uri, "scope")


@pytest.fixture(scope="module")
def live(company: Settings) -> str:
    return rebuild(company, embedder=HashedWords()).collection


@pytest.fixture(scope="module")
def watched(company: Settings) -> Watched:
    return Watched(company.milvus_uri)


@pytest.fixture(scope="module")
def index(watched: Watched, company: Settings) -> Index:
    return Index(watched, HashedWords(), company.index_alias)


@tries(deadline=None, max_examples=150)
@given(audiences=AUDIENCES)
def test_the_server_is_asked_for_these_partitions_alone_and_never_for_none(
    audiences: list[str], index: Index, watched: Watched, live: str
) -> None:
    watched.searched.clear()
    hits = index.search([SECRET], audiences, live, templates=50, passages=50)
    own = {partition_name(kind, name) for name in audiences if name in KNOWN for kind in KINDS}
    assert all(partitions and set(partitions) <= own for partitions in watched.searched)
    assert bool(watched.searched) == bool(own)
    shown = {hit.template.audience for hit in hits.templates} | {hit.passage.audience for hit in hits.passages}
    assert shown <= set(audiences)


@tries(deadline=None, max_examples=150)
@given(audiences=AUDIENCES)
def test_no_template_is_given_by_id_or_as_a_sibling_beyond_the_audiences(
    audiences: list[str], index: Index, live: str
) -> None:
    for name, owner in (("opening-hours", "shared"), ("exit-fee-im", "IM"), ("exit-fee-im-plus", "IM+")):
        found = index.template(name, audiences, live)
        assert (found is not None) == (owner in audiences)
        assert {other.audience for other in index.siblings(name, audiences, live)} <= set(audiences)


@tries(deadline=None, max_examples=150)
@given(audiences=AUDIENCES)
def test_what_is_outside_is_everything_that_is_not_theirs(audiences: list[str], index: Index, live: str) -> None:
    outside = "\n".join(index.outside(audiences, live))
    assert ("exit fee of IM+ is 2.5%" in outside) == ("IM+" not in audiences)
    assert ("exit fee of IM is 1%" in outside) == ("IM" not in audiences)


@pytest.mark.parametrize(
    ("label", "told"),
    [("IM+", "row stray is not for"), ("IM", "exit-fee-im-plus is not for")],
)
def test_a_row_that_strayed_into_a_partition_is_shown_to_nobody(
    label: str, told: str, company: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether its own label says whose it is, or only the template that it leads to."""
    words = HashedWords()
    name = rebuild(company, embedder=words).collection
    milvus = Milvus.of(company)
    of_im_plus = dict.fromkeys(LENGTHS, "") | {"id": "stray", "kind": "example", "document": "exit-fee-im-plus"}
    vector = words.embed([SECRET])[0].tolist()
    index = Index(milvus, words, company.index_alias)
    assert index.template("exit-fee-im-plus", ["IM+"], name), "the documents are read before the row strays"
    milvus.insert(name, partition_name("example", "IM"), [{**of_im_plus, "audience": label, "vector": vector}])
    found = milvus.search(name, words.embed([SECRET]), [partition_name("example", "IM")], 1, ["audience"])
    assert found[0][0].id == "stray", "the server does return it"
    with caplog.at_level(logging.ERROR):
        hits = index.search([SECRET], ["shared", "IM"], name, templates=50)
    assert {hit.template.audience for hit in hits.templates} == {"shared", "IM"}
    assert told in caplog.text
