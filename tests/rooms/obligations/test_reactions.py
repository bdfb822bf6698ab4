"""When a letter moves: acknowledging it is an obligation as every other."""

from datetime import date, timedelta

from phoihop.dispatches import commands as dispatches
from phoihop.obligations.models import Obligation
from tests.world.dispatches import acknowledge, send
from tests.world.obligations import entries


def owed(**values):
    return Obligation.rows.get(duty="dispatch.acknowledge", **values)


def test_each_recipient_owes_the_sender_a_word(world):
    code = send(world, to=["btg-tinh-uy", "so-tttt"], dossier="VD-kg-2021-0001")
    rows = list(Obligation.rows.order_by("pk"))
    assert {row.lead_id for row in rows} == {world.unit("btg-tinh-uy"), world.unit("so-tttt")}
    for row in rows:
        assert (row.entitled_id, row.source, row.dossier) == (world.unit("so-yte"), code, "VD-kg-2021-0001")
        assert row.due_date == date(2021, 8, 4)  # two working days
        assert row.title == f"Xác nhận công văn {code}: Thông báo vấn đề phối hợp năm 2021"


def test_acknowledged_it_is_done(world, an):
    code = send(world)
    acknowledge(world, code, reservation="Sẽ trả lời sau")
    row = owed()
    assert (row.state, row.is_late) == ("ACCEPTED", False)
    assert entries(row.code)[-2:] == ["obligation.handed_in", "obligation.accepted"]


def test_acknowledged_late(world):
    code = send(world)
    acknowledge(world, code, at=world.at + timedelta(days=3))
    assert (owed().state, owed().is_late) == ("ACCEPTED", True)


def test_a_refusal_is_an_answer_too(world, an):
    code = send(world)
    dispatches.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Không thuộc thẩm quyền", version=None, by=an.actor, at=world.at
    )
    assert (owed().state, owed().reason) == ("WAIVED", "Không thuộc thẩm quyền")


def test_recalled_nothing_is_owed(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-tttt"])
    dispatches.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    assert set(Obligation.rows.values_list("state", "reason")) == {("WAIVED", "Gửi nhầm")}


def test_letters_of_an_illustration_are_marked(world):
    send(world, is_illustration=True)
    assert owed().is_illustration
