"""The internal bulletin: for whom it is, read and acknowledged, reminded of by the clock, never out of the house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.communications import commands, queries
from phoihop.communications.models import BulletinShare
from phoihop.communications.rules import audience
from phoihop.communications.rules.audience import Audience, UnitFacts, resolve
from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible, all_powers
from phoihop.ledger.models import Entry
from phoihop.organizations import commands as organizations
from phoihop.publications.models import Publication
from phoihop.publications.policy import PREVIEWERS, PUBLISHERS
from tests.world.build import LOADER, World

CLOCK = Actor.system("deadline-clock")
HERE = "/lam-viec/ban-tin/"


def office(world: World) -> None:
    """Phong drafts and Hạnh approves in the Party committee's office."""
    world.add_person("phong", "vp-tinh-uy", [Role.EDITOR, Role.DRAFTER])
    world.add_person("hanh", "vp-tinh-uy", [Role.APPROVER], post="Chánh Văn phòng")


def drafted(world: World, **aims: Any) -> str:
    office(world)
    phong = world.person("phong").actor
    code = commands.begin_bulletin(
        unit_id=world.unit("vp-tinh-uy"), title="Thông tin xây dựng Đảng, số 8", by=phong, at=world.at
    ).code
    commands.write_bulletin(
        code=code,
        title="Thông tin xây dựng Đảng, số 8",
        lede="Tin tháng 7.",
        acknowledge_by=world.at.date() + timedelta(days=5),
        by=phong,
        at=world.at,
    )
    commands.write_item(
        code=code, position=1, title="Cách làm hay", text="Chi bộ **sinh hoạt chuyên đề**.", by=phong, at=world.at
    )
    commands.set_audience(code=code, **(aims or {"levels": ["province"]}), by=phong, at=world.at)
    return code


def issued(world: World, **aims: Any) -> str:
    code = drafted(world, **aims)
    commands.issue_bulletin(code=code, by=world.person("hanh").actor, at=world.at)
    return code


def reached(code: str) -> set[int]:
    return set(BulletinShare.rows.filter(bulletin__code=code).values_list("unit_id", flat=True))


# ── for whom ────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = (
    UnitFacts(1, "province", "kg"),
    UnitFacts(2, "province", "kg"),
    UnitFacts(3, "commune", "kg.vinhthanh"),
    UnitFacts(4, "province", "ag"),
    UnitFacts(5, "central", "vn"),
    UnitFacts(6, "commune", "kgx"),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Audience(), []),
        (Audience(unit_ids=frozenset({2, 5})), [2, 5]),
        (Audience(levels=frozenset({"province"})), [2]),
        (Audience(levels=frozenset({"province", "commune"})), [2, 3]),
        (Audience(territories=frozenset({"kg"})), [2, 3]),
        (Audience(territories=frozenset({"kg.vinhthanh"})), [3]),
        (Audience(territories=frozenset({"ag", "kg"}), levels=frozenset({"province"})), [2, 4]),
        (Audience(unit_ids=frozenset({4}), levels=frozenset({"commune"})), [3, 4]),
        (Audience(unit_ids=frozenset({1, 99})), []),
        (Audience(territories=frozenset({"vn"})), [5]),
    ],
)
def test_audience(wanted: Audience, found: list[int]) -> None:
    assert resolve(wanted, UNITS, issuer_id=1, home="kg") == found


def test_reminders_of_days() -> None:
    assert [audience.reminder_day(left) for left in (5, 2, 1, 0, -1, -9)] == ["", "", "SOON", "SOON", "LATE", "LATE"]


def test_the_audience_is_resolved_when_it_is_issued_and_kept(world: World) -> None:
    code = issued(world)
    units = reached(code)
    assert {world.unit("btg-tinh-uy"), world.unit("so-yte"), world.unit("so-xaydung")} <= units
    assert world.unit("vp-tinh-uy") not in units
    assert world.unit("btg-tw") not in units
    fresh = world.add_unit("so-moi", "Sở mới")
    assert fresh not in reached(code)


