"""Sessions are ended: one's own elsewhere, or all of an account when its safety changes."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.powers import ask
from phoihop.organizations.commands.checking import same
from phoihop.organizations.events import SessionsEnded
from phoihop.organizations.models import Session


@command("session.own")
def end_session(*, session: str, by: Actor, at: datetime) -> SessionsEnded:
    """Ends one of one's own sessions. Twice is harmless; one of another is not found, and so not ended."""
    ask(by, "session.own")
    count, _by_model = Session.rows.filter(session_key=session, account_id=by.account_id or 0).delete()
    return _told(by, count)


@command("session.own")
def end_other_sessions(*, keep: str, by: Actor, at: datetime) -> SessionsEnded:
    """Ends all of one's own sessions but this one."""
    ask(by, "session.own")
    return _told(by, close_sessions(by.account_id or 0, keep=keep))


def close_sessions(account_id: int, keep: str = "") -> int:
    """How many there were."""
    count, _by_model = Session.rows.filter(account_id=account_id).exclude(session_key=keep).delete()
    return count


def _told(by: Actor, count: int) -> SessionsEnded:
    event = SessionsEnded(code=f"TK-{by.account_id}", account_id=by.account_id or 0, count=count)
    return tell(event) if count else same(event)
