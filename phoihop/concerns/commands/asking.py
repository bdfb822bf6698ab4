"""More is asked of the raiser: the clock waits. Longer is needed: a later date, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import (
    LONGEST_TEXT,
    covered,
    decide,
    labels,
    load,
    main_of,
    name_of,
    needed,
    note_step,
    post_of,
    reason_of,
    said,
)
from phoihop.concerns.commands.dispatching import keep_obligation
from phoihop.concerns.commands.keeping import spread
from phoihop.concerns.commands.obliging import later
from phoihop.concerns.commands.photos import Photo
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import ConcernAdded, ConcernExtended, ConcernPaused, ConcernResumed
from phoihop.concerns.models import Addition, Concern, ConcernPhoto
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries import routing
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.sheet import work_calendar
from phoihop.obligations import commands as obligations
from phoihop.obligations import queries as owed

ASKED = gettext_lazy("Cần bạn bổ sung thông tin; thời hạn tạm dừng cho đến khi bạn trả lời.")
WAITS = gettext_lazy("Chờ người phản ánh bổ sung thông tin.")
GIVEN = gettext_lazy("Đã nhận điều bạn bổ sung.")
GOES_ON = gettext_lazy("Tiếp tục xử lý; hạn trả lời: %(due)s.")
NO_MORE = gettext_lazy("Chưa nhận được bổ sung; tiếp tục xử lý với thông tin đang có. Hạn trả lời: %(due)s.")
EXTENDED = gettext_lazy("Gia hạn trả lời đến %(due)s.")
GRANTED = gettext_lazy("Cơ quan tiếp nhận cho thêm thời gian.")
WAITED = gettext_lazy("Chờ người phản ánh bổ sung")


@command("concern.ask_more")
def ask_more(*, code: str, question: str, version: int | None = None, by: Actor, at: datetime) -> ConcernPaused:
    """Asks its raisers for what is missing. Refused: no question, and where nobody is at work on it."""
    row = load(code, "concern.ask_more", by=by, version=version)
    state = decide(row, "ask")
    question = covered(needed(question, _("Cần ghi điều muốn hỏi. Chưa có gì thay đổi."), LONGEST_TEXT))
    change(row, state=state, resumes=row.state, question=question, asked_at=at)
    if row.obligation and row.resumes in states.WORKED_ON:
        through = by.through("concern.ask_more")
        obligations.block_obligation(code=row.obligation, reason=said(WAITS), by=through, at=at)
    step = note_step(row, "ask", said(ASKED), more=question, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernPaused(**labels(row)))


@command("concern.take_more")
def add_more(
    *, code: str, text: str, photos: Sequence[Photo] = (), version: int | None = None, by: Actor, at: datetime
) -> ConcernAdded:
    """What its raiser adds, asked or not. If it was waited for, work goes on, and the date moves by the days waited.

    Refused: no words, too many, a concern that is over.
    """
    own = load(code, "concern.take_more", by=by, version=version)
    row = main_of(own)
    text = needed(text, _("Cần ghi điều bổ sung. Chưa ghi gì."), LONGEST_TEXT)
    if row.state not in states.OPEN:
        raise Refused(_("Phản ánh %(code)s không còn được xử lý. Chưa ghi gì.") % {"code": row.code})
    number = Addition.rows.filter(concern=own).count() + 1
    Addition.rows.create(
        concern=own,
        at=at,
        sealed=boxes.unit_box(own.reception_id).close_text(text, of=f"more:{own.code}:{number}"),
        delete_on=own.delete_on,
    )
    _add_photos(own, photos)
    change(row)
    step = note_step(row, "more", said(GIVEN), at=at)
    if row.state == "NEEDS_INFO":
        _resume(row, GOES_ON, by=by, at=at)
    else:
        show(row, by=by, at=at)
        tell_raisers(row, step, by=by, at=at)
    return tell(ConcernAdded(**labels(row)))


@command("concern.take_more")
def resume_concern(*, code: str, by: Actor, at: datetime) -> ConcernResumed:
    """Nothing came: work goes on with what there is. Refused unless more was asked for."""
    row = load(code, "concern.take_more", by=by)
    return _resume(row, NO_MORE, by=by, at=at)


def _resume(row: Concern, words: object, *, by: Actor, at: datetime) -> ConcernResumed:
    state = decide(row, "resume")
    values: dict[str, Any] = {"state": state, "resumes": "", "question": "", "asked_at": None}
    is_owed = row.round > 0 and state in states.WORKED_ON
    if row.asked_at is not None:
        calendar = work_calendar()
        waited = calendar.count_working_days(local_date(row.asked_at), local_date(at))
        if waited > 0:
            due = calendar.add_working_days(row.promised_date, waited)
            values |= later(row, due, granted_by=name_of(row.reception_id), reason=said(WAITED), at=at)
            if row.state == "NEEDS_INFO" and row.assigned_at is None:
                values["forward_date"] = calendar.add_working_days(row.forward_date, waited)
    change(row, **values)
    spread(row)
    if is_owed:
        # Who owes it may have unblocked it on its own page meanwhile.
        if owed.is_blocked(by.through("concern.assign"), row.obligation):
            obligations.unblock_obligation(code=row.obligation, by=by.through("concern.take_more"), at=at)
        keep_obligation(row, by=by, at=at)
    step = note_step(row, "resume", said(words, due=_day(row.promised_date)), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernResumed(**labels(row), due=row.promised_date.isoformat()))


@command("concern.extend")
def extend_concern(
    *, code: str, to_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> ConcernExtended:
    """A later date, with its reason, which its raisers are told.

    Refused: no reason, a date that is not later, one further away than an extension may go.
    """
    row = load(code, "concern.extend", by=by, version=version)
    state = decide(row, "extend")
    reason = reason_of(reason)
    if to_date <= row.promised_date:
        raise Refused(
            _("Hạn mới phải sau hạn hiện nay (%(due)s). Chưa có gì thay đổi.") % {"due": _day(row.promised_date)}
        )
    last = routing.counted(routing.term(row.territory, "feedback_extend"), max(row.promised_date, local_date(at))).due
    if to_date > last:
        raise Refused(_("Mỗi lần gia hạn chỉ được đến hết %(last)s. Chưa có gì thay đổi.") % {"last": _day(last)})
    return _extend(row, state, to_date, reason, by=by, at=at)


@command("concern.extend")
def follow_extension(*, code: str, to_date: date, by: Actor, at: datetime) -> ConcernExtended | None:
    """The obligation made from it was given a later date: so has the promise. Nothing happens where it has it already,
    or where the concern is no longer worked on."""
    row = load(code, "concern.extend", by=by)
    state = states.after(states.CONCERN, row.state, "extend")
    if state is None or to_date <= row.promised_date:
        nothing_changed()
        return None
    return _extend(row, state, to_date, said(GRANTED), by=by, at=at)


def _extend(row: Concern, state: str, to_date: date, reason: str, *, by: Actor, at: datetime) -> ConcernExtended:
    change(row, state=state, **later(row, to_date, granted_by=post_of(by), reason=reason, at=at))
    spread(row)
    keep_obligation(row, by=by, at=at)
    step = note_step(row, "extend", said(EXTENDED, due=_day(to_date)), more=reason, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernExtended(**labels(row), due=to_date.isoformat(), reason=reason))


def _add_photos(row: Concern, photos: Sequence[Photo]) -> None:
    last = ConcernPhoto.rows.filter(concern=row).order_by("-number").values_list("number", flat=True).first() or 0
    kept = [photo for photo in photos if not photo.rules]
    if not kept:
        return
    box = boxes.unit_box(row.reception_id)
    ConcernPhoto.rows.bulk_create(
        ConcernPhoto(
            concern=row,
            number=number,
            media_type=photo.media_type,
            sealed=box.close(photo.content, of=f"photo:{row.code}:{number}"),
            delete_on=row.delete_on,
        )
        for number, photo in enumerate(kept, start=last + 1)
    )


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
