"""How often somebody may try: counted before anything is looked at, so that many tries at once are counted too."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db.models import F

from phoihop.ground.command import tell
from phoihop.organizations.events import AccountSlowed
from phoihop.organizations.models import Account, Tries
from phoihop.organizations.rules import second_factors as rules


def taken(what: str, whose: str, at: datetime) -> int:
    """Counts one try. Gives the seconds to wait where it is too early: such a try is neither looked at nor counted."""
    digest = rules.tries_digest(what, whose)
    nothing = {"count": 0, "last_at": at, "until_at": at}
    row, _is_new = Tries.rows.get_or_create(digest=digest, defaults=nothing)
    is_forgotten = not row.last_at - timedelta(seconds=1) <= at < row.last_at + rules.FORGOTTEN_AFTER
    if row.until_at > at and not is_forgotten:
        return math.ceil((row.until_at - at).total_seconds())
    count = 1 if is_forgotten else row.count + 1
    seen = Tries.rows.filter(pk=row.pk, count=row.count, last_at=row.last_at, until_at=row.until_at)
    is_taken = seen.update(count=count, last_at=at, until_at=at + rules.wait_after(what, count))
    return 0 if is_taken else 1  # another try at the same moment was first


def forgotten(what: str, whose: str) -> None:
    """The right person came: what was tried before is forgotten."""
    Tries.rows.filter(digest=rules.tries_digest(what, whose)).delete()


def taken_back(what: str, whose: str, at: datetime) -> None:
    """One try was no wrong one; those of others from the same network stay counted."""
    rows = Tries.rows.filter(digest=rules.tries_digest(what, whose), count__gt=0)
    rows.update(count=F("count") - 1, until_at=at)


def swept(at: datetime) -> None:
    """Of yesterday's tries nothing is kept."""
    Tries.rows.filter(last_at__lt=at - timedelta(days=1)).delete()


def tell_when_many(what: str, whose: str, account: Account | None) -> bool:
    """The ledger hears of many wrong tries in a row at one account, and of each tenfold. Whether it heard."""
    row = Tries.rows.filter(digest=rules.tries_digest(what, whose)).first()
    if account is None or row is None or row.count not in rules.TOLD_AT:
        return False
    tell(AccountSlowed(code=f"TK-{account.pk}", account_id=account.pk, count=row.count))
    return True
