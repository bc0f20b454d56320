"""Letters that hide what a reply says."""

from __future__ import annotations

import pytest

from router.guard.letters import KIND, hidden_text
from router.guard.plain import read_plain


def found(text: str, *own: str) -> list[str]:
    return [finding.word for finding in hidden_text(text, own)]


@pytest.mark.parametrize(
    "written",
    [
        "guаrаnteed",
        "gυaranteed",
        "ｇｕａｒａｎｔｅｅｄ",
        "𝗴𝘂𝗮𝗿𝗮𝗻𝘁𝗲𝗲𝗱",
        "guar\u00adanteed",
        "gua\u200branteed",
        "gua&#8203;ranteed",
        "gua&shy;ranteed",
        "gua\u2060ranteed",
        "gua\u3164ranteed",
        "gua\u2800ranteed",
        "g\u0336u\u0336a\u0336r\u0336anteed",
        "g u a r a n t e e d",
        "g.u.a.r.a.n.t.e.e.d",
        "ɡuaranteed",
        "gua**r**anteed",
        "guaranteed",
    ],
)
def test_a_word_is_read_as_its_reader_sees_it(written: str) -> None:
    assert read_plain(f"It is {written}.") == "It is guaranteed."


@pytest.mark.parametrize(
    "written",
    [
        "guаrаnteed",
        "gυaranteed",
        "ｇｕａｒａｎｔｅｅｄ",
        "𝗴𝘂𝗮𝗿𝗮𝗻𝘁𝗲𝗲𝗱",
        "guar\u00adanteed",
        "gua&#8203;ranteed",
        "gua&shy;ranteed",
        "gua\u200dranteed",
        "g u a r a n t e e d",
        "gu4ranteed",
        "g\u0301\u0302\u0303\u0304uaranteed",
        "\u202ednuofer\u202c",
        "возврат",
        "🏳\U000e0067\U000e0062",
    ],
)
def test_letters_that_hide_something_are_found_by_themselves(written: str) -> None:
    (finding, *_) = hidden_text(f"Your money is {written} here.", [])
    assert finding.kind == KIND


@pytest.mark.parametrize(
    "written",
    [
        "Für Ihre Rückfrage: 24 Stunden, ganz müßig.",
        "Crème brûlée, naïve, Škoda, Łódź",
        "The fee is ₹1,499 or 2.5 %, see § 80C.",
        "Ask A, B, C, D, E or F.",
        "आपका पैसा क्‍या है",
        "Thanks 👍🏽 👨‍👩‍👧 ❤️",
        "Portfolio > Lock-in – the 1st of May",
        "It takes 4x as long as T+2.",
    ],
)
def test_ordinary_letters_of_any_language_hide_nothing(written: str) -> None:
    assert found(written) == []


def test_what_our_own_text_writes_in_such_letters_is_ours() -> None:
    assert found("Ask for Ωmega.", "We sell Ωmega.") == []
    assert found("Ask for Ωmegа.", "We sell Ωmega.") == ["Ωmegа."]
