"""Test results as JUnit XML, which continuous integration reads: a suite a file, a case an example or scenario."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from router.rulebook.complaints import RuleError
from router.rulebook.examples.results import ExampleResult

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_results(results: Sequence[ExampleResult], folder: Path, path: Path) -> None:
    """A known gap counts as skipped; one that is closed passes."""
    suites = Xml.Element("testsuites", {"name": "rules"})
    for file in dict.fromkeys(result.file for result in results):
        _suite(suites, [result for result in results if result.file == file], f"{folder}/{file}")
    _write(suites, path)


def write_mistakes(errors: Sequence[RuleError], folder: Path, path: Path) -> None:
    """Rules that can't be read: no test could run, and every mistake is an error."""
    suites = Xml.Element("testsuites", {"name": "rules"})
    suite = Xml.SubElement(suites, "testsuite", {"name": f"{folder}", **_counts(len(errors), errors=len(errors))})
    for error in errors:
        case = _case(suite, f"{folder}/{error.file}", error.line, f"{error.file}:{error.line}:{error.column}")
        _said(case, "error", error.message, f"{folder}/{error}")
    _write(suites, path)


def _suite(suites: Xml.Element, results: Sequence[ExampleResult], file: str) -> None:
    found = Counter(result.status for result in results)
    counts = _counts(len(results), failures=found["failed"], skipped=found["known gap"])
    suite = Xml.SubElement(suites, "testsuite", {"name": file, **counts})
    for result in results:
        case = _case(suite, file, result.line, f"{result.rule}, {result.kind} in line {result.line}")
        if result.status == "failed":
            _said(case, "failure", result.says, _in_full(result, file))
        elif result.status == "known gap":
            _said(case, "skipped", f"known gap: {result.says}", "")
        elif result.says:
            Xml.SubElement(case, "system-out").text = _plain(result.says)


def _case(suite: Xml.Element, file: str, line: int, name: str) -> Xml.Element:
    where = {"classname": _plain(file), "name": _plain(name), "file": _plain(file), "line": str(line), "time": "0"}
    return Xml.SubElement(suite, "testcase", where)


def _said(case: Xml.Element, what: str, message: str, text: str) -> None:
    told = Xml.SubElement(case, what, {"message": _plain(message)})
    told.text = _plain(text) or None


def _in_full(result: ExampleResult, file: str) -> str:
    pieces = (f"{one.what}: expected {one.expected}, got {one.got}" for one in result.differences)
    return "\n".join([f"{file}:{result.line}:{result.column}: {result.says}", *pieces])


def _counts(tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> dict[str, str]:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped, "time": 0}
    return {name: str(number) for name, number in counts.items()}


def _write(suites: Xml.Element, path: Path) -> None:
    for name in ("tests", "failures", "errors", "skipped"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    Xml.indent(suites)
    path.parent.mkdir(parents=True, exist_ok=True)
    Xml.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def _plain(text: str) -> str:
    """The text without what XML can't hold."""
    return _NOT_IN_XML.sub("�", text)
