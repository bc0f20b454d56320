import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.fields import ID
from router.importing.names import free_name, name_of, slug, topic_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lock-in", "lock-in"),
        ("What's new?", "whats-new"),
        ("Vielen Dank für Ihre Größe", "vielen-dank-fuer-ihre-groesse"),
        ("IM+ fees", "im-plus-fees"),
        ("Crédit épuisé", "credit-epuise"),
        ("नमस्ते", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.text(max_size=300))
def test_any_title_becomes_a_name_that_a_file_may_have(title: str) -> None:
    name = slug(title)
    assert name == "" or (ID.fullmatch(name) and len(name) <= 60)


@pytest.mark.parametrize(
    ("title", "product", "topic"),
    [
        ("Lock-in of IM+", "IM+", "lock-in"),
        ("Lock-in", "IM", "lock-in"),
        ("IM: exit fee", "IM", "exit-fee"),
        ("Switching to IM+", "IM", "switching-to-im-plus"),
        ("IM+ fees", "IM", "im-plus-fees"),
        ("How IM works", "IM", "how-im-works"),
        ("IM", "IM", "im"),
        ("Who to turn to", "IM", "who-to-turn-to"),
    ],
)
def test_siblings_for_two_products_have_one_topic(title: str, product: str, topic: str) -> None:
    assert topic_of(title, product) == topic


def test_a_name_says_for_whom_and_in_which_language() -> None:
    assert name_of("lock-in", "IM+", "de") == "lock-in-im-plus-de"
    assert name_of("lock-in", "", "") == "lock-in"


def test_a_name_that_is_taken_gets_the_next_number() -> None:
    assert free_name("fees", {"fees", "fees-2"}) == "fees-3"
