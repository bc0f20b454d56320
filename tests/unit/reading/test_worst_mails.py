"""Mails made to be slow to read. Patterns that look at a text once for each of its letters take half a minute for
them and stop the whole process meanwhile; read once, they take a fraction of a second of the processor's time."""

from __future__ import annotations

import subprocess
import sys

import pytest

MOST_SECONDS = 2.0
GIVEN_UP_AFTER = 60.0

READ = """
import sys, time
from router.reading.language import language_of
from router.reading.masking import Mask
from router.reading.reply import own_words
from router.reading.robots import opening_sign
from router.reading.pieces import pieces_of
from router.reading.questions import questions_of

language_of("the model is loaded before the time is taken")
text = eval(sys.argv[1])
began = time.process_time()
own = own_words(text).text
opening_sign(own, own, own)
language_of(Mask().mask(own))
questions_of(own)
pieces_of(own)
print(time.process_time() - began)
"""


@pytest.mark.parametrize(
    "mail",
    [
        "'x' + '&nbsp;' * 100_000 + 'x'",
        "'x' + ' ' * 99_000 + 'x'",
        "'a' * 99_000",
        "'?' * 99_000 + 'x'",
        "' '.join(f'u{n}@e.co' for n in range(9_000))",
        "('AA11' + 'A' * 40 + ' ') * 2_200",
        "'<div>' * 5_000 + '<!--' * 24_000",
        "'<div class=gmail_signature>' * 1_900 + 'x ' * 20_000",
        "'x' * 50_000 + '<div></div>' * 9_000",
        "'<p>' + 'a word ' * 70_000 + '</p>'",
        "'>' * 100_000",
        "'> x' + chr(10) + ('On 1 ' + chr(10)) * 19_000",
        "'1 10:00 a <a@b.c>:' + chr(10) + ('1 10:00 a <a@b.c>:' + chr(10)) * 5_000",
        "('1 10:00 ' * 40 + '<a@b>x:' + chr(10)) * 250",
        "('From: a' + chr(10)) * 12_000",
        "'x <' + (chr(10) + 'x <') * 25_000",
        "('Regards' + chr(10)) * 12_000",
        "'<blockquote>' * 40_000",
        "'On 1/1/2020 10:00 a@b.c wrote:<blockquote>x</blockquote>' * 8_000",
        "'<blockquote>x</blockquote>' * 19_000",
    ],
    ids=lambda mail: mail[:40],
)
def test_no_mail_is_slow_to_read(mail: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", READ, mail], capture_output=True, text=True, timeout=GIVEN_UP_AFTER, check=True
    )
    assert float(child.stdout) < MOST_SECONDS
