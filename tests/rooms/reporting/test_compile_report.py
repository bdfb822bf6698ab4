"""Compiling a report: who may, what it keeps, equal inputs, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.figures import Figure, SectionValue, counted
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.plans import commands as plans
from phoihop.plans.queries import report_scope
from phoihop.reporting import commands, queries
from phoihop.reporting.models import Report, ReportKey, ReportUnit
from phoihop.reporting.rules import reports as rules
from tests.world import plans as plan_layer
from tests.world import reports
from tests.world.build import World
from tests.world.cast import Person
from tests.world.plans import Year

ON = date(2021, 8, 2)


@pytest.fixture
def year(world: World) -> Year:
    return plan_layer.begin(world)


def test_works_for_the_lead(world: World, year: Year, an: Person) -> None:
    code = reports.compile_year(world, year.plan)
    kept = queries.report_value(an.actor, code)
    assert code == f"BC-kg-2021-{kept.sha256[:12]}"
    keys = ["plans", "obligations", "provision", "dispatches", "documents"]
    assert [section.key for section in kept.report.sections] == keys
    assert kept.report.scope.dossiers == (year.topic,)
    assert rules.digest(rules.canonical(kept.report)) == kept.sha256
    told = Entry.rows.get(kind="report.compiled")
    assert (told.code, told.dossier) == (code, year.plan)


def test_the_partner_reads_it_but_may_not_draw_it(world: World, year: Year, chi: Person) -> None:
    code = reports.compile_year(world, year.plan)
    assert queries.report_value(chi.actor, code).code == code
    with pytest.raises(NotAllowed):
        reports.compile_year(world, year.plan, by=chi.actor)
    assert Report.rows.count() == 1


def test_outsiders_do_not_know_of_it_and_auditors_read_it(world: World, year: Year, dung: Person, kim: Person) -> None:
    code = reports.compile_year(world, year.plan)
    with pytest.raises(NotVisible):
        queries.report_value(dung.actor, code)
    assert not queries.report_list(dung.actor).lines
    assert queries.report_value(kim.actor, code).report.title == reports.TITLE


def test_it_does_not_hang_on_who_presses(world: World, year: Year, an: Person, binh: Person) -> None:
    by_an = reports.compile_year(world, year.plan, by=an.actor)
    by_binh = reports.compile_year(world, year.plan, by=binh.actor)
    by_clock = reports.compile_year(world, year.plan, by=Actor.system("deadline-clock"))
    assert by_an == by_binh == by_clock
    assert Report.rows.count() == 1
    assert Entry.rows.filter(kind="report.compiled").count() == 1


def test_equal_inputs_are_equal_bytes_in_every_form(world: World, year: Year, an: Person) -> None:
    one = reports.compile_year(world, year.plan)
    kinds = ("docx", "pdf", "json")
    first = {kind: commands.render_report(code=one, kind=kind, by=an.actor, at=world.at) for kind in kinds}
    later = world.at + timedelta(hours=3)
    ReportKey.rows.all().delete()
    ReportUnit.rows.all().delete()
    Report.rows.all().delete()
    other = reports.compile_year(world, year.plan, on=ON, at=later)
    assert other == one
    for kind, content in first.items():
        assert commands.render_report(code=other, kind=kind, by=an.actor, at=later) == content, kind


def test_pressed_twice_is_one_report(world: World, year: Year) -> None:
    one = reports.compile_year(world, year.plan, key="lần một")
    plan_layer.propose(world, year, "Vấn đề mới")
    assert reports.compile_year(world, year.plan, key="lần một", scope=reports.report(world, one).scope) == one
    with pytest.raises(Refused, match="đã dùng cho nội dung khác"):
        reports.compile_year(world, year.plan, key="lần một", title="Tên khác")


def test_a_changed_record_makes_another_report_and_keeps_the_old(world: World, year: Year, an: Person) -> None:
    one = reports.compile_year(world, year.plan)
    before = commands.render_report(code=one, kind="json", by=an.actor, at=world.at)
    topic = plan_layer.propose(world, year, "Vấn đề mới").topic
    plans.select_topic(code=topic, by=world.person("chi").actor, at=world.at)
    other = reports.compile_year(world, year.plan)
    assert other != one
    assert reports.numbers(world, other)["topics.chosen"] == 2
    assert commands.render_report(code=one, kind="json", by=an.actor, at=world.at) == before


def test_sections_of_upper_rooms_come_behind(world: World, year: Year) -> None:
    extra = SectionValue("reviews", "Ý kiến khác", (counted("reviews.dissent", "Không nhất trí", "Số bên.", ["SK-1"]),))
    code = reports.compile_year(world, year.plan, extra=(extra,), bases=("Căn cứ Quy chế phối hợp",))
    value = reports.report(world, code)
    assert value.sections[-1] == extra
    assert value.bases == ("Căn cứ Quy chế phối hợp",)


def test_refused_before_anything_is_kept(world: World, year: Year) -> None:
    miscounted = SectionValue("x", "X", (Figure("x.wrong", "Sai", "Sai.", 2, ("A",)),))
    twice = SectionValue("y", "Y", (counted("plans.plans", "Lặp", "Lặp.", []),))
    for wrong, said in (
        ({"on": date(2021, 8, 3)}, "Ngày chốt"),
        ({"on": date(2020, 12, 14)}, "Ngày chốt"),
        ({"title": " "}, "cần tên"),
        ({"key": ""}, "cần tên"),
        ({"extra": (miscounted,)}, r"x\.wrong"),
        ({"extra": (twice,)}, r"plans\.plans"),
    ):
        with pytest.raises(Refused, match=said):
            reports.compile_year(world, year.plan, **wrong)  # type: ignore[arg-type]
    assert not Report.rows.exists()


def test_what_came_after_the_day_does_not_count(world: World, year: Year) -> None:
    now = reports.numbers(world, reports.compile_year(world, year.plan))
    before = reports.numbers(world, reports.compile_year(world, year.plan, on=ON - timedelta(days=1)))
    assert (now["topics.chosen"], before["topics.chosen"]) == (1, 0)
    assert now["obligations.due"]
    assert before["obligations.due"] is None
    assert "dispatches.sent" not in before


def test_periods_by_the_offices_own_cut_off(world: World, an: Person, giang: Person) -> None:
    unit_id = world.unit("btg-tinh-uy")
    assert queries.period_of("2021", unit_id=unit_id).first == date(2020, 12, 15)
    with pytest.raises(NotAllowed):
        commands.set_report_habits(unit_id=unit_id, cut_off="CALENDAR", by=an.actor, at=world.at)
    commands.set_report_habits(unit_id=unit_id, cut_off="CALENDAR", by=giang.actor, at=world.at)
    assert queries.period_of("2021", unit_id=unit_id).first == date(2021, 1, 1)
    assert queries.period_of("2021").first == date(2020, 12, 15)
    with pytest.raises(Refused, match="không phải là kỳ báo cáo"):
        queries.period_of("năm nay")
    with pytest.raises(ValueError, match="không phải"):
        queries.period_of("2021-13")


def test_an_offices_sentences_stand_in_new_reports_only(world: World, year: Year, giang: Person) -> None:
    old = reports.compile_year(world, year.plan)
    values = {
        "opening": "Thực hiện Quy chế.",
        "closing": "Kính báo cáo.",
        "bases": "Căn cứ A\nCăn cứ B",
        "recipients": "Tỉnh ủy",
    }
    unit_id = world.unit("btg-tinh-uy")
    commands.set_report_habits(unit_id=unit_id, cut_off="DECREE", **values, by=giang.actor, at=world.at)
    new = reports.report(world, reports.compile_year(world, year.plan))
    assert new.opening == ("Thực hiện Quy chế.",)
    assert new.bases == ("Căn cứ A", "Căn cứ B")
    assert new.recipients == ("Tỉnh ủy",)
    assert reports.report(world, old).opening == ()
    with pytest.raises(SomebodyWasFaster):
        commands.set_report_habits(unit_id=unit_id, cut_off="CALENDAR", version=0, by=giang.actor, at=world.at)


def test_an_unfinished_period_says_so(world: World, year: Year) -> None:
    notes = " ".join(reports.report(world, reports.compile_year(world, year.plan)).notes)
    assert "15/12/2020 đến ngày 14/12/2021" in notes
    assert "Kỳ báo cáo chưa hết" in notes
    assert "chốt giữa tháng" in notes


def test_a_scope_without_dossiers_is_filled_in(world: World, year: Year, an: Person) -> None:
    scope = report_scope(an.actor, year.plan)
    bare = reports.compile_year(world, year.plan, scope=replace(scope, dossiers=()))
    assert reports.report(world, bare).scope.dossiers == (year.topic,)
    assert bare == reports.compile_year(world, year.plan, scope=scope)
