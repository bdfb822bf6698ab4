"""Who acts when a command of the command line is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phoihop.site.commandline import WrongInput

if TYPE_CHECKING:
    from phoihop.ground.actor import Actor


def person_or_console(username: str | None) -> Actor:
    """The person named, at the seat of today; nobody named: the operator's console. Refused: an unknown name."""
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations.queries import account_ids, actor_of

    if username is None:
        return Actor.system("administrator-console")
    account_id = account_ids([username]).get(username)
    if account_id is None:
        raise WrongInput([f"--as: không có tài khoản {username}"])
    return actor_of(account_id, None, clock.now())
