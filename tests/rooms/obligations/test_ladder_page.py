"""The ladder of a unit: seen at home, changed by its approver, with the days of one obligation beside it."""

from __future__ import annotations

from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations import commands, queries
from phoihop.obligations.models import Ladder, RungRule
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations import commands as organizations
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.obligations import CLOCK, act, open_all, opening, owe, url
from tests.world.together import together

HERE = reverse("obligations:ladder")
CODE = "DV-kg-btg-tinh-uy"


def door(name: str, code: str = CODE) -> str:
    return reverse(f"obligations:{name}", args=[code])


def set_rung(world: World, by: Any = LOADER, unit: str = "btg-tinh-uy", **changed: Any) -> Any:
    values: dict[str, Any] = {"offset": 2, "to": "head", "wording": "", "is_urgent": False}
    return commands.set_rung(unit_id=world.unit(unit), **values | changed, by=by, at=world.at)


def ladder(world: World, unit: str = "btg-tinh-uy") -> tuple[list[str], int]:
    found, version = queries.ladder_of(world.unit(unit))
    return [rung.key for rung in sorted(found.rungs)], version


def shown(person: Person, address: str) -> str:
    answer = person.client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


DEFAULT = [rung.key for rung in sorted(rules.DEFAULT.rungs)]


def test_the_common_ladder_is_shown_to_everybody_at_home(an: Person, chi: Person) -> None:
    for person in (an, chi):
        page = shown(person, HERE)
        assert "Đang theo thang chung." in page
        assert "10 ngày làm việc sau hạn" in page
        assert "Đặt bậc" not in page


def test_binh_adds_a_rung(world: World, binh: Person) -> None:
    typed = {"days": "2", "side": "before", "to": "head", "wording": "Nhắc thủ trưởng", "version": "0"}
    assert binh.client.post(door("set-rung"), typed).status_code == 302
    keys, version = ladder(world)
    assert (keys, version) == (sorted([*DEFAULT, "-2 head"], key=lambda key: (int(key.split()[0]), key)), 1)
    page = shown(binh, HERE)
    assert "Nhắc thủ trưởng" in page
    assert "Thang riêng của cơ quan." in page
    assert ladder(world, "so-yte") == (DEFAULT, 0)


def test_drop_hours_and_back_to_the_common_one(world: World, binh: Person) -> None:
    assert binh.client.post(door("drop-rung"), {"rung": "+3 head", "version": "0"}).status_code == 302
    assert "+3 head" not in ladder(world)[0]
    typed = {"opens": "08:00", "closes": "16:30", "version": "1"}
    assert binh.client.post(door("set-ladder-hours"), typed).status_code == 302
    assert "08:00–16:30" in shown(binh, HERE)
    assert "+3 head" not in ladder(world)[0]
    assert binh.client.post(door("reset-ladder"), {"version": "2"}).status_code == 302
    assert ladder(world) == (DEFAULT, 0)
    assert RungRule.rows.count() == 0


def test_long_reaches_every_unit(world: World, long: Person) -> None:
    assert "Ban Tuyên giáo Tỉnh ủy" in shown(long, door("ladder-of"))
    typed = {"days": "0", "side": "after", "to": "head", "version": "0"}
    assert long.client.post(door("set-rung"), typed).status_code == 302


@pytest.mark.parametrize("who", ["chi", "dung", "kim", "giang", "an"])
def test_others_change_nothing(world: World, who: str) -> None:
    person = world.person(who)
    for name in ("set-rung", "drop-rung", "set-ladder-hours", "reset-ladder"):
        assert person.client.post(door(name), {}).status_code == 403
    with pytest.raises(NotAllowed):
        set_rung(world, by=person.actor)


def test_another_units_ladder_is_not_shown(world: World, chi: Person, binh: Person) -> None:
    assert chi.client.get(door("ladder-of")).status_code == 404
    assert binh.client.get(door("ladder-of", world.code("so-yte"))).status_code == 404
    with pytest.raises(NotAllowed):
        set_rung(world, by=binh.actor, unit="so-yte")


def test_a_unit_that_is_not_there(world: World, long: Person) -> None:
    assert long.client.get(door("ladder-of", "DV-kg-nowhere")).status_code == 404
    world.units["nowhere"] = 999999
    with pytest.raises(NotVisible):
        set_rung(world, unit="nowhere")


@pytest.mark.parametrize(
    "changed", [{"offset": 61}, {"offset": -61}, {"to": "everybody"}, {"wording": "x" * 201}, {"wording": "a\nb"}]
)
def test_a_rung_that_is_none_is_refused(world: World, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="60 ngày làm việc"):
        set_rung(world, **changed)
    assert Ladder.rows.count() == 0


def test_too_many_rungs_are_refused(world: World) -> None:
    for offset in range(11, 11 + rules.MOST_RUNGS - len(DEFAULT)):
        set_rung(world, offset=offset)
    with pytest.raises(Refused, match="nhiều nhất 20 bậc"):
        set_rung(world, offset=50)


