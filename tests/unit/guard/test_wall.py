from __future__ import annotations

from router.guard.wall import leaks

THEIRS = "Premium holders can end their plan after ninety days for 0.4% of the sum."


def test_six_words_in_a_row_are_a_leak_and_five_are_not() -> None:
    assert leaks("So you can end their plan after a while.", [], [THEIRS]) == ()
    (finding,) = leaks("Well, holders can end their plan after a while.", [], [THEIRS])
    assert (finding.kind, finding.word) == ("segment wall", "holders can end their plan after")


def test_emphasis_and_capitals_hide_nothing() -> None:
    assert leaks("HOLDERS **can** end\ntheir plan, after!", [], [THEIRS])


def test_words_that_an_allowed_text_has_too_are_no_leak() -> None:
    assert leaks(THEIRS, [THEIRS], [THEIRS]) == ()


def test_nothing_outside_leaks_nothing() -> None:
    assert leaks(THEIRS, [], []) == ()


def test_a_figure_leaks_only_beside_the_hidden_product() -> None:
    assert leaks("Premium costs 0.4%.", ["Basic costs 1%."], [THEIRS], ["Premium"])
    assert leaks("Basic costs 0.4%.", ["Basic costs 1%."], [THEIRS], ["Premium"]) == ()
    assert leaks("Premium costs 1%.", ["Basic costs 1%."], [THEIRS], ["Premium"]) == ()
