"""A unit ends: what it receives, answers and adds goes over to its heir, and the obligation with it."""

from __future__ import annotations

from datetime import datetime

from phoihop.concerns.models import Answer, Part, Route
from phoihop.obligations.models import Obligation
from phoihop.organizations.queries import unit_by_key
from tests.world import concerns as layer
from tests.world import restructure
from tests.world.build import LOADER, World

SEPTEMBER = datetime.fromisoformat("2021-09-01T09:00:00+07:00")


def test_what_is_open_goes_over_and_what_is_answered_stays(world: World) -> None:
    before, after = layer.answered(world), layer.assigned(world, "so-xaydung")
    restructure.applied(world, restructure.document(), at=SEPTEMBER)
    heir = unit_by_key(LOADER, "kg", "so-moi").id
    row = layer.row(after)
    assert row.lead_id == heir
    assert Obligation.rows.get(code=row.obligation).lead_id == heir
    assert Part.rows.get(concern=row, role="LEAD").unit_id == heir
    assert Route.rows.get(service="y-te").unit_id == heir
    assert layer.row(before).lead_id == world.unit("so-yte")
    assert Answer.rows.get().unit_id == world.unit("so-yte")
    assert restructure.orphans(SEPTEMBER) == []
