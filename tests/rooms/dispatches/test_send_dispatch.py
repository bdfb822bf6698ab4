"""Gửi công văn: one office writes to others; the machine delivers at once where somebody can open it."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch
from phoihop.dispatches.queries import status_of
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.commands import end_unit
from tests.world.build import LOADER
from tests.world.dispatches import send


def test_works(world, chi):
    code = send(world, about="KH-kg-2021-so-yte")
    assert code == "CV-kg-2021-000001"
    status = status_of(chi.actor, [code])[code]
    assert status.sent_at == status.delivered_at == world.at
    assert status.acknowledged_at is None


def test_whoever_may_not_write_for_the_office_sees_but_may_not(world):
    with pytest.raises(NotAllowed):
        send(world, by="ha", to=["so-yte"])


def test_nobody_writes_for_another_office(world, chi):
    with pytest.raises(NotAllowed):
        commands.send_dispatch(
            sender_id=world.unit("so-nnptnt"),
            recipient_ids=[world.unit("btg-tinh-uy")],
            purpose="INFORM",
            subject="Thay mặt",
            body="",
            about="",
            dossier="",
            by=chi.actor,
            at=world.at,
        )


def test_a_notified_topic_brings_the_right_with_it(world, ha):
    sent = commands.send_dispatch(
        sender_id=world.unit("so-yte"),
        recipient_ids=[world.unit("btg-tinh-uy")],
        purpose="INFORM",
        subject="Thông báo vấn đề",
        body="",
        about="",
        dossier="VD-kg-2021-0001",
        by=ha.actor.through("topic.notify"),
        at=world.at,
    )
    assert sent.dossier == "VD-kg-2021-0001"


def test_twice_sends_once(world):
    first = send(world, key="abc")
    assert send(world, key="abc") == first
    assert Dispatch.rows.filter(key="abc").count() == 1


def test_an_ended_office_cannot_be_addressed(world):
    last_day = world.at.date().replace(day=1)
    end_unit(unit_id=world.unit("so-tttt"), on_date=last_day, reason="Sáp nhập", by=LOADER, at=world.at)
    with pytest.raises(Refused, match="không còn hoặc chưa có hiệu lực vào ngày 2/8/2021"):
        send(world, to=["btg-tinh-uy", "so-tttt"])
    assert not Dispatch.rows.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": "  "}, "trích yếu"),
        ({"subject": "a" * 301}, "300 ký tự"),
        ({"to": []}, "ít nhất một cơ quan nhận"),
        ({"to": ["so-yte"]}, "đồng thời là cơ quan nhận"),
        ({"purpose": "PLEASE"}, "thông báo, xin ý kiến"),
        ({"body": "a" * 20_001}, "Nội dung dài quá"),
    ],
)
def test_refused(world, wrong, sentence):
    with pytest.raises(Refused, match=sentence):
        send(world, **wrong)


def test_text_is_normalised_at_entry(world):
    code = send(world, subject="Co\u0302ng  va\u0306n\u200b")
    assert Dispatch.rows.get(code=code).subject == "Công văn"


def test_names_are_those_of_the_day(world, chi):
    row = Dispatch.rows.get(code=send(world))
    assert (row.sender_name, row.sender_post) == ("Sở Y tế tỉnh Kiên Giang", chi.actor.post)


def test_systems_without_the_power_may_not(world):
    with pytest.raises(NotAllowed):
        commands.send_dispatch(
            sender_id=world.unit("so-yte"),
            recipient_ids=[world.unit("btg-tinh-uy")],
            purpose="INFORM",
            subject="Máy viết",
            body="",
            about="",
            dossier="",
            by=Actor.system("deadline-clock"),
            at=world.at,
        )
