from datetime import UTC, datetime, timedelta


class SetClock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.time = datetime(2027, 3, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
