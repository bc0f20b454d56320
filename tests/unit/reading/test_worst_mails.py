"""Mails made to be slow to read. Patterns that look at a text once for each of its letters take half a minute for
them and stop the whole process meanwhile; read once, they take a fraction of a second of the processor's time."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

MOST_SECONDS = 2.0
GIVEN_UP_AFTER = 60.0

READ = """
import json, sys, time
from router.reading.language import language_of
from router.reading.masking import Mask
from router.reading.reply import own_words
from router.reading.robots import opening_sign
from router.reading.pieces import pieces_of
from router.reading.questions import questions_of

language_of("the model is loaded before the time is taken")
for line in sys.stdin:
    text = json.loads(line)
    began = time.process_time()
    own = own_words(text).text
    opening_sign(own, own, own)
    language_of(Mask().mask(own))
    questions_of(own)
    pieces_of(own)
    print(time.process_time() - began, flush=True)
"""


class Reader:
    """A process that reads one mail after another; one that hangs is killed, and the next mail gets another process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def seconds(self, mail: str) -> float:
        """Of the processor's time."""
        if self._process is None:
            command = [sys.executable, "-c", READ]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        hung = threading.Timer(GIVEN_UP_AFTER, self._process.kill)
        hung.start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(mail)}\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        hung.cancel()
        if not told:
            self.end()
        return float(told) if told else math.inf

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.end()


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
def test_no_mail_is_slow_to_read(reader: Reader, mail: str) -> None:
    assert reader.seconds(eval(mail)) < MOST_SECONDS
