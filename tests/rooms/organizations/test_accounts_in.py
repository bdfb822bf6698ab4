"""Circles of addressees become accounts."""

from datetime import timedelta
from typing import Any

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Circle
from phoihop.organizations import commands
from phoihop.organizations.queries import accounts_in
from tests.world.build import LOADER, World
from tests.world.cast import Person


def names(world: World, *circles: Circle, days: int = 0) -> set[str]:
    usernames = {number: name for name, number in world.accounts.items()}
    return {usernames[number] for number in accounts_in(circles, world.at + timedelta(days=days))}


def test_roles_at_a_unit(world: World) -> None:
    lead = world.unit("btg-tinh-uy")
    assert names(world, Circle(frozenset({Role.CLERK}), unit_id=lead)) == {"giang"}
    assert names(world, Circle(SEATED, unit_id=lead)) == {"an", "binh", "giang", "ha", "minh"}


def test_auditors_of_a_territory_and_of_those_around_it(world: World) -> None:
    world.add_person("oanh", "btg-tw", [Role.AUDITOR])
    audited = frozenset({Role.AUDITOR})
    assert names(world, Circle(audited, territory="kg.vinhthanh")) == {"kim", "oanh"}
    assert names(world, Circle(audited, territory="ag")) == {"oanh"}


def test_a_role_anywhere(world: World) -> None:
    assert names(world, Circle(frozenset({Role.ADMINISTRATOR}))) == {"long"}


def test_several_circles_count_each_person_once(world: World) -> None:
    lead = world.unit("btg-tinh-uy")
    approvers = Circle(frozenset({Role.APPROVER}), unit_id=lead)
    assert names(world, approvers, Circle(SEATED, unit_id=lead), approvers) >= {"binh", "minh"}


def test_no_circle_nobody(world: World) -> None:
    assert names(world) == set()


def test_deputies_within_their_dates(world: World) -> None:
    approvers = Circle(frozenset({Role.APPROVER}), unit_id=world.unit("btg-tinh-uy"))
    commands.name_deputy(
        post_id=world.posts["btg-tinh-uy", "Trưởng ban"],
        account_id=world.accounts["giang"],
        kinds=["approve"],
        from_date=world.at.date(),
        to_date=world.at.date() + timedelta(days=1),
        reason="đi họp",
        by=LOADER,
        at=world.at,
    )
    assert names(world, approvers) == {"binh", "minh", "giang"}
    assert names(world, approvers, days=2) == {"binh", "minh"}


def test_a_disabled_account_is_left_out(world: World, binh: Person) -> None:
    commands.disable_account(account_id=binh.account_id, by=LOADER, at=world.at)
    circle = Circle(frozenset({Role.APPROVER}), unit_id=world.unit("btg-tinh-uy"))
    assert names(world, circle) == {"minh"}


def test_two_queries_however_many_circles(world: World, django_assert_num_queries: Any) -> None:
    circles = [Circle(SEATED, unit_id=number) for number in world.units.values()]
    with django_assert_num_queries(2):
        accounts_in(circles, world.at)
