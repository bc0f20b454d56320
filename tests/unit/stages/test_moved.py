"""What makes a draft stale between reading a ticket and posting on it, and what doesn't."""

from __future__ import annotations

from router.stages.moved import Moved, what_moved
from tests.unit.stages.test_understand import agent, entry, read, ticket

ASKED = entry(3, "And what does it cost?")


def test_an_automatic_acknowledgement_is_no_reply_of_a_person() -> None:
    before, _, _ = read(ticket(ASKED))
    acknowledged = ticket(ASKED, agent(5, "We have received your request.", auto_response=True))
    assert what_moved(before, acknowledged, ()) is None
    replied = ticket(ASKED, agent(5, "I'll see to it."))
    assert what_moved(before, replied, ()) == Moved("nothing", "a person replied meanwhile")


def test_words_that_were_taken_away_are_not_answered_here() -> None:
    """An agent deleted them, or split them off to a ticket of their own, whose run answers them."""
    before, _, _ = read(ticket(ASKED))
    assert what_moved(before, ticket(), ()) == Moved("next run", "words of the customer were taken away")
    assert what_moved(before, ticket(ASKED), ()) is None


def test_a_note_that_an_agent_took_back_changes_nothing() -> None:
    before, _, _ = read(ticket(ASKED, agent(4, "Hm.", private=True)))
    assert what_moved(before, ticket(ASKED), ()) is None
