"""What each call costs: counted against the budgets before it is made, and for what it was afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from groq.types import CompletionUsage

from router.meters import MODEL_COST, TOKENS
from router.ports import Clock, Purse
from router.spending import NANOS, Hold, Price, UsedUp


class Till:
    """One for all calls. Without a purse nothing is limited; what calls cost is told all the same."""

    def __init__(
        self, clock: Clock, prices: Mapping[str, Price] | None = None, currency: str = "", purse: Purse | None = None
    ) -> None:
        self.currency = currency
        self._clock = clock
        self._prices = prices or {}
        self._purse = purse
        self._refusal: UsedUp | None = None

    def hold(self, model: str, prompt_tokens: int, most_tokens: int) -> Hold | UsedUp | None:
        """Room for a call that takes so much at most."""
        if self._purse is None:
            return None
        price = self._prices.get(model)
        nanos = price.nanos(prompt_tokens, most_tokens) if price else 0
        held = self._purse.hold(prompt_tokens + most_tokens, nanos)
        self._refusal = held if isinstance(held, UsedUp) else None
        return held

    def settle(self, model: str, held: Hold | None, usage: CompletionUsage | None, *, billed: bool) -> None:
        """The call has ended. One that was sent and not answered may be billed: it keeps all that was held."""
        if held is None or self._purse is None:
            return
        if usage is not None:
            price = self._prices.get(model)
            nanos = price.nanos(usage.prompt_tokens, usage.completion_tokens) if price else 0
            self._purse.settle(held, usage.prompt_tokens + usage.completion_tokens, nanos)
        elif not billed:
            self._purse.settle(held, 0, 0)

    def count(self, model: str, usage: CompletionUsage) -> float | None:
        """What the tokens cost, in whole units; None where the model has no price."""
        TOKENS.labels(model, "prompt").inc(usage.prompt_tokens)
        TOKENS.labels(model, "completion").inc(usage.completion_tokens)
        price = self._prices.get(model)
        if price is None:
            return None
        cost = price.nanos(usage.prompt_tokens, usage.completion_tokens) / NANOS
        MODEL_COST.labels(model, self.currency).inc(cost)
        return cost

    def problem(self) -> str:
        """The budget that had no room for the last call, as long as its span goes on."""
        refusal = self._refusal
        return refusal.says if refusal is not None and self._clock.now() < refusal.until else ""
