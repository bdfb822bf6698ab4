"""Who somebody is at a moment: seats and deputies in force, everything else is nobody."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phoihop.ground.actor import EVERYWHERE, Role
from phoihop.organizations import commands
from phoihop.organizations.queries import actor_of, seat_choices
from tests.world.build import LOADER, World
from tests.world.cast import Person

LEAD = "btg-tinh-uy"


def test_one_post_in_two_roles(world: World, an: Person) -> None:
    assert an.actor.roles == {Role.DRAFTER, Role.FOCAL}
    assert (an.actor.unit_id, an.actor.post) == (world.unit(LEAD), "Chuyên viên Phòng Tuyên truyền")
    assert (an.actor.acting_for, an.actor.audits) == ("", frozenset())


def test_khach_is_nobody(khach: Person) -> None:
    assert khach.actor.kind == "nobody"


def test_a_deputy_says_for_whom(minh: Person) -> None:
    assert (minh.actor.post, minh.actor.acting_for) == ("Phó trưởng ban", "Trưởng ban")


def test_an_auditor_looks_into_his_territory_and_those_inside(kim: Person) -> None:
    assert kim.actor.audits == {"kg", "kg.vinhthanh"}


def test_an_auditor_of_the_centre_looks_everywhere(world: World) -> None:
    assert world.add_person("oanh", "btg-tw", [Role.AUDITOR]).actor.audits == {EVERYWHERE}


def test_the_unit_he_chose(world: World, an: Person) -> None:
    world.add_person("an", "so-tttt", [Role.APPROVER])
    there = an.actor_at(world.at, world.unit("so-tttt"))
    assert (there.unit_name, there.roles) == ("Sở Thông tin và Truyền thông tỉnh Kiên Giang", {Role.APPROVER})
    assert an.actor_at(world.at).unit_id == world.unit(LEAD)
    assert [seat.unit_id for seat in seat_choices(an.account_id or 0, world.at)] == [
        world.unit(LEAD),
        world.unit("so-tttt"),
    ]


def test_a_unit_where_he_has_no_seat(world: World, an: Person) -> None:
    assert an.actor_at(world.at, world.unit("so-yte")).kind == "nobody"


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("unit", lambda w, p, day: commands.end_unit(unit_id=w.unit("so-yte"), on_date=day, reason="x", **by(w))),
        ("post", lambda w, p, day: commands.end_post(post_id=post_of(w, "so-yte"), on_date=day, **by(w))),
        ("seat", lambda w, p, day: commands.end_seat(seat_id=seat_of(w, p), on_date=day, **by(w))),
    ],
)
def test_ended_after_its_last_day(world: World, chi: Person, what: str, end: Any) -> None:
    end(world, chi, world.at.date())
    assert chi.actor_at(world.at).is_person
    assert chi.actor_at(world.at + timedelta(days=1)).kind == "nobody"


def test_a_disabled_account_at_once(world: World, chi: Person) -> None:
    commands.disable_account(account_id=chi.account_id, **by(world))
    assert chi.actor_at(world.at).kind == "nobody"


def test_a_seat_that_has_not_begun(world: World) -> None:
    person = world.add_person("oanh", "so-yte", [])
    commands.seat_person(
        account_id=person.account_id,
        post_id=world.posts["so-yte", "Chuyên viên"],
        role=Role.FOCAL,
        valid_from=date(2021, 8, 3),
        **by(world),
    )
    assert person.actor_at(world.at).kind == "nobody"
    assert person.actor_at(world.at + timedelta(days=1)).roles == {Role.FOCAL}


@pytest.mark.parametrize(
    ("day", "roles"),
    [
        ("2021-08-01", {Role.FOCAL}),
        ("2021-08-02", {Role.FOCAL, Role.APPROVER}),
        ("2021-08-10", {Role.FOCAL, Role.APPROVER}),
        ("2021-08-11", {Role.FOCAL}),
    ],
)
def test_a_deputy_within_his_dates(world: World, day: str, roles: set[Role]) -> None:
    person = world.add_person("oanh", LEAD, [Role.FOCAL])
    name_for_head(world, person, ["approve"])
    actor = person.actor_at(datetime.fromisoformat(f"{day}T23:30+07:00"))
    assert actor.roles == roles
    assert actor.acting_for == ("Trưởng ban" if Role.APPROVER in roles else "")


def test_a_deputy_from_elsewhere_without_a_seat_of_his_own(world: World) -> None:
    person = world.add_person("oanh", "so-yte", [])
    name_for_head(world, person, ["all"])
    assert person.actor.unit_id == world.unit(LEAD)
    assert (person.actor.post, person.actor.roles) == ("", {Role.APPROVER})


def test_a_kind_of_power_the_post_does_not_have(world: World) -> None:
    person = world.add_person("oanh", LEAD, [Role.FOCAL])
    name_for_head(world, person, ["work"])
    assert (person.actor.roles, person.actor.acting_for) == ({Role.FOCAL}, "")


def test_a_vacant_post_has_nothing_to_take_over(world: World, binh: Person) -> None:
    person = world.add_person("oanh", LEAD, [Role.FOCAL])
    name_for_head(world, person, ["all"])
    commands.end_seat(seat_id=seat_of(world, binh), on_date=world.at.date() - timedelta(days=1), **by(world))
    assert person.actor.roles == {Role.FOCAL}


@pytest.mark.parametrize(("who", "most"), [("an", 4), ("minh", 4), ("kim", 6)])
def test_few_queries_and_one_when_nothing_changed(
    world: World, django_assert_num_queries: Any, who: str, most: int
) -> None:
    world.add_person("moi", "so-yte", [Role.FOCAL])
    with django_assert_num_queries(most):
        actor_of(world.accounts[who], None, world.at)
    with django_assert_num_queries(1):
        actor_of(world.accounts[who], None, world.at)


def test_queries_stay_the_same_with_more_seats(world: World, an: Person, django_assert_num_queries: Any) -> None:
    for unit in ("so-yte", "so-tttt", "ubnd-tinh"):
        world.add_person("an", unit, [Role.FOCAL, Role.DRAFTER])
    with django_assert_num_queries(4):
        actor_of(an.account_id or 0, world.unit("so-tttt"), world.at)


def test_what_changed_is_seen_at_once(world: World, an: Person) -> None:
    assert Role.DRAFTER in an.actor_at(world.at).roles
    commands.disable_account(account_id=an.account_id or 0, **by(world))
    assert an.actor_at(world.at).kind == "nobody"
    commands.enable_account(account_id=an.account_id or 0, **by(world))
    assert Role.DRAFTER in an.actor_at(world.at).roles


def test_dates_run_out_without_any_change(world: World, minh: Person) -> None:
    assert minh.actor_at(world.at).acting_for
    assert not minh.actor_at(world.at + timedelta(days=60)).acting_for


def by(world: World) -> dict[str, Any]:
    return {"by": LOADER, "at": world.at}


def post_of(world: World, unit: str) -> int:
    return next(number for (key, _title), number in world.posts.items() if key == unit)


def seat_of(world: World, person: Person) -> int:
    from phoihop.organizations.queries import account

    return account(LOADER, person.account_id or 0, world.at).seats[0].id


def name_for_head(world: World, person: Person, kinds: list[str]) -> None:
    commands.name_deputy(
        post_id=world.posts[LEAD, "Trưởng ban"],
        account_id=person.account_id,
        kinds=kinds,
        from_date=date(2021, 8, 2),
        to_date=date(2021, 8, 10),
        reason="đi công tác",
        **by(world),
    )
