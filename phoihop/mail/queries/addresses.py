"""Addresses of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from phoihop.ground.actor import Actor, Role
from phoihop.ground.powers import Circle, NotVisible
from phoihop.mail.models import Address
from phoihop.mail.rules import addresses
from phoihop.organizations.queries import accounts_in


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address of a unit that is in use or waits to be confirmed. `post` answers for what arrives."""

    code: str
    address: str
    state: str
    is_main: bool
    post_id: int
    post: str
    version: int
    asks_links: bool


def addresses_of(unit_ids: Iterable[int]) -> dict[int, str]:
    """The main address of each of these units that has a confirmed one. For commands; it says nothing to readers."""
    rows = Address.rows.filter(unit__in=set(unit_ids), is_main=True)
    return dict(rows.values_list("unit_id", "address"))


def asking_for_links(unit_ids: Iterable[int]) -> set[int]:
    """Those of these units that want links of duties by mail although somebody there can sign in."""
    rows = Address.rows.filter(unit__in=set(unit_ids), is_main=True, asks_links=True)
    return set(rows.values_list("unit_id", flat=True))


def reached_by_mail_alone(unit_ids: Iterable[int], roles: frozenset[Role], at: datetime) -> set[int]:
    """Those of these units with a confirmed address where nobody in these roles has an account in force, or that ask
    for links by mail all the same."""
    reached = addresses_of(unit_ids)
    asking = asking_for_links(reached)
    return {unit for unit in reached if unit in asking or not accounts_in([Circle(roles, unit_id=unit)], at)}


def is_of_unit(address: str, unit_id: int) -> bool:
    """Whether this is a confirmed address of the unit."""
    folded = addresses.fold(address)
    return bool(folded) and Address.rows.filter(unit=unit_id, fold=folded, state="CONFIRMED").exists()


def address_lines(actor: Actor, unit_id: int) -> list[AddressLine]:
    """The unit's addresses, the main one first, then in the order they were added; without the retired ones."""
    rows = Address.objects.visible_to(actor).filter(unit=unit_id).exclude(state="RETIRED")
    values = rows.order_by("-is_main", "pk").values_list(
        "code", "address", "state", "is_main", "owner_post_id", F("owner_post__title"), "version", "asks_links"
    )
    return [AddressLine(*line) for line in values]


@dataclass(frozen=True, slots=True)
class AddressView:
    """One address, with its unit."""

    code: str
    address: str
    post: str
    post_id: int
    version: int
    unit_code: str
    unit_name: str


def address(actor: Actor, code: str) -> AddressView:
    """Not visible when there is no such address."""
    rows = Address.objects.visible_to(actor).filter(code=code)
    row = rows.values_list(
        "code", "address", "owner_post__title", "owner_post_id", "version", "unit__code", "unit__name"
    ).first()
    if row is None:
        raise NotVisible
    return AddressView(*row)


def state_of(code: str, unit_id: int) -> tuple[str, str] | None:
    """Address and state, for whoever was asked to confirm it; None: there is none of this unit."""
    return Address.rows.filter(code=code, unit=unit_id).values_list("address", "state").first()
