"""Who holds a post, and who stands in for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import (
    account_row,
    differences,
    ended_now,
    living_post,
    needed,
    post_row,
    refuse_backwards,
    refuse_disabled,
    refuse_unless_one_of,
    same,
    told,
)
from phoihop.organizations.models import Deputy, Seat
from phoihop.organizations.queries.spans import valid_on


@command("account.manage")
def seat_person(
    *, account_id: int, post_id: int, role: Role, valid_from: date | None = None, by: Actor, at: datetime
) -> events.PersonSeated:
    """Gives an account a post in one role. Refused: a disabled account, an ended post or unit."""
    account = account_row(account_id)
    ask(by, "account.manage", account)
    refuse_unless_one_of(role, rules.ROLES)
    post = living_post(post_id, at)
    refuse_disabled(account)
    row, is_new = Seat.rows.get_or_create(
        account=account, post=post, role=role, valid_to=None, defaults={"valid_from": valid_from}
    )
    event = events.PersonSeated(
        code=post.unit.code, seat_id=row.pk, account=f"TK-{account.pk}", post=post.title, role=str(role)
    )
    return told(event) if is_new else same(event)


@command("account.manage")
def end_seat(*, seat_id: int, on_date: date, by: Actor, at: datetime) -> events.SeatEnded:
    """The last day of a person in a post and role. Refused: ended on another day already."""
    row = Seat.rows.select_related("post__unit").filter(pk=seat_id).first()
    if row is None:
        raise NotVisible
    ask(by, "account.manage")
    event = events.SeatEnded(
        code=row.post.unit.code,
        seat_id=row.pk,
        account=f"TK-{row.account_id}",
        post=row.post.title,
        role=row.role,
        on_date=on_date.isoformat(),
    )
    return told(event) if ended_now(row, on_date) else same(event)


@command("deputy.name")
def name_deputy(
    *,
    post_id: int,
    account_id: int,
    kinds: Collection[str],
    from_date: date,
    to_date: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> events.DeputyNamed:
    """Lets an account stand in for a post between two dates.

    Refused: a unit that is not one's own, an ended post, no reason, dates backwards or already past, no kind of power,
    a disabled account, the holder of the post, and other dates for one who stands in at that time already.
    """
    post = post_row(post_id)
    ask(by, "deputy.name", unit_id=post.unit_id)
    living_post(post_id, at)
    account = account_row(account_id)
    refuse_disabled(account)
    reason = needed(reason)
    refuse_backwards(from_date, to_date)
    if to_date < local_date(at):
        raise Refused(_("Thời gian thay mặt đã qua."))
    if not kinds:
        raise Refused(_("Cần chọn ít nhất một loại quyền."))
    for kind in kinds:
        refuse_unless_one_of(kind, rules.DEPUTY_KINDS)
    if Seat.rows.filter(valid_on(local_date(at)), post=post, account=account).exists():
        raise Refused(_("Người này đang giữ chính chức vụ đó."))
    wanted = {"from_date": from_date, "to_date": to_date, "kinds": " ".join(sorted(set(kinds)))}
    row = Deputy.rows.filter(
        post=post, account=account, withdrawn_at__isnull=True, from_date__lte=to_date, to_date__gte=from_date
    ).first()
    is_there = row is not None and not differences(row, wanted)
    if row is not None and not is_there:
        span = {"from": words.day(row.from_date), "to": words.day(row.to_date)}
        raise Refused(_("Người này đã được cử thay mặt từ %(from)s đến %(to)s. Hãy thu hồi trước.") % span)
    if row is None:
        row = Deputy.rows.create(post=post, account=account, reason=reason, **wanted)
    event = events.DeputyNamed(
        code=post.unit.code,
        deputy_id=row.pk,
        account=f"TK-{account.pk}",
        account_id=account.pk,
        post=post.title,
        kinds=row.kinds,
        from_date=from_date.isoformat(),
        to_date=to_date.isoformat(),
        reason=reason,
    )
    return same(event) if is_there else told(event)


@command("deputy.name")
def end_deputy(*, deputy_id: int, by: Actor, at: datetime) -> events.DeputyEnded:
    """Withdraws a deputy from this moment on. Refused: a unit that is not one's own."""
    row = Deputy.rows.select_related("post__unit").filter(pk=deputy_id).first()
    if row is None:
        raise NotVisible
    ask(by, "deputy.name", unit_id=row.post.unit_id)
    event = events.DeputyEnded(
        code=row.post.unit.code, deputy_id=row.pk, account=f"TK-{row.account_id}", post=row.post.title
    )
    if Deputy.rows.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=at) != 1:
        return same(event)
    return told(event)
