"""What clauses ask for in a topic, and what gates check: pure facts in, wanted obligations out."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from phoihop.plans import rules
from phoihop.plans.rules import DutyFacts, HappeningFacts, PhaseFacts, TopicFacts

PHASES = (
    PhaseFacts("before", "Trước", date(2021, 8, 2), date(2021, 9, 30)),
    PhaseFacts("during", "Trong"),
    PhaseFacts("after", "Sau"),
)
ANCHORS = ("topic.selected", "topic.acknowledged", "phase.entered", "phase.end", "meeting.start", "lead.a.accepted")
KEYS = ("lead.a", "lead.b", "partner.a", "partner.b")


def _duty(key: str, rule: dict[str, object] | None, text: str = "Làm") -> DutyFacts:
    return DutyFacts(key, text, "QC-kg-01, 1", key.partition(".")[0], rule)


rule = st.one_of(
    st.none(),
    st.builds(lambda each: {"each": each, "on": "01-31"}, st.sampled_from(["year", "month"])),
    st.builds(
        lambda side, anchor, phases: {side: anchor, "working_days": 3} | ({"phases": phases} if phases else {}),
        st.sampled_from(["after", "before"]),
        st.sampled_from(ANCHORS),
        st.lists(st.sampled_from(["before", "during", "after"]), unique=True),
    ),
)
duties = st.lists(
    st.builds(_duty, st.sampled_from(KEYS), rule), unique_by=lambda duty: duty.key, min_size=1, max_size=len(KEYS)
)
topics = st.builds(
    TopicFacts,
    code=st.just("VD-kg-2021-0001"),
    title=st.just("Nước sạch"),
    phases=st.just(PHASES),
    selected=st.one_of(st.none(), st.just(date(2021, 8, 2))),
    happenings=st.lists(
        st.builds(
            HappeningFacts,
            st.just("meeting.start"),
            st.integers(1, 9),
            st.just("Họp"),
            st.sampled_from(["", "before"]),
            st.just(date(2021, 8, 20)),
        ),
        unique_by=lambda happening: happening.number,
        max_size=3,
    ).map(tuple),
)


@given(topics, duties)
def test_every_origin_is_wanted_once_and_twice_is_the_same(topic: TopicFacts, asked: list[DutyFacts]) -> None:
    first, second = rules.wanted_in_topic(topic, asked), rules.wanted_in_topic(topic, asked)
    assert first == second
    assert len({one.origin for one in first}) == len(first)
    assert all(one.origin.startswith(f"{topic.code}/{one.duty}") for one in first)


@given(topics, duties, st.data())
def test_another_clause_changes_only_what_comes_from_it(
    topic: TopicFacts, asked: list[DutyFacts], data: st.DataObject
) -> None:
    """Rewording one duty touches its own obligations alone; without it, only its own go."""
    changed = data.draw(st.sampled_from(asked))
    before = {one.origin: one for one in rules.wanted_in_topic(topic, asked)}
    reworded = [_duty(d.key, dict(d.rule) if d.rule else None, "Làm khác") if d is changed else d for d in asked]
    after = {one.origin: one for one in rules.wanted_in_topic(topic, reworded)}
    assert before.keys() == after.keys()
    assert {before[o].duty for o in before if before[o] != after[o]} <= {changed.key}
    without = {one.origin: one for one in rules.wanted_in_topic(topic, [d for d in asked if d is not changed])}
    assert {before[origin].duty for origin in before.keys() - without.keys()} <= {changed.key}
    assert not without.keys() - before.keys()


@given(topics, duties)
def test_an_anchor_is_handed_on_only_when_its_day_has_come(topic: TopicFacts, asked: list[DutyFacts]) -> None:
    for one in rules.wanted_in_topic(topic, asked):
        assert all(isinstance(day, date) for day in one.anchors.values())
        assert set(one.anchors) <= {next(d.anchor for d in asked if d.key == one.duty)}


def test_a_rule_on_a_phase_is_asked_of_every_phase_it_does_not_name_otherwise() -> None:
    topic = TopicFacts("VD", "Nước sạch", PHASES)
    every = rules.wanted_in_topic(topic, [_duty("partner.a", {"before": "phase.end", "working_days": 5})])
    assert [one.stage for one in every] == ["before", "during", "after"]
    some = rules.wanted_in_topic(topic, [_duty("partner.a", {"after": "topic.selected", "phases": ["during"]})])
    assert [one.stage for one in some] == ["during"]


def test_a_duty_waits_on_the_one_it_counts_from() -> None:
    asked = [
        _duty("lead.a", {"after": "topic.acknowledged", "working_days": 10, "phases": ["before"]}),
        _duty("lead.b", {"after": "lead.a.accepted", "working_days": 10, "phases": ["during"]}),
    ]
    waiting = rules.wanted_in_topic(TopicFacts("VD", "Nước sạch", PHASES), asked)[-1]
    assert waiting.waits_on == ("VD/lead.a/before",)
    assert not waiting.anchors
    done = TopicFacts("VD", "Nước sạch", PHASES, accepted={"lead.a": date(2021, 8, 9)})
    assert rules.wanted_in_topic(done, asked)[-1].anchors == {"lead.a.accepted": date(2021, 8, 9)}


def test_yearly_and_on_demand_duties_are_no_topics_business() -> None:
    asked = [
        _duty("lead.a", {"each": "month", "working_day": 3}),
        _duty("lead.b", {"on_demand": True}),
        _duty("partner.a", {"on": "2021-11-15"}),
    ]
    assert not rules.wanted_in_topic(TopicFacts("VD", "Nước sạch", PHASES), asked)


def test_a_phase_with_nothing_in_it_is_not_left() -> None:
    assert not rules.exit_checks(open_codes=[], opened=0)[0].is_passed
    assert all(check.is_passed for check in rules.exit_checks(open_codes=[], opened=2))
