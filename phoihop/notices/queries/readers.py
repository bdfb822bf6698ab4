"""How people and offices want to be told, where, and whose the inbox of an office is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor, Role
from phoihop.ground.powers import Circle, NotAllowed
from phoihop.mail.queries import addresses_of
from phoihop.notices import rules
from phoihop.notices.models import Reader
from phoihop.notices.policy import KEEPERS
from phoihop.organizations.queries import (
    HeldPost,
    account_names,
    accounts_in,
    correspondents,
    held_posts,
    unit_names,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where mails of a reader go: "" nowhere. `bounced` came back and is not written to any more."""

    address: str
    is_own: bool = False  # confirmed by himself, not the one of his account
    pending: str = ""
    bounced: str = ""
    bounced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """How a reader wants to be told."""

    ways: dict[str, str] = field(default_factory=dict)
    has_digest: bool = True
    digest_time: time = rules.DIGEST_TIME
    is_on_days_off: bool = False
    quiet_from: time = rules.QUIET_FROM
    quiet_to: time = rules.QUIET_TO
    language: str = ""
    version: int = 1
    owner_post_id: int | None = None
    last_digest: date | None = None


def choices(actor: Actor) -> Choices:
    """The actor's own; what everybody has, until he chooses."""
    return _choices(Reader.rows.filter(account=actor.account_id or 0).first())


def office_choices(unit_id: int) -> Choices:
    return _choices(Reader.rows.filter(unit=unit_id).first())


def address_of(actor: Actor) -> Address:
    """Where the actor's own mails go."""
    row = Reader.rows.filter(account=actor.account_id or 0).first()
    account = correspondents([actor.account_id or 0]).get(actor.account_id or 0)
    return address_in(row, account.email if account else "")


def address_in(row: Reader | None, given: str) -> Address:
    """`given` is the address of the account, or of the unit."""
    if row is None:
        return Address(given)
    meant = row.address or given
    usable = "" if meant and meant == row.bounced_address else meant
    return Address(usable, bool(row.address), row.pending_address, row.bounced_address, row.bounced_at)


def office_address(unit_id: int) -> Address:
    row = Reader.rows.filter(unit=unit_id).first()
    return address_in(row, addresses_of([unit_id]).get(unit_id, ""))


def owner_of(unit_id: int, at: datetime) -> rules.Owner:
    """Whose the inbox of this unit is now."""
    return owners_of([unit_id], at)[unit_id]


def owners_of(unit_ids: Collection[int], at: datetime) -> dict[int, rules.Owner]:
    """Of many units: four queries, and two more when some inbox is left to the administrators of the house."""
    named = dict(Reader.rows.filter(unit__in=set(unit_ids)).values_list("unit_id", "owner_post_id"))
    posts = held_posts(unit_ids, at)
    house: list[tuple[tuple[int, str], ...]] = []

    def of_house() -> tuple[tuple[int, str], ...]:
        if not house:
            names = account_names(accounts_in([Circle(KEEPERS)], at))
            house.append(tuple(sorted(names.items())))
        return house[0]

    return {
        unit_id: rules.owner_among(named.get(unit_id), [_held(post) for post in posts.get(unit_id, ())], of_house)
        for unit_id in unit_ids
    }


def check_keeper(actor: Actor, at: datetime) -> None:
    """Refuses (NotAllowed) whoever does not own the inbox of the office he acts from."""
    owner = owner_of(actor.unit_id or 0, at)
    if not owner.is_one(actor.account_id):
        who = owner.post or ", ".join(name for _one, name in owner.people)
        raise NotAllowed(
            _("Hộp thư của cơ quan do %(who)s giữ. Chưa thay đổi gì; cần xử lý thì báo người giữ.") % {"who": who}
        )


def check_hands_over(actor: Actor, unit_id: int, at: datetime) -> None:
    """Refuses (NotAllowed) whoever is neither keeper of the unit's inbox, nor its head, nor an administrator."""
    posts = held_posts([unit_id], at).get(unit_id, ())
    heads = {one for post in posts if post.is_head for one, _name in post.people}
    is_at_home = unit_id == actor.unit_id
    is_keeper = is_at_home and owner_of(unit_id, at).is_one(actor.account_id)
    if not (is_keeper or (is_at_home and actor.account_id in heads) or actor.has_role(KEEPERS)):
        raise NotAllowed(_("Chỉ người giữ hộp thư, người đứng đầu cơ quan hoặc quản trị viên giao được hộp thư."))


def posts_to_own(unit_id: int, at: datetime) -> list[tuple[int, str]]:
    """The posts of a unit that may own its inbox."""
    return [(post.id, post.title) for post in held_posts([unit_id], at).get(unit_id, ())]


def unit_name(unit_id: int) -> str:
    return unit_names([unit_id])[unit_id].name


def _held(post: HeldPost) -> tuple[int, str, bool, bool, tuple[tuple[int, str], ...]]:
    return post.id, post.title, post.is_head, Role.ADMINISTRATOR in post.roles, post.people


def _choices(row: Reader | None) -> Choices:
    if row is None:
        return Choices()
    return Choices(
        ways=rules.read_ways(row.ways),
        has_digest=row.has_digest,
        digest_time=row.digest_time,
        is_on_days_off=row.is_on_days_off,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        language=row.language,
        version=row.version,
        owner_post_id=row.owner_post_id,
        last_digest=row.digest_day if row.digest_day > date.min else None,
    )
