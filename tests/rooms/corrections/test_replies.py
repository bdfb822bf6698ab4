"""The right of reply, and what the public asks to be checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.corrections import commands
from phoihop.corrections.models import Appearance, Check, Reply
from phoihop.dispatches.models import Dispatch
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.intake import commands as intake
from phoihop.mail.models import OutMail
from phoihop.publications import queries as public
from tests.world import corrections as layer
from tests.world.build import World
from tests.world.corrections import actor

UNTIL = date(2021, 8, 9)
WORDS = "Chúng tôi đã sửa bài ngày 1/8."


def ask(world: World, code: str, **given: object) -> None:
    values = {"number": 1, "way": "HAND", "until": UNTIL, **given}
    commands.ask_reply(code=code, **values, by=actor(world, "an"), at=world.at)


def test_asked_by_mail_with_a_day(world: World) -> None:
    code = layer.opened(world)
    for _ in range(2):  # twice asks once
        ask(world, code, way="MAIL", mail_to="toasoan@phobien.example")
    mail = OutMail.rows.get()
    assert mail.to_address == "toasoan@phobien.example"
    assert Appearance.rows.get().reply_date == UNTIL
    assert layer.row(code).reply_date == UNTIL


def test_asked_by_a_letter_to_an_office_of_the_house(world: World) -> None:
    code = layer.opened(world, publisher="Sở Thông tin và Truyền thông")
    ask(world, code, way="DISPATCH", unit_id=world.unit("so-tttt"))
    letter = Dispatch.rows.get()
    assert (letter.sender_id, letter.about) == (world.unit("btg-tinh-uy"), code)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"until": date(2021, 8, 2)}, "phải sau hôm nay"),
        ({"way": "MAIL", "mail_to": "không"}, "không gửi được"),
        ({"way": "DISPATCH"}, "chọn cơ quan nhận"),
        ({"way": "VISIT"}, "chọn cách đề nghị"),
    ],
)
def test_an_asking_that_goes_nowhere_is_refused(world: World, given: dict[str, object], why: str) -> None:
    code = layer.opened(world)
    with pytest.raises(Refused, match=why):
        ask(world, code, **given)
    assert Appearance.rows.get().asked_at is None


def test_the_public_page_says_who_was_asked_and_is_silent(world: World) -> None:
    code = layer.opened(world)
    ask(world, code)
    layer.evidenced(world, code)
    layer.written(world, code)
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    value = public.publication(code)
    assert value is not None
    assert value.line.details.asked == (("Trang tin Phố Biển", "2021-08-09"),)  # type: ignore[attr-defined]


def test_a_reply_is_shown_word_for_word_in_a_further_version(world: World) -> None:
    code = layer.published(world)
    for _ in range(2):
        commands.record_reply(code=code, publisher="Trang tin Phố Biển", text=WORDS, by=actor(world, "an"), at=world.at)
    assert Reply.rows.count() == 1
    for _ in range(2):
        commands.show_reply(code=code, number=1, by=actor(world, "ha"), at=world.at)
    last, first = public.versions(code)
    assert last.details.replies == (("Trang tin Phố Biển", "2021-08-02", WORDS),)  # type: ignore[attr-defined]
    assert first.details.replies == ()  # type: ignore[attr-defined]
    assert last.note == "Thêm phản hồi của Trang tin Phố Biển."


def test_a_reply_during_a_new_check_waits_for_the_next_version(world: World) -> None:
    code = layer.published(world)
    commands.record_reply(code=code, publisher="Trang tin Phố Biển", text=WORDS, by=actor(world, "an"), at=world.at)
    commands.recheck_claim(code=code, reason="Có phản hồi", by=actor(world, "an"), at=world.at)
    commands.show_reply(code=code, number=1, by=actor(world, "ha"), at=world.at)
    assert len(public.versions(code)) == 1


def test_passed_over_with_a_reason(world: World) -> None:
    code = layer.published(world)
    commands.record_reply(code=code, publisher="Trang tin Phố Biển", text=WORDS, by=actor(world, "an"), at=world.at)
    with pytest.raises(Refused):
        commands.pass_over_reply(code=code, number=1, reason="", by=actor(world, "ha"), at=world.at)
    commands.pass_over_reply(code=code, number=1, reason="Không phải của báo", by=actor(world, "ha"), at=world.at)
    with pytest.raises(Refused, match="đã được xử lý"):
        commands.show_reply(code=code, number=1, by=actor(world, "ha"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.show_reply(code=code, number=1, by=actor(world, "chi"), at=world.at)


# ── what the public asks to be checked ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def check(world: World) -> str:
    commands.set_desk(unit_id=world.unit("btg-tinh-uy"), by=actor(world, "binh"), at=world.at)
    code = intake.receive(
        what="CLAIM",
        channel="form",
        territory="kg",
        payload={"text": "Từ 5/8 chợ Rạch Sỏi chỉ họp 2 giờ mỗi ngày", "publisher": "Báo Sóng", "address": "số 12"},
        by=Actor.system("portal"),
        at=world.at,
    ).code
    commands.take_check(code=code, by=Actor.system("front-desk"), at=world.at)
    return code


def test_it_becomes_a_claim(world: World, check: str) -> None:
    code = layer.opened(world, text="Từ 5/8 chợ Rạch Sỏi chỉ họp 2 giờ mỗi ngày", check=check)
    row = Check.rows.get()
    assert row.state == "OPENED"
    assert row.claim is not None
    assert row.claim.code == code


def test_it_is_joined_to_a_claim_or_declined_with_a_reason(world: World, check: str) -> None:
    code = layer.opened(world)
    with pytest.raises(Refused, match="Không thấy hồ sơ"):
        commands.join_check(code=check, claim="KC-kg-2021-0099", by=actor(world, "an"), at=world.at)
    commands.join_check(code=check, claim=code, by=actor(world, "an"), at=world.at)
    with pytest.raises(Refused, match="đã được trả lời"):
        commands.decline_check(code=check, reason="Ý kiến", by=actor(world, "an"), at=world.at)


def test_declined_and_forgotten_after_a_year(world: World, check: str) -> None:
    with pytest.raises(NotVisible):
        commands.decline_check(code=check, reason="Ý kiến", by=actor(world, "dung"), at=world.at)
    commands.decline_check(code=check, reason="Đây là ý kiến", by=actor(world, "an"), at=world.at)
    clock = Actor.system("deadline-clock")
    commands.clear_checks(by=clock, at=world.at + timedelta(days=364))
    assert Check.rows.get().text
    commands.clear_checks(by=clock, at=world.at + timedelta(days=366))
    assert (Check.rows.get().text, Check.rows.get().reason) == ("", "Đây là ý kiến")


def test_two_desks_follow_each_other(world: World, check: str) -> None:
    commands.set_desk(unit_id=world.unit("btg-tinh-uy"), by=actor(world, "binh"), at=world.at)  # twice is harmless
    with pytest.raises(NotAllowed):
        commands.set_desk(unit_id=world.unit("so-yte"), by=actor(world, "chi"), at=world.at)
