"""What ours is compared with: a prompt that leaves nothing out."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.naive import counter, naive_user
from retrieval.types import Passage, PassageHit, Template, TemplateHit
from router.types import Found
from tests.unit.tickets import TICKET

TEMPLATE = Template("kyc", "KYC", "shared", "en", "kyc", "guided", "The whole reply.")
HITS = tuple(
    PassageHit(Passage(f"p{n}", "a", "shared", "Title", f"Part {n}", f"Text {n}."), 0.9 - n / 10) for n in range(7)
)
FOUND = Found((TemplateHit(TEMPLATE, 0.8, ""),), HITS[::-1])


def test_the_naive_prompt_has_the_template_the_best_five_passages_and_the_whole_thread() -> None:
    user = naive_user(TICKET, FOUND)
    assert "The whole reply." in user
    assert [f"Text {n}." in user for n in range(7)] == [True] * 5 + [False] * 2
    assert all(entry.text in user for entry in TICKET.entries)
    assert TICKET.subject in user


def test_without_finds_it_is_the_thread_alone() -> None:
    assert naive_user(replace(TICKET, entries=()), Found()) == f"Subject: {TICKET.subject}"


def test_both_sides_are_counted_by_one_tokenizer_without_a_limit() -> None:
    assert counter()("the word") == 2
    assert counter()("word " * 2_000) == 2_000
