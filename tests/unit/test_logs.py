"""What a log line holds, and what never stands in one. Each case is a program of its own, as logs are set up once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

BEFORE = """
import logging, structlog
from router.errors import Unavailable
from router.logs import set_up_logs
set_up_logs("INFO")
log = structlog.get_logger()

def breaks():
    raise ValueError("can't read: my dog is called Rex")
"""


def lines_of(program: str) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-c", BEFORE + program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_what_an_exception_says_is_left_out_and_where_it_came_from_is_told() -> None:
    [line] = lines_of("""
try:
    breaks()
except ValueError as error:
    try:
        raise RuntimeError("the message was: my dog is called Rex") from error
    except RuntimeError:
        log.exception("fault", stage="write")
""")
    assert "Rex" not in json.dumps(line)
    assert [one["type"] for one in line["exception"]] == ["ValueError", "RuntimeError"]
    assert "breaks" in line["exception"][0]["at"][-1]
    assert (line["event"], line["stage"], line["level"]) == ("fault", "write", "error")


def test_our_own_words_about_a_problem_are_kept() -> None:
    [line] = lines_of("""
try:
    raise Unavailable("Freshdesk", "has a fault (502)")
except Unavailable:
    log.exception("trouble")
""")
    assert line["exception"][0]["says"] == "Freshdesk: has a fault (502)"


def test_a_librarys_line_is_bound_to_the_ticket_and_written_like_ours() -> None:
    [line] = lines_of("""
with structlog.contextvars.bound_contextvars(run_id="r1", ticket_id=42):
    try:
        breaks()
    except ValueError:
        logging.getLogger("library").warning("it broke", exc_info=True)
""")
    assert (line["ticket_id"], line["run_id"], line["logger"], line["event"]) == (42, "r1", "library", "it broke")
    assert "Rex" not in json.dumps(line)


def test_an_exception_that_is_its_own_cause_ends() -> None:
    [line] = lines_of("""
first, second = ValueError(), KeyError()
first.__cause__, second.__cause__ = second, first
log.error("odd", exc_info=first)
""")
    assert {one["type"] for one in line["exception"]} == {"ValueError", "KeyError"}


def test_the_job_engines_lines_are_written_like_ours_and_once() -> None:
    [line] = lines_of("""
import dbos
from dbos._logger import dbos_logger, init_logger
init_logger()
dbos_logger.warning("a step is tried again")
""")
    assert (line["event"], line["logger"]) == ("a step is tried again", "dbos")
