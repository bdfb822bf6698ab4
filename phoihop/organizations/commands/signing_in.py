"""Coming in: a turn to try, the second step, and the note that somebody is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.organizations.commands.tries import forgotten, swept, taken, taken_back, tell_when_many
from phoihop.organizations.events import AccountSignedIn, RecoveryCodeUsed
from phoihop.organizations.models import Account, Factor, RecoveryCode, Session
from phoihop.organizations.outside import keeping, passkeys
from phoihop.organizations.rules import second_factors as rules


@dataclass(frozen=True, slots=True)
class Proof:
    """Who was proven to be there, and by what; `way` is empty when nobody was. `wait` are seconds until the next try
    is looked at."""

    account_id: int = 0
    way: str = ""
    wait: int = 0


NOBODY = Proof()


@command("account.sign_in")
def take_turn(*, username: str, network: str, device: str, by: Actor, at: datetime) -> int:
    """Takes a turn to try a password; gives the seconds to wait, 0 when it may be looked at now.

    Counted by network, and by name; a browser that this account has come in from before (`device`) is counted alone,
    so that strangers who keep trying a name do not keep its owner out.
    """
    ask(by, "account.sign_in")
    what, whose = _counted_as(username, device)
    wait = taken("network", network, at) or taken(what, whose, at)
    account = Account.rows.filter(username=username).first()
    if wait or not tell_when_many(what, whose, account):
        nothing_changed()
    return wait


@command("account.sign_in")
def take_passkey_turn(*, network: str, by: Actor, at: datetime) -> int:
    """Takes a turn to be asked for a passkey: each question is kept until it is answered."""
    ask(by, "account.sign_in")
    nothing_changed()
    return taken("passkey", network, at)


@command("account.sign_in")
def sign_in(
    *,
    account_id: int,
    way: str = "password",
    username: str = "",
    network: str = "",
    device: str = "",
    now: datetime | None = None,
    by: Actor,
    at: datetime,
) -> AccountSignedIn:
    """Notes that a person came in by the front door; forgets the tries before, and sessions over by `now`."""
    ask(by, "account.sign_in")
    forgotten(*_counted_as(username, device))
    taken_back("network", network, at)
    swept(at)
    if now is not None:
        Session.rows.filter(expire_date__lt=now).delete()
    return tell(AccountSignedIn(code=f"TK-{account_id}", account_id=account_id, way=way))


@command("account.sign_in")
def prove_by_code(*, account_id: int, code: str, now: datetime, by: Actor, at: datetime) -> Proof:
    """The second step: a code of the account's app, good once, or a recovery code, good once.

    `now` is the time of phones, not that of a demonstration.
    """
    ask(by, "account.sign_in")
    wait = taken("step", str(account_id), at)
    way = "" if wait else _used_app(account_id, code, now, at) or _used_recovery_code(account_id, code, at)
    return _answer(account_id, way, wait)


@command("account.sign_in")
def prove_by_password(*, account_id: int, secret: str, now: datetime, by: Actor, at: datetime) -> Proof:
    """Who is signed in shows again that it is he: by the password, or a code of the app."""
    ask(by, "account.sign_in")
    wait = taken("step", str(account_id), at)
    account = Account.rows.filter(pk=account_id, is_active=True).first()
    if wait or account is None:
        return _answer(account_id, "", wait)
    way = _used_app(account_id, secret, now, at) or ("password" if account.check_password(secret) else "")
    return _answer(account_id, way, 0)


@command("account.sign_in")
def prove_by_passkey(
    *,
    site: passkeys.Site,
    state: Mapping[str, Any],
    answer: str,
    account_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Proof:
    """A passkey answers the question kept in `state`; for one account, or (None) for whichever it belongs to.

    Nobody is proven by the passkey of another or of a locked account, by a wrong signature, or by a count of uses that
    does not go on: there are two of that passkey.
    """
    ask(by, "account.sign_in")
    nothing_changed()
    try:
        credential = passkeys.credential_of(answer)
        row = Factor.rows.select_related("account").filter(credential=credential, removed_at__isnull=True).first()
        if row is None or account_id not in (None, row.account_id) or not row.account.is_active:
            return NOBODY
        public = keeping.open_(row.sealed, kind="passkey", account_id=row.account_id)
        counter = passkeys.read_known(site, state, answer, public)
    except passkeys.NotAPasskey:
        return NOBODY
    if (counter or row.counter) and counter <= row.counter:
        return NOBODY
    if not Factor.rows.filter(pk=row.pk, counter=row.counter).update(counter=counter, last_used_at=at):
        return NOBODY
    return Proof(row.account_id, "passkey")


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _counted_as(username: str, device: str) -> tuple[str, str]:
    return ("device", f"{username}:{device}") if device else ("name", username)


def _used_app(account_id: int, code: str, now: datetime, at: datetime) -> str:
    row = Factor.rows.filter(account_id=account_id, kind="app", removed_at__isnull=True).first()
    if row is None:
        return ""
    key = keeping.open_(row.sealed, kind="app", account_id=account_id).decode()
    step = rules.matching_step(key, code, now, row.counter)
    if step is None:
        return ""
    # Of two that come with the same code one is too late.
    used = Factor.rows.filter(pk=row.pk, counter=row.counter).update(counter=step, last_used_at=at)
    return "app" if used else ""


def _used_recovery_code(account_id: int, code: str, at: datetime) -> str:
    unused = RecoveryCode.rows.filter(account_id=account_id, used_at__isnull=True)
    if not unused.filter(digest=rules.recovery_digest(code, account_id)).update(used_at=at):
        return ""
    tell(RecoveryCodeUsed(code=f"TK-{account_id}", account_id=account_id, left=unused.count()))
    return "recovery"


def _answer(account_id: int, way: str, wait: int) -> Proof:
    nothing_changed()
    if way:
        forgotten("step", str(account_id))
        return Proof(account_id, way)
    if not wait:
        tell_when_many("step", str(account_id), Account.rows.filter(pk=account_id).first())
    return Proof(wait=wait)