def test_the_last_rung_stays(world: World) -> None:
    unit_id = world.unit("btg-tinh-uy")
    for key in DEFAULT[1:]:
        commands.drop_rung(unit_id=unit_id, rung=key, by=LOADER, at=world.at)
    with pytest.raises(Refused, match="ít nhất một bậc"):
        commands.drop_rung(unit_id=unit_id, rung=DEFAULT[0], by=LOADER, at=world.at)
    with pytest.raises(Refused, match="không còn trên thang"):
        commands.drop_rung(unit_id=unit_id, rung="+9 head", by=LOADER, at=world.at)


def test_hours_run_forwards(world: World, binh: Person) -> None:
    with pytest.raises(Refused, match="sau giờ bắt đầu"):
        commands.set_ladder_hours(
            unit_id=world.unit("btg-tinh-uy"), opens=time(9), closes=time(9), by=LOADER, at=world.at
        )
    assert binh.client.post(door("set-ladder-hours"), {"opens": "25:00", "closes": "9"}).status_code == 422


def test_the_same_again_tells_nothing(world: World) -> None:
    set_rung(world)
    count = Entry.rows.count()
    set_rung(world)
    commands.set_ladder_hours(
        unit_id=world.unit("btg-tinh-uy"), opens=time(7), closes=time(17, 30), by=LOADER, at=world.at
    )
    commands.reset_ladder(unit_id=world.unit("so-yte"), by=LOADER, at=world.at)
    assert Entry.rows.count() == count


def test_whoever_saw_an_older_ladder_is_told(world: World, binh: Person) -> None:
    set_rung(world)
    with pytest.raises(SomebodyWasFaster):
        set_rung(world, offset=4, version=0)
    with pytest.raises(SomebodyWasFaster):
        commands.reset_ladder(unit_id=world.unit("btg-tinh-uy"), version=7, by=LOADER, at=world.at)
    set_rung(world, offset=4, version=1)
    assert ladder(world)[1] == 2
    assert binh.client.post(door("drop-rung"), {"rung": "+4 head", "version": "1"}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_who_start_a_ladder_at_once(world: World) -> None:
    raised = together(lambda: set_rung(world, offset=2, version=0), lambda: set_rung(world, offset=4, version=0))
    assert [type(one) for one in raised] == [SomebodyWasFaster]
    assert (Ladder.rows.count(), RungRule.rows.count()) == (1, len(DEFAULT) + 1)


# ── the days of one obligation ──────────────────────────────────────────────────────────────────────────────


def test_the_preview_shows_the_days(world: World, binh: Person) -> None:
    code = owe(world, days=3)
    commands.climb_ladders(by=CLOCK, at=world.at)
    page = shown(binh, f"{HERE}?nghia-vu={code}")
    for words in ("Thứ Hai 2/8", "đã báo", "Thứ Năm 5/8", "sẽ báo nếu còn nợ", "Thứ Năm 19/8", "UBND"):
        assert words in page


@pytest.mark.parametrize(("code", "says"), [("NV-kg-2021-999999", "Không có nghĩa vụ"), ("x", "Không có nghĩa vụ")])
def test_a_preview_of_nothing(binh: Person, code: str, says: str) -> None:
    assert says in shown(binh, f"{HERE}?nghia-vu={code}")


def test_what_a_reader_may_not_see_has_no_preview(world: World, dung: Person) -> None:
    code = owe(world, days=3)
    page = shown(dung, f"{HERE}?nghia-vu={code}")
    assert "Không có nghĩa vụ" in page
    assert "Danh sách số" not in page


def test_the_page_of_an_obligation_says_when_whom(world: World, chi: Person) -> None:
    code = owe(world, days=3)
    assert "Sẽ báo: 2/8, 5/8, 6/8, 10/8, 12/8, 19/8 nếu còn nợ." in shown(chi, url(code))
    act("block", code, chi)
    assert "Đang bị chặn: thang nhắc hạn dừng" in shown(chi, url(code))
    act("unblock", code, chi)
    act("hand_in", code, chi)
    assert "Không còn bậc nào sẽ báo." in shown(chi, url(code))


def test_without_a_date_there_is_no_ladder(world: World, chi: Person) -> None:
    code = owe(world, days=None)
    assert "Sẽ báo" not in shown(chi, url(code))
    assert "chưa có hạn" in shown(chi, f"{HERE}?nghia-vu={code}")


def test_whoever_opens_it_sees_who_is_away(world: World, an: Person, chi: Person) -> None:
    code = owe(world, days=3)
    organizations.declare_absence(
        from_date=date(2021, 8, 2), to_date=date(2021, 8, 6), reason="sick", by=chi.actor, at=world.at
    )
    page = shown(an, url(code))
    assert "Lê Thị Chi (Chuyên viên Văn phòng Sở) vắng mặt đến hết 6/8/2021, chưa có người thay." in page
    assert "ốm" not in page


def test_the_page_costs_the_same_for_many(world: World, chi: Person) -> None:
    code = owe(world, days=3, supporting=["so-tttt"])
    open_all(world, *(opening(world, 10 + number, days=number) for number in range(3)))

    def more() -> None:
        for offset in range(11, 18):
            set_rung(world, offset=offset)

    set_rung(world, offset=20)
    grows_flat(chi.client, url(code), more)
