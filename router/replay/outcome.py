"""What one set of rules makes of a past ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from router.replay.unknown import Unsure
from router.replay.ways import Assumed
from router.types import LANES, Customer, HandOver, Lane, Message, Permit, Route

End = Literal["ignore", "hand over", "shadow", "note", "reply", "not known"]
"""Where a ticket ends. ``not known``: another draft would be needed than the one that was made."""

_REACH: dict[End, int] = {"ignore": 0, "shadow": 0, "hand over": 1, "note": 2, "reply": 3, "not known": 3}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision and, where the recorded draft would still be made, how far it may go.

    ``permit`` is None where no draft is written, and where it would be another one: then ``at_most`` is the farthest
    that it could go. ``posts`` is False where the highest lane is shadow: not even a hand-over is written then.
    ``lacking`` means that rules ask for something that nobody had looked at; ``unsure`` names those that can't be told
    therefore, and ``possible`` is all that it could be. ``customer_told`` is False where these rules ask other places
    about the customer than were asked: then the customer is as recorded.
    """

    message: Message
    customer: Customer
    route: Route
    permit: Permit | None
    at_most: Lane
    posts: bool = True
    lacking: bool = False
    unsure: frozenset[Unsure] = frozenset()
    possible: tuple[Possible, ...] = ()
    customer_told: bool = True

    @property
    def drafts(self) -> bool:
        return self.route.decision in ("retrieve", "standard reply")

    @property
    def end(self) -> End:
        if self.drafts:
            return self.permit.lane if self.permit else "not known"
        if self.route.decision == "hand over":
            return "hand over" if self.posts else "shadow"
        return "ignore"

    @property
    def reach(self) -> int:
        """How far towards the customer it goes at most, to be compared with another's."""
        return _REACH[self.at_most if self.end == "not known" else self.end]

    @property
    def may_reply(self) -> bool:
        return self.end == "reply" or (self.end == "not known" and self.at_most == "reply")

    @property
    def phrase(self) -> str:
        """The end in words, the same for all tickets of one kind."""
        if self.route.decision == "ignore":
            return "ignore"
        if self.route.decision == "hand over":
            return hand_over_phrase(self.route.hand_over) + ("" if self.posts else " (not written: shadow)")
        what = f" with the standard reply {self.route.template}" if self.route.decision == "standard reply" else ""
        if self.permit:
            return f"{self.permit.lane}{what}"
        another = what.removeprefix(" with the ") or "another search"
        return f"{another}, {'lane not known' if self.at_most == LANES[-1] else f'{self.at_most} at most'}"

    @property
    def words(self) -> frozenset[str]:
        """The words by which a move to or from here is named; where the lane isn't known, all that it could be."""
        said = {"anything", str(self.route.decision), str(self.end)}
        if self.end == "not known":
            said |= set(LANES[: LANES.index(self.at_most) + 1])
        return frozenset(said | ({"answer"} if self.drafts else set()))


@dataclass(frozen=True, slots=True)
class Possible:
    """One outcome that facts which nobody knows could lead to. ``unsure`` are the rules that were met on the way."""

    assumed: Assumed
    outcome: Outcome
    unsure: frozenset[Unsure] = frozenset()


def hand_over_phrase(wanted: HandOver) -> str:
    """A hand-over in words: to whom, and what else it sets."""
    more = [f"agent {wanted.agent}"] if wanted.agent else []
    more += [f"priority {wanted.priority}"] if wanted.priority else []
    more += [f"status {wanted.status}"] if wanted.status else []
    return ", ".join([f"hand over to {wanted.group}" if wanted.group else "hand over", *more])
