from collections.abc import Iterator
from pathlib import Path

import pytest

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from sandbox.freshdesk.server import RunningDesk, start
from tests.control import Control
from tests.importing import Lead

TIMEOUT = 1.0


@pytest.fixture
def running() -> Iterator[RunningDesk]:
    with start(plan="unlimited") as desk:
        yield desk


@pytest.fixture
def control(running: RunningDesk) -> Control:
    return Control(running.url, running.api_key)


@pytest.fixture
def desk(running: RunningDesk) -> Freshdesk:
    return Freshdesk(FreshdeskCalls(running.url, running.api_key, TIMEOUT))


@pytest.fixture
def lead(running: RunningDesk, tmp_path: Path) -> Lead:
    (tmp_path / "live").mkdir()
    return Lead(running, tmp_path / "review", tmp_path / "live")
