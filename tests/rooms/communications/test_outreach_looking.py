"""Gaps, clashes over all agencies, what is coming, calendar, what waits, search, reports; their cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.communications import commands, queries
from phoihop.communications.queries.outreach_figures import outreach_section
from phoihop.ground.actor import Role
from phoihop.ground.figures import Period, Scope, SectionValue
from phoihop.ground.sheet import dates, waits_of
from phoihop.notices.models import Notice
from tests.world import outreach as layer
from tests.world.build import World
from tests.world.flat import grows_flat
from tests.world.mornings import hear_all

HERE = "/lam-viec/truyen-thong/"
YEAR = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))


def cost(look: Callable[[], object]) -> int:
    look()
    with CaptureQueriesContext(connection) as seen:
        look()
    return len(seen)


def scope(laid: layer.Laid) -> Scope:
    return Scope(
        kind="plan",
        code="KH",
        title="",
        year=2021,
        lead_id=laid.world.unit("btg-tinh-uy"),
        plans=(),
        unit_ids=(laid.world.unit("btg-tinh-uy"),),
        dossiers=(laid.topic,),
    )


def section(laid: layer.Laid, on: date, username: str = "an") -> SectionValue | None:
    return outreach_section(laid.actor(username), scope(laid), YEAR, on)


def numbers(found: SectionValue | None) -> dict[str, int | None]:
    assert found is not None
    return {one.key.partition(".")[2]: one.number for one in found.figures}


# ── gaps ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_not_done_by_its_day(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "ORAL", owner="btg-tinh-uy", last_date=date(2021, 8, 8))
    layer.add(laid, "WEB", owner="btg-tinh-uy", last_date=date(2021, 9, 8))
    layer.approve(laid)
    an = laid.actor("an")
    assert [row.number for row in queries.gap_list(an, date(2021, 8, 12)).rows] == [2]
    found = queries.gap_list(an, date(2021, 8, 13))
    assert [row.number for row in found.rows] == [2, 1]  # the longest ago first
    first = queries.gap_list(an, date(2021, 8, 13), limit=1)
    assert first.next == f"{laid.plan}/2"
    assert [row.number for row in queries.gap_list(an, date(2021, 8, 13), after=first.next, limit=1).rows] == [1]
    assert not queries.gap_list(laid.actor("dung"), date(2021, 8, 13)).rows


# ── clashes over all agencies ───────────────────────────────────────────────────────────────────────────────


def two_plans(world: World) -> tuple[layer.Laid, str]:
    """A second plan for the same topic, whose line by loudspeaker meets the first; approved by Bình."""
    laid = layer.approved(world)
    told = commands.begin_outreach(dossier=laid.topic, title="Kế hoạch hai", by=laid.actor("an"), at=world.at)
    second = layer.Laid(world, laid.topic, told.code)
    layer.add(second, owner="so-tttt", audience="HỘ DÂN VEN CHỢ", details={"places": "Xã B", "hours": "05:15-05:45"})
    return laid, told.code


def test_everybody_sees_approved_lines_and_no_drafts(world: World) -> None:
    laid, second = two_plans(world)
    dung = laid.actor("dung")
    first, last = date(2021, 8, 2), date(2021, 9, 2)
    assert not queries.clash_rows(dung, first, last, world.at).clashes
    assert len(queries.ahead_rows(dung, 30, world.at).rows) == 1
    layer.approve(layer.Laid(world, laid.topic, second))
    found = queries.clash_rows(dung, first, last, world.at).clashes
    assert [one.grounds for one in found] == [("audience",)]
    one = found[0].one
    assert (one.topic, one.owner, one.channel, one.url) == (
        "Phòng, chống dịch trong các khu dân cư",
        "Sở Y tế tỉnh Kiên Giang",
        "LOUDSPEAKER",
        "",  # Dũng's office may not open the plan
    )
    assert queries.clash_rows(laid.actor("an"), first, last, world.at).clashes[0].one.url
    page = world.person("dung").client.get(f"{HERE}cho-trung/").content.decode()
    assert "cùng đối tượng" in page
    assert "Đeo khẩu trang" not in page  # the message stays with those who may see the plan


def test_an_other_hour_is_no_clash(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, details={"places": "Phường Vĩnh Thanh", "hours": "09:00-09:30"}, owner="btg-tinh-uy")
    layer.approve(laid)
    found = queries.clash_rows(laid.actor("an"), date(2021, 8, 2), date(2021, 9, 2), world.at)
    assert not found.clashes


def test_a_window_of_silence_shows_what_touches_it(world: World) -> None:
    laid = layer.approved(world)
    commands.set_window(
        first_date=date(2021, 8, 12),
        last_date=date(2021, 8, 14),
        channels=["LOUDSPEAKER"],
        reason="Thi tốt nghiệp",
        by=laid.actor("binh"),
        at=world.at,
    )
    found = queries.clash_rows(laid.actor("dung"), date(2021, 8, 2), date(2021, 9, 2), world.at)
    assert [(one.first, one.last) for one in found.blocked] == [(date(2021, 8, 12), date(2021, 8, 12))]
    page = world.person("dung").client.get(f"{HERE}cho-trung/").content.decode()
    assert "Thi tốt nghiệp" in page
    commands.lift_window(window=found.windows[0].id, by=laid.actor("binh"), at=world.at)
    assert not queries.clash_rows(laid.actor("dung"), date(2021, 8, 2), date(2021, 9, 2), world.at).blocked


def test_what_is_coming_by_days_and_by_unit(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "VISUAL", owner="btg-tinh-uy", first_date=date(2021, 9, 20), last_date=date(2021, 9, 25))
    layer.approve(laid)
    chi = laid.actor("chi")
    assert [one.channel for one in queries.ahead_rows(chi, 30, world.at).rows] == ["LOUDSPEAKER"]
    assert [one.channel for one in queries.ahead_rows(chi, 60, world.at).rows] == ["LOUDSPEAKER", "VISUAL"]
    assert [one.channel for one in queries.ahead_rows(chi, 60, world.at, is_own=True).rows] == ["LOUDSPEAKER"]
    page = world.person("dung").client.get(f"{HERE}sap-toi/?so=60").content.decode()
    assert "Truyền thanh cơ sở 1, Trực quan 1" in page or "Trực quan 1, Truyền thanh cơ sở 1" in page
    assert "Truyền thông 60 ngày tới" in page


# ── calendar, today, notices, search ────────────────────────────────────────────────────────────────────────


def test_lines_stand_in_the_calendar(world: World) -> None:
    laid = layer.approved(world)
    dated = next(one for one in dates() if one.kind == "outreach")
    rows = dated.between(laid.actor("chi"), date(2021, 8, 1), date(2021, 8, 31), world.at, 50)
    assert [(row.code, row.first, row.last, row.is_open) for row in rows] == [
        (f"{laid.plan}/1", date(2021, 8, 7), date(2021, 8, 12), True)
    ]
    assert rows[0].doer_ids == (world.unit("so-yte"),)
    assert rows[0].other_ids == (world.unit("btg-tinh-uy"),)
    assert not dated.between(laid.actor("dung"), date(2021, 8, 1), date(2021, 8, 31), world.at, 50)
    page = world.person("chi").client.get("/lam-viec/lich/?xem=agenda").content.decode()
    assert "Truyền thanh cơ sở: Đeo khẩu trang" in page


def test_what_waits_and_for_whom(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "WEB", owner="btg-tinh-uy", first_date=date(2021, 8, 4), last_date=date(2021, 8, 4))
    commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    lead, health = world.unit("btg-tinh-uy"), world.unit("so-yte")

    def waiting(unit_id: int, at: Any = world.at) -> list[tuple[str, str]]:
        return [(one.group, one.code) for one in waits_of([unit_id], at) if one.code.startswith(("KT-", "SP-"))]

    assert waiting(lead) == [("answer", laid.plan)]
    commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=world.at)
    assert waiting(lead) == [("week", f"{laid.plan}/2")]
    assert waiting(lead, world.at + timedelta(days=2)) == [("today", f"{laid.plan}/2")]
    assert waiting(lead, world.at + timedelta(days=3)) == [("late", f"{laid.plan}/2")]
    assert waiting(health) == []  # its obligation waits, not the line too
    made = layer.produce(laid)
    commands.send_output(code=made.output, by=laid.actor("chi"), at=world.at)
    assert waiting(health) == [("answer", made.output)]


def test_who_is_told(world: World) -> None:
    laid = layer.presented(world)

    def told(kind: str) -> set[str]:
        names = {pk: name for name, pk in world.accounts.items()}
        return {names[pk] for pk in Notice.rows.filter(kind=kind).values_list("account_id", flat=True)}

    commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=world.at)
    made = layer.produce(laid)
    commands.send_output(code=made.output, by=laid.actor("chi"), at=world.at)
    hear_all(world.at)
    assert "binh" in told("outreach.presented")
    assert {"chi", "yen"} <= told("outreach.approved")
    assert told("output.sent") == {"yen"}


def test_search_finds_audience_and_message_for_those_who_may_see(world: World) -> None:
    laid = layer.produced(world)
    row = queries.found_outreach([laid.plan])[0]
    assert "Hộ dân ven chợ" in row.text
    assert queries.found_outputs([laid.output])[0].numbers[0] == laid.plan
    assert queries.outreach_codes("", 10) == [laid.plan]
    assert queries.output_codes("", 10) == [laid.output]
    for who, sees in (("an", True), ("chi", True), ("kim", True), ("dung", False)):
        assert bool(queries.visible_outreach(laid.actor(who), [laid.plan])) is sees
        assert bool(queries.visible_outputs(laid.actor(who), [laid.output])) is sees
    world.add_person("tam", "so-yte", [Role.CLERK])
    parties = queries.outreach_parties([laid.plan, laid.output, "VD-kg-2021-0001"])
    assert parties == {world.unit("btg-tinh-uy"), world.unit("so-yte")}


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_figures_with_their_rows(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "WEB", owner="btg-tinh-uy")
    layer.add(laid, "LOUDSPEAKER", last_date=date(2021, 10, 1))
    layer.approve(laid)
    made = layer.ready(layer.produce(laid))
    layer.prove(made)
    layer.done(made)
    found = section(laid, date(2021, 9, 1))
    assert numbers(found) == {
        "planned": 3,
        "done": 1,
        "gap": 1,
        "offline": 1,
        "outputs": 1,
        "reach": 1200,
        "cost": 500_000,
    }
    assert found is not None
    rows = {one.key: one.rows for one in found.figures}
    assert rows["outreach.gap"] == (f"{laid.plan}/2",)
    assert rows["outreach.reach"] == (made.output,)
    table = found.tables[0]
    assert table.rows == (
        ("Truyền thanh cơ sở", "2", "1", "0", "1.200", "500.000"),
        ("Trang thông tin điện tử", "1", "0", "1", "–", "–"),
    )
    by_key = {one.key: set(one.rows) for one in found.figures}
    for own, row in zip(table.own, table.rows, strict=True):
        for key, cell in zip(table.keys, row, strict=True):
            if key:
                assert len(by_key[key] & set(own)) == int(cell)


def test_figures_as_of_a_day(world: World) -> None:
    laid = layer.approved(world)
    assert section(laid, date(2021, 8, 1)) is None  # not approved yet on that day
    assert numbers(section(laid, date(2021, 8, 12)))["gap"] == 0
    assert numbers(section(laid, date(2021, 8, 13)))["gap"] == 1
    later = world.at + timedelta(days=20)
    commands.revise_outreach(code=laid.plan, reason="x", by=laid.actor("an", later), at=later)
    commands.drop_line(code=laid.plan, number=1, reason="x", by=laid.actor("an", later), at=later)
    assert numbers(section(laid, date(2021, 8, 13)))["planned"] == 1  # it was dropped after that day
    assert section(laid, date(2021, 8, 23)) is None
    assert section(laid, date(2021, 8, 13), "dung") is None


# ── cost ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("door", ["", "san-pham/", "chua-lam/", "cho-trung/?so=90", "sap-toi/?so=90"])
def test_lists_cost_the_same_for_many(world: World, door: str) -> None:
    laid = layer.produced(world)

    def more() -> None:
        for number in range(3):
            told = commands.begin_outreach(dossier=laid.topic, title=f"K{number}", by=laid.actor("an"), at=world.at)
            other = layer.Laid(world, laid.topic, told.code)
            layer.add(other)
            layer.approve(other)
            layer.produce(other)

    grows_flat(world.person("an").client, HERE + door, more)


def test_a_plan_costs_the_same_with_many_lines(world: World) -> None:
    laid = layer.drafted(world)
    client = world.person("an").client
    grows_flat(client, f"{HERE}{laid.plan}/", lambda: [layer.add(laid, channel) for channel in layer.DETAILS])
    layer.approve(laid)
    layer.produce(laid)
    grows_flat(client, f"{HERE}{laid.plan}/dong/1/", lambda: [layer.produce(laid) for _ in range(3)])
    at = world.at + timedelta(days=60)
    first = cost(lambda: queries.gap_list(laid.actor("an"), at.date()))
    assert first == cost(lambda: queries.gap_list(laid.actor("an"), at.date(), limit=1))


def test_the_report_costs_the_same(world: World) -> None:
    laid = layer.approved(world)
    one = cost(lambda: section(laid, date(2021, 9, 1)))
    commands.revise_outreach(code=laid.plan, reason="x", by=laid.actor("an"), at=world.at)
    for channel in layer.DETAILS:
        layer.add(laid, channel)
    layer.approve(laid)
    assert cost(lambda: section(laid, date(2021, 9, 1))) == one
