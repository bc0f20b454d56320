import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.complaints import Complaints
from retrieval.documents.files import document_in
from retrieval.documents.nodes import Text
from router.importing.front_matter import front_matter
from router.importing.markdown import visible


def read_back(title: str) -> str:
    complaints = Complaints()
    text = front_matter({"id": "a", "title": title, "slots": {"b": {"source": title}}}, [f"From {title}"])
    document = document_in(text, "a.md", complaints)
    assert complaints.found == []
    assert document
    node = document.fields.entries["title"]
    assert isinstance(node, Text)
    return node.value


@pytest.mark.parametrize(
    "title",
    [
        "Fees: all",
        "a # b",
        "{{ x }}",
        "[x]",
        "- x",
        "'x'",
        '"x"',
        "no",
        "2026-01-01",
        "x:",
        "*x",
        "&x",
        "a, b",
        "---",
        "😀",
        "%x",
    ],
)
def test_any_title_is_read_back_letter_for_letter(title: str) -> None:
    assert read_back(title) == title


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cn", "Co"]), min_size=1, max_size=40))
def test_any_words_of_a_title_are_read_back(words: str) -> None:
    title = " ".join(visible(words).split())
    assert read_back(title) == title


def test_plain_words_stand_without_quotes() -> None:
    assert "owner: support@lendora.example\n" in front_matter({"owner": "support@lendora.example"}, [])
