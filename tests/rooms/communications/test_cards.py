"""Good-practice cards: written, approved by another, taken over into a plan."""

from __future__ import annotations

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import Card
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans.models import Topic
from phoihop.publications import queries as publications
from tests.world import news as layer
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.news import by


def test_from_a_topic_to_the_public(world: World) -> None:
    year = plan_layer.begin(world)
    row = layer.card(world, title="", source=year.topic)
    assert (row.title, row.source) == (plan_layer.TITLE, year.topic)
    commands.send_card(code=row.code, by=by(world, "ha"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.publish_card(code=row.code, by=by(world, "ha"), at=world.at)
    commands.publish_card(code=row.code, by=by(world, "binh"), at=world.at)
    line = publications.publication(row.code).line
    assert (line.kind, line.dossier) == ("CARD", year.topic)
    assert line.details.practice.startswith("Ba cơ quan")
    assert line.details.source == year.topic
    assert line.summary == "Ba cơ quan thống nhất một mẫu."


def test_three_cells_are_needed(world: World) -> None:
    row = layer.card(world, result="")
    with pytest.raises(Refused, match="ba ô"):
        commands.send_card(code=row.code, by=by(world, "ha"), at=world.at)


def test_the_writer_does_not_publish(world: World) -> None:
    row = layer.card(world)
    commands.send_card(code=row.code, by=by(world, "ha"), at=world.at)
    Card.rows.filter(pk=row.pk).update(writer_id=by(world, "binh").account_id)
    with pytest.raises(Refused, match="không tự duyệt"):
        commands.publish_card(code=row.code, by=by(world, "binh"), at=world.at)
    commands.publish_card(code=row.code, by=by(world, "minh"), at=world.at)


def test_two_write_at_once(world: World) -> None:
    row = layer.card(world)
    commands.write_card(code=row.code, title="Bản của An", version=row.version, by=by(world, "an"), at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.write_card(code=row.code, title="Bản của Hà", version=row.version, by=by(world, "ha"), at=world.at)
    row.refresh_from_db()
    assert row.title == "Bản của An"


def test_changed_and_withdrawn(world: World) -> None:
    row = layer.card_out(world)
    ha = by(world, "ha")
    commands.revise_card(code=row.code, by=ha, at=world.at)
    with pytest.raises(Refused, match="rút thẻ"):
        commands.drop_card(code=row.code, by=ha, at=world.at)
    with pytest.raises(Refused, match="lý do sửa"):
        commands.send_card(code=row.code, by=ha, at=world.at)
    commands.withdraw_card(code=row.code, note="Không còn áp dụng.", by=ha, at=world.at)
    assert publications.publication(row.code).withdrawn_note == "Không còn áp dụng."
    with pytest.raises(Refused, match="không còn công bố"):
        commands.take_over_card(code=row.code, plan="KH-x", by=by(world, "chi"), at=world.at)


def test_a_card_becomes_a_topic_of_another_plan(world: World) -> None:
    year = plan_layer.call_round(world)
    row = layer.card_out(world)
    chi = by(world, "chi")
    assert [line.code for line in queries.cards(chi).out] == [row.code]
    assert queries.card_value(chi, row.code).rights.take_over
    told = commands.take_over_card(code=row.code, plan=year.plan, by=chi, at=world.at)
    topic = Topic.rows.get(code=told.topic)
    assert (topic.title, topic.state, topic.plan.code) == (row.title, "PROPOSED", year.plan)
    assert row.code in topic.summary
    assert "Ban Tuyên giáo" in topic.summary
    again = commands.take_over_card(code=row.code, plan=year.plan, by=chi, at=world.at)
    assert (again.topic, Topic.rows.count()) == (told.topic, 1)
    assert queries.card_value(chi, row.code).uses[0][:3] == ("Sở Y tế tỉnh Kiên Giang", year.plan, told.topic)
    with pytest.raises(NotVisible):
        commands.take_over_card(code=row.code, plan=year.plan, by=by(world, "dung"), at=world.at)


def test_a_draft_is_for_its_unit_alone(world: World) -> None:
    row = layer.card(world)
    with pytest.raises(NotVisible):
        queries.card_value(by(world, "dung"), row.code)
    assert [line.code for line in queries.cards(by(world, "an")).own] == [row.code]
    assert queries.cards(by(world, "dung")).own == ()
