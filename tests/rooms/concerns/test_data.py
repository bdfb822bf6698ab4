"""A person's own data: asked for, shown whole, put right, taken out, erased; never told with its values."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Addition, ConcernPhoto, Contact, DataRequest
from phoihop.concerns.outside import boxes
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from tests.world import concerns as layer
from tests.world.build import World

MINE = {"name": "Lê Thị Riêng", "phone": "0912 345 678", "mail": "rieng@example.vn", "address": "5 Hẻm Kín"}


def test_a_request_is_owed_in_two_working_days(world: World) -> None:
    code = layer.noted(world, **MINE)
    friday = world.at + timedelta(days=4)
    layer.follow(world, code, "DATA", at=friday, ask="SEE", text="Giữ gì về tôi?")
    row = DataRequest.rows.get()
    assert (row.wish, row.due_date, row.state) == ("SEE", date(2021, 8, 10), "OPEN")
    owed = Obligation.rows.get(code=row.obligation)
    assert (owed.lead_id, owed.due_date) == (world.unit("btg-tinh-uy"), date(2021, 8, 10))
    lines, _key = queries.data_requests(world.person("an").actor, friday)
    assert [line.code for line in lines] == [row.code]
    commands.settle_request(
        request=row.code, outcome="Đã gửi bản đang giữ", by=world.person("giang").actor, at=world.at + timedelta(days=9)
    )
    row.refresh_from_db()
    assert (row.state, row.is_late) == ("SETTLED", True)
    assert Obligation.rows.get(code=row.obligation).state == "ACCEPTED"
    with pytest.raises(Refused, match="đã được trả lời"):
        commands.settle_request(request=row.code, outcome="x", by=world.person("an").actor, at=world.at)


def test_one_of_a_kind_at_a_time(world: World) -> None:
    code = layer.noted(world)
    an = world.person("an").actor
    commands.request_data(code=code, wish="ERASE", by=an, at=world.at)
    with pytest.raises(Refused, match="đã có"):
        commands.request_data(code=code, wish="ERASE", by=an, at=world.at)
    with pytest.raises(Refused, match="chọn yêu cầu"):
        commands.request_data(code=code, wish="", by=an, at=world.at)


def test_everything_held_in_one_place(world: World) -> None:
    code = layer.noted(world, **MINE)
    layer.assign(world, code)
    commands.add_more(code=code, text="Thêm một ý", by=world.person("an").actor, at=world.at)
    held = queries.held_about(world.person("an").actor, code)
    assert held.contact is not None
    assert (held.contact.name, held.text) == (MINE["name"], layer.TEXT)
    assert [one.text for one in held.additions] == ["Thêm một ý"]
    assert len(held.told) == 3
    out = json.loads(commands.export_data(code=code, by=world.person("giang").actor, at=world.at))
    assert out["contact"] == MINE
    assert Entry.rows.filter(kind="data.exported", code=code).count() == 1


def test_only_the_reception_unit(world: World) -> None:
    code = layer.assigned(world, **MINE)
    with pytest.raises(NotAllowed):
        queries.held_about(world.person("chi").actor, code)
    with pytest.raises(NotVisible):
        queries.held_about(world.person("dung").actor, code)
    with pytest.raises(NotAllowed):
        commands.erase_data(code=code, by=world.person("kim").actor, at=world.at)


def test_put_right_without_telling_the_values(world: World) -> None:
    code = layer.noted(world, **MINE)
    commands.correct_contact(
        code=code, **{**MINE, "phone": "0987 654 321"}, by=world.person("giang").actor, at=world.at
    )
    found = queries.contact_of(layer.row(code))
    assert found is not None
    assert found.phone == "0987 654 321"
    entry = Entry.rows.get(kind="contact.corrected")
    assert '"phone"' in entry.data
    assert "0987" not in entry.data
    told = commands.correct_contact(
        code=code, **{**MINE, "phone": "0987 654 321"}, by=world.person("giang").actor, at=world.at
    )
    assert told is None


def test_erased_at_once(world: World) -> None:
    code = layer.assigned(world, latitude=10.0, longitude=105.0, **MINE)
    row = layer.row(code)
    ConcernPhoto.rows.create(
        concern=row,
        number=1,
        media_type="image/png",
        sealed=boxes.unit_box(row.reception_id).close(b"x", of=f"photo:{code}:1"),
        delete_on=row.delete_on,
    )
    commands.erase_data(code=code, by=world.person("an").actor, at=world.at)
    row = layer.row(code)
    assert (row.state, row.latitude) == ("FORWARDED", None)
    assert not Contact.rows.exists()
    assert not ConcernPhoto.rows.exists()
    assert queries.text_of(row) == layer.TEXT  # it is still to be answered
    assert commands.erase_data(code=code, by=world.person("an").actor, at=world.at) is None
    commands.erase_data(code=code, with_text=True, by=world.person("an").actor, at=world.at)
    row = layer.row(code)
    assert (row.state, bytes(row.sealed)) == ("CLOSED", b"")  # nothing is left that could be answered
    assert Obligation.rows.get(code=row.obligation).state == "WAIVED"


def test_with_a_public_wording_it_goes_on(world: World) -> None:
    code = layer.assigned(world, **MINE)
    ha = world.person("ha").actor
    commands.moderate_concern(code=code, title="Giờ của trạm", public_text="Trạm mở giờ nào?", by=ha, at=world.at)
    commands.erase_data(code=code, with_text=True, by=world.person("an").actor, at=world.at)
    assert layer.row(code).state == "FORWARDED"
    layer.answer(world, code)
    assert layer.row(code).state == "ANSWERED"


def test_over_it_goes_by_itself(world: World) -> None:
    code = layer.noted(world, **MINE)
    layer.assign(world, code)
    commands.add_more(code=code, text="Thêm", by=world.person("an").actor, at=world.at)
    layer.answer(world, code)
    row = layer.row(code)
    assert row.delete_on == date(2022, 2, 19)  # 180 days after the promised 23 August
    assert {*Contact.rows.values_list("delete_on", flat=True)} == {row.delete_on}
    commands.tick(by=layer.clock(), at=world.at + timedelta(days=200))
    assert not layer.row(code).sealed or layer.row(code).delete_on > date(2022, 2, 18)
    commands.tick(by=layer.clock(), at=world.at + timedelta(days=202))
    row = layer.row(code)
    assert row.erased_at is not None
    assert bytes(row.sealed) == b""
    assert not Contact.rows.exists()
    assert bytes(Addition.rows.get().sealed) == b""
    assert Entry.rows.filter(kind="personal.erased", code=code).count() == 1
    assert commands.tick(by=layer.clock(), at=world.at + timedelta(days=203)) == 0
