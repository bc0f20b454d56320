"""A small set of rules, made for tests of the tools: a shop that sells cocoa and coffee."""

from __future__ import annotations

from pathlib import Path

from router.rulebook.ruleset import RuleSet, from_files

SCENARIOS = "tests/shop.yaml"

FILES = {
    "segments.yaml": """
segments:
  Cocoa: {may see: [Cocoa], called: [cocoa]}
  Coffee: {may see: [Coffee, Cocoa], called: [coffee]}
when the message names:
  a product they hold: search that product
  a product they do not hold: search shared
  no product: search all they may see
  no product, and the answer differs by product: note
""",
    "customers.yaml": """
existing if any:
  - customer list: {same: [e-mail]}
  - earlier tickets: {of: this contact}
otherwise: new
if a place can't be asked: unknown
products from:
  - customer list: {column: products}
columns: {vip: yes or no}
if the places disagree: {conflict: yes, may see: only what all of them allow}
if the proof is weak: {highest lane: note}
if unknown: {may see: shared, highest lane: note}
examples:
  - given: {customer list: {products: Cocoa}}
    expect: {kind: existing, products: Cocoa}
""",
    "calendar.yaml": """
time zone: Asia/Kolkata
business hours:
  monday: 09:00-18:00
  tuesday: 09:00-18:00
  wednesday: 09:00-18:00
  thursday: 09:00-18:00
  friday: 09:00-18:00
  saturday: closed
  sunday: closed
holidays:
  2026-12-25: Christmas Day
examples:
  - given: 2026-11-23 10:00
    expect: {business hours: yes, weekday: monday}
""",
    "wording.yaml": """
never say:
  - id: no-guarantees
    title: We promise nothing
    owner: legal@shop.example
    words: [guaranteed]
    examples:
      - match: It is guaranteed.
      - no match: It is likely.
""",
    "routing.yaml": """
rules:
  - id: in-german
    title: Written in German
    owner: desk@shop.example
    when: {message.language: {is: de}}
    then: {add tags: [german]}
    examples:
      - match: {message.language: de, message: Guten Tag}
      - no match: {message.language: en, message: Hello}
  - id: broken
    title: Something arrived broken
    owner: desk@shop.example
    when:
      any:
        - message: {contains: [broken, smashed]}
        - ticket.tags: {is any of: [breakage]}
    then:
      hand over: {group: Repairs, priority: high}
      add tags: [breakage]
    examples:
      - match: My cup is broken
      - match: {ticket.tags: [breakage], message: Look at this}
      - no match: Where is my parcel?
      - known gap: The cup is in two pieces
  - id: closed-now
    title: Nobody is there
    owner: desk@shop.example
    when: {time.business hours: {is: no}}
    then: {standard reply: {template: we-are-closed}}
    examples:
      - match: {time.business hours: no}
      - no match: {time.business hours: yes}
otherwise:
  retrieve: {from: what the customer may see}
""",
    "sending.yaml": """
highest lane: reply
rules:
  - id: prices
    title: Prices
    owner: desk@shop.example
    when:
      all:
        - draft.template: {is any of: [price-of-cocoa]}
        - draft.grounding: {is: template}
    then: {lane: reply 10%, others: note, add tags: [answered-price]}
    examples:
      - match: {draft.template: price-of-cocoa}
      - no match: {draft.template: price-of-cocoa, draft.grounding: inferred}
      - no match: {draft.template: price-of-coffee}
otherwise:
  lane: note
""",
    "tests/usual.yaml": """
facts:
  ticket.source: email
  ticket.status: open
  message.language: en
  customer.kind: existing
  customer.products: [Cocoa]
  customer.conflict: no
  customer.proof: strong
  time.business hours: yes
  draft.grounding: template
  draft.writer: template
""",
}


def shop() -> RuleSet:
    return from_files(FILES)


def changed(file: str, old: str, new: str) -> RuleSet:
    """The shop with one passage replaced. The passage must be there."""
    assert old in FILES[file]
    return from_files(FILES | {file: FILES[file].replace(old, new, 1)})


def with_scenarios(scenarios: str) -> RuleSet:
    """The shop with scenarios, as they stand under ``scenarios:``."""
    return from_files(FILES | {SCENARIOS: f"scenarios:\n{scenarios}"})


def written_to(folder: Path, scenarios: str = "") -> Path:
    """The shop's files in a folder, with scenarios where there are some."""
    files = FILES | ({SCENARIOS: f"scenarios:\n{scenarios}"} if scenarios else {})
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
