"""Accounts: opened, corrected, locked and unlocked, with their passwords."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, sort_key
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import (
    account_row,
    differences,
    needed,
    refuse_unless_one_of,
    same,
    told,
)
from phoihop.organizations.commands.sessions import close_sessions
from phoihop.organizations.models import Account


@command("account.manage")
def open_account(
    *, username: str, full_name: str, email: str = "", language: str = "vi", password: str = "", by: Actor, at: datetime
) -> events.AccountOpened:
    """A new account, without any right until it is seated. Refused: a name that is none or is taken, a weak password.

    Without a password nobody can sign in yet.
    """
    ask(by, "account.manage")
    username = username.strip().lower()
    if not rules.is_username(username):
        raise Refused(_("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch nối."))
    if Account.rows.filter(username=username).exists():
        raise Refused(_("Tên đăng nhập %(name)s đã có người dùng.") % {"name": username})
    refuse_unless_one_of(language, rules.LANGUAGES)
    called = _called(needed(full_name, 200), username)
    secret = _hash(password, Account(username=username, full_name=called["full_name"], email=email))
    row = Account.rows.create(username=username, email=email.strip(), language=language, password=secret, **called)
    return told(events.AccountOpened(code=f"TK-{row.pk}", account_id=row.pk, username=username))


@command("account.manage")
def amend_account(
    *, account_id: int, full_name: str, email: str, version: int | None = None, by: Actor, at: datetime
) -> events.AccountAmended:
    """Corrects name and address of an account. Refused: an empty name."""
    row = account_row(account_id)
    ask(by, "account.manage", row)
    wanted = {"full_name": needed(full_name, 200), "email": email.strip()}
    changes = differences(row, wanted)
    event = events.AccountAmended(code=f"TK-{row.pk}", account_id=row.pk, fields=", ".join(changes))
    if not changes:
        return same(event)
    change(row, version=version, email=wanted["email"], **_called(wanted["full_name"], row.username))
    return told(event)


@command("account.manage")
def disable_account(*, account_id: int, by: Actor, at: datetime) -> events.AccountDisabled:
    """Locks an account out at once, ending its sessions; its history stays. Refused: one's own."""
    row = account_row(account_id)
    ask(by, "account.manage", row)
    if account_id == by.account_id:
        raise Refused(_("Không thể tự khóa tài khoản của mình."))
    event = events.AccountDisabled(code=f"TK-{row.pk}", account_id=row.pk)
    if not row.is_active:
        return same(event)
    change(row, is_active=False)
    close_sessions(row.pk)
    return told(event, changes={"is_active": (True, False)})


@command("account.manage")
def enable_account(*, account_id: int, by: Actor, at: datetime) -> events.AccountEnabled:
    """Lets a disabled account in again, with the seats it still has."""
    row = account_row(account_id)
    ask(by, "account.manage", row)
    event = events.AccountEnabled(code=f"TK-{row.pk}", account_id=row.pk)
    if row.is_active:
        return same(event)
    change(row, is_active=True)
    return told(event, changes={"is_active": (False, True)})


@command("account.manage")
def set_password(*, account_id: int, password: str, by: Actor, at: datetime) -> events.PasswordSet:
    """An administrator gives an account a new password. Refused: a weak one."""
    row = account_row(account_id)
    ask(by, "account.manage", row)
    return _save_password(row, needed(password))


@command("account.own")
def change_password(*, current: str, password: str, by: Actor, at: datetime) -> events.PasswordSet:
    """One's own new password. Refused: the present one is wrong, the new one is weak."""
    ask(by, "account.own")
    row = account_row(by.account_id)
    if not row.check_password(current):
        raise Refused(_("Mật khẩu hiện tại không đúng."))
    return _save_password(row, needed(password))


@command("account.own")
def choose_language(*, language: str, by: Actor, at: datetime) -> events.LanguageChosen:
    """The language of one's own pages and messages."""
    ask(by, "account.own")
    refuse_unless_one_of(language, rules.LANGUAGES)
    row = account_row(by.account_id)
    event = events.LanguageChosen(code=f"TK-{row.pk}", account_id=row.pk, language=language)
    if row.language == language:
        return same(event)
    change(row, language=language)
    return told(event)


def _called(full_name: str, username: str) -> dict[str, str]:
    """The name of a person with its columns for search and order: lists go by the given name, the last word."""
    *family, given = full_name.split()
    by_given = sort_key(" ".join([given, *family]))
    return {"full_name": full_name, "fold": fold(f"{full_name} {username}"), "sort_key": by_given}


def _hash(password: str, account: Account) -> str:
    """The hash of a good password; an unusable one for none. Refused when it is weak."""
    if password:
        try:
            validate_password(password, account)
        except ValidationError as weak:
            raise Refused(" ".join(weak.messages)) from weak
    return make_password(password or None)


def _save_password(row: Account, password: str) -> events.PasswordSet:
    change(row, password=_hash(password, row))
    close_sessions(row.pk)
    return told(events.PasswordSet(code=f"TK-{row.pk}", account_id=row.pk))
