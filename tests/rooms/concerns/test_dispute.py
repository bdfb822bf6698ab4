"""Units disagree: it climbs to the unit above both, which decides."""

from __future__ import annotations

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Dispute, Transfer
from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from tests.world import concerns as layer
from tests.world.build import World


def chairman(world: World) -> Actor:
    return world.add_person("quang", "ubnd-tinh", (Role.APPROVER,), post="Chủ tịch").actor


def disputed(world: World) -> str:
    code = layer.assigned(world, "so-nnptnt")
    commands.dispute_concern(code=code, reason="Thuộc Sở NN", by=world.person("chi").actor, at=world.at)
    return code


def test_it_climbs_to_the_unit_above_both(world: World) -> None:
    quang = chairman(world)
    code = disputed(world)
    row = layer.row(code)
    assert (row.state, row.decider_id) == ("DISPUTED", world.unit("ubnd-tinh"))
    assert queries.concern_value(quang, code).dispute is not None
    with pytest.raises(Refused, match="bất đồng"):
        layer.answer(world, code)


def test_decided_it_goes_there_and_stays(world: World) -> None:
    quang = chairman(world)
    code = disputed(world)
    before = layer.row(code)
    with pytest.raises(NotAllowed):
        commands.decide_dispute(
            code=code,
            lead_id=world.unit("so-yte"),
            supporting={},
            decision="x",
            by=world.person("an").actor,
            at=world.at,
        )
    commands.decide_dispute(
        code=code,
        lead_id=world.unit("so-nnptnt"),
        supporting={world.unit("so-yte"): "Phần y tế"},
        decision="Theo chức năng",
        by=quang,
        at=world.at,
    )
    row = layer.row(code)
    assert (row.state, row.lead_id, row.promised_date) == ("FORWARDED", world.unit("so-nnptnt"), before.promised_date)
    assert Dispute.rows.get(concern=row).state == "DECIDED"
    assert Transfer.rows.get(concern=row).to_unit_id == world.unit("so-nnptnt")
    assert Obligation.rows.get(code=before.obligation).state == "WAIVED"
    assert Obligation.rows.get(code=row.obligation).lead_id == world.unit("so-nnptnt")
    hoa = world.add_person("hoa", "so-nnptnt", (Role.FOCAL,)).actor
    with pytest.raises(Refused, match="đã quyết định"):
        commands.pass_on_concern(code=code, to_unit_id=world.unit("so-tttt"), reason="x", by=hoa, at=world.at)


def test_without_a_common_unit_the_reception_decides(world: World) -> None:
    code = layer.assigned(world, "ubkt-tinh-uy")  # the Party's side and the State's meet nowhere
    commands.dispute_concern(code=code, reason="x", by=world.person("chi").actor, at=world.at)
    assert layer.row(code).decider_id == world.unit("btg-tinh-uy")
    commands.decide_dispute(
        code=code,
        lead_id=world.unit("so-yte"),
        supporting={},
        decision="Sở Y tế trả lời",
        by=world.person("binh").actor,
        at=world.at,
    )
    assert layer.row(code).state == "FORWARDED"


def test_refusals_of_disagreeing(world: World) -> None:
    code = layer.assigned(world)
    with pytest.raises(Refused, match="lý do"):
        commands.dispute_concern(code=code, reason="", by=world.person("chi").actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.dispute_concern(code=code, reason="x", by=world.person("an").actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.dispute_concern(code=code, reason="x", by=world.person("dung").actor, at=world.at)
