"""What the doctor says of the language model: its key, its models, their prices, and what may still be spent."""

from __future__ import annotations

from collections.abc import Iterator

from router.doctor.line import Line, broken, ok, warning
from router.errors import Problem
from router.settings import Settings
from router.spending import Budget, Spent, money, prices_of
from router.wiring import Store, budgets, open_model

NEARLY = 0.9
"""The share of a budget from which one should look."""
LIST = "https://groq.com/pricing"


def models(settings: Settings) -> Iterator[Line]:
    """Whether Groq takes the key and offers the models, and whether each has a price."""
    chat = open_model(settings)
    if chat is None:
        yield ok("Groq", "no key: templates are filled without a model")
        return
    try:
        offered = chat.offered()
    except Problem as problem:
        yield broken("Groq", problem.says, "until then templates are filled without a model")
        return
    yield ok("Groq", f"takes the key, and offers {len(offered)} models")
    yield _offered(settings.groq_models, offered)
    if unknown := [name for name in settings.groq_models if name not in prices_of(settings.groq_prices)]:
        says = f"there is none for {', '.join(unknown)}: its cost is unknown, and budgets of money don't count it"
        yield warning("GROQ_PRICES", says, f"add {unknown[0]}=PROMPT/ANSWER for a million tokens; see {LIST}")


def _offered(wanted: tuple[str, ...], offered: tuple[str, ...]) -> Line:
    missing = [name for name in wanted if name not in offered]
    mend = f"set GROQ_MODELS to models it offers: {', '.join(offered[:12])}"
    if len(missing) == len(wanted):
        return broken("GROQ_MODELS", f"none of {', '.join(wanted)} is offered to this key", mend)
    if missing:
        says = f"{', '.join(missing)} isn't offered to this key; the next of the list answers"
        return warning("GROQ_MODELS", says, mend)
    return ok("GROQ_MODELS", f"{', '.join(wanted)}: all offered")


def spending(settings: Settings, store: Store) -> Iterator[Line]:
    """What was spent in each span that has a budget."""
    limits = {budget.span: budget for budget in budgets(settings)}
    if not limits:
        yield ok("model budget", "none is set (ROUTER_MODEL_TOKENS_PER_DAY and the like)")
    for spent in store.spending.spent():
        if spent.span in limits:
            yield from _budget(spent, limits[spent.span], settings.groq_currency)


def _budget(spent: Spent, budget: Budget, currency: str) -> Iterator[Line]:
    kinds = (
        ("TOKENS", spent.tokens, budget.tokens, f"{spent.tokens:,}", f"{budget.tokens or 0:,} tokens"),
        ("MONEY", spent.nanos, budget.nanos, money(spent.nanos, currency), money(budget.nanos or 0, currency)),
    )
    for kind, so_far, most, told, limit in kinds:
        if most is None:
            continue
        says = f"{told} of {limit} this {spent.span} (UTC)"
        if so_far < most * NEARLY:
            yield ok("model budget", says)
            continue
        mend = f"templates alone go on until it ends; or raise ROUTER_MODEL_{kind}_PER_{spent.span.upper()}"
        yield warning("model budget", says, mend)
