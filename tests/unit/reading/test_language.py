from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from router.reading.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the exit fee if I leave early?", "en"),
        ("exit fee?", "en"),
        ("thanks", "en"),
        ("how do i change my pin", "en"),
        ("Wie hoch ist die Gebühr, wenn ich früher aussteige?", "de"),
        ("¿Dónde está mi dinero?", "es"),
        ("मेरा पैसा कब मिलेगा", "hi"),
        ("mera paisa kab milega", "hi"),
        ("என் பணம் எப்போது வரும்?", "ta"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "ok", "UTR 123", "?!", "[email 1]", "https://help.lendora.example"])
def test_what_cannot_be_told_is_empty(text: str) -> None:
    assert language_of(text) == ""


def test_placeholders_and_links_do_not_count_as_english() -> None:
    assert language_of("Wo ist mein Geld? [email 1] https://help.lendora.example/fees-and-charges") == "de"


def test_many_threads_get_the_same_answers() -> None:
    texts = ["Wo ist mein Geld?", "Where is my money?", "Où est mon argent ?"] * 40
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(language_of, texts)) == ["de", "en", "fr"] * 40
