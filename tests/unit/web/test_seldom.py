from router.web.seldom import Seldom


def test_a_thousand_events_in_a_minute_are_one_line_and_the_next_line_tells_how_many_there_were() -> None:
    now = [0.0]
    seldom = Seldom(60.0, lambda: now[0])
    assert [seldom.times() for _ in range(1000)] == [1] + [0] * 999
    now[0] = 60.0
    assert seldom.times() == 1000
