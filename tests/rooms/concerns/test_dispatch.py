"""To the agencies: one obligation with lanes, begun, passed on to the next owner, never back and forth."""

from __future__ import annotations

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Part, Transfer
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations import queries as obligations
from phoihop.obligations.models import Lane, Obligation
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World


def test_one_obligation_with_a_lane_each(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt", "so-tttt")
    row = layer.row(code)
    assert (row.state, row.lead_id, row.round) == ("FORWARDED", world.unit("so-yte"), 1)
    owed = Obligation.rows.get(code=row.obligation)
    assert (owed.source, owed.lead_id, owed.entitled_id) == (code, row.lead_id, row.reception_id)
    assert owed.due_date == row.promised_date
    lanes = dict(Lane.rows.filter(obligation=owed).values_list("unit_id", "role"))
    assert lanes == {
        world.unit("so-yte"): "LEAD",
        world.unit("so-nnptnt"): "SUPPORTING",
        world.unit("so-tttt"): "SUPPORTING",
    }
    assert layer.TEXT not in owed.title
    value = obligations.obligation_value(world.person("chi").actor, owed.code, local_date(world.at))
    assert value is not None


def test_its_raiser_sees_where_it_is(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    shown = portal.tracking(code)
    assert shown is not None
    assert (shown.state, shown.unit_name) == ("FORWARDED", "Sở Y tế tỉnh Kiên Giang")
    assert shown.other_units == ("Sở Nông nghiệp và Phát triển nông thôn tỉnh Kiên Giang",)
    assert [step.state for step in shown.steps] == ["RECEIVED", "FORWARDED"]


def test_who_sees_it_then(world: World) -> None:
    code = layer.assigned(world)
    assert queries.concern_value(world.person("chi").actor, code).text == layer.TEXT
    with pytest.raises(NotVisible):
        queries.concern_value(world.person("dung").actor, code)
    with pytest.raises(NotAllowed):
        commands.assign_concern(
            code=code, lead_id=world.unit("so-tttt"), supporting={}, by=world.person("chi").actor, at=world.at
        )


def test_given_again_the_lanes_change_and_the_date_stays(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    before = layer.row(code)
    layer.assign(world, code, "so-tttt")
    row = layer.row(code)
    assert (row.obligation, row.promised_date, row.round) == (before.obligation, before.promised_date, 1)
    states = dict(Lane.rows.filter(obligation__code=row.obligation).values_list("unit_id", "state"))
    assert states[world.unit("so-nnptnt")] == "WAIVED"
    assert states[world.unit("so-tttt")] == "OPEN"
    assert Part.rows.get(concern=row, unit_id=world.unit("so-nnptnt")).state == "LEFT"


def test_started(world: World) -> None:
    code = layer.assigned(world)
    commands.start_concern(code=code, by=world.person("chi").actor, at=world.at)
    assert layer.row(code).state == "IN_PROGRESS"
    with pytest.raises(Refused, match="đang được xử lý"):
        commands.start_concern(code=code, by=world.person("chi").actor, at=world.at)


def test_passed_on_to_the_next_owner(world: World) -> None:
    code = layer.assigned(world, "so-nnptnt")
    before = layer.row(code)
    chi = world.person("chi").actor
    with pytest.raises(Refused, match="lý do"):
        commands.pass_on_concern(code=code, to_unit_id=world.unit("so-tttt"), reason=" ", by=chi, at=world.at)
    with pytest.raises(Refused, match="cơ quan khác"):
        commands.pass_on_concern(code=code, to_unit_id=world.unit("so-yte"), reason="Không phải", by=chi, at=world.at)
    commands.pass_on_concern(code=code, to_unit_id=world.unit("so-tttt"), reason="Thuộc Sở TT&TT", by=chi, at=world.at)
    row = layer.row(code)
    assert (row.state, row.lead_id, row.promised_date) == ("FORWARDED", world.unit("so-tttt"), before.promised_date)
    assert Obligation.rows.get(code=before.obligation).state == "WAIVED"
    owed = Obligation.rows.get(code=row.obligation)
    assert (owed.state, owed.lead_id, owed.due_date) == ("OPEN", world.unit("so-tttt"), before.promised_date)
    shown = portal.tracking(code)
    assert shown is not None
    assert "Sở Thông tin và Truyền thông" in shown.steps[-1].words
    assert queries.concern_value(chi, code).code == code  # whoever passed it on still sees what becomes of it


def test_not_passed_back(world: World) -> None:
    code = layer.assigned(world)
    commands.pass_on_concern(
        code=code, to_unit_id=world.unit("so-tttt"), reason="x", by=world.person("chi").actor, at=world.at
    )
    tam = world.add_person("tam", "so-tttt", ("focal",)).actor  # type: ignore[arg-type]
    with pytest.raises(Refused, match="nêu bất đồng"):
        commands.pass_on_concern(code=code, to_unit_id=world.unit("so-yte"), reason="x", by=tam, at=world.at)
    assert Transfer.rows.filter(concern__code=code).count() == 1


def test_the_second_of_two_sees_that_somebody_was_faster(world: World) -> None:
    code = layer.noted(world)
    version = layer.row(code).version
    layer.assign(world, code)
    with pytest.raises(SomebodyWasFaster):
        commands.assign_concern(
            code=code,
            lead_id=world.unit("so-tttt"),
            supporting={},
            version=version,
            by=world.person("binh").actor,
            at=world.at,
        )
    assert layer.row(code).lead_id == world.unit("so-yte")
