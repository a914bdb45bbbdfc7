from __future__ import annotations

from workshop.host.lifetime import AFTER_THE_END_S, WITHOUT_FACILITATOR_S, Lifetime


class Moments:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_running_session_keeps_its_host_for_half_a_day() -> None:
    moments = Moments()
    life = Lifetime(moments)
    moments.now += WITHOUT_FACILITATOR_S - 1
    assert not life.is_over(ended=False)
    moments.now += 1
    assert life.is_over(ended=False)


def test_answers_do_not_stand_in_for_a_facilitator() -> None:
    moments = Moments()
    life = Lifetime(moments)
    moments.now += WITHOUT_FACILITATOR_S
    life.active(facilitator=False)
    assert life.is_over(ended=False)


def test_after_the_end_the_host_waits_for_half_an_hour_of_quiet() -> None:
    moments = Moments()
    life = Lifetime(moments)
    moments.now += AFTER_THE_END_S - 1
    life.active(facilitator=False)
    moments.now += AFTER_THE_END_S - 1
    assert not life.is_over(ended=True)
    moments.now += 1
    assert life.is_over(ended=True)


def test_whoever_listens_keeps_the_host_and_counts_until_they_leave() -> None:
    moments = Moments()
    life = Lifetime(moments)
    with life.listening():
        moments.now += 2 * WITHOUT_FACILITATOR_S
        assert not life.is_over(ended=True)
    assert not life.is_over(ended=True)
    moments.now += AFTER_THE_END_S
    assert life.is_over(ended=True)