def test_named_units_and_territories(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte")], territories=["ag"])
    assert reached(code) == {world.unit("so-yte")}


def test_an_ended_unit_gets_nothing(world: World) -> None:
    code = drafted(world, unit_ids=[world.unit("so-xaydung"), world.unit("so-yte")])
    organizations.end_unit(
        unit_id=world.unit("so-xaydung"),
        on_date=world.at.date() - timedelta(days=1),
        reason="Sáp nhập",
        by=LOADER,
        at=world.at,
    )
    commands.issue_bulletin(code=code, by=world.person("hanh").actor, at=world.at)
    assert reached(code) == {world.unit("so-yte")}


# ── issued, read, acknowledged ──────────────────────────────────────────────────────────────────────────────


def test_read_and_acknowledged_with_figures(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte"), world.unit("so-xaydung")])
    chi = world.person("chi").actor
    commands.read_bulletin(code=code, by=chi, at=world.at)
    commands.read_bulletin(code=code, by=chi, at=world.at + timedelta(hours=1))
    commands.acknowledge_bulletin(code=code, note="Đã phổ biến", by=chi, at=world.at)
    commands.acknowledge_bulletin(code=code, note="Lần nữa", by=chi, at=world.at)
    share = BulletinShare.rows.get(unit_id=world.unit("so-yte"))
    assert (share.state, share.note, share.read_at, share.post) == (
        "ACKNOWLEDGED",
        "Đã phổ biến",
        world.at,
        "Chuyên viên Văn phòng Sở",
    )
    value = queries.bulletin_value(world.person("phong").actor, code)
    assert (value.line.shares, value.line.acknowledged, value.read) == (2, 1, 1)
    assert queries.bulletin_value(chi, code).shares == ()  # a reader is not told how others do
    assert Entry.rows.filter(kind="bulletin.acknowledged").count() == 1
    assert Entry.rows.filter(kind="bulletin.read").count() == 1


def test_who_sees_and_who_acknowledges(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte")])
    with pytest.raises(NotVisible):
        commands.acknowledge_bulletin(code=code, by=world.person("dung").actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.acknowledge_bulletin(code=code, by=world.person("kim").actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.acknowledge_bulletin(code=code, by=world.person("hanh").actor, at=world.at)


def test_a_draft_is_seen_by_its_unit_only(world: World) -> None:
    code = drafted(world)
    for who in ("an", "chi"):
        with pytest.raises(NotVisible):
            queries.bulletin_value(world.person(who).actor, code)
    with pytest.raises(NotAllowed):
        commands.issue_bulletin(code=code, by=world.person("phong").actor, at=world.at)


def test_what_waits_for_a_unit(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte")])
    waiting = queries.bulletin_waits([world.unit("so-yte")], world.at)
    assert [(one.code, one.group) for one in waiting] == [(code, "answer")]
    late = queries.bulletin_waits([world.unit("so-yte")], world.at + timedelta(days=9))
    assert [one.group for one in late] == ["late"]
    commands.acknowledge_bulletin(code=code, by=world.person("chi").actor, at=world.at)
    assert queries.bulletin_waits([world.unit("so-yte")], world.at) == []


def test_the_clock_reminds_the_day_before_and_once_after(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte"), world.unit("so-xaydung")])
    commands.acknowledge_bulletin(code=code, by=world.person("chi").actor, at=world.at)
    for days in range(9):
        for _again in range(2):
            commands.tick(by=CLOCK, at=world.at + timedelta(days=days))
    told = Entry.rows.filter(kind="bulletin.reminded").order_by("pk")
    assert told.count() == 2
    assert BulletinShare.rows.get(unit_id=world.unit("so-xaydung")).reminded == "LATE"
    assert BulletinShare.rows.get(unit_id=world.unit("so-yte")).reminded == ""


def test_recalled_nobody_is_asked_any_more(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte")])
    commands.recall_bulletin(code=code, reason="Sai số liệu", by=world.person("hanh").actor, at=world.at)
    with pytest.raises(Refused, match="đã thu hồi"):
        commands.acknowledge_bulletin(code=code, by=world.person("chi").actor, at=world.at)
    assert queries.bulletin_waits([world.unit("so-yte")], world.at) == []
    assert queries.bulletin_value(world.person("chi").actor, code).reason == "Sai số liệu"


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_in_it_nobody_reached_no_day(world: World) -> None:
    code = drafted(world, territories=["ag"])
    hanh, phong = world.person("hanh").actor, world.person("phong").actor
    with pytest.raises(Refused, match="không có cơ quan nào"):
        commands.issue_bulletin(code=code, by=hanh, at=world.at)
    with pytest.raises(Refused, match="hạn xác nhận"):
        commands.issue_bulletin(code=code, by=world.person("hanh").actor, at=world.at + timedelta(days=30))
    commands.write_item(code=code, position=1, title="", text="", by=phong, at=world.at)
    with pytest.raises(Refused, match="chưa có tin nào"):
        commands.issue_bulletin(code=code, by=hanh, at=world.at)
    commands.drop_bulletin(code=code, by=phong, at=world.at)
    with pytest.raises(Refused, match="không còn là bản nháp"):
        commands.write_item(code=code, position=1, title="a", text="b", by=phong, at=world.at)


def test_half_an_item_and_unknown_places(world: World) -> None:
    code = drafted(world)
    phong = world.person("phong").actor
    with pytest.raises(Refused, match="cả tiêu đề và nội dung"):
        commands.write_item(code=code, position=2, title="Chỉ tiêu đề", text="", by=phong, at=world.at)
    with pytest.raises(Refused, match="nhiều nhất 30 tin"):
        commands.write_item(code=code, position=31, title="a", text="b", by=phong, at=world.at)
    with pytest.raises(Refused, match="địa bàn không tồn tại"):
        commands.set_audience(code=code, territories=["xx"], by=phong, at=world.at)
    with pytest.raises(Refused, match="chọn cấp"):
        commands.set_audience(code=code, levels=["galaxy"], by=phong, at=world.at)


def test_the_guard_looks_at_it_before_it_is_issued(world: World) -> None:
    code = drafted(world)
    commands.write_item(
        code=code, position=2, title="Tin", text="TỐI MẬT\nNội dung.", by=world.person("phong").actor, at=world.at
    )
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        commands.issue_bulletin(code=code, by=world.person("hanh").actor, at=world.at)


# ── never out of the house ──────────────────────────────────────────────────────────────────────────────────


def test_no_act_of_the_bulletin_reaches_the_hatch(world: World) -> None:
    acts = {power.name for power in all_powers() if power.name.startswith("bulletin.")}
    assert len(acts) > 5
    assert acts.isdisjoint(PUBLISHERS | PREVIEWERS)
    issued(world)
    assert not Publication.rows.exists()


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_from_writing_to_acknowledging(world: World) -> None:
    office(world)
    phong, hanh, chi = (world.person(one).client for one in ("phong", "hanh", "chi"))
    made = phong.post(f"{HERE}soan/", {"title": "Bản tin số 9"})
    here = made["Location"]
    phong.post(f"{here}sua/", {"title": "Bản tin số 9", "lede": "", "acknowledge_by": "2021-08-09"})
    phong.post(f"{here}tin/1/", {"title": "Cách làm hay", "text": "Học tập <script>x</script>"})
    found = phong.post(f"{here}noi-nhan/", {"find": "y te", "search": "1", "levels": ["commune"]})
    assert found.status_code == 200
    assert "Sở Y tế" in found.content.decode()
    phong.post(f"{here}noi-nhan/", {"units": [world.unit("so-yte")]})
    assert hanh.post(f"{here}phat-hanh/", {}).status_code == 302
    page = chi.get(here).content.decode()
    assert "Đã nhận và phổ biến" in page
    assert "<script>x" not in page
    assert chi.post(f"{here}xac-nhan/", {"note": "Đã đọc"}).status_code == 302
    page = hanh.get(here).content.decode()
    assert "Đã đọc" in page
    assert world.person("dung").client.get(here).status_code == 404
    assert "Bản tin số 9" in chi.get(HERE, {"tim": "cach lam hay"}).content.decode()


@pytest.mark.slow
@pytest.mark.once
def test_printed(world: World) -> None:
    code = issued(world, unit_ids=[world.unit("so-yte")])
    chi = world.person("chi").client
    assert chi.get(f"{HERE}{code}/tai/pdf/").content.startswith(b"%PDF-")
    assert chi.get(f"{HERE}{code}/tai/docx/").content.startswith(b"PK")
    assert chi.get(f"{HERE}{code}/tai/exe/").status_code == 404
    assert world.person("dung").client.get(f"{HERE}{code}/tai/pdf/").status_code == 404


def test_the_archive_costs_the_same_for_many(world: World) -> None:
    issued(world, unit_ids=[world.unit("so-yte")])

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            world.person("chi").client.get(HERE)
        return len(seen)

    cost()
    one = cost()
    for _number in range(4):
        issued(world, unit_ids=[world.unit("so-yte")])
    assert cost() == one
