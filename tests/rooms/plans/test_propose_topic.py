"""Proposing a topic in the round, and one that came between rounds."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans import commands, queries
from phoihop.plans.models import Topic, TopicPhase
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def test_chi_proposes(world: World) -> None:
    year = layer.propose(world, layer.call_round(world), "  Vệ sinh   an toàn thực phẩm ")
    topic = Topic.rows.get(code=year.topic)
    assert (topic.code, topic.title, topic.state) == ("VD-kg-2021-0001", "Vệ sinh an toàn thực phẩm", "PROPOSED")
    assert TopicPhase.rows.filter(topic=topic).count() == 3


def test_who_may(world: World, giang: Person, kim: Person, dung: Person) -> None:
    year = layer.call_round(world)
    assert layer.propose(world, year, "Do chủ trì nêu", username="an").topic
    for person, refusal in ((giang, NotAllowed), (kim, NotAllowed), (dung, NotVisible)):
        with pytest.raises(refusal):
            layer.propose(world, year, username=person.name)


@pytest.mark.parametrize(("kind", "title"), [("issue", " "), ("issue", "x" * 301), ("rumour", "Tên")])
def test_bad_input_is_refused(world: World, chi: Person, kind: str, title: str) -> None:
    year = layer.call_round(world)
    with pytest.raises(Refused):
        commands.propose_topic(code=year.plan, kind=kind, title=title, by=chi.actor, at=world.at)


def test_ad_hoc_by_the_partner_is_chosen_and_notified_at_once(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    told = commands.add_ad_hoc_topic(code=year.plan, kind="case", title="Vụ việc nóng", by=chi.actor, at=world.at)
    topic = Topic.rows.get(code=told.code)
    assert (topic.state, topic.is_ad_hoc, topic.dispatch) == ("NOTIFIED", True, "CV-kg-2021-000001")


def test_ad_hoc_by_the_lead_waits_for_the_partners_choice(world: World, an: Person) -> None:
    year = layer.call_round(world)
    told = commands.add_ad_hoc_topic(code=year.plan, kind="case", title="Vụ việc nóng", by=an.actor, at=world.at)
    assert Topic.rows.get(code=told.code).state == "PROPOSED"


def test_overlap_shows_what_the_reader_may_see(world: World, an: Person, chi: Person, dung: Person) -> None:
    year = layer.call_round(world, "so-yte", "so-tttt")
    an_theirs = commands.propose_topic(
        code="KH-kg-2021-so-tttt", kind="issue", title="Phòng chống dịch ở khu dân cư", by=an.actor, at=world.at
    )
    title = "Phòng, chống dịch trong khu dân cư"
    seen_by_lead = queries.overlap(an.actor, title, year.plan)
    assert [one.code for one in seen_by_lead.topics] == [an_theirs.code]
    assert not seen_by_lead.is_elsewhere
    assert queries.overlap(chi.actor, title, year.plan) == queries.Overlap((), is_elsewhere=True)
    assert queries.overlap(chi.actor, "Việc khác hẳn", year.plan) == queries.Overlap((), is_elsewhere=False)
    with pytest.raises(NotVisible):
        queries.overlap(dung.actor, title, year.plan)
