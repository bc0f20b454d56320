"""Bringing over again: only changes, and nothing that people wrote is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from router.errors import Refused, Unavailable
from sandbox.freshdesk.server import RunningDesk, start
from tests.control import Control
from tests.importing import (
    ARTICLES,
    MAP,
    Lead,
    named,
    on_disk,
    outcomes,
)


def test_a_second_run_with_nothing_new_writes_nothing(lead: Lead) -> None:
    lead.bring()
    before = on_disk(lead.folder)
    assert outcomes(lead.bring()) == {"unchanged"}
    assert on_disk(lead.folder) == before


def test_only_what_changed_in_freshdesk_is_written(lead: Lead) -> None:
    slip = named(lead.bring(), "payment-slip")
    before = on_disk(lead.folder)
    lead.change(f"canned_responses/{slip.freshdesk}", content_html="<p>A new slip.</p>", title="Slip for payments")
    result = lead.bring()
    assert [file.name for file in result.files if file.outcome == "changed"] == ["payment-slip"]
    assert "A new slip." in lead.text("payment-slip")
    changed = {name for name, content in on_disk(lead.folder).items() if content != before[name]}
    assert changed == {"payment-slip.md", ".freshdesk.json"}


def test_a_file_edited_by_hand_is_left_and_listed(lead: Lead) -> None:
    slip = named(lead.bring(), "payment-slip")
    mine = lead.edit("payment-slip", "The slip", "Your slip")
    assert named(lead.bring(), "payment-slip").outcome == "edited"
    lead.change(f"canned_responses/{slip.freshdesk}", content_html="<p>A new slip.</p>")
    for _ in range(2):
        assert named(lead.bring(), "payment-slip").outcome == "edited, and changed in Freshdesk"
        assert lead.text("payment-slip") == mine
    assert named(lead.bring(overwrite=True), "payment-slip").outcome == "changed"
    assert "A new slip." in lead.text("payment-slip")


def test_without_its_memory_no_file_that_differs_is_overwritten(lead: Lead) -> None:
    lead.bring()
    mine = lead.edit("payment-slip", "The slip", "Your slip")
    (lead.folder / ".freshdesk.json").unlink()
    result = lead.bring()
    assert lead.text("payment-slip") == mine
    assert named(result, "thanks-for-waiting-2").outcome == "new"


def test_a_broken_memory_stops_before_anything_is_written(lead: Lead) -> None:
    lead.bring()
    (lead.folder / ".freshdesk.json").write_text("{", encoding="utf-8")
    before = on_disk(lead.folder)
    with pytest.raises(Refused, match="bring an older one back"):
        lead.bring()
    assert on_disk(lead.folder) == before


def test_a_file_taken_into_use_is_never_touched(lead: Lead) -> None:
    slip = named(lead.bring(), "payment-slip")
    live = lead.take_into_use("payment-slip")
    used = live.read_text(encoding="utf-8").replace("The slip", "Your slip")
    live.write_text(used, encoding="utf-8")
    assert named(lead.bring(), "payment-slip").outcome == "in use"
    assert not (lead.folder / "payment-slip.md").exists()

    lead.change(f"canned_responses/{slip.freshdesk}", content_html="<p>A new slip.</p>")
    beside = named(lead.bring(overwrite=True), "payment-slip")
    assert (beside.outcome, beside.in_use) == ("changed since it is in use", str(live))
    assert "A new slip." in lead.text("payment-slip")
    assert live.read_text(encoding="utf-8") == used


def test_a_file_taken_away_by_hand_stays_away_until_freshdesk_has_new_words(lead: Lead) -> None:
    slip = named(lead.bring(), "payment-slip")
    (lead.folder / "payment-slip.md").unlink()
    assert named(lead.bring(), "payment-slip").outcome == "taken away"
    assert not (lead.folder / "payment-slip.md").exists()
    lead.change(f"canned_responses/{slip.freshdesk}", content_html="<p>A new slip.</p>")
    assert named(lead.bring(), "payment-slip").outcome == "changed"


def test_a_folder_given_to_another_audience_is_written_anew(lead: Lead) -> None:
    lead.bring()
    lead.map = MAP.replace("General: shared", "General: IM+")
    assert named(lead.bring(), "payment-slip").outcome == "changed"
    assert "audience: IM+\n" in lead.text("payment-slip")


def test_what_is_unpublished_later_is_told_and_its_file_left_to_a_person(lead: Lead) -> None:
    article = named(lead.bring(ARTICLES), "how-im-spreads-your-money")
    lead.change(f"solutions/articles/{article.freshdesk}", status=1)
    assert lead.bring(ARTICLES).gone == (article.path,)
    assert Path(article.path).exists()


def test_two_of_one_title_get_two_names_that_stay(running: RunningDesk, lead: Lead) -> None:
    twins = [{"title": "Thanks", "text": "First."}, {"title": "Thanks!", "text": "Second."}]
    (lead.live / "fees.md").write_text("---\nid: fees\n---\nOurs.\n", encoding="utf-8")
    seed = {"canned responses": [{"folder": "General", "responses": [*twins, {"title": "Fees", "text": "Third."}]}]}
    with start(plan="unlimited", seed=seed) as desk:
        lead.desk = desk
        names = [file.name for file in lead.bring().files]
        assert names == ["thanks", "thanks-2", "fees-2"]
        assert [file.name for file in lead.bring().files] == names


def test_a_dry_run_tells_the_same_and_writes_nothing(lead: Lead) -> None:
    dry = lead.bring(dry_run=True)
    assert on_disk(lead.folder) == {}
    assert lead.bring() == dry


def test_a_fault_in_the_middle_writes_nothing(lead: Lead, control: Control) -> None:
    control.fault("5xx", path="/canned_response_folders/*/responses", method="GET", count=-1)
    with pytest.raises(Unavailable):
        lead.bring()
    assert on_disk(lead.folder) == {}
