"""Offices where nobody can sign in get a mail with a link of the one act that waits for them.

Whoever takes part may send one by hand. What is sent by itself is sent once for each duty, rung and hand-in.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, on_record, tell
from phoihop.ground.parts import words
from phoihop.mail import commands as mail
from phoihop.mail.queries import reached_by_mail_alone
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import labels, load
from phoihop.obligations.models import Evidence, Obligation
from phoihop.obligations.queries.inviting import acts_waiting
from phoihop.organizations.queries import unit_names

LINK_HOLDS = timedelta(days=30)  # from now, or from the due date
LONGEST_HOLD = timedelta(days=180)
TO_OWNERS = frozenset({"owner", "deputy", "head", "lead"})  # rungs that tell those who still owe
ACKNOWLEDGE = "dispatch.acknowledge"  # the letter's own mail carries the link already
POSTMAN = Actor.system("postman")

_SUBJECT = gettext_lazy("%(what)s: %(title)s")
_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(said)s\n\nViệc: %(title)s (%(code)s)\nCơ quan thực hiện: %(lead)s\nCơ quan nhận kết quả: "
    "%(entitled)s\nHạn: %(due)s\n\nCơ quan làm việc này bằng liên kết dưới đây, không cần tài khoản:"
)
_NEW = (gettext_lazy("Việc mới"), gettext_lazy("Cơ quan vừa được giao việc sau."))
_RETURNED = (gettext_lazy("Trả lại để làm tiếp"), gettext_lazy("Kết quả đã nộp được trả lại: %(reason)s"))
_WAITS = (gettext_lazy("Chờ nghiệm thu"), gettext_lazy("Kết quả của việc sau đã được nộp và chờ cơ quan nghiệm thu."))
_BY_HAND = (gettext_lazy("Việc chờ cơ quan"), gettext_lazy("%(sender)s gửi cơ quan liên kết để làm việc sau."))


def write_of_duty(event: events.ObligationOpened, *, at: datetime) -> None:
    """After a duty was opened: a mail to its offices without an account. Without a date the ladder writes, later."""
    row = Obligation.rows.filter(code=event.code).first()
    if row is not None and row.due_date is not None and row.duty != ACKNOWLEDGE:
        _write(row, _owed(row), "opened", *map(on_record, _NEW), at=at)


def write_of_return(event: events.ObligationReturned, *, at: datetime) -> None:
    row = Obligation.rows.filter(code=event.code).first()
    if row is not None:
        said = on_record(_RETURNED[1], reason=event.reason)
        _write(row, _owed(row), f"returned/{_newest_evidence(row)}", on_record(_RETURNED[0]), said, at=at)


def write_of_hand_in(event: events.ObligationHandedIn, *, at: datetime) -> None:
    """What waits for acceptance: two links, of which one will be used. Not when the act settled itself."""
    row = Obligation.rows.filter(code=event.code, state="HANDED_IN").first()
    if row is not None:
        waiting = {unit: acts for unit, acts in acts_waiting(row).items() if unit == row.entitled_id}
        _write(row, waiting, f"handed-in/{_newest_evidence(row)}", *map(on_record, _WAITS), at=at)


def write_of_rung(event: events.RungReached, *, at: datetime) -> None:
    """A rung that tells those who still owe also reaches the offices among them without an account."""
    row = Obligation.rows.filter(code=event.code).first()
    if row is None or event.to not in TO_OWNERS:
        return
    waiting = {unit: acts for unit, acts in _owed(row).items() if unit in event.unit_ids}
    key = f"rung/{event.due}/{event.offset}"
    _write(row, waiting, key, event.wording, f"{event.wording}.", is_urgent=event.is_urgent, at=at)


@command("obligation.send_link")
def send_duty_link(*, code: str, unit_id: int, by: Actor, at: datetime) -> events.ObligationLinkSent:
    """Whoever takes part sends another office of the obligation the link of the act that waits for it.

    Refused: an office for which nothing waits, or without a confirmed address. Sent twice within a minute: once.
    """
    row = load(code, "obligation.send_link", by=by, version=None)
    acts = acts_waiting(row).get(unit_id)
    if not acts:
        raise Refused(_("Lúc này không có việc nào chờ cơ quan ấy trong nghĩa vụ này. Chưa gửi gì đi."))
    name = unit_names([unit_id])[unit_id].name
    _send(
        row,
        unit_id,
        acts,
        f"sent/{at:%Y%m%d%H%M}",
        on_record(_BY_HAND[0]),
        on_record(_BY_HAND[1], sender=by.unit_name),
        by=by,
        at=at,
    )
    return tell(events.ObligationLinkSent(**labels(row), unit_id=unit_id, unit_name=name))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _write(
    row: Obligation,
    waiting: dict[int, tuple[str, ...]],
    key: str,
    what: str,
    said: str,
    *,
    is_urgent: bool = False,
    at: datetime,
) -> None:
    for unit_id in sorted(reached_by_mail_alone(waiting, DOERS, at)):
        _send(row, unit_id, waiting[unit_id], key, what, said, is_urgent=is_urgent, by=POSTMAN, at=at)


def _owed(row: Obligation) -> dict[int, tuple[str, ...]]:
    """What waits for those who owe, and not for whoever is owed."""
    return acts_waiting(row) if row.state in states.OWED else {}


def _send(
    row: Obligation,
    unit_id: int,
    acts: tuple[str, ...],
    key: str,
    what: str,
    said: str,
    *,
    is_urgent: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    names = unit_names([row.lead_id, row.entitled_id, unit_id])
    text = on_record(
        _TEXT,
        unit=names[unit_id].name,
        said=said,
        title=row.title,
        code=row.code,
        lead=names[row.lead_id].name,
        entitled=names[row.entitled_id].name,
        due=words.day(row.due_date) if row.due_date else "–",
    )
    mail.send_links(
        key=f"duty/{row.code}/{key}/{unit_id}",
        acts=acts,
        code=row.source if row.duty == ACKNOWLEDGE else row.code,
        unit_id=unit_id,
        until=_until(row, at),
        subject=on_record(_SUBJECT, what=what, title=row.title),
        text=text,
        issuer_id=row.lead_id if unit_id == row.entitled_id else row.entitled_id,
        is_urgent=is_urgent,
        by=by,
        at=at,
    )


def _until(row: Obligation, at: datetime) -> datetime:
    left = (row.due_date - local_date(at)) if row.due_date else timedelta()
    return at + min(max(left, timedelta()) + LINK_HOLDS, LONGEST_HOLD)


def _newest_evidence(row: Obligation) -> int:
    return Evidence.rows.filter(obligation=row).order_by("-pk").values_list("pk", flat=True).first() or 0
