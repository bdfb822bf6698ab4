"""Parts, one answer, an approver; and all who raised it are told, once."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Answer, Told
from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.intake.queries import holds_key
from phoihop.mail.models import OutMail
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Lane, Obligation
from phoihop.publications import queries as portal
from tests.rooms.mail.letters import opened
from tests.world import concerns as layer
from tests.world.build import World


def lane(world: World, code: str, unit: str) -> str:
    return Lane.rows.get(obligation__code=layer.row(code).obligation, unit_id=world.unit(unit)).state


def test_a_part_hands_in_its_lane_once(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    hoa = world.add_person("hoa", "so-nnptnt", (Role.FOCAL,)).actor
    commands.write_part(code=code, text="Phần nông nghiệp", evidence="15/BC-SNN", by=hoa, at=world.at)
    assert lane(world, code, "so-nnptnt") == "HANDED_IN"
    commands.write_part(code=code, text="Phần nông nghiệp, sửa", by=hoa, at=world.at)
    own = queries.concern_value(hoa, code).own_part
    assert own is not None
    assert (own.text, own.state) == ("Phần nông nghiệp, sửa", "WRITTEN")
    with pytest.raises(Refused, match="Cần viết"):
        commands.write_part(code=code, text=" ", by=hoa, at=world.at)


def test_an_office_without_an_account_writes_its_part(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    unit_id = world.unit("so-nnptnt")
    office = Actor.office(unit_id, "Sở NN&PTNT", power="concern.write_part", about=code, way="link")
    commands.write_part(code=code, text="Phần nông nghiệp", by=office, at=world.at)
    assert lane(world, code, "so-nnptnt") == "HANDED_IN"
    other = Actor.office(unit_id, "Sở NN&PTNT", power="concern.write_part", about="PA-kg-2021-999999", way="link")
    with pytest.raises(NotVisible):
        commands.write_part(code=code, text="x", by=other, at=world.at)


def test_nobody_writes_for_another_unit(world: World) -> None:
    code = layer.assigned(world)
    with pytest.raises(NotAllowed):
        commands.write_part(code=code, text="x", by=world.person("an").actor, at=world.at)


def test_one_answer(world: World) -> None:
    code = layer.assigned(world)
    layer.answer(world, code)
    row = layer.row(code)
    assert (row.state, row.answer_number, row.is_late) == ("ANSWERED", 1, False)
    assert row.reopen_until.isoformat() == "2021-09-01"
    assert Obligation.rows.get(code=row.obligation).state == "ACCEPTED"
    shown = portal.tracking(code)
    assert shown is not None
    assert (shown.state, shown.answer) == ("ANSWERED", "<p>Trạm mở cửa cả ngày từ 2/8.</p>")
    assert shown.reopen_until == row.reopen_until
    with pytest.raises(Refused, match="đã trả lời"):
        commands.compose_answer(code=code, text="x", by=world.person("chi").actor, at=world.at)


def test_late_is_recorded(world: World) -> None:
    code = layer.assigned(world)
    layer.answer(world, code, at=world.at + timedelta(days=30))
    assert layer.row(code).is_late


def test_refusals_of_the_answer(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    chi, yen = world.person("chi").actor, layer.head_of_health(world).actor
    with pytest.raises(Refused, match="Chưa có câu trả lời"):
        commands.submit_answer(code=code, by=chi, at=world.at)
    commands.compose_answer(code=code, text="Nháp", by=chi, at=world.at)
    with pytest.raises(Refused, match="Còn 1 cơ quan"):
        commands.submit_answer(code=code, by=chi, at=world.at)
    with pytest.raises(Refused, match="chưa trình duyệt"):
        commands.approve_answer(code=code, by=yen, at=world.at)
    commands.submit_answer(code=code, without_parts_reason="Đã hỏi bằng điện thoại", by=chi, at=world.at)
    with pytest.raises(NotAllowed):
        commands.approve_answer(code=code, by=chi, at=world.at)
    commands.return_answer(code=code, reason="Thiếu ngày", by=yen, at=world.at)
    assert Answer.rows.get(concern__code=code).state == "RETURNED"
    commands.compose_answer(code=code, text="Từ ngày 2/8", by=chi, at=world.at)
    commands.submit_answer(code=code, without_parts_reason="Đã hỏi", by=chi, at=world.at)
    commands.compose_answer(code=code, text="Sửa sau khi trình", by=chi, at=world.at)  # waits for nobody now
    with pytest.raises(Refused, match="chưa trình duyệt"):
        commands.approve_answer(code=code, by=yen, at=world.at)
    with pytest.raises(Refused, match="địa chỉ"):
        commands.compose_answer(code=code, text="x", evidence=[("a", "javascript:1")], by=chi, at=world.at)


def test_two_answer_at_once(world: World) -> None:
    code = layer.assigned(world)
    chi, yen = world.person("chi").actor, layer.head_of_health(world).actor
    commands.compose_answer(code=code, text="Một", by=chi, at=world.at)
    version = layer.row(code).version
    commands.submit_answer(code=code, by=chi, version=version, at=world.at)
    seen = layer.row(code).version
    commands.approve_answer(code=code, version=seen, by=yen, at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.approve_answer(code=code, version=seen, by=world.person("binh").actor, at=world.at)
    assert Told.rows.filter(raiser__code=code, number=1).count() == 1


def test_whoever_left_an_address_gets_one_mail_a_step(world: World) -> None:
    code = layer.noted(world, mail="ba.tam@example.vn", name="Bà Tám")
    layer.assign(world, code)
    layer.answer(world, code)
    mails = list(OutMail.rows.filter(about=code).order_by("pk"))
    assert len(mails) == 3  # received, given to the agency, answered
    for mail in mails:
        to, raw = opened(mail)
        assert to == "ba.tam@example.vn"
        message = email.message_from_bytes(raw, policy=policy.default)
        assert message["Subject"] == f"Phản ánh {code} có tin mới"
        body = message.get_content()
        assert layer.TEXT not in body
        key = body.split(f"/phan-anh/{code}/")[1].split("/")[0]
        assert holds_key(code, key)


def test_no_address_no_mail(world: World) -> None:
    code = layer.answered(world, phone="0912345678")
    assert not OutMail.rows.filter(about=code).exists()
    assert Told.rows.filter(raiser__code=code).count() == 3


def test_an_address_that_no_mail_reaches_holds_nothing_up(world: World) -> None:
    code = layer.noted(world, mail="not an@@address")
    assert layer.row(code).state == "RECEIVED"
    assert not Told.rows.get(raiser__code=code).by_mail


def test_only_the_answer_closes_what_is_owed(world: World) -> None:
    code = layer.assigned(world)
    owed = layer.row(code).obligation
    chi, binh = world.person("chi").actor, world.person("binh").actor
    obligations.hand_in_obligation(code=owed, statement="Đã xong", reference="", by=chi, at=world.at)
    with pytest.raises(Refused, match=f"/lam-viec/phan-anh/{code}/"):
        obligations.accept_obligation(code=owed, by=binh, at=world.at)
    with pytest.raises(Refused, match="khép lại khi người dân được trả lời"):
        obligations.waive_obligation(code=owed, reason="Không cần nữa", by=binh, at=world.at)
    assert Obligation.rows.get(code=owed).state == "HANDED_IN"
    layer.answer(world, code)
    assert (layer.row(code).state, Obligation.rows.get(code=owed).state) == ("ANSWERED", "ACCEPTED")
