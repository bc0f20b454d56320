import pytest

from router.importing.placeholders import with_blanks


@pytest.mark.parametrize("name", ["ticket.requester.firstname", "ticket.contact.firstname"])
def test_the_first_name_needs_no_word_in_the_map(name: str) -> None:
    blanked = with_blanks(f"Hi {{{{{name}}}}},", {}, {})
    assert blanked.text == "Hi {{ first_name }},"
    assert blanked.slots == {"first_name": "customer.first name"}
    assert (blanked.unknown, blanked.remarks) == ((), ())


def test_a_whole_name_becomes_the_first_name_and_is_told() -> None:
    blanked = with_blanks("Dear {{ ticket.requester.name }}", {}, {})
    assert blanked.text == "Dear {{ first_name }}"
    assert "the first name" in blanked.remarks[0]


def test_the_map_tells_columns_and_fixed_words() -> None:
    text = "{{ticket.contact.cf_since}} {{ticket.agent.name}}"
    blanked = with_blanks(text, {"ticket.contact.cf_since": "customer.Member since"}, {"ticket.agent.name": "Us"})
    assert blanked.text == "{{ member_since }} Us"
    assert blanked.slots == {"member_since": "customer.Member since"}


@pytest.mark.parametrize("inside", ["ticket.url", "ticket.requester.firstname | capitalize", "x\\_y", "snippet 4"])
def test_what_nobody_told_stays_in_the_text_and_is_listed_once(inside: str) -> None:
    blanked = with_blanks(f"{{{{{inside}}}}} and {{{{ {inside} }}}}", {}, {})
    name = inside.replace("\\", "")
    assert blanked.text == f"{{{{ {name} }}}} and {{{{ {name} }}}}"
    assert blanked.unknown == (name,)
    assert blanked.slots == {}
