"""How a concern stands: to everybody, and to whoever holds its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.dates import Explanation
from phoihop.ground.parts import Day, DueDate, Glyph, Note, State, Term, TimelineItem, WhyDate, words
from phoihop.ground.parts.codes import camera_code
from phoihop.ground.powers import NotVisible
from phoihop.intake import queries as intake
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import safe
from phoihop.publications import queries

ICONS: dict[str, State] = {
    "HELD": State.HELD,
    "RECEIVED": State.WAIT,
    "NEEDS_INFO": State.SOON,
    "REFUSED": State.HELD,
    "FORWARDED": State.DOING,
    "IN_PROGRESS": State.DOING,
    "EXTENDED": State.DOING,
    "DISPUTED": State.DOING,
    "REOPENED": State.DOING,
    "ANSWERED": State.DONE,
    "PUBLISHED": State.DONE,
    "RATED": State.DONE,
    "MERGED": State.DONE,
    "CLOSED": State.DONE,
}
DONE = ("ANSWERED", "PUBLISHED", "RATED")
_MARKS = {"start": "start", "off": "off", "holiday": "hol", "swap_off": "hol", "swap_work": "swap", "end": "end"}
_SAID = {"REOPEN": "mo-lai", "RATING": "danh-gia", "MORE": "bo-sung", "DATA": "du-lieu"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What every page of a concern begins with."""

    code: str
    title: str
    state: Glyph
    unit: str
    others: str
    service: str
    place: str
    received: str
    received_iso: str
    due: DueDate | None
    why: WhyDate | None
    answered: str
    answered_iso: str
    steps: tuple[TimelineItem, ...]
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class OpenPage:
    """What whoever has the code may see."""

    title: str
    is_named: bool  # a moderator has let its title stand
    standing: Standing
    answer_url: str
    merged_url: str
    merged_code: str
    raiser_said: str
    head: Head


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the raiser's page with what protects it."""

    form: Any
    shield: Any  # forms.tokens.Shield
    action: str


@dataclass(frozen=True, slots=True)
class RaiserPage:
    title: str
    is_named: bool
    standing: Standing
    note: Note | None
    answer: SafeString | str
    answer_said: str
    asks: str
    more: Form | None
    reopen: Form | None
    reopen_said: str
    rating: Form | None
    rated: str
    merged_said: str
    data_url: str
    receipt_url: str
    open_url: str
    head: Head


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    title: str
    standing: Standing
    key_url: str
    qr_box: str
    qr_path: str
    follow_url: str
    note: Note | None
    head: Head


@dataclass(frozen=True, slots=True)
class DataPage:
    title: str
    code: str
    said: str
    form: Any
    shield: Any  # forms.tokens.Shield
    action: str
    back_url: str
    note: Note | None
    head: Head


def open_page(code: str, site: Site, at: datetime) -> OpenPage:
    value = queries.tracking(code)
    standing = _standing(code, value, at)
    is_named = value is not None and value.is_public and bool(value.title)
    is_out = value is not None and value.state in DONE and queries.publication(code) is not None
    merged = value.merged_into if value else ""
    return OpenPage(
        title=value.title if value is not None and is_named else _unnamed(standing),
        is_named=is_named,
        standing=standing,
        answer_url=site.url(queries.path_of("ANSWER", code)) if is_out else "",
        merged_url=site.url(f"/phan-anh/{merged}/") if merged else "",
        merged_code=merged,
        raiser_said=_(
            "Người gửi xem đầy đủ câu trả lời, bổ sung và mở lại ở trang riêng của mình, bằng liên kết trên biên nhận."
        ),
        head=Head(is_indexed=is_named),
    )


def raiser_page(
    code: str,
    key: str,
    site: Site,
    at: datetime,
    make: Callable[[str], tuple[Any, Any]],
    *,
    sent: str = "",
    note: Note | None = None,
) -> RaiserPage:
    """The raiser's own page. `make(act)` gives the form of an act and its shield; `sent` is the act just done."""
    value, here = queries.tracking(code), f"/phan-anh/{code}/{key}/"
    standing = _standing(code, value, at)

    def form(act: str) -> Form | None:
        if act == sent or _why_not(act, value, at):
            return None
        made, shield = make(act)
        return Form(made, shield, site.url(f"{here}{_SAID[act]}/"))

    named = value is not None and bool(value.title)
    return RaiserPage(
        title=value.title if value is not None and named else _unnamed(standing),
        is_named=named,
        standing=standing,
        note=note or _sent_note(sent) or _waiting_note(value, code),
        answer=safe(value.answer) if value else "",
        answer_said=_answer_said(value),
        asks=value.asks if value else "",
        more=form("MORE"),
        reopen=form("REOPEN"),
        reopen_said=_reopen_said(value),
        rating=form("RATING"),
        rated=_("Bạn đã đánh giá %(rating)s trên 5.") % {"rating": value.rating} if value and value.rating else "",
        merged_said=_merged_said(value),
        data_url=site.url(f"{here}{_SAID['DATA']}/"),
        receipt_url=site.url(f"{here}bien-nhan/"),
        open_url=site.url(f"/phan-anh/{code}/"),
        head=Head(is_indexed=False),
    )


