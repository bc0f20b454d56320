"""What the example company's own articles must keep, whoever edits them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain, combinations
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from retrieval.documents.blocks import Table
from retrieval.documents.complaints import Complaints
from retrieval.documents.knowledge import Knowledge, read_knowledge
from retrieval.documents.sources import article_sources
from retrieval.documents.table_checks import products_named
from retrieval.documents.tables import plain, product_columns
from retrieval.embedding import bundled_weights
from retrieval.golden import GoldenQuestion, read_golden
from retrieval.rows import rows_of
from retrieval.settings import Settings
from retrieval.types import SHARED
from tests.knowledge import ROOT

WINDOW = 256
"""Tokens that the default model reads of a text."""

MONEY = re.compile(r"₹\s?(\d[\d.,]*)|(\d[\d.,]*)\s?₹")
SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")
MAY_SEE = {SHARED: (SHARED,), "IM": (SHARED, "IM"), "IM+": (SHARED, "IM", "IM+")}

BY_TEMPLATE = {
    "adding-money",
    "auto-reinvest",
    "closing",
    "contact-details",
    "getting-started",
    "kyc",
    "login",
    "returns",
}
"""Their questions expect the template that says the same."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(
        Settings(templates_dir=ROOT / "templates", kb_dir=ROOT / "kb", segments_file=ROOT / "rules" / "segments.yaml")
    )


@pytest.fixture(scope="module")
def questions(knowledge: Knowledge) -> tuple[GoldenQuestion, ...]:
    complaints = Complaints()
    found = read_golden(ROOT / "kb", knowledge.audiences, complaints)
    complaints.raise_if_any()
    return found


def split_tables(knowledge: Knowledge) -> list[tuple[str, Table]]:
    sources = article_sources(ROOT / "kb", Complaints())
    tables = [(source.path, block.table) for source in sources for block in source.blocks if block.table]
    return [(path, table) for path, table in tables if product_columns(table, knowledge.products)]


def test_there_are_articles_of_every_kind_and_for_everybody(knowledge: Knowledge) -> None:
    kinds = Counter(Path(path).suffix for path in {passage.path for passage in knowledge.passages})
    assert sum(kinds.values()) >= 40
    assert min(kinds[kind] for kind in (".md", ".html", ".csv", ".xlsx")) >= 2
    assert {passage.audience for passage in knowledge.passages} == set(knowledge.audiences)


def test_every_row_of_a_split_table_is_told_to_holders_only_and_with_its_product(knowledge: Knowledge) -> None:
    tables = split_tables(knowledge)
    assert len(tables) >= 5
    products = knowledge.products
    for held in chain.from_iterable(combinations(products, count) for count in range(len(products) + 1)):
        seen = [passage for passage in knowledge.passages if passage.audience in (SHARED, *held)]
        for path, table in tables:
            lines = [line for passage in seen if passage.path == path for line in passage.text.split("\n")]
            for product, place in product_columns(table, products).items():
                for row in table.rows:
                    told = [line for line in lines if line.startswith(f"{product} — {plain(row[0])}: ")]
                    assert len(told) == (product in held and bool(row[place])), (held, row)
                    assert all(
                        line.removeprefix(f"{product} — {plain(row[0])}: ").startswith(row[place]) for line in told
                    )


def test_no_line_that_somebody_sees_holds_a_figure_of_a_product_they_do_not_hold(knowledge: Knowledge) -> None:
    """Amounts and shares of a split table that differ between products, looked for in all that each set may see."""
    products = knowledge.products
    for _, table in split_tables(knowledge):
        columns = product_columns(table, products)
        for row in table.rows:
            for product, place in columns.items():
                others = {figure for name in columns if name != product for figure in figures(row[columns[name]])}
                secret = figures(row[place]) - others
                for passage in knowledge.passages:
                    if passage.audience != product:
                        assert not secret & figures(passage.text), (row, passage.id)


def figures(text: str) -> set[str]:
    """Amounts and shares, however a language writes them: ``2.5%`` and ``2,5 %`` are one."""
    money = {"₹" + re.sub(r"\D", "", before + after) for before, after in MONEY.findall(text)}
    return money | {share.replace(",", ".") + "%" for share in SHARE.findall(text)}


def test_text_for_everybody_and_for_one_product_never_names_another_beside_a_figure(knowledge: Knowledge) -> None:
    for passage in knowledge.passages:
        for sentence in re.split(r"(?<=[.!?])\s+|\n", passage.text):
            others = set(products_named(sentence, knowledge.products)) - {passage.audience}
            assert not (others and re.search(r"\d", sentence)), (passage.id, sentence)


def test_each_amount_and_share_stands_in_one_article(knowledge: Knowledge) -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for passage in knowledge.passages:
        for figure in figures(passage.text):
            where[figure].add(passage.article)
    assert {figure: articles for figure, articles in where.items() if len(articles) > 1} == {}


def test_each_amount_and_share_of_a_template_stands_in_an_article_for_the_same_people(knowledge: Knowledge) -> None:
    for template in knowledge.templates:
        told = MAY_SEE[template.audience]
        known = {
            figure for passage in knowledge.passages if passage.audience in told for figure in figures(passage.text)
        }
        assert figures(template.body) <= known, template.path


def test_every_passage_is_read_whole_by_the_model(knowledge: Knowledge) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for row in rows_of((), knowledge.passages):
        assert len(tokenizer.encode(row.embedded).ids) <= WINDOW, row.text


def test_golden_questions_ask_for_what_there_is_and_for_what_these_customers_may_see(
    knowledge: Knowledge, questions: tuple[GoldenQuestion, ...]
) -> None:
    templates = {template.id: template.audience for template in knowledge.templates}
    articles: dict[str, set[str]] = defaultdict(set)
    for passage in knowledge.passages:
        articles[passage.article].add(passage.audience)
    for question in questions:
        if question.template:
            assert templates.get(question.template) in question.audiences, question
        if question.article:
            assert articles[question.article] & set(question.audiences), question


def test_there_are_enough_golden_questions_and_every_article_has_one(
    knowledge: Knowledge, questions: tuple[GoldenQuestion, ...]
) -> None:
    assert len(questions) >= 150
    assert len({(question.question, question.audiences) for question in questions}) == len(questions)
    assert {question.audiences[1:] for question in questions} >= {(), ("IM",), ("IM+",), ("IM", "IM+")}
    asked = {question.article for question in questions} | {question.template for question in questions}
    assert {passage.article for passage in knowledge.passages} - asked <= BY_TEMPLATE
