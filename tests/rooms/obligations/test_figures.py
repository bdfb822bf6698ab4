"""What reports tell of obligations and expected documents, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from phoihop.ground.actor import Role
from phoihop.ground.figures import Figure, Period, Scope
from phoihop.obligations import commands, queries
from phoihop.obligations.models import Expected
from tests.world import obligations as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.provision import WITHHELD, expect, owe_documents

ON = date(2021, 8, 2)
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))


def scope(world: World, *plans: str) -> Scope:
    lead = world.unit("btg-tinh-uy")
    return Scope("plan", layer.PLAN, "Kế hoạch", 2021, lead, plans or (layer.PLAN,), (lead, world.unit("so-yte")))


def told(world: World, person: Person, on: date = ON, build: Any = queries.report_section) -> dict[str, Figure]:
    section = build(person.actor, scope(world), YEAR, on)
    return {figure.key.partition(".")[2]: figure for figure in section.figures}


def test_a_plan_without_obligations_has_no_numbers(world: World, an: Person) -> None:
    assert {figure.number for figure in told(world, an).values()} == {None}


def test_each_obligation_that_was_due_stands_in_one_kind(world: World, an: Person, chi: Person) -> None:
    late, waiting, kept, waived, open_one = (layer.owe(world, number, days=3) for number in range(5))
    for code in (waiting, kept):
        layer.act("hand_in", code, chi)
    layer.act("accept", kept, an)
    layer.act("waive", waived, world.person("binh"))
    on = ON + timedelta(days=4)
    layer.act("hand_in", open_one, chi, at=world.at + timedelta(days=9))
    found = told(world, an, on)
    assert found["due"].rows == tuple(sorted([late, waiting, kept, waived, open_one]))
    assert found["late"].rows == tuple(sorted([late, open_one]))
    assert (found["waiting"].rows, found["kept"].rows, found["waived"].rows) == ((waiting,), (kept,), (waived,))
    assert found["kept_share"].number == 33
    assert told(world, an, ON)["open"].rows == tuple(sorted([late, open_one]))


def test_handed_in_on_the_last_day_is_in_time_and_a_day_later_is_late(world: World, an: Person, chi: Person) -> None:
    on_time, late = (layer.owe(world, number, days=3) for number in range(2))
    layer.act("hand_in", on_time, chi, at=world.at.replace(hour=23, minute=59) + timedelta(days=3))
    layer.act("hand_in", late, chi, at=world.at.replace(hour=0, minute=0) + timedelta(days=4))
    for code in (on_time, late):
        layer.act("accept", code, an, at=world.at + timedelta(days=5))
    found = told(world, an, ON + timedelta(days=5))
    assert (found["kept"].rows, found["late_done"].rows) == ((on_time,), (late,))
    before = told(world, an, ON + timedelta(days=4))
    assert before["waiting"].rows == tuple(sorted([on_time, late]))
    assert told(world, an, ON + timedelta(days=3))["waiting"].rows == (on_time,)


def test_an_extension_counts_from_the_day_it_was_given(world: World, an: Person) -> None:
    code = layer.owe(world, days=3)
    given = world.at + timedelta(days=2)
    commands.grant_extension(
        code=code, to_date=date(2022, 1, 10), reason="Chờ số liệu", by=an.actor_at(given), at=given
    )
    assert told(world, an, ON + timedelta(days=1))["due"].rows == (code,)
    later = told(world, an, ON + timedelta(days=2))
    assert later["due"].number == 0
    assert later["extended"].number == 1


def test_what_was_given_back_is_told(world: World, an: Person, chi: Person) -> None:
    code = layer.owe(world, days=3)
    layer.act("hand_in", code, chi)
    layer.act("return", code, an)
    found = told(world, an, ON + timedelta(days=4))
    assert (found["returned"].rows, found["late"].rows) == ((code,), (code,))


def test_without_a_date_it_is_neither_due_nor_late(world: World, an: Person) -> None:
    code = layer.owe(world, days=None)
    found = told(world, an)
    assert (found["undated"].rows, found["due"].number) == ((code,), 0)


def test_other_plans_and_others_obligations_do_not_count(world: World, an: Person, dung: Person) -> None:
    layer.owe(world, 0, days=3)
    layer.owe(world, 1, days=3, source="KH-kg-2021-khac")
    assert told(world, an)["due"].number == 1
    assert told(world, dung)["due"].number is None


def test_documents_provided_withheld_and_missing(world: World, an: Person, chi: Person) -> None:
    code = owe_documents(world, days=3)
    ids = expect(code, an, "Báo cáo quý", "Danh sách", "Vụ việc")
    boss = world.add_person("giamdoc", "so-yte", [Role.APPROVER], post="Giám đốc")
    commands.withhold_document(code=code, expected_id=ids[-1], **WITHHELD, by=chi.actor, at=world.at)
    found = told(world, an, build=queries.provision_section)
    assert found["withheld"].number == 0  # the approver has not agreed
    commands.review_withholding(code=code, expected_id=ids[-1], is_agreed=True, by=boss.actor, at=world.at)
    found = told(world, an, build=queries.provision_section)
    assert found["withheld"].rows == found["withheld.pending_case"].rows == (f"{code}/van-ban-{ids[-1]}",)
    assert found["expected"].number == Expected.rows.count()
    assert found["missing"].number == Expected.rows.count() - 1
    late = told(world, an, ON + timedelta(days=4), build=queries.provision_section)
    assert late["late"].number == Expected.rows.count() - 1
    words = str([found, late])
    assert "Báo cáo quý" not in words
    assert "Vụ việc chưa kết luận" not in words