def receipt_page(code: str, key: str, site: Site, at: datetime) -> ReceiptPage:
    """What to keep: the code, the link with the key, who answers and until when."""
    standing = _standing(code, queries.tracking(code), at)
    key_url = site.whole(f"/phan-anh/{code}/{key}/")
    box, path = camera_code(key_url)
    return ReceiptPage(
        title=_("Đã nhận phản ánh của bạn"),
        standing=standing,
        key_url=key_url,
        qr_box=box,
        qr_path=path,
        follow_url=site.url(f"/phan-anh/{code}/{key}/"),
        note=Note(
            _("Giữ liên kết này cho riêng bạn."),
            _("Ai có liên kết đều xem được câu trả lời và mở lại được. Mất liên kết thì mã vẫn cho biết việc đến đâu."),
        ),
        head=Head(is_indexed=False),
    )


def data_page(code: str, key: str, site: Site, form: Any, shield: Any, *, is_sent: bool = False) -> DataPage:
    here = f"/phan-anh/{code}/{key}/"
    thanks = Note(
        _("Đã nhận yêu cầu."), _("Cơ quan trả lời trong hai ngày làm việc; kết quả hiện ở trang theo dõi phản ánh.")
    )
    return DataPage(
        title=_("Dữ liệu cá nhân của bạn trong phản ánh này"),
        code=code,
        said=_(
            "Cùng phản ánh, cơ quan chỉ giữ những gì bạn đã tự điền: tên, điện thoại, thư điện tử và ảnh nếu có, được "
            "mã hóa và có ngày xóa. Bạn có thể hỏi, sửa hoặc yêu cầu xóa."
        ),
        form=form,
        shield=shield,
        action=site.url(f"{here}{_SAID['DATA']}/"),
        back_url=site.url(here),
        note=thanks if is_sent else None,
        head=Head(is_indexed=False),
    )


def refuse(act: str, code: str, at: datetime) -> None:
    """Refused: this act is not open on this concern now; the sentence says why and what to do."""
    if why := _why_not(act, queries.tracking(code), at):
        raise Refused(why)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _why_not(act: str, value: queries.TrackingValue | None, at: datetime) -> str:
    if value is None:
        return _("Phản ánh đang chờ tiếp nhận nên chưa làm được việc này. Hãy xem lại sau.")
    until = value.reopen_until
    match act:
        case "MORE" if value.state != "NEEDS_INFO":
            return _("Hiện không có câu hỏi nào chờ bạn bổ sung. Nếu có việc mới, hãy viết phản ánh mới.")
        case "REOPEN" if until is None or value.state not in DONE:
            return _("Phản ánh này hiện không ở bước được mở lại. Nếu có việc mới, hãy viết phản ánh mới.")
        case "REOPEN" if until is not None and until < local_date(at):
            said = _("Thời hạn mở lại đã hết ngày %(day)s. Hãy viết phản ánh mới và ghi mã này.")
            return said % {"day": words.day(until)}
        case "RATING" if value.state not in DONE or value.rating is not None:
            return _("Chỉ đánh giá được một lần, sau khi có câu trả lời. Hãy xem bước hiện tại ở trang theo dõi.")
    return ""


def _standing(code: str, value: queries.TrackingValue | None, at: datetime) -> Standing:
    if value is None:
        return _before(code, at)
    service = queries.service(value.territory, value.service)
    return Standing(
        code=code,
        title=value.title,
        state=Glyph.of(ICONS.get(value.state, State.DOING), value.state_words),
        unit=value.unit_name,
        others=", ".join(value.other_units),
        service=service.name if service else "",
        place=queries.place_names([value.place]).get(value.place, ""),
        received=day_of(value.received_at),
        received_iso=iso_of(value.received_at),
        due=_due(value.due_date, value.answered_at, value.state, at),
        why=_why_rows(value.due_why),
        answered=day_of(value.answered_at) if value.answered_at else "",
        answered_iso=iso_of(value.answered_at) if value.answered_at else "",
        steps=_steps(value),
        is_illustration=value.is_illustration,
    )


def _before(code: str, at: datetime) -> Standing:
    """Before the room has taken it in: what its sender was told. Refused: no such concern."""
    line = intake.input_line(code)
    if line is None or line.what != "CONCERN":
        raise NotVisible
    territory = code.split("-", 1)[1].rsplit("-", 2)[0]
    promised = queries.promise(territory, line.service, line.place, line.received_at)
    is_same = promised is not None and promised.due_date == line.promised_date
    is_dropped = line.state == "DROPPED"
    state = Glyph.of(*((State.HELD, _("Không được tiếp nhận")) if is_dropped else (State.WAIT, _("Chờ tiếp nhận"))))
    service = queries.service(territory, line.service)
    received = TimelineItem(
        Glyph.of(State.DONE), day_of(line.received_at), iso_of(line.received_at), _("Đã nhận, mã được cấp ngay")
    )
    return Standing(
        code=code,
        title="",
        state=state,
        unit=line.promised_unit,
        others="",
        service=service.name if service else "",
        place=queries.place_names([line.place]).get(line.place, ""),
        received=day_of(line.received_at),
        received_iso=iso_of(line.received_at),
        due=None if is_dropped else _due(line.promised_date, None, "RECEIVED", at),
        why=_why(promised.why, promised.explanation) if promised is not None and is_same else None,
        answered="",
        answered_iso="",
        steps=(received,),
        is_illustration=False,
    )


