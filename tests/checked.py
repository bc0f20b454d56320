"""A small company whose templates, articles and questions are all in order, for tests of what a check says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from retrieval.checking.run import Checked, check
from retrieval.embedding import Embedder
from retrieval.settings import Settings

TODAY = date(2026, 11, 1)
SEGMENTS = """segments:
  IM:  {title: IM,  may see: [IM],      called: [IM]}
  IM+: {title: IM+, may see: [IM+, IM], called: [IM+, IM plus]}
"""
FIELDS = {"owner": "lead@example.com", "review": "2027-05-31"}
FEES = """# Fees

| Fee | IM | IM+ | Note |
| --- | --- | --- | --- |
| Exit fee, leaving early | 1% | 2.5% | Of the amount taken out |
| Platform fee | 1.5% a year | 0.75% a year | |
| Lock-in | 3 months | 12 months | |
"""
MANAGER = "# Your manager\n\nA relationship manager of your own calls you back on the very same day, within 8 minutes."
HOURS = """# Hours

We answer within 2 business days. Money arrives within 4 hours, by the 7th. The test costs ₹1,00,000.
"""
TIMES = """# Times

| What | How long |
| --- | --- |
| A withdrawal until it reaches the bank | 3 business days |
"""
QUESTIONS = """- {question: "What does it cost to go?", segments: [IM], expect: {template: exit-fee-im}}
- {question: "Who is there?", segments: [], expect: {passage: hours}}
"""


class Company:
    """A folder of files; whatever is written over them is checked with the rest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("templates", "kb"):
            (folder / name).mkdir(parents=True)
        (folder / "segments.yaml").write_text(SEGMENTS)
        (folder / "kb" / "golden.yaml").write_text(QUESTIONS)
        self.article("fees", FEES, audience="by column")
        self.article("manager", MANAGER, audience="IM+")
        self.article("hours", HOURS)
        self.article("times", TIMES)
        for product, name, fee in (("IM", "im", "1%"), ("IM+", "im-plus", "2.5%")):
            english = f"The exit fee of {product} is {fee}."
            german = f"die Ausstiegsgebühr von {product} beträgt {fee}."
            self.template(f"exit-fee-{name}", english, audience=product, topic="exit-fee")
            self.template(f"exit-fee-{name}-de", german, audience=product, topic="exit-fee", language="de")
        self.template("hours", "We answer within 2 business days: https://help.example.com/hours.")
        self.template("nominee", "Go to Profile.")

    @property
    def settings(self) -> Settings:
        return Settings(
            templates_dir=self.folder / "templates",
            kb_dir=self.folder / "kb",
            segments_file=self.folder / "segments.yaml",
        )

    def template(self, name: str, body: str, examples: list[str] | None = None, **fields: str) -> None:
        """Write a template that greets and closes like the others; a field given as "" is left out."""
        asked = [f"{name} question {number}" for number in range(10)] if examples is None else examples
        usual = {"id": name, "title": name, "audience": "shared", "language": "en", "topic": name, "writing": "locked"}
        lines = _fields({**usual, **FIELDS, **fields})
        lines += ["examples:", *(f'  - "{example}"' for example in asked)]
        text = "\n".join(["---", *lines, "---", "", "Hello,", "", body, "", "Support", ""])
        (self.folder / "templates" / f"{name}.md").write_text(text)

    def article(self, name: str, body: str, **fields: str) -> None:
        usual = {"id": name, "title": name, "audience": "shared", "url": f"https://help.example.com/{name}"}
        text = "\n".join(["---", *_fields({**usual, **FIELDS, **fields}), "---", "", body, ""])
        (self.folder / "kb" / f"{name}.md").write_text(text)

    def change(self, path: str, old: str, new: str) -> None:
        """Put other words in a file."""
        file = self.folder / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def checked(self, embedder: Embedder | None = None, today: date = TODAY) -> Checked:
        return check(self.settings, today, embedder)

    def found(self, embedder: Embedder | None = None, today: date = TODAY) -> list[str]:
        """What the check says, with paths from the company's folder."""
        says = [str(finding) for finding in self.checked(embedder, today).findings]
        return [text.replace(f"{self.folder}/", "") for text in says]


def _fields(fields: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in fields.items() if value]
