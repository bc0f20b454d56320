from __future__ import annotations

from router.posting.changes import changes_for
from router.types import HandOver


def nobody() -> dict[str, int]:
    return {}


def test_words_become_freshdesks_numbers() -> None:
    wanted = HandOver("Risk", "Sunita@Lendora.example", "urgent", "pending")
    changes, remarks = changes_for(wanted, lambda: {"Risk": 8}, lambda: {"sunita@lendora.example": 5})
    assert changes == {"group_id": 8, "responder_id": 5, "priority": 4, "status": 3}
    assert remarks == []


def test_a_status_of_the_accounts_own_is_set_by_its_number() -> None:
    assert changes_for(HandOver(status="6"), nobody, nobody) == ({"status": 6}, [])


def test_a_name_that_the_account_doesnt_know_is_a_remark() -> None:
    changes, remarks = changes_for(HandOver(group="Rsik"), nobody, nobody)
    assert (changes, remarks) == ({}, ["this account has no group named 'Rsik'"])
