"""What was late or due on a day, as `phoihop due` tells it."""

from datetime import date, timedelta

from phoihop.ground.actor import Actor
from phoihop.obligations.queries import due_list
from tests.world.obligations import act, owe

CONSOLE = Actor.system("administrator-console")


def listed(on, actor=CONSOLE, **values):
    return [line.row.code for line in due_list(actor, on, **values)]


def test_late_and_due_in_order_and_what_comes_when_asked(world, an, dung):
    today = world.at.date()
    soon, late, due = owe(world, 1, days=3), owe(world, 2, days=-3), owe(world, 3, days=0)
    owe(world, 4, days=None)
    assert listed(today) == [late, due]
    assert listed(today, within_days=3) == [late, due, soon]
    assert listed(today, an.actor) == [late, due]
    assert listed(today, dung.actor) == []
    assert listed(today, unit_id=world.unit("so-tttt")) == []


def test_as_it_stood_on_that_day(world, chi, an, binh):
    """Handed in by then waits for the other side; what was closed later was still open."""
    due = world.at.date() - timedelta(days=3)
    handed_in, accepted, waived = (owe(world, n, days=-3) for n in range(3))
    act("hand_in", handed_in, chi)
    act("hand_in", accepted, chi)
    act("accept", accepted, an, at=world.at + timedelta(days=2))
    act("waive", waived, binh)
    before, on_the_day, after = due, world.at.date(), world.at.date() + timedelta(days=5)
    assert listed(before) == [handed_in, accepted, waived]
    assert listed(on_the_day) == []
    assert listed(after) == []


def test_every_line_has_names_clause_and_explanation(world):
    owe(world, days=-3)
    (line,) = due_list(CONSOLE, world.at.date())
    assert (line.unit_key, line.unit) == ("so-yte", "Sở Y tế tỉnh Kiên Giang")
    assert line.entitled == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    assert (line.row.clause, line.row.due_date, line.row.distance) == ("QC-kg-01, 4.1", date(2021, 7, 30), -1)
    assert '"due":"2021-07-30"' in line.explanation
