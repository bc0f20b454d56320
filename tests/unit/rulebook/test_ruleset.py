from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from router.rulebook.complaints import RulesInvalid
from router.rulebook.facts import table
from router.rulebook.ruleset import FILES, from_files, read_folder
from router.rulebook.template_names import template_names
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES, changed, complaints_about, lendora, texts

ROUTING, SENDING, CUSTOMERS = "routing.yaml", "sending.yaml", "customers.yaml"


def test_the_example_companys_rules_are_valid_and_name_templates_that_exist() -> None:
    rules = read_folder(FOLDER, template_names(TEMPLATES))
    assert rules.sending.highest_lane == "note"
    assert rules.sha256 == lendora().sha256
    assert all(rule.owner and rule.title and len(rule.examples) > 1 for rule in rules.routing.rules)
    assert all(rule.owner and rule.title and len(rule.examples) > 1 for rule in rules.sending.rules)


def test_the_guide_lists_the_facts_as_they_are() -> None:
    assert table() in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (ROUTING, "id: legal-steps", "id: fraud-goes-to-a-person", "is taken by the rule in line"),
        (ROUTING, "id: legal-steps", "id: Legal steps", "must be small letters"),
        (ROUTING, "id: legal-steps", "id: otherwise", "can't be the id of a rule"),
        (ROUTING, "    owner: legal@lendora.example\n", "", 'a rule needs "owner"'),
        (ROUTING, "priority: urgent", "priority: urgnet", '"priority" can\'t be "urgnet", did you mean "urgent"?'),
        (ROUTING, "hand over: {group: Risk", "hand ovr: {group: Risk", 'has no "hand ovr", did you mean "hand over"?'),
        (ROUTING, "add tags: [other-language]", "ignore: no", ""),
        (ROUTING, "    trial: yes", "    trial: maybe", '"trial" can\'t be "maybe"'),
        (
            ROUTING,
            "      - match: Somebody hacked",
            "      - mtch: Somebody hacked",
            '"match", "no match" or "known gap"',
        ),
        (ROUTING, "otherwise:\n  retrieve:", "otherwse:\n  retrieve:", 'has no "otherwse", did you mean "otherwise"?'),
        (ROUTING, "from: what the customer may see", "from: everything", '"from" can\'t be "everything"'),
        (
            ROUTING,
            "template: new-customer-welcome",
            "template: new-customer-welcme",
            'did you mean "new-customer-welcome"',
        ),
        (SENDING, "highest lane: note", "highest lane: all", '"highest lane" can\'t be "all"'),
        (SENDING, "lane: reply 25%", "lane: reply 250%", "isn't a lane"),
        (SENDING, "lane: reply 25%", "lane: reply", '"others" is for a share'),
        (SENDING, "      others: note", "      others: reply", '"others" can\'t be "reply"'),
        (CUSTOMERS, "Basic]", "Basic], Gold: [Gold]", 'segments.yaml has no product "Gold"'),
        (CUSTOMERS, "Premium]", "Premium, Basic]", '"Basic" means IM already'),
        (CUSTOMERS, "same: [e-mail, customer id]", "same: [e-mail, phone], proof: strong", "this can't be strong"),
        (CUSTOMERS, "of: this contact", "of: this contact, same: [phone]", 'has no "same"'),
        (CUSTOMERS, "{conflict: yes, may see", "{conflict: no, may see", '"conflict" can\'t be "no"'),
        (CUSTOMERS, "otherwise: new", "otherwise: existing", '"otherwise" can\'t be "existing"'),
    ],
)
def test_a_mistake_is_found_with_its_file_line_and_column(file: str, old: str, new: str, expected: str) -> None:
    found = complaints_about(changed(file, old, new), template_names(TEMPLATES))
    if not expected:
        assert found == []
        return
    assert any(expected in one for one in found), found
    line = int(found[0].split(":")[1])
    assert found[0].startswith(f"{file}:")
    assert line > 1


def test_all_mistakes_of_all_files_come_at_once() -> None:
    files = changed(ROUTING, "ticket.tags: {is any of: [fraud]}", "ticket.tgs: {is any of: [fraud]}")
    files[ROUTING] = files[ROUTING].replace("group: Legal", "grup: Legal", 1)
    files[SENDING] = files[SENDING].replace("otherwise:", "other:", 1)
    del files["tests/usual.yaml"]
    found = complaints_about(files)
    assert [one.partition(":")[0] for one in found] == ["tests/usual.yaml", ROUTING, ROUTING, SENDING]


def test_a_broken_file_does_not_hide_the_mistakes_of_another() -> None:
    files = changed(SENDING, "highest lane: note", "highest lane: all") | {ROUTING: "rules: [a"}
    found = complaints_about(files)
    assert any(one.startswith(f"{ROUTING}:1:8: a list was opened") for one in found)
    assert any(one.startswith(f"{SENDING}:") for one in found)


def test_the_hash_follows_the_content_and_nothing_else() -> None:
    assert from_files(texts()).sha256 == from_files(dict(reversed(texts().items()))).sha256
    assert from_files(changed(SENDING, "highest lane: note", "highest lane: reply")).sha256 != lendora().sha256


def test_windows_line_ends_and_a_bom_are_the_same_set(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "rules")
    path = tmp_path / "rules" / SENDING
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(tmp_path / "rules").sha256 == lendora().sha256


def test_a_folder_with_missing_unreadable_and_strange_files_says_so(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "rules")
    folder = tmp_path / "rules"
    (folder / ROUTING).unlink()
    (folder / SENDING).unlink()
    (folder / SENDING).mkdir()
    (folder / CUSTOMERS).write_bytes(b"\xff\xfe")
    (folder / "routing.yml").write_text("rules: []")
    with pytest.raises(RulesInvalid) as caught:
        read_folder(folder)
    messages = [str(error) for error in caught.value.errors]
    assert any('this file isn\'t known, did you mean "routing.yaml"?' in one for one in messages)
    assert any(one.startswith(f"{ROUTING}:1:1: this file is missing") for one in messages)
    assert any(one.startswith(f"{SENDING}:1:1: this file can't be read") for one in messages)
    assert any(one.startswith(f"{CUSTOMERS}:1:1: this isn't UTF-8") for one in messages)


def test_an_empty_set_misses_every_file() -> None:
    kept_before_they_existed = {"calendar.yaml", "wording.yaml"}
    assert len(complaints_about({})) == len(set(FILES) - kept_before_they_existed)


def test_a_set_that_was_published_is_read_though_only_this_version_finds_fault_with_it(tmp_path: Path) -> None:
    files = changed(ROUTING, "          - third mail\n", "            third mail\n")
    files["wording.yaml"] = files["wording.yaml"].replace("fraud score]", "fraud score, 5,000 rupees]")
    assert from_files(files).files == files
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RulesInvalid) as caught:
        read_folder(tmp_path)
    assert [error.file for error in caught.value.errors] == [ROUTING, "wording.yaml"]
