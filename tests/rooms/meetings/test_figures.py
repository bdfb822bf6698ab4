"""What reports tell of meetings: held or not said, who came, conclusions and what became of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from phoihop.ground.figures import Figure, Period, Scope
from phoihop.meetings import commands, queries
from phoihop.meetings.models import Conclusion
from tests.world import meetings as layer
from tests.world import obligations
from tests.world.build import World
from tests.world.cast import Person

PLAN = "KH-kg-2021-so-yte"
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))
DAY = date(2021, 8, 10)


def told(world: World, person: Person, on: date = DAY) -> dict[str, Figure] | None:
    lead = world.unit("btg-tinh-uy")
    scope = Scope("plan", PLAN, "", 2021, lead, (PLAN,), (lead,))
    found = queries.report_section(person.actor, scope, YEAR, on)
    return None if found is None else {figure.key.partition(".")[2]: figure for figure in found.figures}


def test_no_meeting_was_ever_called(world: World, an: Person) -> None:
    layer.call(world)
    assert told(world, an) is None


def test_a_day_that_has_passed_is_not_yet_held(world: World, an: Person) -> None:
    code = layer.call(world, about=PLAN)
    before, after = told(world, an, DAY - timedelta(days=1)), told(world, an)
    assert before is not None
    assert after is not None
    assert before["unrecorded"].number == 0
    assert after["unrecorded"].rows == (f"{code}/1",)
    assert after["held"].number == 0
    assert after["present"].number is None


def test_who_came_and_what_was_concluded(world: World, an: Person, binh: Person, chi: Person) -> None:
    code = layer.call(world, about=PLAN, to=("so-yte", "vks-tinh"))
    at = layer.starts(world) + timedelta(hours=2)
    by = an.actor_at(at)
    commands.take_attendance(code=code, number=1, unit_id=world.unit("so-yte"), is_present=True, by=by, at=at)
    commands.hold_occurrence(code=code, number=1, by=by, at=at)
    lines = [
        commands.ConclusionText(
            text="Gửi số liệu tuần", lead_id=world.unit("so-yte"), due_date=DAY + timedelta(days=3)
        ),
        commands.ConclusionText(
            text="Rà soát danh sách", lead_id=world.unit("so-yte"), due_date=DAY + timedelta(days=30)
        ),
    ]
    commands.write_minutes(code=code, number=1, text="Đã bàn.", conclusions=lines, by=by, at=at)
    unapproved = told(world, an)
    commands.approve_minutes(code=code, number=1, by=binh.actor_at(at), at=at)
    found = told(world, an)
    assert unapproved is not None
    assert found is not None
    assert unapproved["conclusions"].number == 0
    assert found["held"].rows == (f"{code}/1",)
    assert found["present"].rows == (f"{code}/1/{world.code('so-yte')}",)
    assert found["absent"].rows == (f"{code}/1/{world.code('vks-tinh')}",)
    assert (found["invited"].number, found["conclusions"].number, found["conclusions_open"].number) == (2, 2, 2)
    layer_done(code, an, chi, at)
    later = told(world, an, DAY + timedelta(days=5))
    assert later is not None
    first, second = found["conclusions"].rows
    assert (later["conclusions_done"].rows, later["conclusions_open"].rows) == ((first,), (second,))
    last = told(world, an, DAY + timedelta(days=40))
    assert last is not None
    assert last["conclusions_late"].rows == (second,)


def layer_done(code: str, an: Person, chi: Person, at: datetime) -> None:
    """The first conclusion is done and accepted the day after."""
    owed = Conclusion.rows.filter(code__startswith=code).order_by("code").values_list("obligation", flat=True)[0]
    obligations.act("hand_in", owed, chi, at=at + timedelta(days=1))
    obligations.act("accept", owed, an, at=at + timedelta(days=1))
