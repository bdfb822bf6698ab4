"""The register of spokespersons: named and ended by an approver of the unit, shown to the public by the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.press import commands, queries, states
from phoihop.press.models import Spokesperson
from phoihop.publications import queries as publications
from tests.world.build import LOADER, World

HERE = "/lam-viec/nguoi-phat-ngon/"


def name(world: World, **changed: Any) -> str:
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "kind": "APPOINTED",
        "name": "Trần Thị Nhung",
        "post": "Chánh Văn phòng",
        "phone": "0297 3812 345",
        "email": "vp@example.vn",
        "announced_by": "15/QĐ-BTGTU",
        "from_date": world.at.date(),
        "by": world.person("binh").actor,
        "at": world.at,
    }
    return commands.name_spokesperson(**values | changed).code


def public(at: Any) -> list[str]:
    return [line.name for line in publications.spokespersons()]


def test_an_approver_names_and_the_public_list_follows(world: World) -> None:
    code = name(world)
    assert code == "NP-kg-2021-0001"
    (line,) = publications.spokespersons()
    assert (line.name, line.post, line.phone) == (
        "Trần Thị Nhung",
        "Chánh Văn phòng (người phát ngôn được giao)",
        "0297 3812 345",
    )
    assert Spokesperson.rows.get(code=code).is_shown
    assert name(world) == code  # twice is harmless
    assert Spokesperson.rows.count() == 1


def test_names_and_telephones_stay_out_of_the_ledger(world: World) -> None:
    code = name(world)
    for entry in Entry.rows.filter(code=code):
        assert "Nhung" not in str(entry.payload) if hasattr(entry, "payload") else "Nhung" not in str(vars(entry))


@pytest.mark.parametrize("who", ["an", "chi", "dung", "ha", "long", "kim"])
def test_nobody_else_names(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        name(world, by=world.person(who).actor)


def test_an_approver_names_for_his_own_unit_only(world: World) -> None:
    with pytest.raises(NotAllowed):
        name(world, unit_id=world.unit("so-yte"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"announced_by": " "}, "văn bản công bố"),
        ({"kind": "AUTHORISED"}, "phải có ngày cuối"),
        ({"to_date": date(2021, 8, 1)}, "Ngày cuối"),
        ({"phone": "", "email": ""}, "ít nhất một cách"),
        ({"phone": "gọi tôi"}, "chữ số"),
        ({"email": "khong-phai-thu"}, "không đúng dạng"),
        ({"kind": "MOUTH"}, "chọn loại"),
        ({"name": "  "}, "họ tên"),
    ],
)
def test_refusals_write_nothing(world: World, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        name(world, **changed)
    assert not Spokesperson.rows.exists()


def test_one_head_at_a_time(world: World) -> None:
    first = name(world, kind="HEAD", name="Trần Thanh Bình", to_date=date(2021, 8, 31))
    with pytest.raises(Refused, match=first):
        name(world, kind="HEAD", name="Người khác", from_date=date(2021, 8, 31))
    assert name(world, kind="HEAD", name="Người khác", from_date=date(2021, 9, 1))


def test_the_clock_brings_in_and_takes_out(world: World) -> None:
    clock = LOADER.system("deadline-clock")
    name(world, name="Sắp tới", from_date=world.at.date() + timedelta(days=2))
    name(world, name="Chỉ hôm nay", kind="AUTHORISED", to_date=world.at.date())
    assert public(world.at) == ["Chỉ hôm nay"]
    tomorrow = world.at + timedelta(days=1)
    assert commands.tick(by=clock, at=tomorrow) == 1
    assert public(tomorrow) == []
    later = world.at + timedelta(days=2)
    assert commands.tick(by=clock, at=later) == 1
    assert public(later) == ["Sắp tới"]
    assert commands.tick(by=clock, at=later) == 0


def test_amended_and_ended(world: World) -> None:
    code = name(world)
    binh = world.person("binh").actor
    commands.amend_spokesperson(code=code, post="Phó ban", phone="0297 3812 346", email="", by=binh, at=world.at)
    assert publications.spokespersons()[0].phone == "0297 3812 346"
    today = world.at.date()
    commands.end_spokesperson(code=code, to_date=today, reason="Chuyển công tác", by=binh, at=world.at)
    commands.end_spokesperson(code=code, to_date=today, reason="Chuyển công tác", by=binh, at=world.at)
    assert publications.spokespersons()[0].until_date == today
    after = world.at + timedelta(days=1)
    commands.tick(by=LOADER.system("deadline-clock"), at=after)
    assert public(after) == []
    with pytest.raises(Refused, match="đã hết hạn"):
        commands.end_spokesperson(
            code=code, to_date=after.date(), reason="Lại", by=world.person("binh").actor_at(after), at=after
        )


def test_only_approvers_of_the_unit_end(world: World) -> None:
    code = name(world)
    for who in ("an", "chi", "kim"):
        with pytest.raises(NotAllowed):
            commands.end_spokesperson(
                code=code, to_date=world.at.date(), reason="x", by=world.person(who).actor, at=world.at
            )
    with pytest.raises(NotVisible):
        commands.end_spokesperson(
            code="NP-kg-2021-9999", to_date=world.at.date(), reason="x", by=world.person("binh").actor, at=world.at
        )


def test_contact_of_a_release(world: World) -> None:
    code = name(world)
    assert queries.contact_of(code, world.at.date()) == (
        "Trần Thị Nhung, Chánh Văn phòng, 0297 3812 345, vp@example.vn"
    )
    assert queries.contact_of(code, date(2020, 1, 1)) == ""


def test_days(world: World) -> None:
    day = date(2021, 8, 2)
    assert states.stands(day, None, day) == "SPEAKING"
    assert states.stands(day, day, day + timedelta(days=1)) == "ENDED"
    assert states.stands(day, None, day - timedelta(days=1)) == "COMING"
    assert states.overlap(day, None, date(2030, 1, 1), None)
    assert not states.overlap(day, day, day + timedelta(days=1), None)


def test_pages(world: World) -> None:
    binh = world.person("binh").client
    form = {
        "kind": "AUTHORISED",
        "name": "Lê Văn Ước",
        "post": "Trưởng phòng",
        "phone": "0297 3812 999",
        "email": "",
        "announced_by": "20/UQ-BTGTU",
        "from_date": "2021-08-02",
    }
    missing = binh.post(f"{HERE}giao/", form)
    assert missing.status_code == 422
    assert "phải có ngày cuối" in missing.content.decode()
    made = binh.post(f"{HERE}giao/", form | {"to_date": "2021-08-20"})
    assert made.status_code == 302
    page = binh.get(made["Location"]).content.decode()
    assert "Lê Văn Ước" in page
    assert "20/UQ-BTGTU" in page
    listed = world.person("dung").client.get(HERE, {"tim": "le van uoc"}).content.decode()
    assert "Lê Văn Ước" in listed
    assert world.person("dung").client.get(f"{made['Location']}thoi/").status_code == 403
    assert world.person("an").client.get(f"{HERE}giao/").status_code == 403


def test_the_list_costs_the_same_for_many(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            world.person("chi").client.get(HERE)
        return len(seen)

    name(world)
    cost()
    one = cost()
    for number in range(6):
        name(world, name=f"Người {number}")
    assert cost() == one
