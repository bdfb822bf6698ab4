"""Words that a password should not be made of."""

from __future__ import annotations

from phoihop.ground import clock
from phoihop.organizations.models import Account
from phoihop.organizations.queries.actors import seat_choices


def words_about(account: Account) -> list[str]:
    """The names of an account, of its units today and of its posts."""
    seats = seat_choices(account.pk, clock.now()) if account.pk else []
    about = [account.username, account.full_name, account.email.partition("@")[0]]
    return [word for word in (*about, *(seat.unit_name for seat in seats), *(seat.post for seat in seats)) if word]
