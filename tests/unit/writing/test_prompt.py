"""The prompt: the same system text for all tickets of a kind, and what is sent below the first mark."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from retrieval.types import Passage, Slot, Template
from router.writing.fences import END
from router.writing.prompt import LONGEST_MESSAGE, PROMPT_VERSION, SYSTEMS, Task, TaskKind, build_prompt, model_blanks
from sandbox.groq.prompt_reading import ReadPrompt, read_prompt

PASSAGE = Passage("fees#1", "fees", "IM", "Fees", "Fee table", "The exit fee of IM is 1%.", products=("IM",))
GUIDED = Template(
    "kyc", "KYC", "shared", "en", "kyc", "guided", "Hello {{ first_name }},\n\n{{ about }}\n\nKeep me. Or not.",
    slots=(Slot("first_name", "customer.first name", False), Slot("about", "model", False)), exact=("Keep me.",),
)  # fmt: skip


def read(task: Task) -> ReadPrompt:
    prompt = build_prompt(task)
    return read_prompt(prompt.system, prompt.user)


def test_the_prompt_holds_all_that_the_model_needs_under_short_ids() -> None:
    here = read(Task("adapt", "Documents", "Which papers?", GUIDED, (PASSAGE, replace(PASSAGE, id="x", products=()))))
    assert (here.task, here.blanks, here.keep) == ("adapt", ("about",), ("Keep me.",))
    assert here.template == GUIDED.body.replace("Keep me.", "[keep 1: Keep me.]")
    assert here.message == "Documents\nWhich papers?"
    assert [(one.id, one.products, one.title, one.text) for one in here.passages] == [
        ("p1", ("IM",), "Fees > Fee table", PASSAGE.text),
        ("p2", (), "Fees > Fee table", PASSAGE.text),
    ]


def test_a_blank_is_named_with_its_type() -> None:
    template = replace(GUIDED, slots=(*GUIDED.slots[:1], Slot("about", "model", type="amount")))
    assert "Your blanks: about (amount)\n" in build_prompt(Task("adapt", "", "a", template, ())).user


def test_the_system_text_is_the_same_for_every_ticket_of_a_kind_and_carries_its_version() -> None:
    first = build_prompt(Task("answer", "a", "b", None, ()))
    second = build_prompt(Task("answer", "c", "d", None, (PASSAGE,)))
    assert first.system == second.system == SYSTEMS["answer"]
    assert first.version == second.version
    assert first.version == f"{PROMPT_VERSION} {hashlib.sha256(first.system.encode()).hexdigest()[:12]}"
    assert all(f"version {PROMPT_VERSION}" in system for system in SYSTEMS.values())


@pytest.mark.parametrize(
    ("kind", "version"), [("fill", "4 cb8b6106a024"), ("adapt", "4 ac97e7fc2ba5"), ("answer", "4 3ff2496768aa")]
)
def test_who_changes_the_words_changes_the_number(kind: TaskKind, version: str) -> None:
    """Written by hand on purpose: a record's version must always mean the same words."""
    assert build_prompt(Task(kind, "", "a", GUIDED, ())).version == version


def test_each_system_text_asks_for_json_which_json_mode_demands() -> None:
    assert all("JSON" in system for system in SYSTEMS.values())


def test_the_hash_is_that_of_both_parts() -> None:
    prompt = build_prompt(Task("answer", "a", "b", None, (PASSAGE,)))
    assert prompt.sha256 == hashlib.sha256(f"{prompt.system}\0{prompt.user}".encode()).hexdigest()
    assert prompt.sha256 != build_prompt(Task("answer", "a", "c", None, (PASSAGE,))).sha256


def test_a_complaint_tells_the_model_what_was_wrong_and_stands_above_the_material() -> None:
    user = build_prompt(Task("answer", "a", "b", None, ()), "it was empty").user
    assert user.index("could not be used: it was empty") < user.index("<<<message")


def test_a_very_long_message_is_cut_and_says_so() -> None:
    user = build_prompt(Task("answer", "", "x" * (LONGEST_MESSAGE + 1), None, ())).user
    assert "x" * LONGEST_MESSAGE in user
    assert "x" * (LONGEST_MESSAGE + 1) not in user
    assert "(The rest was left out.)" in user


def test_a_subject_that_the_message_begins_with_is_sent_once() -> None:
    assert read(Task("answer", "Where is my  money", "Where is my money? I wait.", None, ())).message == (
        "Where is my money? I wait."
    )


def test_the_last_fence_is_closed() -> None:
    assert build_prompt(Task("answer", "a", "b", None, (PASSAGE,))).user.endswith(f"\n{END}")


def test_only_blanks_with_the_model_as_source_are_the_models() -> None:
    assert model_blanks(GUIDED) == ("about",)
