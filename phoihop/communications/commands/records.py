"""Showing a plan or topic to the public: copied when an editor says so, anew while it is shown, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from phoihop.communications import events, states
from phoihop.communications.commands.basics import check_public, needed, next_state, post_of, words_of
from phoihop.communications.models import PublicRecord
from phoihop.communications.queries.public_records import lead_of, plan_copy, topic_copy
from phoihop.communications.queries.speaking import may_speak
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.publications import commands as publications
from phoihop.publications import queries as public

LONGEST_SUMMARY, LONGEST_NOTE = 2_000, 1_000
STANDS_FOR = timedelta(days=7)  # a copy that says the same is not made a further version until its day is so old
MOST_AT_ONCE = 100  # by the clock in one stroke; the rest a stroke later
SHOWN_TOPICS = ("SELECTED", "NOTIFIED", "ACKNOWLEDGED", "RUNNING", "CLOSED", "CARRIED")


@command("plan.publish")
def publish_plan(
    *, code: str, summary: str, version: int | None = None, by: Actor, at: datetime
) -> events.RecordPublished:
    """Shows a plan to the public as it stands today. Twice is harmless.

    Refused: a plan that is not approved; what the secrecy guard does not let out.
    """
    lead_id = lead_of(by, code, local_date(at))
    ask(by, "plan.publish", unit_id=lead_id)
    return _publish("PLAN", code, lead_id, summary, version, by=by, at=at)


@command("topic.publish")
def publish_topic(
    *, code: str, summary: str, version: int | None = None, by: Actor, at: datetime
) -> events.RecordPublished:
    """Shows a topic to the public as it stands today. Twice is harmless.

    Refused: a topic under proceedings, one not chosen yet or dropped, what the secrecy guard does not let out.
    """
    lead_id = lead_of(by, code, local_date(at))
    ask(by, "topic.publish", unit_id=lead_id)
    return _publish("TOPIC", code, lead_id, summary, version, by=by, at=at)


def publish_record(
    *, code: str, summary: str, version: int | None = None, by: Actor, at: datetime
) -> events.RecordPublished:
    """A plan or a topic, as its code says."""
    publish_one = publish_plan if code.startswith("KH-") else publish_topic
    return publish_one(code=code, summary=summary, version=version, by=by, at=at)


def draft_record(*, code: str, by: Actor, at: datetime) -> tuple[publications.Copy | None, str]:
    """The copy that would go out with the words kept so far; None and the reason, where it may not. Changes nothing."""
    today = local_date(at)
    lead_id = lead_of(by, code, today)
    kind = "PLAN" if code.startswith("KH-") else "TOPIC"
    kept = PublicRecord.rows.filter(code=code).values_list("summary", flat=True).first() or ""
    try:
        return checked_copy(kind, code, lead_id, kept, today, _since(code, at)), ""
    except Refused as said:
        return None, str(said)


@command("plan.publish")
def refresh_record(*, code: str, by: Actor, at: datetime) -> events.RecordPublished | events.RecordHeldBack | None:
    """The clock copies what is shown anew, if it says something else by now or its day is old. What may not go out any
    more is not copied; the reason is kept for its editors. Twice a day is harmless."""
    ask(by, "plan.publish")
    row = PublicRecord.rows.filter(code=code, state="PUBLISHED").first()
    today = local_date(at)
    if row is None or row.tried >= today:
        nothing_changed()
        return None
    change(row, tried=today)
    try:
        copy = checked_copy(row.kind, code, row.lead_id, row.summary, today, row.published_at)
    except (Refused, NotVisible) as said:
        reason = str(said) or _("Không đọc được hồ sơ này nữa.")
        if row.refusal == reason:
            nothing_changed()
            return None
        PublicRecord.rows.filter(pk=row.pk).update(refusal=reason)
        return tell(events.RecordHeldBack(code=code, dossier=code, title=code, lead_id=row.lead_id, reason=reason))
    if not _says_more(copy) and today - row.as_of < STANDS_FOR:
        PublicRecord.rows.filter(pk=row.pk).update(refusal="")
        nothing_changed()
        return None
    PublicRecord.rows.filter(pk=row.pk).update(as_of=today, refusal="")
    publications.publish(copy=copy, by=by.through(_power(row.kind)), at=at)
    return tell(_published(row, copy.title, today))


@command("plan.publish")
def withdraw_record(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.RecordWithdrawn:
    """Takes a plan or topic back from the public; its address stays and says why. Twice is harmless."""
    row = PublicRecord.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if by.is_person:
        lead_of(by, code, local_date(at))  # not visible: another's
    ask(by, _power(row.kind), unit_id=row.lead_id)
    note = needed(note, LONGEST_NOTE, _("Cần ghi lý do rút để người đọc biết. Chưa có gì thay đổi."))
    event = events.RecordWithdrawn(code=code, dossier=code, title=code, lead_id=row.lead_id, reason=note)
    if row.state == "WITHDRAWN":
        nothing_changed()
        return event
    change(row, version=version, state=next_state(states.RECORD, row, "withdraw"), note=note)
    publications.withdraw(code=code, note=note, by=by.through(_power(row.kind)), at=at)
    return tell(event)


def preview_record(*, code: str, summary: str, by: Actor, at: datetime) -> tuple[publications.Copy, str]:
    """The exact copy that would go out now, and the token under which the portal shows it for an hour.

    Refused as publishing it; not visible, not allowed as well.
    """
    today = local_date(at)
    lead_id = lead_of(by, code, today)
    kind = "PLAN" if code.startswith("KH-") else "TOPIC"
    ask(by, _power(kind), unit_id=lead_id)
    copy = checked_copy(kind, code, lead_id, words_of(summary, LONGEST_SUMMARY), today, _since(code, at))
    return copy, publications.lay_preview(copy=copy, by=by.through(_power(kind)), at=at)


def tick_records(*, by: Actor, at: datetime) -> int:
    """Copies anew, once a day, what is shown; each in an act of its own."""
    due = PublicRecord.rows.filter(state="PUBLISHED", tried__lt=local_date(at)).order_by("tried", "pk")
    codes = list(due.values_list("code", flat=True)[:MOST_AT_ONCE])
    return sum(refresh_record(code=code, by=by, at=at) is not None for code in codes)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def checked_copy(
    kind: str, code: str, lead_id: int, summary: str, today: date, published_at: datetime
) -> publications.Copy:
    """What would go out. Refused: what may not."""
    if kind == "PLAN":
        copy, state = plan_copy(code, lead_id, summary, today, published_at)
        if state == "DRAFT":
            raise Refused(
                _("Kế hoạch %(code)s chưa được duyệt nên chưa công bố được. Hãy duyệt trước.") % {"code": code}
            )
    else:
        if may_speak(code).is_case:
            raise Refused(
                _("%(code)s là vụ việc tố tụng: không công bố hồ sơ; chỉ cơ quan có thẩm quyền phát thông cáo.")
                % {"code": code}
            )
        copy, state = topic_copy(code, lead_id, summary, today, published_at)
        if state not in SHOWN_TOPICS:
            raise Refused(
                _("Vấn đề %(code)s chưa được chọn, hoặc đã bỏ, nên không công bố. Không có gì thay đổi.")
                % {"code": code}
            )
    check_public(copy.title, copy.summary, copy.text)
    return copy


def _publish(
    kind: str, code: str, lead_id: int, summary: str, version: int | None, *, by: Actor, at: datetime
) -> events.RecordPublished:
    today = local_date(at)
    summary = words_of(summary, LONGEST_SUMMARY)
    copy = checked_copy(kind, code, lead_id, summary, today, _since(code, at))
    row = PublicRecord.rows.filter(code=code).first()
    values: dict[str, Any] = {"summary": summary, "as_of": today, "tried": today, "refusal": "", "note": ""}
    if row is None:
        row = PublicRecord.rows.create(
            code=code,
            kind=kind,
            territory=copy.territory,
            lead_id=lead_id,
            published_at=at,
            post=post_of(by),
            is_illustration=copy.is_illustration,
            **values,
        )
    elif row.state == "PUBLISHED" and all(getattr(row, name) == value for name, value in values.items()):
        if publications.publish(copy=copy, by=by.through(_power(kind)), at=at) is None:
            nothing_changed()
            return _published(row, copy.title, today)
    else:
        change(row, version=version, state=next_state(states.RECORD, row, "publish"), post=post_of(by), **values)
    publications.publish(copy=copy, by=by.through(_power(kind)), at=at)
    return tell(_published(row, copy.title, today))


def _says_more(copy: publications.Copy) -> bool:
    """Whether the copy tells the public anything but another day."""
    out = public.by_codes([copy.code]).get(copy.code)
    if out is None:
        return True
    return (out.title, out.summary, _timeless(out.details)) != (copy.title, copy.summary, _timeless(copy.details))


def _timeless(details: Any) -> Any:
    return replace(details, as_of="")


def _since(code: str, at: datetime) -> datetime:
    """When it was first shown; now, if it was not."""
    return PublicRecord.rows.filter(code=code).values_list("published_at", flat=True).first() or at


def _power(kind: str) -> str:
    return "plan.publish" if kind == "PLAN" else "topic.publish"


def _published(row: PublicRecord, title: str, today: date) -> events.RecordPublished:
    return events.RecordPublished(
        code=row.code,
        dossier=row.code,
        title=title,
        lead_id=row.lead_id,
        as_of=today.isoformat(),
        day=words.day(today),
    )
