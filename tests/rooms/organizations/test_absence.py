"""Vắng mặt: declared by oneself or the approver, seen before anything is sent, over by itself."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry, Personal
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Absence, Deputy
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.obligations import act, owe

OWN = reverse("organizations:own_account")
DECLARE_OWN = reverse("organizations:declare_own_absence")
FROM, TO = date(2021, 8, 2), date(2021, 8, 6)


def declare(world: World, by: Any, who: str | None = None, deputy: str | None = None, **changed: Any) -> Any:
    values: dict[str, Any] = {
        "from_date": FROM,
        "to_date": TO,
        "reason": "sick",
        "account_id": world.accounts[who] if who else None,
        "deputy_id": world.accounts[deputy] if deputy else None,
    }
    return commands.declare_absence(**values | changed, by=by, at=world.at)


def notes(world: World, *units: str, by: str = "an", days: int = 0) -> list[str]:
    found = queries.absence_notes(
        world.person(by).actor, [world.unit(key) for key in units], world.at + timedelta(days=days)
    )
    return [str(note) for note in found]


@pytest.fixture
def oanh(world: World) -> Person:
    return world.add_person("oanh", "so-yte", [Role.CLERK], post="Văn thư", name="Tô Oanh")


# ── by oneself ──────────────────────────────────────────────────────────────────────────────────────────────


def test_chi_is_away_and_oanh_stands_in(world: World, chi: Person, oanh: Person) -> None:
    typed = {"from_date": "2021-08-02", "to_date": "2021-08-06", "reason": "leave", "deputy_id": oanh.account_id}
    assert chi.client.post(DECLARE_OWN, typed).status_code == 302
    page = chi.client.get(OWN).content.decode()
    assert "2/8/2021–6/8/2021" in page
    assert "Tô Oanh" in page
    actor = oanh.actor_at(world.at)
    assert actor.roles == {Role.CLERK, Role.FOCAL}
    assert actor.acting_for == "Chuyên viên Văn phòng Sở"


def test_what_the_deputy_does_carries_both_names(world: World, chi: Person, oanh: Person) -> None:
    declare(world, chi.actor, deputy="oanh")
    code = owe(world)
    act("hand_in", code, oanh)
    entry = Entry.rows.get(code=code, kind="obligation.handed_in")
    assert (entry.account_id, entry.acting_for) == (oanh.account_id, "Chuyên viên Văn phòng Sở")


def test_the_day_after_everything_is_as_before(world: World, chi: Person, oanh: Person) -> None:
    declare(world, chi.actor, deputy="oanh")
    last, after = world.at.replace(day=6), world.at.replace(day=7)
    assert queries.absent_accounts(world.accounts.values(), last) == {chi.account_id}
    assert queries.absent_accounts(world.accounts.values(), after) == set()
    assert Role.FOCAL in oanh.actor_at(last).roles
    assert oanh.actor_at(after).roles == {Role.CLERK}
    assert notes(world, "so-yte", days=5) == []


def test_back_early_the_deputy_stands_in_no_more(world: World, chi: Person, oanh: Person) -> None:
    declare(world, chi.actor, deputy="oanh")
    row = Absence.rows.get()
    assert chi.client.post(reverse("organizations:end_absence", args=[row.pk])).status_code == 302
    assert notes(world, "so-yte") == []
    assert oanh.actor_at(world.at).roles == {Role.CLERK}
    assert Deputy.rows.get(absence=row).withdrawn_at is not None
    before = Entry.rows.count()
    commands.end_absence(absence_id=row.pk, by=chi.actor, at=world.at)
    assert Entry.rows.count() == before
    declare(world, chi.actor)  # and away again on the same days


def test_an_absence_that_is_over_is_not_ended_again(world: World, chi: Person) -> None:
    declare(world, chi.actor)
    row = Absence.rows.get()
    after = world.at.replace(day=9)
    commands.end_absence(absence_id=row.pk, by=chi.actor_at(after), at=after)
    assert Absence.rows.get().withdrawn_at is None


def test_the_deputy_gets_no_more_than_the_absent_one_has(world: World, chi: Person, oanh: Person) -> None:
    """The post has an approver too; Chi is none, so whoever stands in for her is none either."""
    commands.seat_person(
        account_id=world.add_person("phuong", "so-yte", [Role.DRAFTER], post="Trưởng phòng").account_id,
        post_id=world.posts["so-yte", "Chuyên viên Văn phòng Sở"],
        role=Role.APPROVER,
        by=LOADER,
        at=world.at,
    )
    declare(world, chi.actor, deputy="oanh")
    assert oanh.actor_at(world.at).roles == {Role.CLERK, Role.FOCAL}


def test_who_stands_in_already_keeps_doing_so(world: World, binh: Person) -> None:
    """Minh stands in for Bình until the end of the month: his grant is not touched, not even by an early return."""
    declare(world, binh.actor, deputy="minh")
    assert Deputy.rows.get().absence is None
    commands.end_absence(absence_id=Absence.rows.get().pk, by=binh.actor, at=world.at)
    assert Deputy.rows.get().withdrawn_at is None


# ── by the approver ─────────────────────────────────────────────────────────────────────────────────────────


def test_binh_says_that_an_is_ill(world: World, an: Person, binh: Person) -> None:
    url = reverse("organizations:declare_absence", args=[world.code("btg-tinh-uy")])
    typed = {"account_id": an.account_id, "from_date": "2021-08-02", "to_date": "2021-08-06", "reason": "sick"}
    assert binh.client.post(url, {**typed, "deputy_id": world.accounts["ha"]}).status_code == 302
    assert world.person("ha").actor_at(world.at).acting_for == "Chuyên viên Phòng Tuyên truyền"
    page = binh.client.get(reverse("organizations:unit", args=[world.code("btg-tinh-uy")])).content.decode()
    assert "ốm" in page
    end = reverse("organizations:end_absence", args=[Absence.rows.get().pk])
    assert binh.client.post(end).headers["Location"].endswith(f"{world.code('btg-tinh-uy')}/")


@pytest.mark.parametrize("who", ["an", "chi", "giang", "kim"])
def test_others_do_not_declare_for_others(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        declare(world, world.person(who).actor, who="dung")
    declare(world, LOADER, who="dung")
    with pytest.raises(NotAllowed):
        commands.end_absence(absence_id=Absence.rows.get().pk, by=world.person(who).actor, at=world.at)


def test_an_approver_does_not_reach_into_another_unit(world: World, binh: Person) -> None:
    with pytest.raises(NotAllowed):
        declare(world, binh.actor, who="chi")


def test_an_absence_that_is_not_there(world: World, binh: Person) -> None:
    with pytest.raises(NotVisible):
        commands.end_absence(absence_id=999999, by=binh.actor, at=world.at)


# ── what others see ─────────────────────────────────────────────────────────────────────────────────────────


def test_senders_are_warned_but_not_told_why(world: World, chi: Person, oanh: Person, dung: Person) -> None:
    declare(world, chi.actor, deputy="oanh")
    said = "Lê Thị Chi (Chuyên viên Văn phòng Sở) vắng mặt đến hết 6/8/2021; người thay: Tô Oanh."
    assert notes(world, "so-yte", "so-tttt") == [said]
    page = unescape(dung.client.get(reverse("organizations:unit", args=[world.code("so-yte")])).content.decode())
    assert said in page
    assert "ốm" not in page


def test_a_deputy_who_is_away_himself_is_not_named(world: World, chi: Person, oanh: Person) -> None:
    declare(world, chi.actor, deputy="oanh")
    commands.end_absence(absence_id=Absence.rows.get().pk, by=chi.actor, at=world.at)
    commands.name_deputy(
        post_id=world.posts["so-yte", "Chuyên viên Văn phòng Sở"],
        account_id=oanh.account_id or 0,
        kinds=["work"],
        from_date=FROM,
        to_date=TO,
        reason="tập huấn",
        by=LOADER,
        at=world.at,
    )
    declare(world, LOADER, who="oanh")
    declare(world, chi.actor)
    assert notes(world, "so-yte") == [
        "Lê Thị Chi (Chuyên viên Văn phòng Sở) vắng mặt đến hết 6/8/2021, chưa có người thay."
    ]


def test_posts_and_units_where_nobody_is_left(world: World, chi: Person, oanh: Person) -> None:
    post = world.posts["so-yte", "Chuyên viên Văn phòng Sở"]
    vacant = commands.create_post(unit_id=world.unit("so-yte"), title="Giám đốc", by=LOADER, at=world.at).post_id
    units = [world.unit(key) for key in ("so-yte", "so-xaydung", "vks-tinh")]
    assert queries.absent_posts([post, vacant], world.at) == set()
    declare(world, chi.actor)
    assert queries.absent_posts([post, vacant], world.at) == {post}
    assert queries.absent_units(units, world.at) == {world.unit("so-yte")}
    assert queries.acting_for(post, world.at) == ()
    commands.end_absence(absence_id=Absence.rows.get().pk, by=chi.actor, at=world.at)
    declare(world, chi.actor, deputy="oanh")
    assert queries.absent_units(units, world.at) == set()  # Oanh stands in
    (one,) = queries.acting_for(post, world.at)
    assert (one.account_id, one.kinds, one.to_date) == (oanh.account_id, ("work",), TO)


def test_notes_cost_the_same_for_many(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as taken:
            notes(world, *world.units)
        return len(taken.captured_queries)

    declare(world, LOADER, who="chi")
    before = cost()
    for name in ("an", "binh", "dung", "giang", "ha"):
        declare(world, LOADER, who=name)
    assert cost() == before


def test_the_unit_page_costs_the_same_for_many(world: World, binh: Person) -> None:
    url = reverse("organizations:unit", args=[world.code("btg-tinh-uy")])
    declare(world, LOADER, who="an", deputy="ha")

    def more() -> None:
        for name in ("giang", "ha"):
            declare(world, LOADER, who=name, from_date=date(2021, 9, 1), to_date=date(2021, 9, 3))

    grows_flat(binh.client, url, more)


# ── refused ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"to_date": date(2021, 8, 1)}, "sau ngày bắt đầu"),
        ({"from_date": date(2021, 7, 1), "to_date": date(2021, 7, 30)}, "đã qua"),
        ({"to_date": date(2022, 9, 1)}, "quá một năm"),
        ({"reason": "fishing"}, "không có trong danh mục"),
        ({"deputy": "chi"}, "không thể tự thay mình"),
        ({"deputy": "dung"}, "cùng cơ quan"),
    ],
)
def test_refused(world: World, chi: Person, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        declare(world, chi.actor, **changed)
    assert Absence.rows.count() == 0
    assert Deputy.rows.count() == 1  # Minh, as ever


def test_a_deputy_who_is_away_too_is_refused(world: World, chi: Person, oanh: Person) -> None:
    declare(world, LOADER, who="oanh")
    with pytest.raises(Refused, match="Tô Oanh vắng mặt từ 2/8/2021 đến 6/8/2021"):
        declare(world, chi.actor, deputy="oanh")


def test_the_same_twice_is_one_and_other_days_are_refused(world: World, chi: Person) -> None:
    declare(world, chi.actor)
    count = Entry.rows.count()
    declare(world, chi.actor)
    assert (Absence.rows.count(), Entry.rows.count()) == (1, count)
    with pytest.raises(Refused, match="Đã báo vắng"):
        declare(world, chi.actor, to_date=date(2021, 8, 20))


def test_the_reason_lies_apart_and_may_be_erased(world: World, chi: Person) -> None:
    declare(world, chi.actor)
    entry = Entry.rows.get(kind="absence.declared")
    assert Personal.rows.filter(entry_id=entry.pk, field="reason", value="sick").exists()


def test_the_form_says_what_is_missing(chi: Person) -> None:
    assert chi.client.post(DECLARE_OWN, {"reason": "leave"}).status_code == 422
    page = chi.client.get(DECLARE_OWN).content.decode()
    assert "Chỉ cơ quan bạn thấy lý do" in page
    assert 'name="account_id"' not in page
