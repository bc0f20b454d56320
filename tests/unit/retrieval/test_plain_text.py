from __future__ import annotations

from retrieval.facts.plain import plain, sentences, stands_in


def test_marks_that_split_a_figure_are_gone() -> None:
    assert plain("**2.5**% and 2&#52; % and 2\u200b4") == "2.5% and 24 % and 24"


def test_a_list_keeps_its_bullets() -> None:
    assert plain("* one\n* **two**") == "* one\n* two"


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = "The fee is 2.5% of Rs. 500. It is due at once! Is it?"
    assert [one.text.strip() for one in sentences(text)] == [
        "The fee is 2.5% of Rs. 500.",
        "It is due at once!",
        "Is it?",
    ]


def test_the_number_of_a_list_item_is_no_sentence() -> None:
    assert [one.text for one in sentences("4. Open the app.")] == ["4. Open the app."]


def test_a_heading_stays_above_its_lines() -> None:
    found = sentences("## IM+\n\nThe fee is 2 %.\nIM:\n- 1 %")
    assert [one.heading for one in found] == ["## IM+", "## IM+", "IM:", "IM:"]


def test_words_are_found_however_they_are_set() -> None:
    assert stands_in("exit fee: **2.5** %", "The Exit fee 2.5 % applies")
    assert not stands_in("are guaranteed", "are not guaranteed")
