"""Foresight in the sample: made through the commands, all of it marked, nothing added a second time."""

from __future__ import annotations

from phoihop.assessments.models import Assessment, Measure
from phoihop.communications.models import CommunicationPlan, Conference, OutreachLine, OutreachOutput
from phoihop.forecasts.models import Question
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.mail.models import OutMail
from phoihop.obligations.models import Obligation
from phoihop.plans import commands as plans
from phoihop.press.models import Handoff, PressDigest, PressQuery, Source, StandingQuery, Story
from phoihop.press.models.matching import Match
from phoihop.signals.models import Alarm, Count
from phoihop.site.public_sample import foresight, outreach, presswork
from tests.world import plans as plan_layer
from tests.world.build import LOADER, World

BUILDER = Actor.system("sample-builder")
MARKED = (CommunicationPlan, Conference, Source, Story, StandingQuery, PressDigest, Handoff, PressQuery)


def _topic(world: World) -> str:
    year = plan_layer.call_round(world, foresight.AGENCY)
    title = "Tàu cá không vi phạm vùng biển nước ngoài"
    return plans.propose_topic(code=year.plan, kind="issue", title=title, by=LOADER, at=world.at).code


def test_nothing_without_the_topic(world: World) -> None:
    assert foresight.build(by=BUILDER, at=world.at) == 0


def test_made_once_and_marked(world: World) -> None:
    _topic(world)
    assert foresight.build(by=BUILDER, at=world.at) == 17
    assert foresight.build(by=BUILDER, at=world.at) == 0
    for model in (*MARKED, Alarm, Assessment, Question):
        assert set(model.rows.values_list("is_illustration", flat=True)) == {True}, model
    assert not Obligation.rows.filter(lead_id=world.unit("so-yte")).exists()
    assert not OutMail.rows.exists()  # an illustration writes to nobody


def test_how_far_each_has_come(world: World) -> None:
    _topic(world)
    foresight.build(by=BUILDER, at=world.at)
    today = local_date(world.at)

    assert CommunicationPlan.rows.get().state == "APPROVED"
    assert OutreachLine.rows.filter(state="APPROVED").count() == len(outreach.LINES) >= 5
    assert list(OutreachOutput.rows.values_list("state", flat=True)) == ["DONE", "DONE"]
    begun = OutreachOutput.rows.values_list("line_id", flat=True)
    late = OutreachLine.rows.filter(last_date__lt=today).exclude(pk__in=begun)
    assert [line.channel for line in late] == ["ORAL"]
    assert Conference.rows.get().starts_at > world.at

    assert Story.rows.count() == 5 < len(presswork.CLIPPINGS)
    assert list(Story.rows.order_by("-item_count").values_list("publisher_count", flat=True))[:2] == [2, 1]
    assert Match.rows.count() == 5
    assert list(PressDigest.rows.order_by("day").values_list("state", "item_count")) == [("ISSUED", 3), ("DRAFT", 2)]
    assert Handoff.rows.get().state == "ANSWERED"
    asked = PressQuery.rows.get()
    assert asked.state == "OPEN"
    assert asked.due_date > today

    assert Alarm.rows.get().topic
    assert not Count.rows.exists()
    assert Assessment.rows.get().state == "VALIDATED"
    assert Measure.rows.get().unit_id == world.unit(foresight.AGENCY)
    seats = {"OPEN": 2, "RESOLVED": 2}
    assert dict(Question.rows.values_list("state", "seats")) == seats
