"""Mở nghĩa vụ: from duties as they are compiled, by origin; twice changes nothing, and what changed says so."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.models import Lane, Obligation, Wait
from phoihop.obligations.queries import read_explanation
from tests.world.build import LOADER
from tests.world.obligations import (
    act,
    due,
    entries,
    lane_states,
    open_all,
    opening,
    owe,
    row,
    state_of,
)


def test_works(world):
    done = open_all(world, opening(world, 1), opening(world, 2, supporting=["so-tttt"]))
    assert done.opened == ("NV-kg-2021-000001", "NV-kg-2021-000002")
    first, second = row(done.opened[0]), row(done.opened[1])
    assert (first.state, first.due_date, first.board_date) == ("OPEN", date(2021, 8, 5), date(2021, 8, 5))
    assert read_explanation(first.explanation).due == first.due_date
    assert lane_states(first.code) == ["OPEN"]
    assert lane_states(second.code) == ["OPEN", "OPEN"]
    assert entries(first.code) == ["obligation.opened"]


def test_only_those_who_have_a_cause_may(world, an, binh, kim):
    for person in (an, binh, kim):
        with pytest.raises(NotAllowed):
            commands.open_obligations(openings=[opening(world)], by=person.actor, at=world.at)
    assert not Obligation.rows.exists()
    through = binh.actor.through("plan.compile")
    assert commands.open_obligations(openings=[opening(world)], by=through, at=world.at).opened


def test_twice_changes_nothing(world):
    one = opening(world, supporting=["so-tttt"])
    code = open_all(world, one).opened[0]
    told = Entry.rows.count()
    assert open_all(world, one, one).untouched == (code,)
    assert (Entry.rows.count(), row(code).version) == (told, 1)


def test_without_a_rule_or_without_its_event_it_has_no_date(world):
    bare = owe(world, 1, days=None)
    waiting = owe(world, 2, rule={"after": "topic.acknowledged", "working_days": 5})
    assert (due(bare), row(bare).waits_for) == (None, "")
    assert (due(waiting), row(waiting).waits_for) == (None, "topic.acknowledged")
    assert row(waiting).explanation == ""


def test_the_event_brings_the_date(world):
    one = opening(world, rule={"after": "topic.acknowledged", "working_days": 5})
    code = open_all(world, one).opened[0]
    with_date = replace(one, anchors={"topic.acknowledged": date(2021, 8, 4)})
    assert open_all(world, with_date).amended == (code,)
    assert (due(code), row(code).waits_for) == (date(2021, 8, 11), "")
    assert entries(code) == ["obligation.opened", "obligation.amended"]


def test_amending_changes_only_what_it_must(world):
    kept, changed = opening(world, 1), opening(world, 2)
    first, second = open_all(world, kept, changed).opened
    done = open_all(world, kept, replace(changed, title="Danh sách mới", clause="QC-kg-01, 4.2"))
    assert (done.amended, done.untouched) == ((second,), (first,))
    told = Entry.rows.filter(kind="obligation.amended").get()
    assert told.code == second
    assert "Danh sách mới" in told.data
    assert "4.2" in told.data
    assert (row(second).title, row(second).title_fold) == ("Danh sách mới", "danh sach moi")


def test_a_closed_one_never_changes(world, chi, an):
    one = opening(world)
    code = open_all(world, one).opened[0]
    act("hand_in", code, chi)
    act("accept", code, an)
    before = row(code)
    moved = replace(one, title="Khác", rule={"on": "2021-09-30"}, supporting_ids=(world.unit("so-tttt"),))
    assert open_all(world, moved).untouched == (code,)
    after = row(code)
    assert (after.title, after.due_date, after.version) == (before.title, before.due_date, before.version)
    assert len(lane_states(code)) == 1


def test_an_extension_outlives_an_amended_title_and_yields_to_a_later_date(world, an):
    one = opening(world)
    code = open_all(world, one).opened[0]
    late_evening = datetime(2021, 8, 3, 1, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # the day before, in UTC
    commands.grant_extension(
        code=code, to_date=date(2021, 8, 20), reason="Dịch", by=an.actor_at(late_evening), at=late_evening
    )
    kept = read_explanation(row(code).explanation)
    open_all(world, replace(one, title="Tên khác"))
    assert due(code) == date(2021, 8, 20)
    assert read_explanation(row(code).explanation) == kept
    assert kept.extensions[0].granted_date == date(2021, 8, 3)
    open_all(world, replace(one, rule={"on": "2021-08-31"}))
    assert due(code) == date(2021, 8, 31)
    open_all(world, one)
    assert due(code) == date(2021, 8, 20)


def test_a_given_date_without_a_rule_keeps_its_extension(world, an):
    one = opening(world, rule=None, due_date=date(2021, 8, 6))
    code = open_all(world, one).opened[0]
    commands.grant_extension(code=code, to_date=date(2021, 8, 20), reason="Dịch", by=an.actor, at=world.at)
    open_all(world, replace(one, title="Tên khác"))
    assert due(code) == date(2021, 8, 20)


def test_a_supporting_unit_leaves_and_comes_back(world):
    one = opening(world, supporting=["so-tttt"])
    code = open_all(world, one).opened[0]
    assert open_all(world, replace(one, supporting_ids=())).amended == (code,)
    assert lane_states(code) == ["OPEN", "WAIVED"]
    assert open_all(world, one).amended == (code,)
    assert lane_states(code) == ["OPEN", "OPEN"]
    assert open_all(world, one).untouched == (code,)


def test_the_lead_has_one_lane_only(world):
    code = owe(world, supporting=["so-yte", "so-tttt", "so-tttt"])
    assert sorted(Lane.rows.filter(obligation__code=code).values_list("role", flat=True)) == ["LEAD", "SUPPORTING"]


def test_waits_follow_the_opening(world):
    first, second = opening(world, 1), opening(world, 2)
    after = replace(opening(world, 3), waits_on=("test/1", "test/unknown"))
    open_all(world, after, first, second)
    assert list(Wait.rows.values_list("obligation__origin", "on__origin")) == [("test/3", "test/1")]
    assert open_all(world, replace(after, waits_on=("test/2",))).amended
    assert list(Wait.rows.values_list("on__origin", flat=True)) == ["test/2"]


def test_unreadable_rules_and_unknown_years_are_refused_and_nothing_is_opened(world):
    for rule in ({"each": "decade"}, {"on": "2021-02-30"}, {"after": "topic.selected", "working_days": 5000}):
        with pytest.raises(Refused):
            open_all(world, opening(world, 1), opening(world, 2, rule=rule))
    assert not Obligation.rows.exists()


def test_text_enters_normalised(world):
    code = owe(world, title="Danh sa\u0301ch\u200b phòng ðô thị")
    assert row(code).title == "Danh sách phòng đô thị"
    assert row(code).title_fold == "danh sach phong do thi"


def test_nothing_to_open_is_harmless(world):
    assert commands.open_obligations(openings=[], by=LOADER, at=world.at) == commands.Compiled()
    assert state_of(owe(world)) == "OPEN"
