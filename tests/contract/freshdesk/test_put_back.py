"""What Freshdesk receives in place of placeholders, over HTTP: whatever a draft holds, no whole number goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from router.adapters.freshdesk import Freshdesk
from router.posting.post import Kind
from router.posting.reply import reply_html
from router.settings import read_settings
from router.stages.deliver import Delivery, Parcel
from router.stages.understand import understand
from router.store.database import open_engine
from router.store.outbox import Outbox
from tests.clock import SetClock
from tests.control import Control
from tests.laid_out import lay_out

ORIGINALS = {"[first name]": "Asha", "[email 1]": "asha@mail.example", "[card 1]": "4111 1111 1111 1111"}
TEXT = "Hello [first name], you are [email 1] and have [card 1]"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("reply", "Hello Asha, you are (e-mail address) and have (card number ending 1111)"),
        ("note", "Hello Asha, you are asha@mail.example and have (card number ending 1111)"),
    ],
)
def test_a_customer_reads_less_than_an_agent_and_nobody_a_card_number(
    kind: Kind, says: str, desk: Freshdesk, control: Control, tmp_path: Path
) -> None:
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    engine, number = open_engine(settings), control.mail()
    thread = desk.ticket(number)
    ticket, _, _ = understand(thread, desk.contact(thread.requester_id), lambda _text: (), {}, {})
    delivery = Delivery("run-1", ticket, 0, desk, Outbox(engine), ORIGINALS, SetClock(), 30.0)
    delivery.deliver(Parcel(kind, lambda reference: reply_html(TEXT, reference), {}, (), "allowed"))
    [posted] = control.replies(number) if kind == "reply" else control.notes(number)
    assert says in posted["body"]
    engine.dispose()
