"""Where a reply may lead its reader."""

from __future__ import annotations

import pytest

from router.guard.links import Places, strange_links
from router.guard.plain import read_plain

OURS = (
    "More: https://help.lendora.example/fees. Forward it to support@lendora.example, or call +91 80 4567 8900. Our "
    "addresses end in lendora.example. We answer Monday to Friday, 10:00 to 18:00, and lend up to ₹10,00,000."
)


def kinds(markdown: str, *hosts: str) -> set[str]:
    places = Places([OURS], hosts)
    return {finding.kind for finding in strange_links(markdown, read_plain(markdown), places)}


@pytest.mark.parametrize(
    "markdown",
    [
        "See https://help.lendora.example/fees.",
        "See [the fees](https://help.lendora.example/fees).",
        "See [help.lendora.example](https://help.lendora.example/fees).",
        "See <https://help.lendora.example/fees>.",
        "Write to support@lendora.example or [us](mailto:support@lendora.example).",
        "Our addresses end in lendora.example.",
        "Call +91 80 4567 8900, or 080-4567-8900.",
        "We answer Monday to Friday, 10:00 to 18:00.",
        "It takes 3 to 5 business days, e.g. from 1 May 2027 to 5 May 2027, i.e. not long.",
        "You can lend ₹1,00,000, ₹2,00,000 or ₹10,00,000.",
        "There are one, two, three or four steps: open the app, go to Portfolio > Lock-in.",
        "Please note: money that waits is free. Good luck!",
    ],
)
def test_what_a_source_names_may_stand_in_a_reply(markdown: str) -> None:
    assert kinds(markdown) == set()


@pytest.mark.parametrize(
    "markdown",
    [
        "Go to https://help.lendora.example.evil.com/fees",
        "Go to [https://help.lendora.example/fees](https://evil.com/x)",
        "Go to [help.lendora.example](https://www.lendora.example/)",
        "Go to lendora-help.support",
        "Go to evil.zip now",
        "Go to hxxps://evil.com",
        "Go to evil[.]com",
        "Go to evil (dot) com",
        "Go to evil dot com",
        "Write to help [at] evil",
        "Go to 192.168.1.100",
        "Go to http://0x7f000001/",
        "Go to http://[::1]/",
        "Go to [this](https://user@help.lendora.example/)",
        "Go to ftp://help.lendora.example/fees",
        "[Call us](tel:+919999999999)",
        "[Write](mailto:support@evil.com)",
        "Pay by upi://pay?pa=evil@okbank",
        "Look: data:text/html;base64,AAAA",
        "Go to lendorä.example",
        "Go to xn--lendor-6ve.example",
        "Go to [fees][1]\n\n[1]: https://evil.com/",
        "Go to https://evil.com\u2044fees",
        "Go to //evil.com/x",
    ],
)
def test_what_leads_anywhere_else_is_found(markdown: str) -> None:
    assert "link" in kinds(markdown)


@pytest.mark.parametrize(
    "number",
    [
        "+91 99999 88888",
        "nine nine nine eight eight seven seven",
        "double nine, double eight, triple seven",
        "9 9 9 9 9 8 8 8 8 8",
        "99.99.98.88.88",
        "(99999) 88888",
        "neun neun neun acht acht acht sieben",
        "99999 eight eight eight eight",
        "9 9 9 9 9*8 8 8 8 8",
    ],
)
def test_a_number_to_call_that_no_source_names_is_found_however_it_is_written(number: str) -> None:
    assert "phone or account number" in kinds(f"Call {number} now.")


def test_a_host_that_the_lead_does_not_list_is_found_though_a_source_links_there() -> None:
    assert kinds("See https://help.lendora.example/fees", "lendora.example") == set()
    assert kinds("See https://help.lendora.example/fees", "help.lendora.example") == set()
    assert kinds("See https://help.lendora.example/fees", "www.other.example") == {"link"}
    assert kinds("See https://help.lendora.example/fees", "endora.example") == {"link"}
