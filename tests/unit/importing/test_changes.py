import pytest

from router.importing.changes import Known, Outcome, fingerprint, outcome_of

OLD, NEW, MINE = "old words", "new words", "my words"


def known(text: str) -> Known:
    return Known("fees", fingerprint(text), read=text)


@pytest.mark.parametrize(
    ("text", "before", "there", "outcome"),
    [
        (NEW, None, None, "new"),
        (OLD, OLD, OLD, "unchanged"),
        (NEW, OLD, OLD, "changed"),
        (OLD, OLD, MINE, "edited"),
        (NEW, OLD, MINE, "edited, and changed in Freshdesk"),
        (NEW, None, MINE, "edited, and changed in Freshdesk"),
        (NEW, None, NEW, "unchanged"),
        (NEW, OLD, NEW, "unchanged"),
        (OLD, OLD, None, "taken away"),
        (NEW, OLD, None, "changed"),
        ("two\nlines", "two\nlines", "two\r\nlines", "unchanged"),
    ],
)
def test_what_becomes_of_a_file_for_review(text: str, before: str | None, there: str | None, outcome: Outcome) -> None:
    memory = known(before) if before else None
    assert outcome_of(known(text), text, memory, there, in_use=False, overwrite=False) == outcome


@pytest.mark.parametrize(
    ("text", "before", "there", "outcome"),
    [
        (OLD, OLD, None, "in use"),
        (NEW, None, None, "in use"),
        (NEW, OLD, None, "changed since it is in use"),
        (NEW, NEW, NEW, "unchanged"),
        (NEW, OLD, MINE, "edited, and changed in Freshdesk"),
    ],
)
def test_what_is_in_use_is_only_laid_beside(text: str, before: str | None, there: str | None, outcome: Outcome) -> None:
    memory = known(before) if before else None
    assert outcome_of(known(text), text, memory, there, in_use=True, overwrite=False) == outcome


def test_overwriting_writes_over_what_was_edited_and_brings_back_what_was_taken_away() -> None:
    assert outcome_of(known(OLD), OLD, known(OLD), MINE, in_use=False, overwrite=True) == "changed"
    assert outcome_of(known(OLD), OLD, known(OLD), None, in_use=False, overwrite=True) == "changed"
