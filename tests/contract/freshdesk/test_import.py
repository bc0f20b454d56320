"""What is brought over from Freshdesk, as what, and what stays there."""

from __future__ import annotations

from pathlib import Path

from retrieval.documents.articles import read_article
from retrieval.documents.complaints import Complaints
from retrieval.documents.files import read_document
from retrieval.documents.sources import read_source
from retrieval.documents.templates import read_template
from router.importing.run import UNMAPPED
from tests.importing import (
    ARTICLES,
    MAP,
    PRODUCTS,
    Lead,
    left_out,
    named,
    on_disk,
    outcomes,
    whole_folders,
)


def test_canned_responses_become_templates_of_their_folders_audience(lead: Lead) -> None:
    result = lead.bring()
    assert outcomes(result) == {"new"}
    audiences = {file.name: folder.audience for folder in result.folders for file in folder.files}
    assert audiences["lock-in-im"] == "IM"
    assert audiences["lock-in-im-plus"] == "IM+"
    assert audiences["asking-for-documents"] == "shared"
    assert "audience: IM+\n" in lead.text("lock-in-im-plus")
    assert "language: de\n" in lead.text("vielen-dank-fuer-ihre-geduld-de")


def test_what_is_not_for_everybody_stays_and_says_why(lead: Lead) -> None:
    result = lead.bring()
    assert left_out(result) == {
        "Call back": "has conditions ({% if ... %}): write a template for each case",
        "Logo": "no words in it",
        "Blocked lender, what we may say": "meant for some groups of agents only",
    }
    assert whole_folders(result) == {
        "Collections team": UNMAPPED,
        "Personal (Sunita Kulkarni)": "a personal folder of one agent",
    }
    written = b"\n".join(on_disk(lead.folder).values())
    assert b"borrower promised" not in written
    assert b"For Risk only" not in written


def test_a_personal_folder_stays_even_if_the_map_names_it(lead: Lead) -> None:
    lead.map = "canned responses:\n  Personal (Sunita Kulkarni): shared\n"
    assert list(lead.bring().files) == []


def test_drafts_and_folders_for_agents_stay(lead: Lead) -> None:
    lead.map = MAP.replace("Fees: shared", "How we work: shared")
    result = lead.bring(ARTICLES)
    assert left_out(result) == {"New prices next year": "a draft, not published"}
    assert whole_folders(result)["Lending with Lendora / How we work"] == "open to agents only"
    assert whole_folders(result)["Lending with Lendora / Fees"] == UNMAPPED
    assert whole_folders(result)["Lending with Lendora / News 2019"] == "the map says so"
    written = b"\n".join(on_disk(lead.folder).values())
    for words in (b"Not decided yet", b"without asking", b"runbook", b"2.5%", b"office has moved"):
        assert words not in written


def test_a_folder_named_in_the_map_that_is_not_there_is_told(lead: Lead) -> None:
    lead.map = "canned responses:\n  Generall: shared\n"
    assert lead.bring().not_found == ('"Generall", did you mean "General"?',)


def test_attached_files_are_left_out_counted_and_told(lead: Lead) -> None:
    file = named(lead.bring(ARTICLES), "documents-we-accept")
    assert file.attachments == 2
    assert 'the file "sample.pdf" was left out' in " ".join(file.todo)


def test_placeholders_become_blanks_and_unknown_ones_are_told(lead: Lead) -> None:
    result = lead.bring()
    text = lead.text("asking-for-documents")
    assert "Hi {{ first_name }}," in text
    assert "Kind regards,\nLendora Support\nLendora\n" in text
    assert "since: {source: customer.since, required: yes}" in lead.text("lock-in-im")
    assert "{{ticket.portal_url}} means nothing here" in " ".join(named(result, "thanks-for-waiting").todo)


def test_a_template_waits_for_examples_and_then_is_right(lead: Lead) -> None:
    lead.bring()
    assert any('"examples" is missing' in says for says in complaints_about(lead.folder / "asking-for-documents.md"))
    lead.edit("asking-for-documents", "examples: []", "examples: [What do you need of me?]")
    assert complaints_about(lead.folder / "asking-for-documents.md") == []


def test_a_placeholder_that_nobody_mended_is_refused_by_the_check(lead: Lead) -> None:
    lead.bring()
    lead.edit("thanks-for-waiting", "examples: []", "examples: [Any news?]")
    lead.edit("where-to-find-your-statement", "examples: []", "examples: [Where is my statement?]")
    [portal] = complaints_about(lead.folder / "thanks-for-waiting.md")
    [picture] = complaints_about(lead.folder / "where-to-find-your-statement.md")
    assert "{{ ticket.portal_url }} is no slot of this template" in portal
    assert "{{ picture: The menu with the entry Statements }} is no slot" in picture


def complaints_about(path: Path) -> list[str]:
    complaints = Complaints()
    document = read_document(path, complaints)
    assert document
    read_template(document, ("shared", *PRODUCTS), complaints)
    return [one.says for one in complaints.found]


def test_a_table_with_a_column_per_product_is_cut_by_column(lead: Lead) -> None:
    lead.bring(ARTICLES)
    assert "audience: by column\n" in lead.text("fees-at-a-glance")
    complaints = Complaints()
    source = read_source(lead.folder / "fees-at-a-glance.md", complaints)
    assert source
    passages = read_article(source, PRODUCTS, complaints)
    assert complaints.found == []
    told = {passage.audience: passage.text for passage in passages}
    assert "2.5%" in told["IM+"]
    assert "2.5%" not in told["IM"] + told["shared"]


def test_a_table_with_merged_cells_is_refused_until_a_person_wrote_it_anew(lead: Lead) -> None:
    todo = " ".join(named(lead.bring(ARTICLES), "fees-by-amount").todo)
    assert "a table with merged cells" in todo
    assert "a table in HTML isn't read here" in todo


def test_an_article_keeps_its_public_page(lead: Lead) -> None:
    file = named(lead.bring(ARTICLES), "how-to-open-an-account")
    text = lead.text("how-to-open-an-account")
    assert f"url: {lead.desk.url}/support/solutions/articles/{file.freshdesk}\n" in text
    assert text.count("How to open an account\n") == 2  # the title and one heading
