"""Shared pieces of the check stage's tests: a small company's templates, passages, customers and drafts."""

from __future__ import annotations

from retrieval.types import Passage, PassageHit, Template, TemplateHit
from router.types import Customer, Draft, Found, Message

EXIT_PLUS = Template(
    id="exit-fee-im-plus",
    title="Leaving IM+ early",
    audience="IM+",
    language="en",
    topic="exit-fee",
    writing="locked",
    body=(
        "Hello {{ first_name }},\n\nThe exit fee of IM+ is 2.5% of the amount. The lock-in is 12 months. Payouts take "
        "2 business days. Returns are not guaranteed.\n\nMore: https://help.lendora.example/fees\n\nLendora Support"
    ),
)
EXIT_IM = Template(
    id="exit-fee-im",
    title="Leaving IM early",
    audience="IM",
    language="en",
    topic="exit-fee",
    writing="locked",
    body="The exit fee of IM is 1% of the amount.",
)
HOURS = Passage("p-hours", "contact", "shared", "Contact us", "Hours", "We answer Monday to Friday, 10:00 to 18:00.")
FEE_IM = Passage("p-im", "fees", "IM", "Fees", "Fee table", "Exit fee: 1% of the amount.", ("IM",))
FEE_PLUS = Passage("p-plus", "fees", "IM+", "Fees", "Fee table", "Exit fee: 2.5% of the amount.", ("IM+",))


def found(*templates: Template, passages: tuple[tuple[Passage, float], ...] = (), score: float = 0.8) -> Found:
    hits = tuple(TemplateHit(template, score, "exit fee?", probability=score) for template in templates)
    return Found(
        hits,
        tuple(PassageHit(passage, cosine) for passage, cosine in passages),
        ("shared", "IM", "IM+"),
        "c1",
        ours=1.0,
    )


def draft(text: str, template: str = "exit-fee-im-plus", passages: tuple[str, ...] = (), **more: object) -> Draft:
    plain = {"audience": "IM+", "grounding": "template", "writer": "model", "passages": passages} | more
    return Draft(text=text, template=template, **plain)  # type: ignore[arg-type]


def message(text: str, *products: str) -> Message:
    return Message(0, text, text, "en", products, True)


def customer(*products: str) -> Customer:
    return Customer("existing", products, ("shared", *products), False, "strong", "reply")
