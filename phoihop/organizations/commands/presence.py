"""Being away and coming back, and the rota of who is on duty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, on_record
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import (
    account_row,
    refuse_backwards,
    refuse_disabled,
    refuse_ended_unit,
    refuse_unless_one_of,
    same,
    told,
    unit_row,
)
from phoihop.organizations.commands.seats import end_deputy, name_deputy
from phoihop.organizations.models import Absence, Account, Deputy, Duty, Seat, Unit
from phoihop.organizations.queries.spans import seated_on


@command("absence.own")
def declare_absence(
    *,
    from_date: date,
    to_date: date,
    reason: str,
    account_id: int | None = None,
    deputy_id: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AbsenceDeclared:
    """Says that one is away, or that somebody of one's unit is; the deputy named stands in for as long.

    The deputy gets what the absent person does there (approving, working), no more. Back at work is who comes after the
    last day, without doing anything.
    Refused: dates backwards, past or longer than a year; another absence at that time; a deputy who works in none of
    the units, is away too, or is the absent one; somebody without a post.
    """
    account, seats, asked = _absent_one(account_id, "absence.declare", by=by, at=at)
    refuse_disabled(account)
    refuse_unless_one_of(reason, rules.ABSENCE_REASONS)
    refuse_backwards(from_date, to_date)
    if to_date < local_date(at):
        raise Refused(_("Những ngày này đã qua. Chưa có gì được ghi; hãy chọn từ hôm nay trở đi."))
    if (to_date - from_date).days >= rules.LONGEST_ABSENCE:
        raise Refused(_("Vắng mặt dài quá một năm. Hãy thôi bố trí người này ở chức vụ, hoặc chia thành từng đợt."))
    if not seats:
        raise Refused(_("Người này không giữ chức vụ nào nên không có gì để báo vắng."))
    before = _overlapping(account.pk, from_date, to_date)
    if before is not None:
        if (before.from_date, before.to_date, before.reason) == (from_date, to_date, reason):
            return same(_declared(before, seats, deputy_id))
        span = {"from": words.day(before.from_date), "to": words.day(before.to_date)}
        raise Refused(_("Đã báo vắng từ %(from)s đến %(to)s. Hãy kết thúc đợt đó trước rồi báo lại.") % span)
    row = Absence.rows.create(account=account, from_date=from_date, to_date=to_date, reason=reason, declared_at=at)
    if deputy_id is not None:
        _let_stand_in(row, seats, deputy_id, by=by.through(asked), at=at)
    return told(_declared(row, seats, deputy_id))


@command("absence.own")
def end_absence(*, absence_id: int, by: Actor, at: datetime) -> events.AbsenceEnded:
    """Back before the day, or not gone at all: from this moment on, and whoever was named for it stands in no more."""
    row = Absence.rows.select_related("account").filter(pk=absence_id).first()
    if row is None:
        raise NotVisible
    _account, _seats, asked = _absent_one(row.account_id, "absence.end", by=by, at=at)
    event = events.AbsenceEnded(code=f"TK-{row.account_id}", absence_id=row.pk, account_id=row.account_id)
    is_over = row.to_date < local_date(at)
    if is_over or Absence.rows.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=at) != 1:
        return same(event)
    for deputy_id in (
        Deputy.rows.filter(absence=row, withdrawn_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    ):
        end_deputy(deputy_id=deputy_id, by=by.through(asked), at=at)
    return told(event)


@command("rota.set")
def set_duty(
    *, unit_id: int, from_date: date, to_date: date, account_ids: Collection[int], by: Actor, at: datetime
) -> events.RotaSet:
    """Puts these people on duty for the unit on each of the days, in place of whoever was; nobody empties the days.

    Refused: another unit than one's own, an ended one; days backwards, past or too many; too many people; somebody who
    holds no post there, or is away on one of the days.
    """
    Unit.rows.filter(pk=unit_id).update(version=F("version"))  # of two at once the second reads what the first wrote
    unit = unit_row(unit_id)
    ask(by, "rota.set", unit_id=unit.pk)
    refuse_ended_unit(unit, at)
    refuse_backwards(from_date, to_date)
    if from_date < local_date(at):
        raise Refused(_("Lịch trực của ngày đã qua không sửa được. Hãy chọn từ hôm nay trở đi."))
    days = [from_date + timedelta(days=n) for n in range((to_date - from_date).days + 1)]
    people = sorted(set(account_ids))
    if len(days) > rules.LONGEST_ROTA or len(people) > rules.MOST_ON_DUTY:
        most = {"days": rules.LONGEST_ROTA, "people": rules.MOST_ON_DUTY}
        raise Refused(_("Mỗi lần lập không quá %(days)s ngày, mỗi ngày không quá %(people)s người trực.") % most)
    _refuse_strangers(unit, people, at)
    _refuse_absent(people, from_date, to_date)
    event = events.RotaSet(
        code=unit.code,
        unit_id=unit.pk,
        from_date=from_date.isoformat(),
        to_date=to_date.isoformat(),
        accounts=tuple(f"TK-{one}" for one in people),
    )
    rows = Duty.rows.filter(unit=unit, date__gte=from_date, date__lte=to_date)
    wanted = {(day, one) for day in days for one in people}
    if set(rows.values_list("date", "account_id")) == wanted:
        return same(event)
    rows.delete()
    Duty.rows.bulk_create([Duty(unit=unit, date=day, account_id=one) for day, one in sorted(wanted)])
    return told(event)


def _absent_one(account_id: int | None, power: str, *, by: Actor, at: datetime) -> tuple[Account, list[Seat], str]:
    """The account, its seats now, and the power that was asked: one's own, or that of an approver over his people."""
    is_own = account_id is None or account_id == by.account_id
    account = account_row(by.account_id if is_own else account_id)
    seats = list(
        Seat.rows.filter(seated_on(local_date(at)), account=account).select_related("post__unit").order_by("pk")
    )
    if is_own:
        ask(by, "absence.own")
        return account, seats, "absence.own"
    units = {seat.post.unit_id for seat in seats}
    ask(by, power, unit_id=by.unit_id if by.unit_id in units else min(units, default=0))
    return account, seats, power


