"""Hộp thư cơ quan: what is told to a unit lies in its inbox, and the inbox is never nobody's."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.dispatches import commands as dispatches
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.mail import commands as mail
from phoihop.notices import commands, queries, rules
from phoihop.notices.models import OfficeNotice
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Deputy, Seat
from tests.world.build import LOADER
from tests.world.dispatches import send
from tests.world.mornings import CHOICES, hear_all, mails, morning, strike, text_of

BOX = "/lam-viec/hop-thu/co-quan/"


@pytest.fixture
def letter(world):
    code = send(world)
    hear_all(world.at)
    return code


def hand_over(world, post, by):
    return commands.hand_over_inbox(owner_post_id=world.posts["btg-tinh-uy", post], by=by.actor, at=world.at)


def test_works(world, giang, binh, letter):
    hand_over(world, "Văn thư", binh)
    page = giang.client.get(BOX).content.decode()
    assert "Người giữ hộp thư: Văn thư (Đỗ Hương Giang)" in page
    assert f"/lam-viec/cong-van/{letter}/" in page
    assert OfficeNotice.rows.get().unit_id == world.unit("btg-tinh-uy")


def test_others_see_whose_it_is_and_not_what_is_in_it(world, an, binh, letter):
    hand_over(world, "Văn thư", binh)
    page = an.client.get(BOX).content.decode()
    assert "Đỗ Hương Giang" in page
    assert letter not in page
    row = OfficeNotice.rows.get()
    with pytest.raises(NotAllowed):
        commands.mark_inbox_notice_read(notice_id=row.pk, by=an.actor, at=world.at)


def test_another_offices_inbox_does_not_exist(world, dung, letter):
    with pytest.raises(NotVisible):
        commands.mark_inbox_notice_read(notice_id=OfficeNotice.rows.get().pk, by=dung.actor, at=world.at)


def test_put_away_for_all(world, giang, binh, letter):
    hand_over(world, "Văn thư", binh)
    row = OfficeNotice.rows.get()
    assert giang.client.post(f"{BOX}{row.pk}/da-doc/").status_code == 302
    commands.mark_inbox_read(up_to=row.entry_id, by=giang.actor, at=world.at)
    row.refresh_from_db()
    assert (row.read_at, row.read_by) == (world.at, "Văn thư")
    assert "Văn thư đã xem" in giang.client.get(BOX, {"xem": "tat-ca"}).content.decode()


def end_seats(world, username):
    for seat in Seat.rows.filter(account_id=world.accounts[username], valid_to__isnull=True):
        organizations.end_seat(seat_id=seat.pk, on_date=date(2021, 8, 1), by=LOADER, at=world.at)


def owner(world):
    return queries.owner_of(world.unit("btg-tinh-uy"), world.at)


def test_it_climbs_when_the_post_is_vacant(world, binh, giang, an, ha):
    assert (owner(world).why, owner(world).post) == ("head", "Trưởng ban")
    hand_over(world, "Văn thư", binh)
    assert (owner(world).why, owner(world).post) == ("named", "Văn thư")
    end_seats(world, "giang")
    assert (owner(world).why, owner(world).post) == ("head", "Trưởng ban")
    end_seats(world, "binh")
    for deputy in Deputy.rows.filter(withdrawn_at__isnull=True):
        organizations.end_deputy(deputy_id=deputy.pk, by=LOADER, at=world.at)
    assert owner(world).why == "house"
    assert [name for _one, name in owner(world).people] == ["Hồ Hoàng Long"]
    world.add_person("quyen", "btg-tinh-uy", [Role.ADMINISTRATOR], post="Quản trị")
    assert (owner(world).why, owner(world).post) == ("administrator", "Quản trị")


@pytest.mark.parametrize(
    ("named", "held", "why"),
    [
        (1, {1, 2, 3}, "named"),
        (1, {2, 3}, "head"),
        (1, {3}, "administrator"),
        (1, set(), "house"),
        (None, {1, 3}, "administrator"),
    ],
)
def test_the_rule_of_climbing(named, held, why):
    posts = [(n, f"P{n}", n == 2, n == 3, [(n, "x")] if n in held else []) for n in (1, 2, 3)]
    found = rules.owner_among(named, posts, lambda: [(9, "Long")])
    assert found.why == why
    assert found.people


def test_who_hands_it_over(world, an, binh, long, giang):
    with pytest.raises(NotAllowed):
        hand_over(world, "Văn thư", an)
    hand_over(world, "Văn thư", binh)
    hand_over(world, "Biên tập viên", giang)
    commands.hand_over_inbox(
        owner_post_id=world.posts["btg-tinh-uy", "Văn thư"],
        unit_id=world.unit("btg-tinh-uy"),
        by=long.actor,
        at=world.at,
    )
    assert owner(world).post == "Văn thư"


def test_refused_posts(world, binh):
    with pytest.raises(Refused, match="của chính cơ quan này"):
        commands.hand_over_inbox(
            owner_post_id=world.posts["so-yte", "Chuyên viên Văn phòng Sở"], by=binh.actor, at=world.at
        )
    empty = organizations.create_post(
        unit_id=world.unit("btg-tinh-uy"), title="Phó phòng", is_head=False, by=LOADER, at=world.at
    )
    with pytest.raises(Refused, match="chưa có ai giữ"):
        commands.hand_over_inbox(owner_post_id=empty.post_id, by=binh.actor, at=world.at)


def test_its_digest_goes_to_the_offices_address_and_names_the_keeper(world, binh, letter):
    hand_over(world, "Văn thư", binh)
    mail.add_address(
        unit_id=world.unit("btg-tinh-uy"),
        address="vanthu@btg.kg.gov.vn",
        owner_post_id=world.posts["btg-tinh-uy", "Văn thư"],
        is_confirmed=True,
        by=LOADER,
        at=world.at,
    )
    assert strike(morning(world, 3)) == 1
    (digest,) = mails(f"digest/unit-{world.unit('btg-tinh-uy')}/")
    assert digest.to_address == "vanthu@btg.kg.gov.vn"
    said = text_of(digest)
    assert "Hộp thư do Văn thư giữ" in said
    assert f"/lam-viec/cong-van/{letter}/" in said
    assert "TIN MỚI" in said
    strike(morning(world, 4))
    later = text_of(mails(f"digest/unit-{world.unit('btg-tinh-uy')}/")[-1])
    assert "TIN MỚI" not in later
    assert "ĐẾN HẠN HÔM NAY" in later  # the duty to acknowledge, named as due this week the day before


def test_only_its_keeper_arranges_it(world, binh, an):
    with pytest.raises(NotAllowed):
        commands.arrange_inbox(**CHOICES, by=an.actor, at=world.at)
    commands.arrange_inbox(**{**CHOICES, "ways": {"dispatches": "mail"}}, by=binh.actor, at=world.at)
    assert queries.office_choices(binh.actor.unit_id).ways == {"dispatches": "mail"}
    assert binh.client.get(f"{BOX}cach-nhan/").status_code == 200
    assert an.client.get(f"{BOX}cach-nhan/").status_code == 403


def test_the_page_of_the_unit_says_who_keeps_it(world, an, binh, long):
    unit = "/lam-viec/to-chuc/DV-kg-btg-tinh-uy/"
    door = f"{BOX}giao/DV-kg-btg-tinh-uy/"
    assert "người đứng đầu giữ: Trưởng ban (Trần Thanh Bình, Bùi Công Minh)" in an.client.get(unit).content.decode()
    assert door not in an.client.get(unit).content.decode()
    assert door in long.client.get(unit).content.decode()
    assert binh.client.get(door).status_code == 200
    post = world.posts["btg-tinh-uy", "Văn thư"]
    assert long.client.post(door, {"owner_post_id": post})["Location"] == unit
    assert owner(world).post == "Văn thư"


def test_the_keeper_sees_only_what_his_role_opens(world, long, letter):
    """An administrator to whom an inbox climbed counts what waits there; its lines are not his to read."""
    row = OfficeNotice.rows.get()
    OfficeNotice.rows.filter(pk=row.pk).update(unit_id=world.unit("quan-tri"), roles=" approver clerk ")
    page = long.client.get(BOX).content.decode()
    assert "vị trí của bạn không mở được" in page
    assert letter not in page


def test_recalled_letters_are_urgent_for_the_office_too(world, chi, letter):
    mail.add_address(
        unit_id=world.unit("btg-tinh-uy"),
        address="vanthu@btg.kg.gov.vn",
        owner_post_id=world.posts["btg-tinh-uy", "Văn thư"],
        is_confirmed=True,
        by=LOADER,
        at=world.at,
    )
    dispatches.recall_dispatch(code=letter, reason="Nhầm", by=chi.actor, at=world.at)
    hear_all(world.at)
    assert len(mails(f"notice/unit-{world.unit('btg-tinh-uy')}/")) == 1
