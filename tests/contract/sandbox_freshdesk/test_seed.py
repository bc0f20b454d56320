from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sandbox.cli import main
from sandbox.freshdesk.seed import SeedError
from sandbox.freshdesk.server import build


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        ({"peple": []}, "peple"),
        ({"people": [{"email": "a@b.example"}]}, "person 1: a name is missing"),
        ({"people": [{"name": "A"}, {"name": "B", "earlier tickets": [{"txt": "?"}]}]}, "person 2: ticket 1"),
        ({"agents": ["Sunita"]}, "agents"),
    ],
)
def test_a_seed_with_an_error_says_where(seed: dict[str, Any], words: str) -> None:
    with pytest.raises(SeedError, match=words):
        build(api_key="key", seed=seed)


def test_a_rules_file_with_an_error_says_which_rule() -> None:
    rules = {"rules": [{"type": 1, "name": "Good", "actions": [{"field_name": "add_tag", "value": "a"}]}, {"type": 4}]}
    with pytest.raises(SeedError, match="rule 2"):
        build(api_key="key", rules=rules)


def test_blank_fields_are_null_and_the_past_sends_no_mail() -> None:
    earlier = [{"subject": "Old", "text": "?", "answer": "!", "days ago": 90}]
    seed = {"people": [{"name": "A", "email": "A@b.example", "phone": "", "earlier tickets": earlier}]}
    desk, _, _ = build(api_key="key", seed=seed)
    contact = desk.contact_by_email("a@b.example")
    assert contact is not None
    assert contact.phone is None
    assert desk.outbox == []
    assert desk.tickets[1].status == 5


def test_the_command_names_a_broken_file(tmp_path: Path) -> None:
    broken = tmp_path / "seed.yaml"
    broken.write_text("people: [")
    answer = CliRunner().invoke(main, ["freshdesk", "--port", "0", "--api-key", "k", "--seed", str(broken)])
    assert answer.exit_code == 1
    assert "seed.yaml" in answer.output
