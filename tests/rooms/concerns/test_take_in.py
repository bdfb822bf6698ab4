"""From the hatch into the room, and what of it is kept where."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Concern, ConcernPhoto, Contact, DataRequest
from phoihop.concerns.outside import boxes
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.intake import commands as intake
from phoihop.intake.models import Input
from phoihop.intake.queries import holds_key
from phoihop.ledger.models import Entry
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world import papers
from tests.world.build import World

CONTACT = {"name": "Ngô Thị Canary", "phone": "0912 345 678", "mail": "canary@example.vn", "address": "12 Canary"}


def test_it_comes_in_by_itself(world: World) -> None:
    receipt = layer.sent(world)
    row = layer.row(receipt.code)
    assert (row.state, row.reception_id, row.channel) == ("RECEIVED", world.unit("btg-tinh-uy"), "form")
    assert queries.text_of(row) == layer.TEXT
    assert Input.rows.get(code=receipt.code).state == "TAKEN"
    shown = portal.tracking(receipt.code)
    assert shown is not None
    assert (shown.state, shown.unit_name) == ("RECEIVED", "Sở Y tế tỉnh Kiên Giang")
    assert shown.due_date == row.promised_date
    assert not shown.is_public


def test_the_date_is_counted_and_explained(world: World) -> None:
    row = layer.row(layer.noted(world))
    assert row.promised_date.isoformat() == "2021-08-23"  # 15 working days after Monday 2 August
    assert row.forward_date.isoformat() == "2021-08-09"
    value = queries.concern_value(world.person("an").actor, row.code)
    assert (value.explanation.amount, value.explanation.unit) == (15, "working_day")


def test_what_was_promised_at_the_door_holds(world: World) -> None:
    receipt = layer.sent(world, promised_date=date(2021, 8, 20))
    assert layer.row(receipt.code).promised_date == date(2021, 8, 20)


def test_twice_is_harmless(world: World) -> None:
    receipt = layer.sent(world)
    layer.take(receipt.code, "CONCERN", "", world.at)
    assert Concern.rows.filter(code=receipt.code).count() == 1


def test_nothing_personal_is_in_the_clear(world: World) -> None:
    receipt = layer.sent(world, f"{layer.TEXT} Gọi tôi 0912 345 678.", payload=CONTACT)
    assert Contact.rows.get(concern__code=receipt.code).has_mail
    found = queries.contact_of(layer.row(receipt.code))
    assert found is not None
    assert (found.name, found.mail) == (CONTACT["name"], CONTACT["mail"])
    for model in (Concern, Contact, Entry):
        with connection.cursor() as cursor:
            cursor.execute(f'select * from "{model._meta.db_table}"')  # a table of ours
            raw = repr(cursor.fetchall())
        for secret in (*CONTACT.values(), "0912345678", layer.TEXT):
            assert secret not in raw, model


def test_a_box_put_in_anothers_place_does_not_open(world: World) -> None:
    one, other = layer.sent(world).code, layer.sent(world, "Chuyện khác hẳn ở chợ.").code
    Concern.rows.filter(code=other).update(sealed=layer.row(one).sealed)
    with pytest.raises(boxes.CannotOpen):
        queries.text_of(layer.row(other))


def test_wording_of_a_complaint_waits_for_a_person(world: World) -> None:
    receipt = layer.sent(world, "Tôi khiếu nại quyết định số 15 của ủy ban phường.")
    row = layer.row(receipt.code)
    assert row.state == "HELD"
    assert "complaint" in row.flags
    an = world.person("an").actor
    commands.refuse_concern(code=row.code, reason="COMPLAINT", owner="Ban Tiếp công dân tỉnh", by=an, at=world.at)
    row = layer.row(row.code)
    assert (row.state, bytes(row.sealed), row.refused_to) == ("REFUSED", b"", "Ban Tiếp công dân tỉnh")
    assert not Contact.rows.filter(concern=row).exists()
    shown = portal.tracking(row.code)
    assert shown is not None
    assert "Ban Tiếp công dân tỉnh" in shown.steps[-1].words


def test_flagged_by_the_hatch_waits_too_and_may_go_on(world: World) -> None:
    receipt = layer.sent(world, flags=("quick",))
    assert layer.row(receipt.code).state == "HELD"
    commands.admit_concern(code=receipt.code, by=world.person("ha").actor, at=world.at)
    assert layer.row(receipt.code).state == "RECEIVED"


def test_a_mark_of_secrecy_is_refused_and_not_kept(world: World) -> None:
    receipt = layer.sent(world, "TỐI MẬT\nKế hoạch số 12 của đơn vị")
    row = layer.row(receipt.code)
    assert (row.state, row.refusal, bytes(row.sealed)) == ("REFUSED", "SECRET", b"")
    assert row.refused_to == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"


@pytest.mark.slow
@pytest.mark.once
def test_photos_pass_the_guard(world: World) -> None:
    """An ordinary photo comes in; a photographed paper with a mark leaves nothing but the rule it broke."""
    plain, marked = picture(), png(papers.paper_image("TỐI MẬT\nSố: 12/KH-CAT\nKẾ HOẠCH"))
    receipt = layer.sent(world, photos=(plain, marked))
    row = layer.row(receipt.code)
    assert list(ConcernPhoto.rows.filter(concern=row).values_list("number", flat=True)) == [1]
    assert row.photos_left_out == 1
    media_type, content = queries.photo(world.person("an").actor, row.code, 1)
    assert (media_type, content) == ("image/png", plain)
    told = Entry.rows.get(kind="photo.left_out")
    assert json.loads(told.data)["number"] == 2


def test_what_is_no_photo_is_left_out(world: World) -> None:
    judged = commands.judge_photos((b"%PDF-1.4",))
    assert [(photo.content, photo.rules) for photo in judged] == [(b"", ("not_a_photo",))]


def test_where_it_is_stays_with_what_was_written(world: World) -> None:
    receipt = layer.sent(world, payload={"spot": "trước cổng chợ"})
    assert queries.text_of(layer.row(receipt.code)) == f"{layer.TEXT}\n\nNơi xảy ra: trước cổng chợ"


def test_what_is_said_about_it_waits_until_it_is_in(world: World) -> None:
    layer.desk(world)
    receipt = intake.receive(
        what="CONCERN",
        channel="form",
        territory="kg",
        service="y-te",
        payload={"text": layer.TEXT},
        by=layer.PORTAL,
        at=world.at,
    )
    with pytest.raises(RuntimeError):
        layer.follow(world, receipt.code, "DATA", ask="SEE")
    waiting = Input.rows.get(what="DATA")
    assert waiting.state == "WAITING"
    layer.take(receipt.code, "CONCERN", "", world.at)
    layer.take(waiting.code, "DATA", receipt.code, world.at)
    assert DataRequest.rows.get().concern.code == receipt.code


def test_it_waits_in_the_hatch_while_nobody_receives(world: World) -> None:
    receipt = intake.receive(
        what="CONCERN", channel="form", territory="ag", payload={"text": "x"}, by=layer.PORTAL, at=world.at
    )
    with pytest.raises(Refused, match="chưa có cơ quan tiếp nhận"):
        layer.take(receipt.code, "CONCERN", "", world.at)
    assert Input.rows.get(code=receipt.code).state == "WAITING"


def test_noted_by_the_reception_unit_only(world: World) -> None:
    layer.desk(world)
    given = {"channel": "phone", "territory": "kg", "service": "y-te", "text": "Đường ngập", "at": world.at}
    chi = world.person("chi").actor
    with pytest.raises(NotAllowed):
        commands.record_concern(reception_id=world.unit("btg-tinh-uy"), by=chi, **given)
    with pytest.raises(Refused, match="không phải cơ quan tiếp nhận"):
        commands.record_concern(reception_id=world.unit("so-yte"), by=chi, **given)
    with pytest.raises(Refused, match="Không có lĩnh vực"):
        layer.noted(world, service="khong-co")
    with pytest.raises(Refused, match="thừa 1"):
        layer.noted(world, text="a" * 1001)
    told = commands.record_concern(reception_id=world.unit("btg-tinh-uy"), by=world.person("giang").actor, **given)
    assert told.code.startswith("PA-kg-2021-")
    assert intake_key(told)


def picture() -> bytes:
    """A photo with nothing to read on it."""
    return png(Image.radial_gradient("L").resize((640, 480)).convert("RGB"))


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.convert("RGB").save(out, "PNG")
    return out.getvalue()


def intake_key(told: commands.Recorded) -> bool:
    return holds_key(told.code, told.key)


def test_who_sees_it(world: World) -> None:
    code = layer.noted(world)
    for name in ("an", "binh", "giang", "ha", "minh", "kim"):
        assert queries.concern_value(world.person(name).actor, code).code == code
    for name in ("chi", "dung", "long"):
        with pytest.raises(NotVisible):
            queries.concern_value(world.person(name).actor, code)
    assert (
        queries.concern_value(world.person("kim").actor, code).text == ""
    )  # an auditor sees, but not what was written
    assert queries.concern_value(world.person("an").actor, code).text == layer.TEXT


def test_looking_at_the_contact_is_recorded(world: World) -> None:
    code = layer.noted(world, name="Lê Văn Tám", phone="0912345678")
    found = commands.open_contact(code=code, by=world.person("an").actor, at=world.at)
    assert found is not None
    assert found.phone == "0912345678"
    assert Entry.rows.filter(kind="contact.opened", code=code).count() == 1
    with pytest.raises(NotAllowed):
        commands.open_contact(code=code, by=world.person("ha").actor, at=world.at)


def test_put_back_to_be_looked_at(world: World) -> None:
    code = layer.noted(world)
    commands.hold_concern(code=code, by=world.person("ha").actor, at=world.at)
    assert layer.row(code).state == "HELD"
    with pytest.raises(NotAllowed):
        commands.admit_concern(code=code, by=world.person("kim").actor, at=world.at)
    with pytest.raises(Refused, match="chờ xem xét"):
        layer.assign(world, code)
