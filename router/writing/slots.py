"""The model's words for blanks: each held against its type and its quotes; what fails leaves its blank open."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.facts.carried import carried
from retrieval.facts.reading import facts_in
from router.grounding.sentences import sentences
from router.writing.answer import Answer, Claim
from router.writing.prompt import Task
from router.writing.slot_words import ModelWords, unfit


def words_for_blanks(answer: Answer, task: Task) -> ModelWords:
    """What the answer gives for the blanks of the task's template."""
    by_name = {slot.name: slot for slot in task.template.slots} if task.template else {}
    words: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for given in answer.slots:
        said = given.words.strip()
        if said and given.blank in by_name:
            says = unfit(said, by_name[given.blank]) or _unquoted(said, answer.claims)
            (wrong if says else words)[given.blank] = says or said
    return ModelWords(words, wrong)


def _unquoted(words: str, claims: Sequence[Claim]) -> str:
    """What of the words no claim speaks of; that each claim's quote stands in its passage was seen before."""
    mine = [claim for claim in claims if any(_same(words, part) for part in sentences(claim.sentence))]
    spoken = [part for claim in mine for part in sentences(claim.sentence)]
    if not all(any(_same(one, part) for part in spoken) for one in sentences(words)):
        return "rests on no quote from a passage"
    missing = [fact.word for fact in facts_in(words) if not carried(fact, [claim.quote for claim in mine])]
    return f"says “{missing[0]}”, which stands in none of its quotes" if missing else ""


def _same(one: str, other: str) -> bool:
    return one in other or other in one
