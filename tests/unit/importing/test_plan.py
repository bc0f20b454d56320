import pytest

from router.importing.plan import Plan, read_plan
from router.rulebook.complaints import RulesInvalid

PRODUCTS = ("IM", "IM+")


def plan_of(text: str) -> Plan:
    return read_plan("import.yaml", text.encode(), PRODUCTS)


def complaints_of(text: str) -> str:
    with pytest.raises(RulesInvalid) as raised:
        plan_of(text)
    return str(raised.value)


def test_a_folder_has_the_audience_that_the_map_says_in_any_letters_and_blanks() -> None:
    plan = plan_of("owner: me@acme.example\narticles:\n  Help  / Fees: IM+\n")
    placed = plan.placed("articles", "help / fees")
    assert placed
    assert (placed.audience, placed.owner, placed.language) == ("IM+", "me@acme.example", "en")


def test_a_folder_that_is_not_named_has_no_audience() -> None:
    plan = plan_of("articles:\n  Help: shared\n")
    assert plan.placed("articles", "Help / Fees") is None
    assert plan.placed("canned responses", "Help") is None
    assert plan_of("articles: {Old: leave out}").placed("articles", "Old").audience == ""  # type: ignore[union-attr]


def test_a_folder_may_have_its_own_language_and_owner() -> None:
    plan = plan_of("owner: us\ncanned responses:\n  Deutsch: {audience: shared, language: de, owner: Uwe}\n")
    placed = plan.placed("canned responses", "Deutsch")
    assert placed
    assert (placed.audience, placed.language, placed.owner) == ("shared", "de", "Uwe")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("articles:\n  Help: share", 'import.yaml:2:9: "audience" can\'t be "share", did you mean "shared"?'),
        ("articles:\n  Help: {language: de}", '"Help" needs "audience"'),
        ("articles:\n  Help:", '"audience" must be a text'),
        ("articles:\n  Help: IM\n  help: IM+", "stands here twice"),
        ("artikels: {}", 'did you mean "articles"?'),
        ("language: german", "must be two small letters"),
        (
            "placeholders: {a: requester.name}",
            'import.yaml:1:19: "requester.name" is nothing that a blank can be filled',
        ),
        ("placeholders: {a: 'customer.'}", "nothing that a blank can be filled from"),
        ("- a", "must be keys and values"),
        ("", "the file is empty"),
    ],
)
def test_a_mistake_in_the_map_is_told_with_its_place(text: str, says: str) -> None:
    assert says in complaints_of(text)
