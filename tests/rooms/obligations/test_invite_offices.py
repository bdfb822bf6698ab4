"""Offices where nobody can sign in get a mail with the link of the act that waits for them, once for each reason."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Delivery, Entry
from phoihop.mail import commands as mail
from phoihop.mail.models import OutMail, SignedLink
from phoihop.obligations import commands
from phoihop.organizations.commands import create_post
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.obligations import CLOCK, act, owe, row

QUIET = "so-nnptnt"  # an office where nobody has an account
BOX = "vanthu@sonnptnt.gov.vn"


@pytest.fixture
def office(world: World) -> str:
    """The quiet office with a confirmed address."""
    return address(world, QUIET, BOX)


def address(world: World, key: str, box: str) -> str:
    post = create_post(
        unit_id=world.unit(key), title="Văn thư hộp thư", is_head=False, valid_from=None, by=LOADER, at=world.at
    )
    return mail.add_address(
        unit_id=world.unit(key), address=box, owner_post_id=post.post_id, is_confirmed=True, by=LOADER, at=world.at
    ).code


def attend(at: datetime) -> None:
    while deliver(at=lambda: at):
        pass
    assert not Delivery.rows.exclude(state="DONE").exists()


def links(code: str) -> list[tuple[str, str]]:
    return list(SignedLink.rows.filter(code=code).order_by("pk").values_list("act", "address"))


def texts(box: str = BOX) -> list[str]:
    mails = [message_from_bytes(bytes(one.message), policy=policy.default) for one in boxes(box)]
    return [one.get_content() for one in mails]  # type: ignore[attr-defined]


def boxes(box: str) -> Sequence[OutMail]:
    return list(OutMail.rows.filter(to_address=box, key__startswith="duty/").order_by("pk"))


def urls(text: str) -> list[str]:
    return re.findall(r"https?://[^\s/]+(/l/[^\s]+/)", text)


def test_a_new_duty_comes_with_its_link_once(world: World, office: str) -> None:
    code = owe(world, lead=QUIET, supporting=["so-tttt"])
    attend(world.at)
    assert links(code) == [("obligation.hand_in", BOX)]
    [text] = texts()
    assert "Danh sách số 0" in text
    assert len(urls(text)) == 1
    for event in Entry.rows.filter(kind="obligation.opened"):  # the queue may hand it over again
        Delivery.rows.filter(entry=event).update(state="WAITING", attempts=0)
    attend(world.at)
    assert len(texts()) == 1
    assert SignedLink.rows.filter(code=code).count() == 1


def test_the_link_of_the_mail_does_it(world: World, office: str) -> None:
    code = owe(world, lead=QUIET)
    attend(world.at)
    [url] = urls(texts()[0])
    browser = Client()
    browser.get(url)
    sent = browser.post(f"{url}tep/", {"statement": "Đã làm.", "reference": "5/BC-SNN"})
    assert sent.status_code == 302
    assert row(code).state == "HANDED_IN"


def test_who_can_sign_in_gets_none_unless_the_office_asks(world: World, chi: Person) -> None:
    box = address(world, "so-yte", "vanthu@soyte.gov.vn")
    owe(world, 1, lead="so-yte")
    attend(world.at)
    assert texts("vanthu@soyte.gov.vn") == []
    mail.ask_for_links(code=box, asks=True, version=None, by=chi.actor, at=world.at)
    owe(world, 2, lead="so-yte")
    attend(world.at)
    assert len(texts("vanthu@soyte.gov.vn")) == 1


def test_without_an_address_nothing_is_sent(world: World) -> None:
    owe(world, lead=QUIET)
    attend(world.at)
    assert not SignedLink.rows.exists()


def test_without_a_date_the_ladder_writes_later(world: World, office: str) -> None:
    owe(world, lead=QUIET, days=None)
    attend(world.at)
    assert texts() == []


def test_supporting_offices_get_the_link_of_their_share(world: World, office: str) -> None:
    code = owe(world, lead="so-yte", supporting=[QUIET])
    attend(world.at)
    assert links(code) == [("obligation.work", BOX)]


def test_what_waits_for_acceptance_comes_with_two_links(world: World, office: str, chi: Person) -> None:
    code = owe(world, lead="so-yte", entitled=QUIET)
    act("hand_in", code, chi)
    attend(world.at)
    assert links(code) == [("obligation.accept", BOX), ("obligation.return", BOX)]
    assert SignedLink.rows.filter(is_approval=True).count() == 2
    assert len(urls(texts()[-1])) == 2


def test_returned_and_handed_in_again_is_told_each_time(world: World, office: str, an: Person, chi: Person) -> None:
    code = owe(world, lead="so-yte", entitled=QUIET)
    act("hand_in", code, chi)
    attend(world.at)
    commands.return_obligation(code=code, reason="Thiếu số", by=LOADER, at=world.at)
    act("hand_in", code, chi)
    attend(world.at)
    assert len(texts()) == 2
    other = owe(world, 5, lead=QUIET)
    commands.hand_in_obligation(code=other, statement="Xong", reference="", by=LOADER, at=world.at)
    act("return", other, an)
    attend(world.at)
    assert "Thiếu số liệu tháng 6" in texts()[-1]
    assert links(other)[-1] == ("obligation.hand_in", BOX)


def test_each_rung_comes_with_a_link_once(world: World, office: str) -> None:
    code = owe(world, lead=QUIET, days=10)
    attend(world.at)
    for day in range(1, 15):
        at = world.at + timedelta(days=day)
        commands.tick(by=CLOCK, at=at)
        commands.tick(by=CLOCK, at=at)
        attend(at)
    told = Entry.rows.filter(kind="rung.reached", code=code)
    said = [json.loads(entry.data) for entry in told]
    steps = {one["offset"] for one in said if one["to"] in ("owner", "deputy", "head", "lead")}
    assert len(steps) > 1
    assert len(texts()) == 1 + len(steps)
    assert len({one.key for one in boxes(BOX)}) == len(texts())


def test_a_rung_over_a_letter_brings_the_letters_own_links(world: World, office: str) -> None:
    owe(world, 1, lead=QUIET, duty="dispatch.acknowledge", source="CV-kg-2021-000009", days=1)
    attend(world.at)
    assert texts() == []
    at = world.at + timedelta(days=1)
    commands.tick(by=CLOCK, at=at)
    attend(at)
    assert links("CV-kg-2021-000009")[:2] == [("dispatch.acknowledge", BOX), ("dispatch.refuse", BOX)]


# ── by hand ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_takes_part_sends_a_link(world: World, office: str, an: Person) -> None:
    code = owe(world, lead=QUIET, days=None)
    commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=an.actor, at=an.at)
    commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=an.actor, at=an.at)  # pressed twice
    assert links(code) == [("obligation.hand_in", BOX)]
    link = SignedLink.rows.get(code=code)
    assert link.issuer_id == world.unit("btg-tinh-uy")
    assert Entry.rows.filter(kind="obligation.link_sent").exists()


def test_it_is_refused_without_an_address_or_an_act(world: World, office: str, an: Person) -> None:
    code = owe(world, lead="so-tttt")
    with pytest.raises(Refused, match="chưa có địa chỉ thư"):
        commands.send_duty_link(code=code, unit_id=world.unit("so-tttt"), by=an.actor, at=an.at)
    with pytest.raises(Refused, match="không có việc nào chờ"):
        commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=an.actor, at=an.at)


def test_outsiders_and_editors_send_none(world: World, office: str, dung: Person, ha: Person) -> None:
    code = owe(world, lead=QUIET)
    with pytest.raises(NotVisible):
        commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=dung.actor, at=dung.at)
    with pytest.raises(NotAllowed):
        commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=ha.actor, at=ha.at)


def test_the_page_offers_it_and_shows_what_became_of_it(world: World, office: str, an: Person, ha: Person) -> None:
    code = owe(world, lead=QUIET)
    page = f"/lam-viec/nghia-vu/{code}/"
    assert BOX in an.client.get(page).content.decode()
    assert "Gửi liên kết cho cơ quan" not in ha.client.get(page).content.decode()
    assert an.client.post(f"{page}gui-lien-ket/", {"unit_id": world.unit(QUIET)}).status_code == 302
    shown = an.client.get(page).content.decode()
    assert "Chưa mở" in shown
    link = SignedLink.rows.get(code=code)
    Client().get(mailed(world))
    assert "Đã mở, chưa dùng" in an.client.get(page).content.decode()
    answer = an.client.post(f"/lam-viec/lien-ket/{link.pk}/thu-hoi/")
    assert answer.status_code == 302
    assert "Đã thu hồi" in an.client.get(page).content.decode()
    assert Client().get(mailed(world)).status_code == 404


def mailed(world: World) -> str:
    return urls(texts()[-1])[0]


def test_the_list_of_a_unit_grows_flat(world: World, office: str, an: Person) -> None:
    made: list[Any] = []

    def add() -> None:
        for _ in range(3):
            code = owe(world, 100 + len(made), lead=QUIET)
            made.append(commands.send_duty_link(code=code, unit_id=world.unit(QUIET), by=an.actor, at=an.at))

    add()
    grows_flat(an.client, f"/lam-viec/to-chuc/{world.code(QUIET)}/lien-ket/", add)
