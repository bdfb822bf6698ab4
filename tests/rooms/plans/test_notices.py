"""Who is told of rounds, plans and topics: those whose step is next, if they may see the thing."""

from __future__ import annotations

from phoihop.ledger.commands import deliver
from phoihop.notices.models import Notice
from phoihop.plans import commands
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _told(world: World, kind: str) -> dict[int, str]:
    while deliver(at=lambda: world.at):
        pass
    return dict(Notice.rows.filter(kind=kind).values_list("account_id", "url"))


def test_the_partners_called_are_told(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    assert _told(world, "round.called") == {chi.account_id: f"/lam-viec/dot-chon/{year.round}/"}


def test_the_lead_is_told_of_a_partner_with_nothing(world: World, an: Person, binh: Person, chi: Person) -> None:
    year = layer.call_round(world)
    commands.decline_round(code=year.plan, reason="Chưa có", by=chi.actor, at=world.at)
    told = _told(world, "round.declined")
    assert {an.account_id, binh.account_id} <= told.keys()
    assert chi.account_id not in told


def test_the_partner_is_told_how_its_topic_goes_on(world: World, chi: Person) -> None:
    year = layer.begin(world)
    for kind in ("topic.acknowledged", "phase.entered"):
        assert _told(world, kind) == {chi.account_id: f"/lam-viec/van-de/{year.topic}/"}
    assert _told(world, "plan.approved") == {chi.account_id: f"/lam-viec/ke-hoach/{year.plan}/"}


def test_a_supporting_unit_is_told_too(world: World, an: Person, dung: Person) -> None:
    year = layer.begin(world)
    commands.join_topic(code=year.topic, unit_id=world.unit("so-xaydung"), by=an.actor, at=world.at)
    assert dung.account_id in _told(world, "topic.joined")
