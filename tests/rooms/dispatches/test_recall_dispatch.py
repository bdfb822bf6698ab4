"""Thu hồi công văn: the sender takes it back while nobody has acknowledged it."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.dispatches import acknowledge, send


def recall(world, code, person, reason="Gửi nhầm bản"):
    return commands.recall_dispatch(code=code, reason=reason, by=person.actor, at=world.at)


def test_works(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    event = recall(world, code, chi)
    assert set(event.unit_ids) == {world.unit("btg-tinh-uy"), world.unit("so-nnptnt")}
    assert set(Recipient.rows.values_list("state", flat=True)) == {"RECALLED"}
    assert Dispatch.rows.get().recall_reason == "Gửi nhầm bản"


def test_who_refused_keeps_his_refusal(world, chi, an):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    commands.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Sai nơi", version=None, by=an.actor, at=world.at
    )
    assert recall(world, code, chi).unit_ids == (world.unit("so-nnptnt"),)
    assert Recipient.rows.get(unit_id=an.actor.unit_id).state == "REFUSED"


def test_sees_but_may_not(world, an):
    with pytest.raises(NotAllowed):
        recall(world, send(world), an)


def test_an_outsider_gets_nothing(world, dung):
    with pytest.raises(NotVisible):
        recall(world, send(world), dung)


def test_needs_a_reason(world, chi):
    with pytest.raises(Refused, match="Cần nêu lý do"):
        recall(world, send(world), chi, " ")


def test_not_after_the_first_has_acknowledged(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    acknowledge(world, code)
    with pytest.raises(Refused, match="Ban Tuyên giáo Tỉnh ủy Kiên Giang đã tiếp nhận"):
        recall(world, code, chi)
    assert sorted(Recipient.rows.values_list("state", flat=True)) == ["ACKNOWLEDGED", "SENT"]


def test_not_when_all_have_refused(world, chi, an):
    code = send(world)
    commands.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Sai nơi", version=None, by=an.actor, at=world.at
    )
    with pytest.raises(Refused, match="không còn gì để thu hồi"):
        recall(world, code, chi)


def test_twice_is_harmless_but_another_reason_is_not(world, chi):
    code = send(world)
    recall(world, code, chi)
    recall(world, code, chi)
    with pytest.raises(Refused, match="đã được thu hồi"):
        recall(world, code, chi, "Lý do khác")