def _overlapping(account_id: int, first: date, last: date) -> Absence | None:
    rows = Absence.rows.filter(
        account_id=account_id, withdrawn_at__isnull=True, from_date__lte=last, to_date__gte=first
    )
    return rows.order_by("pk").first()


def _declared(row: Absence, seats: Iterable[Seat], deputy_id: int | None) -> events.AbsenceDeclared:
    return events.AbsenceDeclared(
        code=f"TK-{row.account_id}",
        absence_id=row.pk,
        account_id=row.account_id,
        unit_ids=tuple(sorted({seat.post.unit_id for seat in seats})),
        from_date=row.from_date.isoformat(),
        to_date=row.to_date.isoformat(),
        reason=row.reason,
        deputy=f"TK-{deputy_id}" if deputy_id is not None else "",
    )


def _let_stand_in(row: Absence, seats: list[Seat], deputy_id: int, *, by: Actor, at: datetime) -> None:
    """Names the deputy for those posts of the absent one that lie in units where the deputy works."""
    deputy = account_row(deputy_id)
    if deputy.pk == row.account_id:
        raise Refused(_("Người vắng không thể tự thay mình. Hãy chọn một người khác cùng cơ quan."))
    _refuse_absent([deputy.pk], row.from_date, row.to_date)
    works_in = set(Seat.rows.filter(seated_on(local_date(at)), account=deputy).values_list("post__unit_id", flat=True))
    held: dict[int, set[str]] = {}
    for seat in seats:
        if seat.post.unit_id in works_in:
            held.setdefault(seat.post_id, set()).add(seat.role)
    if not held:
        raise Refused(_("Người thay phải làm việc ở cùng cơ quan với người vắng. Chưa có gì được ghi."))
    for post_id, roles in held.items():
        kinds = [kind for kind in ("approve", "work") if rules.stands_in([kind], roles)]
        stands_in = Deputy.rows.filter(
            post_id=post_id,
            account=deputy,
            withdrawn_at__isnull=True,
            from_date__lte=row.from_date,
            to_date__gte=row.to_date,
        )
        holds_it = Seat.rows.filter(seated_on(local_date(at)), post_id=post_id, account=deputy)
        if not kinds or holds_it.exists() or stands_in.exists():
            continue
        named = name_deputy(
            post_id=post_id,
            account_id=deputy.pk,
            kinds=kinds,
            from_date=row.from_date,
            to_date=row.to_date,
            reason=on_record(gettext_lazy("Thay người vắng mặt")),
            by=by,
            at=at,
        )
        Deputy.rows.filter(pk=named.deputy_id).update(absence=row)


def _refuse_strangers(unit: Unit, account_ids: list[int], at: datetime) -> None:
    seated = Seat.rows.filter(seated_on(local_date(at)), post__unit=unit, account__is_active=True)
    if set(account_ids) - set(seated.values_list("account_id", flat=True)):
        raise Refused(_("Người trực phải đang giữ vị trí ở cơ quan này. Lịch trực chưa đổi."))


def _refuse_absent(account_ids: list[int], first: date, last: date) -> None:
    away = Absence.rows.filter(
        account_id__in=account_ids, withdrawn_at__isnull=True, from_date__lte=last, to_date__gte=first
    )
    row = away.select_related("account").order_by("from_date", "pk").first()
    if row is not None:
        said = {"name": row.account.full_name, "from": words.day(row.from_date), "to": words.day(row.to_date)}
        raise Refused(_("%(name)s vắng mặt từ %(from)s đến %(to)s. Hãy chọn người khác hoặc ngày khác.") % said)
