"""Examples by meaning, with a tiny model that knows words and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checked import Company
from tests.knowledge import HashedWords

MODEL = HashedWords(dimension=4096)
WAYS = ["please", "today", "soon", "kindly", "again", "once", "now", "quickly", "somehow", "indeed"]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    company = Company(tmp_path)
    for path in (tmp_path / "templates").iterdir():
        path.unlink()
    (tmp_path / "kb" / "golden.yaml").write_text("[]")
    company.template("nominee", "Go to Profile.", [f"appoint a nominee {way}" for way in WAYS])
    company.template("password", "Go to Profile.", [f"forgotten password help {way}" for way in WAYS])
    return company


def test_examples_that_keep_their_distance_are_fine(company: Company) -> None:
    assert company.found(MODEL) == []


def test_two_topics_that_ask_the_same_are_shown_as_a_pair_with_both_places(company: Company) -> None:
    company.change("templates/password.md", "forgotten password help soon", "a nominee: appoint soon")
    found = company.found(MODEL)
    assert len(found) == 1
    says = 'templates/password.md:13: the example "a nominee: appoint soon" of password means the same as'
    assert found[0].startswith(f'{says} "appoint a nominee soon" of nominee (')
    assert "templates/nominee.md:13, 1.00 alike)" in found[0]
    assert company.found() == []  # only a model can tell


def test_two_topics_that_come_close_are_a_warning(company: Company) -> None:
    company.change("templates/nominee.md", "appoint a nominee soon", "tell me how it is nominee")
    company.change("templates/password.md", "forgotten password help soon", "tell me how it is password")
    (found,) = company.found(MODEL)
    assert found.startswith('templates/password.md:13: warning: the example "tell me how it is password" of')
    assert 'comes close to "tell me how it is nominee" of nominee (' in found
    company.change("templates/password.md", "tell me how it is password", "say what one does about password")
    assert company.found(MODEL) == []


@pytest.mark.parametrize("fields", [{"audience": "IM"}, {"language": "de"}])
def test_siblings_and_variants_may_ask_the_same(company: Company, fields: dict[str, str]) -> None:
    asked = [f"{way} a nominee appoint" for way in WAYS]
    company.template("nominee-de", "Go to Profile.", asked, topic="nominee", **fields)
    assert not any("means the same" in text for text in company.found(MODEL))


def test_a_template_that_its_own_examples_do_not_find_is_a_warning(company: Company) -> None:
    asked = [f"appoint nominee {way} {way}x {way}y {way}z" for way in WAYS[:9]]
    company.template(
        "hidden", "Go to Profile.", [f"{way} {way}x {way}y {way}z" for way in WAYS[:9]] + ["a nominee of mine"]
    )
    found = company.found(MODEL)
    assert len(found) == 1
    assert found[0].startswith("templates/hidden.md:10: warning: only 0 of 10 examples would find this template")
    company.template(
        "hidden", "Go to Profile.", [f"{text} hidden garden gate" for text in asked] + ["hidden garden gate"]
    )
    assert company.found(MODEL) == []


def test_a_template_in_a_language_that_the_model_does_not_know_is_not_asked_for(company: Company) -> None:
    asked = [f"{way} {way}x {way}y {way}z" for way in WAYS]
    company.template("nominee-de", "Go to Profile.", asked, topic="nominee", language="de")
    assert company.found(MODEL) == []


def test_a_rival_that_no_reader_may_see_takes_nothing(company: Company) -> None:
    asked = [f"{way} {way}x {way}y {way}z" for way in WAYS]
    company.template("plus", "Go to Profile.", [f"{text} {text}" for text in asked], audience="IM+")
    company.change("segments.yaml", "may see: [IM+, IM]", "may see: [IM+]")
    company.template(
        "basic",
        "Go to Profile.",
        [f"{text} {other}" for text, other in zip(asked, asked[1:] + asked[:1], strict=True)],
        audience="IM",
    )
    assert not any("basic.md" in text and "would find" in text for text in company.found(MODEL))
    company.change("segments.yaml", "may see: [IM], ", "may see: [IM, IM+], ")
    assert any("basic.md" in text and "would find" in text for text in company.found(MODEL))
