"""However much stands in ``wording.yaml``, it is read or refused in bounded time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.values import Vocabulary
from router.rulebook.wording import Wording, read_wording
from router.rulebook.yaml.reader import read_yaml
from tests.unit.rulebook.lendora import FOLDER

Words = Callable[[int], Iterable[str]]


def never(rules: int, words: Words, unless: Words | None = None) -> str:
    return "never say:\n" + "".join(
        f"- {{id: never-{number}, title: Words, owner: legal@lendora.example, words: [{', '.join(words(number))}]"
        + (f", unless: [{', '.join(unless(number))}]" if unless else "")
        + "}\n"
        for number in range(rules)
    )


def always(rules: int, text: str) -> str:
    return "always say:\n" + "".join(
        f"- {{id: always-{number}, title: Text, owner: legal@lendora.example, for: IM, text: {text}}}\n"
        for number in range(rules)
    )


def many(count: int, sign: str = "w") -> Words:
    return lambda rule: (f"{sign}{rule}x{number}" for number in range(count))


WORDS = [f"w{number}" for number in range(380)]
HUNGRY = {
    "many words, many texts": never(60, many(490)) + always(1_500, "Lending carries risk and may lose money"),
    "many words, many exceptions": never(50, many(490), many(490, "u")),
    "as much as is allowed": never(2, many(500), many(450, "u")) + always(100, "Lending carries risk"),
    "all words in a text and all excused": never(2, lambda _: WORDS, lambda rule: [*many(498, "u")(rule), "end"])
    + always(10, f"{' '.join(WORDS)} end"),
    "a word that begins over and over": never(1, lambda _: (f"{'a ' * 90}b{number}" for number in range(500)))
    + always(10, "a " * 900),
}

READ_THEM = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
from router.rulebook.complaints import Complaints
from router.rulebook.values import Vocabulary
from router.rulebook.wording import read_wording
from router.rulebook.yaml.reader import read_yaml
told = {}
for name, text in json.load(sys.stdin).items():
    complaints = Complaints("wording.yaml")
    read_wording(read_yaml(text, complaints), Vocabulary(("IM",)), complaints)
    told[name] = [error.message for error in complaints.errors]
print(json.dumps(told))
"""


def test_a_hungry_file_is_read_or_refused_within_the_time_of_a_small_machine() -> None:
    program = [sys.executable, "-c", READ_THEM]
    done = subprocess.run(
        program, input=json.dumps(HUNGRY), capture_output=True, text=True, cwd=Path(FOLDER).parent, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert {name: bool(complaints) for name, complaints in told.items()} == {
        name: name.startswith("many") for name in HUNGRY
    }


def read(text: str) -> tuple[Wording, list[str]]:
    complaints = Complaints("wording.yaml")
    node = read_yaml(text, complaints)
    assert node is not None
    return read_wording(node, Vocabulary(("IM",)), complaints), [error.message for error in complaints.errors]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (never(5, many(401)), '2,005 entries under "words" and "unless" up to here, and 2,000 are the most'),
        (always(201, "Risk"), '201 rules under "always say" up to here, and 200 are the most'),
        (always(3, "Risky " * 2_000), '35,997 letters in the texts under "always say" up to here, and 20,000'),
        (
            always(1, "Risk").replace("IM", f"[{', '.join(['IM'] * 2_001)}]"),
            '2,001 audiences under "always say" up to here',
        ),
    ],
)
def test_what_is_too_much_is_told_with_its_limit(text: str, says: str) -> None:
    wording, told = read(text)
    assert wording == Wording()
    assert [says in one for one in told] == [True]


def test_what_stands_just_within_the_limits_is_read() -> None:
    wording, told = read(never(4, many(500)) + always(200, "Lending carries risk"))
    assert told == []
    assert [len(rule.words) for rule in wording.never_say] == [500] * 4


def test_one_contradiction_of_a_text_and_a_rule_is_told_once() -> None:
    _, told = read(never(1, lambda _: ["carries", "risk"]) + always(1, "Lending carries risk"))
    assert [one.partition(", which")[0] for one in told] == ['its text says "carries"']
