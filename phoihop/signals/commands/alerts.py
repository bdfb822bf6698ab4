"""An alert is worked: taken up, shared with other units, things asked for by a day, facts noted, an outcome."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.powers import NotVisible
from phoihop.obligations import commands as obligations
from phoihop.organizations.queries import unit_names
from phoihop.signals import events, states
from phoihop.signals.commands.basics import (
    day_to_come,
    fact_of,
    labels,
    load_alert,
    next_state,
    post_of,
    unchanged,
    under_way,
    units_there,
)
from phoihop.signals.models import Alert, AlertDuty, AlertNote, AlertUnit
from phoihop.signals.rules import limits

DUTY = "alert.duty"
TITLE = gettext_lazy("Tổ công tác cảnh báo %(code)s: %(text)s")
WAS_FALSE = gettext_lazy("Cảnh báo được kết luận là báo nhầm.")


@command("alert.take")
def take_alert(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AlertTaken:
    """Its owner looks into it. Twice is harmless; refused once it is closed."""
    row = load_alert(code, "alert.take", by, version)
    event = events.AlertTaken(**labels(row))
    if row.state == "IN_WORK":
        return unchanged(event)
    change(row, state=next_state(row, "take"))
    return tell(event)


@command("alert.share")
def share_alert(*, code: str, unit_id: int, version: int | None = None, by: Actor, at: datetime) -> events.AlertShared:
    """Invites a unit to the working group; it sees the alert from now on. Twice is harmless.

    Refused: the owner itself, a unit not in force, too many units, a closed alert.
    """
    row = load_alert(code, "alert.share", by, version)
    under_way(row)
    if unit_id == row.owner_id:
        raise Refused(_("Cơ quan phụ trách đã ở trong tổ công tác. Không có gì thay đổi."))
    name = units_there([unit_id], at)[unit_id]
    event = events.AlertShared(**labels(row), unit_id=unit_id, unit_name=name)
    if AlertUnit.rows.filter(alert=row, unit_id=unit_id).exists():
        return unchanged(event)
    if AlertUnit.rows.filter(alert=row).count() >= limits.MOST_UNITS:
        raise Refused(_("Tổ công tác đã đủ %(most)s cơ quan. Chưa mời thêm.") % {"most": limits.MOST_UNITS})
    change(row)
    AlertUnit.rows.create(alert=row, unit_id=unit_id, invited_at=at)
    return tell(event)


@command("alert.join")
def join_alert(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AlertJoined:
    """The unit takes part. Twice is harmless. Refused: a unit that was not invited, a closed alert."""
    row = load_alert(code, "alert.join", by, version)
    part, name = _own_part(row, by)
    event = events.AlertJoined(**labels(row), unit_id=part.unit_id, unit_name=name)
    following = states.after(states.PART, part.state, "accept")
    if following is None:
        return unchanged(event)
    under_way(row)
    change(part, state=following, answered_at=at, answered_post=post_of(by), reason="")
    return tell(event)


@command("alert.join")
def decline_alert(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AlertDeclined:
    """The unit does not take part, with its reason. Twice is harmless."""
    row = load_alert(code, "alert.join", by, version)
    part, name = _own_part(row, by)
    given = fact_of(reason, limits.LONGEST_REASON)
    event = events.AlertDeclined(**labels(row), unit_id=part.unit_id, unit_name=name, reason=given)
    following = states.after(states.PART, part.state, "decline")
    if following is None:
        return unchanged(event)
    under_way(row)
    change(part, state=following, answered_at=at, answered_post=post_of(by), reason=given)
    return tell(event)


@command("alert.charge")
def charge_unit(
    *, code: str, unit_id: int, text: str, due_date: date, version: int | None = None, by: Actor, at: datetime
) -> events.AlertCharged:
    """A unit of the group owes something by a day: an obligation towards the owner.

    Refused: a unit that has not joined, a day that is over, nothing to do, a person in the words, a closed alert.
    """
    row = load_alert(code, "alert.charge", by, version)
    under_way(row)
    given = fact_of(text, 400)
    due = day_to_come(due_date, local_date(at))
    joined = AlertUnit.rows.filter(alert=row, unit_id=unit_id, state="ACCEPTED").exists()
    if unit_id != row.owner_id and not joined:
        raise Refused(
            _("Chỉ giao việc cho cơ quan đã nhận lời vào tổ công tác. Chưa giao gì; hãy mời hoặc chờ trả lời.")
        )
    names = units_there([unit_id], at)
    number = AlertDuty.rows.filter(alert=row).count() + 1
    if number > limits.MOST_DUTIES:
        raise Refused(_("Cảnh báo này đã giao %(most)s việc. Chưa giao thêm.") % {"most": limits.MOST_DUTIES})
    change(row)
    duty = AlertDuty.rows.create(alert=row, number=number, unit_id=unit_id, text=given, due_date=due, given_at=at)
    compiled = obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=limits.origin(row.code, number),
                title=on_record(TITLE, code=row.code, text=given)[:500],
                duty=DUTY,
                source=row.code,
                year=local_date(at).year,
                territory=row.territory,
                lead_id=unit_id,
                entitled_id=row.owner_id,
                dossier=row.topic,
                rule={"on": due.isoformat()},
                is_illustration=row.is_illustration,
            )
        ],
        by=by.through("alert.charge"),
        at=at,
    )
    AlertDuty.rows.filter(pk=duty.pk).update(obligation=next(iter(compiled.opened), ""))
    return tell(
        events.AlertCharged(
            **labels(row), unit_id=unit_id, unit_name=names[unit_id], number=number, due=due.isoformat()
        )
    )


@command("alert.note")
def note_fact(
    *,
    code: str,
    text: str,
    day: date,
    document: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AlertNoted:
    """What was found, on which day, shown by which paper. Refused: about a person, a day to come, a document the actor
    does not see, a closed alert."""
    row = load_alert(code, "alert.note", by, version)
    under_way(row)
    given = fact_of(text)
    if day > local_date(at):
        raise Refused(_("Ngày của sự việc không thể sau hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    paper = document.strip()
    if paper and paper not in documents.documents_of(by, [paper]):
        raise Refused(_("Không thấy văn bản „%(code)s“ trong sổ. Chưa ghi gì.") % {"code": paper[:80]})
    number = AlertNote.rows.filter(alert=row).count() + 1
    if number > limits.MOST_NOTES or by.unit_id is None:
        raise Refused(_("Cảnh báo này đã có %(most)s ghi chú. Chưa ghi thêm.") % {"most": limits.MOST_NOTES})
    change(row)
    AlertNote.rows.create(
        alert=row,
        number=number,
        unit_id=by.unit_id,
        day=day,
        text=given,
        document=paper,
        noted_at=at,
        noted_post=post_of(by),
    )
    return tell(events.AlertNoted(**labels(row), number=number, document=paper))


@command("alert.close")
def close_alert(
    *,
    code: str,
    outcome: str,
    reason: str,
    known_day: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AlertClosed:
    """Was something there, and did the alert come in time? Of a false one what is still owed is withdrawn.

    Refused: no outcome or reason; too late without the day on which units knew otherwise, or with a day that is not
    before the alert; in time with a day before it. Twice with the same outcome is harmless.
    """
    row = load_alert(code, "alert.close", by, version)
    if outcome not in states.OUTCOMES:
        raise Refused(_("Cần chọn kết luận: có thật, báo nhầm hoặc báo muộn. Không có gì thay đổi."))
    given = fact_of(reason, limits.LONGEST_REASON)
    event = events.AlertClosed(**labels(row), outcome=outcome, reason=given)
    if row.state == "CLOSED" and row.outcome == outcome:
        return unchanged(event)
    known = _known(row, outcome, known_day, at)
    change(
        row,
        state=next_state(row, "close"),
        outcome=outcome,
        reason=given,
        known_day=known,
        closed_at=at,
        closed_post=post_of(by),
    )
    if outcome == "FALSE":
        numbers = AlertDuty.rows.filter(alert=row).order_by("number").values_list("number", flat=True)
        origins = [limits.origin(row.code, number) for number in numbers]
        if origins:
            obligations.withdraw_obligations(
                origins=origins, reason=on_record(WAS_FALSE), by=by.through("alert.close"), at=at
            )
    return tell(event)


def _known(row: Alert, outcome: str, known_day: date | None, at: datetime) -> date | None:
    """The day on which units knew by another way, as far as it fits the outcome."""
    if outcome == "FALSE":
        return None
    opened = local_date(row.opened_at)
    if known_day is None:
        if outcome == "TOO_LATE":
            raise Refused(_("Báo muộn thì cần ngày các cơ quan đã biết bằng đường khác. Không có gì thay đổi."))
        return None
    if known_day > local_date(at):
        raise Refused(_("Ngày biết bằng đường khác không thể sau hôm nay. Không có gì thay đổi."))
    if (known_day < opened) != (outcome == "TOO_LATE"):
        raise Refused(
            _(
                "Ngày biết bằng đường khác và kết luận không khớp: biết trước khi cảnh báo mở là báo muộn, biết sau là"
                " báo kịp. Không có gì thay đổi; hãy xem lại."
            )
        )
    return known_day


def _own_part(row: Alert, by: Actor) -> tuple[AlertUnit, str]:
    part = AlertUnit.rows.filter(alert=row, unit_id=by.unit_id or 0).first()
    if part is None:
        raise NotVisible
    return part, unit_names([part.unit_id])[part.unit_id].name
