from collections.abc import Callable
from typing import Any

Demo = Callable[..., tuple[int, dict[str, Any]]]


def test_every_mail_of_the_demo_meets_its_expectation(demo_report: Demo) -> None:
    code, report = demo_report()
    assert [(row["case"], row["wrong"]) for row in report["tickets"] if row["wrong"]] == []
    assert len(report["tickets"]) >= 14
    assert report["summary"]["reply"] >= 5
    assert code == 0
