"""Two people act on one claim at the same moment: one wins, the other hears of it, and nothing is done twice."""

from __future__ import annotations

import pytest

from phoihop.corrections import commands
from phoihop.corrections.models import Check, Claim
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.intake import commands as intake
from phoihop.publications.models import Version
from tests.world import build
from tests.world import corrections as layer
from tests.world.corrections import actor
from tests.world.together import together


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_returned_and_approved_at_once_is_one_of_the_two() -> None:
    world = build.stand()
    code = layer.presented(world)
    version = layer.row(code).version
    raised = together(
        lambda: commands.return_claim(code=code, reason="Thiếu", version=version, by=actor(world, "binh"), at=world.at),
        lambda: commands.approve_claim(code=code, version=version, by=actor(world, "minh"), at=world.at),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | Refused)
    assert layer.row(code).state in ("CHECKING", "APPROVED")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_published_by_two_at_once_is_out_once() -> None:
    world = build.stand()
    code = layer.approved(world)
    raised = together(
        lambda: commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at),
        lambda: commands.publish_correction(code=code, by=actor(world, "binh"), at=world.at),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | Refused)
    assert (Claim.rows.get(code=code).number, Version.rows.filter(publication__code=code).count()) == (1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_taken_in_by_two_listeners_at_once_is_one_check() -> None:
    world = build.stand()
    commands.set_desk(unit_id=world.unit("btg-tinh-uy"), by=actor(world, "binh"), at=world.at)
    code = intake.receive(
        what="CLAIM",
        channel="form",
        territory="kg",
        payload={"text": "Từ 5/8 chợ Rạch Sỏi chỉ họp 2 giờ mỗi ngày"},
        by=Actor.system("portal"),
        at=world.at,
    ).code
    front = Actor.system("front-desk")
    raised = together(*[lambda: commands.take_check(code=code, by=front, at=world.at)] * 2)
    assert all(isinstance(one, SomebodyWasFaster) for one in raised)
    assert Check.rows.count() == 1
