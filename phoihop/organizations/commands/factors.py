"""Second factors: added, removed, taken away by an administrator, demanded of a role."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sealing import CannotOpen
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import account_row, needed, refuse_unless_one_of, same
from phoihop.organizations.commands.sessions import close_sessions
from phoihop.organizations.models import Account, Factor, FactorDemand, RecoveryCode
from phoihop.organizations.outside import keeping, passkeys
from phoihop.organizations.queries.factors import demanded_from
from phoihop.organizations.rules import second_factors


@command("factor.own")
def add_app(*, carried: str, code: str, now: datetime, by: Actor, at: datetime) -> events.FactorAdded:
    """One's own authenticator app, once a code shows that it holds the key. Refused: a second app, a wrong code."""
    ask(by, "factor.own")
    account = _own(by)
    if _factors(account).filter(kind="app").exists():
        raise Refused(_("Bạn đã có ứng dụng xác thực. Muốn đổi sang ứng dụng khác, hãy gỡ ứng dụng cũ trước."))
    try:
        key = keeping.carried(carried, account_id=account.pk)
    except (CannotOpen, binascii.Error) as lost:
        raise Refused(_("Khóa trên trang không còn dùng được. Chưa có gì thay đổi; hãy mở lại trang.")) from lost
    step = second_factors.matching_step(key, code, now)
    if step is None:
        raise Refused(_("Mã không đúng. Hãy xem giờ trên điện thoại có đúng không rồi nhập mã đang hiện."))
    row = Factor.rows.create(
        account=account,
        kind="app",
        name=_("Ứng dụng xác thực"),
        sealed=keeping.close(key.encode(), kind="app", account_id=account.pk),
        counter=step,
        created_at=at,
    )
    return _added(row)


@command("factor.own")
def add_passkey(
    *, site: passkeys.Site, state: Mapping[str, Any], answer: str, name: str, by: Actor, at: datetime
) -> events.FactorAdded:
    """One's own passkey, with a name to know it by. Refused: an answer that is none, a passkey known already, too
    many."""
    ask(by, "factor.own")
    account = _own(by)
    if _factors(account).filter(kind="passkey").count() >= second_factors.MOST_PASSKEYS:
        sentence = _("Bạn đã có %(most)s khóa truy cập. Hãy gỡ khóa không dùng nữa trước khi thêm.")
        raise Refused(sentence % {"most": second_factors.MOST_PASSKEYS})
    try:
        made = passkeys.read_new(site, state, answer)
    except passkeys.NotAPasskey as wrong:
        raise Refused(_("Thiết bị chưa tạo được khóa truy cập. Chưa có gì thay đổi; hãy thử lại.")) from wrong
    if Factor.rows.filter(credential=made.credential).exists():
        raise Refused(_("Khóa truy cập này đã được ghi từ trước."))
    row = Factor.rows.create(
        account=account,
        kind="passkey",
        name=needed(name, 60),
        sealed=keeping.close(made.public, kind="passkey", account_id=account.pk),
        credential=made.credential,
        counter=made.counter,
        created_at=at,
    )
    return _added(row)


@command("factor.own")
def make_recovery_codes(*, by: Actor, at: datetime) -> tuple[str, ...]:
    """Ten codes, each good once, told this one time; those of before are good for nothing any more.

    Refused: nothing is there yet that they could stand in for.
    """
    ask(by, "factor.own")
    account = _own(by)
    if not _factors(account).exists():
        raise Refused(_("Hãy thêm ứng dụng xác thực hoặc khóa truy cập trước, rồi mới tạo mã dự phòng."))
    codes = second_factors.new_recovery_codes()
    RecoveryCode.rows.filter(account=account).delete()
    RecoveryCode.rows.bulk_create(
        RecoveryCode(account=account, digest=second_factors.recovery_digest(code, account.pk)) for code in codes
    )
    tell(events.RecoveryCodesMade(code=f"TK-{account.pk}", account_id=account.pk, count=len(codes)))
    return codes


@command("factor.own")
def remove_factor(*, factor_id: int, by: Actor, at: datetime) -> events.FactorRemoved:
    """Removes one of one's own. Twice is harmless. Refused: the last one of a person who must have one."""
    ask(by, "factor.own")
    account = _own(by)
    row = Factor.rows.filter(pk=factor_id, account=account).first()
    if row is None:
        raise NotVisible
    event = events.FactorRemoved(code=f"TK-{account.pk}", account_id=account.pk, factor_id=row.pk, way=row.kind)
    others = _factors(account).exclude(pk=row.pk)
    if not others.exists() and demanded_from(account.pk, at) is not None:
        sentence = _(
            "Vị trí của bạn phải có xác thực hai bước, nên không gỡ được cách cuối cùng. Hãy thêm cách khác trước."
        )
        raise Refused(sentence)
    if not _removed(_factors(account).filter(pk=row.pk), at):
        return same(event)
    if not others.exists():
        RecoveryCode.rows.filter(account=account).delete()
    return tell(event)


@command("account.manage")
def reset_factors(*, account_id: int, reason: str, by: Actor, at: datetime) -> events.FactorsReset:
    """Takes all second factors from an account whose owner lost them, and ends its sessions; the owner reads the
    reason. Refused: one's own, a reason that says nothing."""
    row = account_row(account_id)
    ask(by, "account.manage", row)
    if account_id == by.account_id:
        raise Refused(_("Không thể tự đặt lại xác thực của mình; hãy nhờ một quản trị viên khác."))
    reason = needed(reason, 300)
    count = _removed(_factors(row), at, reason)
    event = events.FactorsReset(code=f"TK-{row.pk}", account_id=row.pk, count=count, reason=reason)
    RecoveryCode.rows.filter(account=row).delete()
    close_sessions(row.pk)
    return tell(event) if count else same(event)


@command("factor.demand")
def demand_factor(*, role: str, from_date: date | None, by: Actor, at: datetime) -> events.FactorDemanded:
    """Whoever holds this role must have a second factor from this day on; no day: no longer."""
    ask(by, "factor.demand")
    refuse_unless_one_of(role, rules.ROLES)
    event = events.FactorDemanded(code="TK", role=role, from_date=words.day(from_date) if from_date else "")
    before = FactorDemand.rows.filter(role=role).first()
    if (before.from_date if before else None) == from_date:
        return same(event)
    if from_date is None:
        FactorDemand.rows.filter(role=role).delete()
    else:
        FactorDemand.rows.update_or_create(role=role, defaults={"from_date": from_date})
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _own(by: Actor) -> Account:
    return account_row(by.account_id)


def _factors(account: Account) -> Any:
    return Factor.rows.filter(account=account, removed_at__isnull=True)


def _removed(rows: Any, at: datetime, reason: str = "") -> int:
    """What they knew is erased; that they were there stays."""
    return int(rows.update(removed_at=at, removed_reason=reason, sealed=b"", credential=None))


def _added(row: Factor) -> events.FactorAdded:
    return tell(
        events.FactorAdded(code=f"TK-{row.account_id}", account_id=row.account_id, factor_id=row.pk, way=row.kind)
    )
