"""Addresses of units: added by their keepers, used once confirmed, retired; an inbox always has an owner."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry, Personal
from phoihop.mail.commands import (
    add_address,
    confirm_address,
    hand_over_address,
    make_main_address,
    queue_mail,
    receive,
    retire_address,
)
from phoihop.mail.models import Address, OutMail, SignedLink
from phoihop.mail.queries import address_lines, addresses_of, is_of_unit, reached_by_mail_alone
from phoihop.organizations.commands import create_post, end_post
from tests.rooms.mail.letters import OFFICE, reply
from tests.world.build import LOADER, World
from tests.world.cast import Person

OFFICE_POST = ("so-yte", "Chuyên viên Văn phòng Sở")


def add(world: World, by: Actor, address: str = OFFICE, **more: Any) -> Any:
    given = {"unit_id": world.unit("so-yte"), "owner_post_id": world.posts[OFFICE_POST], **more}
    return add_address(address=address, **given, by=by, at=world.at)


def test_an_address_is_used_once_its_reader_confirmed(world: World, chi: Person) -> None:
    added = add(world, chi.actor)
    unit = world.unit("so-yte")
    assert addresses_of([unit]) == {}
    assert not is_of_unit(OFFICE, unit)
    mail = OutMail.rows.get()
    assert (mail.to_address, mail.reply_act, mail.about) == (OFFICE, "address.confirm", added.code)
    assert receive(reply(mail.key, "Đúng"), way="lmtp", at=world.at + timedelta(hours=1)).state == "HANDLED"
    assert addresses_of([unit]) == {unit: OFFICE}
    assert is_of_unit("VanThu@SoYTe.gov.vn", unit)
    entry = Entry.rows.get(kind="address.confirmed")
    assert (entry.actor_kind, entry.unit_id) == ("office", unit)


def test_the_mail_carries_a_link_for_the_same_act(world: World, chi: Person) -> None:
    added = add(world, chi.actor)
    link = SignedLink.rows.get()
    assert (link.act, link.code, link.unit_id, link.address) == (
        "address.confirm",
        added.code,
        world.unit("so-yte"),
        OFFICE,
    )
    message = message_from_bytes(bytes(OutMail.rows.get().message), policy=policy.default)
    assert "/l/" in message.get_content()  # type: ignore[attr-defined]


def test_a_stranger_cannot_confirm(world: World, chi: Person) -> None:
    add(world, chi.actor)
    stranger = reply(OutMail.rows.get().key, "Đúng", From="ke-la@noi.khac.vn")
    assert receive(stranger, way="lmtp", at=world.at).reason == "not_of_unit"
    assert Address.rows.get().state == "UNCONFIRMED"


def test_the_first_confirmed_is_the_main_one_and_the_next_takes_over(world: World, chi: Person) -> None:
    unit = world.unit("so-yte")
    first = add(world, LOADER, is_confirmed=True)
    add(world, LOADER, "khac@soyte.gov.vn", is_confirmed=True)
    assert addresses_of([unit]) == {unit: OFFICE}
    assert [(one.address, one.is_main) for one in address_lines(chi.actor, unit)] == [
        (OFFICE, True),
        ("khac@soyte.gov.vn", False),
    ]
    retire_address(code=first.code, version=None, by=chi.actor, at=world.at)
    assert addresses_of([unit]) == {unit: "khac@soyte.gov.vn"}
    assert Address.rows.filter(is_main=True).count() == 1


def test_the_same_address_again_changes_nothing(world: World, chi: Person) -> None:
    codes = {add(world, chi.actor).code, add(world, chi.actor, "VANTHU@soyte.gov.vn").code}
    assert len(codes) == 1
    assert OutMail.rows.count() == 1


def test_two_units_may_share_an_address(world: World) -> None:
    add(world, LOADER, is_confirmed=True)
    post = ("so-xaydung", "Chuyên viên Văn phòng Sở")
    add(
        world,
        LOADER,
        unit_id=world.unit("so-xaydung"),
        owner_post_id=world.posts[post],
        is_confirmed=True,
    )
    assert len(addresses_of([world.unit("so-yte"), world.unit("so-xaydung")])) == 2


def test_only_keepers_of_the_unit_and_administrators(world: World, chi: Person, dung: Person, long: Person) -> None:
    with pytest.raises(NotAllowed):
        add(world, dung.actor)
    code = add(world, long.actor).code
    with pytest.raises(NotAllowed):
        confirm_address(code=code, by=dung.actor, at=world.at)
    with pytest.raises(NotAllowed):
        retire_address(code=code, version=None, by=dung.actor, at=world.at)
    with pytest.raises(NotVisible):
        retire_address(code="HT-kg-999999", version=None, by=chi.actor, at=world.at)
    confirm_address(code=code, by=chi.actor, at=world.at)


def test_an_owner_is_a_post_of_the_unit(world: World, chi: Person) -> None:
    with pytest.raises(Refused, match="chức vụ của chính"):
        add(world, chi.actor, owner_post_id=world.posts["btg-tinh-uy", "Văn thư"])


@pytest.mark.parametrize("address", ["không phải", "a@b", "văn.thư@soyte.gov.vn", "a@b.vn\nBcc: c@d.vn"])
def test_what_is_no_address_is_refused(world: World, chi: Person, address: str) -> None:
    with pytest.raises(Refused, match="không phải địa chỉ thư"):
        add(world, chi.actor, address)


def test_a_post_that_answers_for_an_inbox_cannot_end(world: World, chi: Person, long: Person) -> None:
    code = add(world, LOADER, is_confirmed=True).code
    post_id = world.posts[OFFICE_POST]
    other = create_post(unit_id=world.unit("so-yte"), title="Văn thư Sở", is_head=False, by=LOADER, at=world.at)
    with pytest.raises(Refused, match="phụ trách hộp thư"):
        end_post(post_id=post_id, on_date=world.at.date(), by=long.actor, at=world.at)
    hand_over_address(code=code, owner_post_id=other.post_id, version=None, by=chi.actor, at=world.at)
    end_post(post_id=post_id, on_date=world.at.date(), by=long.actor, at=world.at)


def test_retired_is_retired(world: World, chi: Person) -> None:
    code = add(world, chi.actor).code
    retire_address(code=code, version=None, by=chi.actor, at=world.at)
    retire_address(code=code, version=None, by=chi.actor, at=world.at)
    assert Entry.rows.filter(kind="address.retired").count() == 1
    with pytest.raises(Refused, match="đã thôi dùng"):
        confirm_address(code=code, by=chi.actor, at=world.at)
    with pytest.raises(Refused, match="đã thôi dùng"):
        hand_over_address(code=code, owner_post_id=world.posts[OFFICE_POST], version=None, by=chi.actor, at=world.at)
    assert SignedLink.rows.get().revoked_at is not None


def test_what_the_reader_saw_must_still_stand(world: World, chi: Person) -> None:
    code = add(world, LOADER, is_confirmed=True).code
    with pytest.raises(SomebodyWasFaster):
        retire_address(code=code, version=1, by=chi.actor, at=world.at)


def test_the_address_stands_apart_in_the_ledger(world: World, chi: Person) -> None:
    add(world, chi.actor)
    entry = Entry.rows.get(kind="address.added")
    assert OFFICE not in entry.data
    assert Personal.rows.get(entry=entry).value == OFFICE


def test_everybody_may_have_a_mail_follow_from_his_act_but_nobody(world: World, kim: Person) -> None:
    given = {"to_address": OFFICE, "subject": "S", "text": "T", "at": world.at}
    queue_mail(key="k/1", by=kim.actor, **given)
    with pytest.raises(NotAllowed):
        queue_mail(key="k/2", by=Actor.nobody(), **given)
    with pytest.raises(NotAllowed):
        queue_mail(key="k/3", by=Actor.system("front-door"), **given)


# ── on the unit's page ──────────────────────────────────────────────────────────────────────────────────────


def test_the_units_page_shows_its_addresses_and_its_keeper_the_acts(world: World, chi: Person, dung: Person) -> None:
    add(world, LOADER, is_confirmed=True)
    url = f"/lam-viec/to-chuc/{world.code('so-yte')}/"
    mine, others = chi.client.get(url).content.decode(), dung.client.get(url).content.decode()
    assert OFFICE in mine
    assert OFFICE in others
    assert "Thêm địa chỉ" in mine
    assert "Thêm địa chỉ" not in others
    assert "Thôi dùng" not in others


def test_an_address_is_added_handed_over_and_retired_by_hand(world: World, chi: Person) -> None:
    url = f"/lam-viec/to-chuc/{world.code('so-yte')}/dia-chi-thu/"
    post_id = world.posts[OFFICE_POST]
    assert chi.client.get(url).status_code == 200
    assert chi.client.post(url, {"address": "", "owner_post_id": post_id}).status_code == 422
    answer = chi.client.post(url, {"address": OFFICE, "owner_post_id": post_id})
    assert (answer.status_code, answer["Location"]) == (302, f"/lam-viec/to-chuc/{world.code('so-yte')}/")
    row = Address.rows.get()
    other = create_post(unit_id=world.unit("so-yte"), title="Văn thư Sở", is_head=False, by=LOADER, at=world.at)
    give = f"/lam-viec/dia-chi-thu/{row.code}/giao/"
    assert chi.client.get(give).status_code == 200
    assert chi.client.post(give, {"owner_post_id": other.post_id, "version": row.version}).status_code == 302
    assert Address.rows.get().owner_post_id == other.post_id
    retire = f"/lam-viec/dia-chi-thu/{row.code}/thoi-dung/"
    assert chi.client.post(retire, {"version": 1}).status_code == 409
    assert chi.client.post(retire, {"version": 2}).status_code == 302
    assert Address.rows.get().state == "RETIRED"


def test_outsiders_do_not_get_through_the_doors(world: World, dung: Person, kim: Person) -> None:
    url = f"/lam-viec/to-chuc/{world.code('so-yte')}/dia-chi-thu/"
    assert kim.client.get(url).status_code == 403
    post_id = world.posts[OFFICE_POST]
    assert dung.client.post(url, {"address": OFFICE, "owner_post_id": post_id}).status_code == 403
    assert Address.rows.count() == 0


# ── the main one, and links of duties ───────────────────────────────────────────────────────────────────────


def test_another_address_becomes_the_main_one(world: World, chi: Person) -> None:
    unit = world.unit("so-yte")
    add(world, LOADER, is_confirmed=True)
    second = add(world, LOADER, "phong@soyte.gov.vn", is_confirmed=True)
    page = chi.client.get(f"/lam-viec/to-chuc/{world.code('so-yte')}/").content.decode()
    assert "Làm địa chỉ chính" in page
    url = f"/lam-viec/dia-chi-thu/{second.code}/chinh/"
    assert chi.client.post(url, {"version": Address.rows.get(code=second.code).version}).status_code == 302
    assert addresses_of([unit]) == {unit: "phong@soyte.gov.vn"}
    make_main_address(code=second.code, version=None, by=chi.actor, at=world.at)  # twice is harmless
    assert Entry.rows.filter(kind="address.made_main").count() == 1


def test_an_unconfirmed_address_or_a_strangers_is_not_made_main(world: World, chi: Person, dung: Person) -> None:
    added = add(world, chi.actor)
    with pytest.raises(Refused, match="đã được người đọc thư xác nhận"):
        make_main_address(code=added.code, version=None, by=chi.actor, at=world.at)
    with pytest.raises(NotAllowed):
        make_main_address(code=added.code, version=None, by=dung.actor, at=world.at)
    with pytest.raises(NotVisible):
        make_main_address(code="HT-kg-999999", version=None, by=chi.actor, at=world.at)


def test_two_who_change_the_main_one_at_once(world: World, chi: Person) -> None:
    add(world, LOADER, is_confirmed=True)
    second = add(world, LOADER, "phong@soyte.gov.vn", is_confirmed=True)
    seen = Address.rows.get(code=second.code).version
    Address.rows.filter(code=second.code).update(version=seen + 1)
    with pytest.raises(SomebodyWasFaster):
        make_main_address(code=second.code, version=seen, by=chi.actor, at=world.at)
    assert addresses_of([world.unit("so-yte")]) == {world.unit("so-yte"): OFFICE}


def test_an_office_asks_for_links_and_stops(world: World, chi: Person) -> None:
    unit = world.unit("so-yte")
    added = add(world, LOADER, is_confirmed=True)
    url = f"/lam-viec/dia-chi-thu/{added.code}/lien-ket/"
    assert chi.client.post(url, {"version": Address.rows.get().version, "asks": "on"}).status_code == 302
    assert reached_by_mail_alone([unit], DOERS, world.at) == {unit}
    assert chi.client.post(url, {"version": Address.rows.get().version, "asks": ""}).status_code == 302
    assert reached_by_mail_alone([unit], DOERS, world.at) == set()
    assert Entry.rows.filter(kind="address.asks_links").count() == 2
