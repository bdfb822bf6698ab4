"""Second factors: one's own, whether an account has any, and of whom they are demanded."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed, NotVisible, may
from phoihop.ground.sealing import CannotOpen
from phoihop.organizations.models import Account, Factor, FactorDemand, RecoveryCode
from phoihop.organizations.outside import keeping, passkeys
from phoihop.organizations.queries.actors import seat_choices
from phoihop.organizations.rules import second_factors

REMEMBERED = timedelta(days=90)  # that somebody else took a factor away


@dataclass(frozen=True, slots=True)
class FactorLine:
    """`removed_at` and `reason` are set when an administrator took it away."""

    id: int
    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    removed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewKey:
    """An app's key that is not yet anybody's; `carried` is the same, closed."""

    key: str
    carried: str
    username: str


def own_factors(actor: Actor) -> list[FactorLine]:
    rows = Factor.rows.filter(account_id=actor.account_id or 0, removed_at__isnull=True)
    return [_line(row) for row in rows.order_by("kind", "pk")]


def factors_taken(actor: Actor, at: datetime) -> list[FactorLine]:
    """Those that an administrator took from the actor in the last months, the latest first."""
    rows = Factor.rows.filter(account_id=actor.account_id or 0, removed_at__gt=at - REMEMBERED)
    return [_line(row) for row in rows.exclude(removed_reason="").order_by("-removed_at", "-pk")]


def factor_kinds(account_id: int) -> frozenset[str]:
    """The kinds of factors an account has; none: the password alone lets it in."""
    rows = Factor.rows.filter(account_id=account_id, removed_at__isnull=True)
    return frozenset(rows.values_list("kind", flat=True))


def recovery_codes_left(account_id: int) -> int:
    return RecoveryCode.rows.filter(account_id=account_id, used_at__isnull=True).count()


def own_passkeys(account_id: int) -> list[bytes]:
    """The public keys of an account's passkeys."""
    rows = Factor.rows.filter(account_id=account_id, kind="passkey", removed_at__isnull=True).order_by("pk")
    return [keeping.open_(row.sealed, kind="passkey", account_id=account_id) for row in rows]


def new_app_key(actor: Actor) -> NewKey:
    """A fresh key for the actor's app. Nothing is kept of it: what is carried comes back with the first code."""
    key = second_factors.new_key()
    return NewKey(key, keeping.carry(key, account_id=actor.account_id or 0), _own(actor).username)


def carried_key(actor: Actor, carried: str) -> NewKey | None:
    """The key that came back with a wrong code, to be shown again; None when it is none of ours."""
    try:
        key = keeping.carried(carried, account_id=actor.account_id or 0)
    except (CannotOpen, binascii.Error):
        return None
    return NewKey(key, carried, _own(actor).username)


def ask_new_passkey(actor: Actor, site: passkeys.Site) -> passkeys.Question:
    """What a browser is asked to make a passkey of the actor's."""
    account = _own(actor)
    return passkeys.ask_new(
        site,
        account_id=account.pk,
        username=account.username,
        full_name=account.full_name,
        known=own_passkeys(account.pk),
    )


def ask_known_passkey(site: passkeys.Site, account_id: int | None = None) -> passkeys.Question:
    """What a browser is asked at the front door: for a passkey of this account, or (None) for any of this site."""
    return passkeys.ask_known(site, own_passkeys(account_id) if account_id else ())


def demanded_from(account_id: int, at: datetime) -> date | None:
    """The day from which one of the account's roles, at whichever of its units, must have a second factor."""
    demands = dict(FactorDemand.rows.values_list("role", "from_date"))
    if not demands:
        return None
    held = {role.value for seat in seat_choices(account_id, at) for role in seat.roles}
    return min((day for role, day in demands.items() if role in held), default=None)


def factor_demands(actor: Actor) -> dict[str, date]:
    """Roles and the days from which they must have a second factor. Not allowed: whoever may not set them."""
    if not may(actor, "factor.demand"):
        raise NotAllowed
    return dict(FactorDemand.rows.values_list("role", "from_date"))


def _own(actor: Actor) -> Account:
    account = Account.rows.filter(pk=actor.account_id or 0).first()
    if account is None:
        raise NotVisible
    return account


def _line(row: Factor) -> FactorLine:
    return FactorLine(row.pk, row.kind, row.name, row.created_at, row.last_used_at, row.removed_at, row.removed_reason)