def _due(day: date | None, answered_at: datetime | None, state: str, at: datetime) -> DueDate | None:
    if day is None:
        return None
    if answered_at is not None:
        on_time = local_date(answered_at) <= day
        return DueDate(
            words.day(day), day.isoformat(), _("đúng hẹn") if on_time else _("trễ hẹn"), _icon("done", is_good=on_time)
        )
    if state in ("NEEDS_INFO", "REFUSED"):
        return DueDate(words.day(day), day.isoformat(), "", "plan")
    left = (day - local_date(at)).days
    distance = words.distance(left, is_working=False)
    return DueDate(words.day(day), day.isoformat(), distance, _icon("doing", is_good=left >= 0))


def _icon(good: str, *, is_good: bool) -> str:
    return good if is_good else "late"


def _why(rows: tuple[tuple[str, str], ...], explanation: Explanation) -> WhyDate:
    said = [Term(name, text) for name, text in rows]
    days = tuple(
        Day(
            str(mark.day.day),
            str(mark.ordinal) if mark.ordinal else "·" if mark.kind == "start" else "–",
            _MARKS.get(mark.kind, ""),
        )
        for mark in explanation.strip
    )
    return WhyDate(tuple(said[:2]), days, tuple(said[2:]))


def _why_rows(rows: tuple[tuple[str, str], ...]) -> WhyDate | None:
    return WhyDate(tuple(Term(name, text) for name, text in rows)) if rows else None


def _steps(value: queries.TrackingValue) -> tuple[TimelineItem, ...]:
    """Oldest first, and what may come."""
    last = len(value.steps) - 1
    items = [
        TimelineItem(
            Glyph.of(State.DONE if number < last or value.state in DONE else ICONS.get(step.state, State.DOING)),
            day_of(step.at),
            iso_of(step.at),
            step.words,
            meta=step.more,
        )
        for number, step in enumerate(value.steps)
    ]
    if value.reopen_until is not None and value.state in DONE:
        until = value.reopen_until
        items.append(
            TimelineItem(Glyph.of(State.PLAN), words.day(until), until.isoformat(), _("Hết hạn mở lại"), is_next=True)
        )
    return tuple(items)


def _unnamed(standing: Standing) -> str:
    parts = [part for part in (standing.service, standing.place) if part]
    return ", ".join(parts) if parts else _("Phản ánh %(code)s") % {"code": standing.code}


def _answer_said(value: queries.TrackingValue | None) -> str:
    if value is None or value.answered_at is None:
        return ""
    return _("bản %(number)s · %(day)s") % {"number": value.answer_number or 1, "day": day_of(value.answered_at)}


def _reopen_said(value: queries.TrackingValue | None) -> str:
    if value is None or value.reopen_until is None:
        return ""
    return _("Bạn được mở lại một lần, đến hết %(day)s. Việc sẽ sang người duyệt khác trong cùng cơ quan.") % {
        "day": words.day(value.reopen_until)
    }


def _merged_said(value: queries.TrackingValue | None) -> str:
    if value is None or not value.merged_into:
        return ""
    return _("Nhiều người cùng phản ánh việc này; bạn nhận cùng một câu trả lời với %(code)s.") % {
        "code": value.merged_into
    }


def _sent_note(act: str) -> Note | None:
    said = {
        "REOPEN": _("Đã nhận yêu cầu mở lại. Bước tiếp theo hiện ở trang này."),
        "RATING": _("Đã nhận đánh giá của bạn. Xin cảm ơn."),
        "MORE": _("Đã nhận nội dung bổ sung. Việc được làm tiếp."),
        "DATA": _("Đã nhận yêu cầu về dữ liệu cá nhân. Cơ quan trả lời trong hai ngày làm việc."),
    }
    return Note(said[act]) if act in said else None


def _waiting_note(value: queries.TrackingValue | None, code: str) -> Note | None:
    if value is not None:
        return None
    line = intake.input_line(code)
    if line is not None and line.state == "DROPPED":
        title = _("Phản ánh này không được tiếp nhận và nội dung đã được xóa.")
        return Note(title, _("Nếu việc vẫn còn, hãy viết phản ánh mới hoặc liên hệ trực tiếp cơ quan."), is_late=True)
    title = _("Phản ánh đã đến nơi và đang chờ được mở.")
    return Note(title, _("Trang này đổi ngay khi cơ quan tiếp nhận."))


def day_of(at: datetime) -> str:
    return words.day(timezone.localtime(at).date())


def iso_of(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()
