"""Readers' words: sealed, to the unit that answers, answered by mail, erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from phoihop.communications import commands, queries
from phoihop.communications.models import Feedback
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.intake import queries as intake
from phoihop.intake.events import InputReceived
from phoihop.ledger.models import Entry
from phoihop.mail.models import OutMail
from tests.rooms.mail.letters import opened
from tests.world import news as layer
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.news import by

CANARY = "chim-hoang-yen-4711"


def test_reaches_the_unit_that_wrote_it(world: World) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    assert (row.state, row.unit_id, row.has_address) == ("WAITING", world.unit("btg-tinh-uy"), True)
    value = queries.feedback_value(by(world, "ha"), row.code)
    assert value.text == layer.WORDS
    assert intake.input_line(row.code).state == "TAKEN"
    for name in ("dung", "kim", "giang"):
        with pytest.raises(NotVisible):
            queries.feedback_value(by(world, name), row.code)


def test_of_a_plan_it_reaches_the_lead(world: World) -> None:
    year = plan_layer.begin(world)
    assert layer.feedback(world, year.plan).unit_id == world.unit("btg-tinh-uy")


def test_the_listener_takes_only_readers_words(world: World) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    commands.take_feedback(InputReceived(code=row.code, what="FEEDBACK", channel="form"), world.at)
    commands.take_feedback(InputReceived(code="PA-kg-2021-000001", what="CONCERN", channel="form"), world.at)
    assert Feedback.rows.count() == 1
    with pytest.raises(NotAllowed):
        commands.take_in_feedback(code=row.code, by=by(world, "ha"), at=world.at)


def test_about_nothing_of_ours_nothing_is_kept(world: World) -> None:
    with pytest.raises(Feedback.DoesNotExist):
        layer.feedback(world, "TT-kg-2021-9999")
    assert not Feedback.rows.exists()
    assert intake.waiting("FEEDBACK") == []


def test_answered_by_mail(world: World) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    with pytest.raises(Refused):
        commands.answer_feedback(code=row.code, answer=" ", by=by(world, "ha"), at=world.at)
    told = commands.answer_feedback(code=row.code, answer="Cảm ơn, đã sửa.", by=by(world, "ha"), at=world.at)
    assert told.is_mailed
    mail = OutMail.rows.get(about=row.code)
    assert opened(mail)[0] == "doc.gia@example.org"
    with pytest.raises(Refused):
        commands.answer_feedback(code=row.code, answer="Nữa", by=by(world, "an"), at=world.at)


@pytest.mark.parametrize("mail", ["", "không phải thư", "a@b@c"])
def test_without_an_address_the_answer_is_kept(world: World, mail: str) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code, mail=mail)
    told = commands.answer_feedback(code=row.code, answer="Đã sửa.", by=by(world, "ha"), at=world.at)
    assert not told.is_mailed
    assert not OutMail.rows.filter(about=row.code).exists()
    assert queries.feedback_value(by(world, "an"), row.code).answer == "Đã sửa."


def test_erased_on_request_it_still_counts(world: World) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    commands.erase_feedback(code=row.code, by=by(world, "ha"), at=world.at)
    assert commands.erase_feedback(code=row.code, by=by(world, "ha"), at=world.at) is None
    assert queries.feedback_value(by(world, "ha"), row.code).text == ""
    assert queries.feedback(by(world, "ha")).total == 1
    with pytest.raises(Refused):
        commands.answer_feedback(code=row.code, answer="x", by=by(world, "ha"), at=world.at)


def test_no_word_or_address_of_a_reader_lies_open_anywhere(world: World, ha: Any, kim: Any) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code, mail=f"{CANARY}@example.org", text=f"Lời {CANARY} của tôi")
    commands.close_feedback(code=row.code, by=by(world, "ha"), at=world.at)
    for entry in Entry.rows.all():
        assert CANARY not in str(entry.__dict__)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for line in cursor.fetchall():
                assert CANARY not in str([bytes(one) if isinstance(one, memoryview) else one for one in line]), table
    assert CANARY not in ha.client.get("/lam-viec/tin-bai/gop-y/").content.decode()
    assert CANARY in ha.client.get(f"/lam-viec/tin-bai/gop-y/{row.code}/").content.decode()
    assert f"{CANARY}@" not in ha.client.get(f"/lam-viec/tin-bai/gop-y/{row.code}/").content.decode()
    assert kim.client.get(f"/lam-viec/tin-bai/gop-y/{row.code}/").status_code in (403, 404)


def test_a_copy_of_the_database_opens_nothing(world: World, settings: Any, tmp_path: Any) -> None:
    from phoihop.communications.outside.sealing import CannotOpen

    row = layer.feedback(world, layer.published(world).code)
    settings.PHOIHOP_DATA = tmp_path
    with pytest.raises(CannotOpen):
        queries.feedback_value(by(world, "ha"), row.code)


def test_front_desk_alone_takes_in(world: World) -> None:
    receipt = layer.intake.receive(
        what="FEEDBACK",
        channel="form",
        territory="kg",
        payload={"text": "x", "mail": ""},
        about=layer.published(world).code,
        by=Actor.system("portal"),
        at=world.at,
    )
    with pytest.raises(NotAllowed):
        commands.take_in_feedback(code=receipt.code, by=Actor.system("portal"), at=world.at)
    assert intake.input_line(receipt.code).state == "WAITING"
