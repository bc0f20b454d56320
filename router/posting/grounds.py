"""What a draft rests on, for the agent who sends it: which sentence is whose words, with the way to the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.types import Passage, Template
from router.posting.words import count, link, text
from router.types import Draft, Findings, Found, Grounds, Quote

LONGEST_QUOTE = 160


def rests_on(draft: Draft, found: Found) -> list[str]:
    """Its sources; where each sentence was judged, those sentences that aren't the template's, each with its own."""
    template = next((hit.template for hit in found.templates if hit.template.id == draft.template), None)
    passages = {hit.passage.id: hit.passage for hit in found.passages}
    if (draft.writer == "template" and not draft.template) or not draft.grounds:
        return [*_template(draft, template, ""), *_quoted(draft.passages, passages)]
    ours = sum(one.kind == "template" for one in draft.grounds)
    whole = all(one.kind in ("template", "courtesy") for one in draft.grounds)
    share = "every sentence: " if whole else f"{count(ours, 'sentence')}: " if ours else ""
    return [*(_template(draft, template, share) if ours else ()), *_sentences(draft.grounds, passages)]


def uncarried(draft: Draft, findings: Findings) -> list[str]:
    """The sentences that no source carries, but for those in which something was found already."""
    words = [one.word for one in findings.items if one.word]
    bare = (one for one in draft.grounds if one.kind == "inferred" and not any(word in one.sentence for word in words))
    return [f"“<mark>{text(one.sentence)}</mark>”<br>No source carries it: {text(one.says)}" for one in bare]


def _template(draft: Draft, template: Template | None, share: str) -> Iterator[str]:
    if not draft.template:
        return
    name = f"“{template.title}” ({draft.template}, for {draft.audience})" if template else draft.template
    told = f"{share}the words of the template {name}"
    yield text(told[:1].upper() + told[1:])


def _quoted(ids: Sequence[str], passages: dict[str, Passage]) -> Iterator[str]:
    yield from dict.fromkeys(_source(passages[one]) for one in ids if one in passages)


def _sentences(grounds: Sequence[Grounds], passages: dict[str, Passage]) -> Iterator[str]:
    for one in grounds:
        if one.kind == "documented":
            yield f"“{text(one.sentence)}”: {'; '.join(_from(quote, passages) for quote in one.quotes)}"


def _from(quote: Quote, passages: dict[str, Passage]) -> str:
    words = quote.words if len(quote.words) <= LONGEST_QUOTE else f"{quote.words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    source = _source(passages[quote.passage]) if quote.passage in passages else text(quote.passage)
    return f"{source} says “{text(' '.join(words.split()))}”"


def _source(passage: Passage) -> str:
    """The article with a link where it is published, else where its file is."""
    name = " › ".join(part for part in (passage.title, passage.heading) if part)
    file = f", file {passage.path}" if passage.path and not passage.url else ""
    return f"{link(name, passage.url)} ({text(passage.audience + file)})"
