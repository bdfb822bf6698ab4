"""One page about one person's data: all that is held, put right, handed out, erased, and the clock of two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.concerns import queries
from phoihop.concerns.pages import words as say
from phoihop.concerns.pages.items import Box, Start, photos_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Act,
    ActPage,
    DueDate,
    Empty,
    Glyph,
    Link,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    TimelineItem,
    words,
)
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class RequestCard:
    title: str
    state: Glyph
    facts: str
    due: DueDate | None
    text: str
    outcome: str
    settle_url: str
    form: Any


@dataclass(frozen=True, slots=True)
class DataPage:
    title: str
    code: str
    said: str
    back: Link
    notes: tuple[Note, ...]
    requests: tuple[RequestCard, ...]
    held: tuple[Term, ...]
    photos: tuple[Link, ...]
    correct: Box | None
    acts: tuple[Act, ...]
    log: tuple[TimelineItem, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ContactPage:
    title: str
    said: str
    back: Link
    terms: tuple[Term, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    title: str
    said: str
    back: Link
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


def data_page(actor: Actor, code: str, at: datetime, start: Start, wrong: Any = None) -> DataPage:
    held = queries.held_about(actor, code)
    is_erased = held.erased_at is not None
    return DataPage(
        title=_("Dữ liệu cá nhân của một phản ánh"),
        code=code,
        said=_(
            "Trả lời người gửi trong hai ngày làm việc. Trang này có tất cả những gì đang giữ; mỗi lần mở được ghi lại."
        ),
        back=Link(held.title, reverse("concerns:concern", args=[code])),
        notes=_notes(held),
        requests=tuple(_request(one, at, start) for one in held.requests),
        held=tuple(_held(held)),
        photos=photos_of(code, tuple(range(1, held.photos + 1))),
        correct=None if is_erased else _correct(held, start, wrong),
        acts=_acts(code, is_erased=is_erased),
        log=tuple(
            TimelineItem(
                glyph=Glyph.of(State.DONE),
                day=say.day_of(moment),
                iso=say.iso_of(moment),
                text=text,
                meta=_("gửi thư") if by_mail else _("hiện trên trang của người gửi"),
            )
            for moment, text, by_mail in held.told
        ),
        why=_("Bạn mở được vì %(unit)s tiếp nhận phản ánh này.") % {"unit": actor.unit_name},
    )


def _notes(held: queries.Held) -> tuple[Note, ...]:
    if held.erased_at is None:
        return ()
    return (Note(_("Dữ liệu cá nhân đã xóa ngày %(day)s.") % {"day": say.day_of(held.erased_at)}),)


def _held(held: queries.Held) -> list[Term]:
    contact = held.contact
    terms = [
        Term(_("Nhận lúc"), say.joined([say.moment_of(held.received_at), held.channel])),
        Term(_("Người gửi viết"), held.text or _("không còn giữ")),
        *(Term(_("Bổ sung %(m)s") % {"m": say.moment_of(one.at)}, one.text or _("đã xóa")) for one in held.additions),
    ]
    if contact is not None and not contact.is_empty:
        for name, text in (
            (_("Họ và tên"), contact.name),
            (_("Điện thoại"), contact.phone),
            (_("Thư điện tử"), contact.mail),
            (_("Địa chỉ"), contact.address),
        ):
            if text:
                terms.append(Term(name, text))
    else:
        terms.append(Term(_("Cách liên hệ"), _("không giữ")))
    terms.append(Term(_("Ảnh"), str(held.photos)))
    if held.latitude is not None and held.longitude is not None:
        terms.append(Term(_("Tọa độ"), f"{held.latitude:.5f}, {held.longitude:.5f}"))
    if held.rating is not None:
        terms.append(Term(_("Mức hài lòng"), _("%(stars)s trên 5") % {"stars": held.rating}))
    shown = _("„%(title)s“: %(text)s") % {"title": held.public_title, "text": held.public_text}
    terms.append(Term(_("Đang hiện trên cổng"), shown if held.is_public else _("không")))
    terms.append(Term(_("Giữ đến hết ngày"), words.day(held.delete_on)))
    return terms


def _request(one: queries.RequestValue, at: datetime, start: Start) -> RequestCard:
    line = one.line
    is_open = line.state == "OPEN"
    distance = say.distances(local_date(at), [line.due_date])[line.due_date]
    late = _("trả lời trễ") if line.is_late else _("trả lời đúng hạn")
    return RequestCard(
        title=_("Yêu cầu %(code)s: %(wish)s") % {"code": line.code, "wish": line.wish_words},
        state=say.glyph(say.REQUEST_STATES, line.state),
        facts=say.joined(
            [
                _("nhận %(moment)s") % {"moment": say.moment_of(line.received_at)},
                _("trả lời %(day)s") % {"day": say.day_of(line.settled_at)} if line.settled_at else "",
                one.settled_post,
            ]
        ),
        due=say.due(
            line.due_date,
            distance,
            icon=State.LATE if distance < 0 else State.SOON,
            is_running=is_open,
            said="" if is_open else late,
        ),
        text=one.words,
        outcome=one.outcome,
        settle_url=reverse("concerns:settle", args=[line.code]) if is_open else "",
        form=start("Settle") if is_open else None,
    )


def _correct(held: queries.Held, start: Start, wrong: Any) -> Box:
    contact = held.contact
    given = {name: getattr(contact, name, "") for name in ("name", "phone", "mail", "address")}
    return Box(
        said="",
        form=wrong or start("Contact", version=held.contact_version, **given),
        url=reverse("concerns:correct", args=[held.code]),
        label=_("Lưu cách liên hệ"),
    )


def _acts(code: str, *, is_erased: bool) -> tuple[Act, ...]:
    acts = [Act(_("Tải tất cả (JSON)"), reverse("concerns:export", args=[code]))]
    acts.append(Act(_("Ghi yêu cầu của người gửi…"), reverse("concerns:request", args=[code])))
    if not is_erased:
        acts.append(Act(_("Xóa dữ liệu cá nhân…"), reverse("concerns:erase", args=[code])))
    return tuple(acts)


def contact_page(code: str, contact: queries.ContactValue | None, actor: Actor) -> ContactPage:
    fields = (
        (_("Họ và tên"), "name"),
        (_("Điện thoại"), "phone"),
        (_("Thư điện tử"), "mail"),
        (_("Địa chỉ"), "address"),
    )
    terms = [Term(name, getattr(contact, field, "") or "–") for name, field in fields]
    if contact is not None:
        terms.append(Term(_("Giữ đến hết ngày"), words.day(contact.delete_on)))
    return ContactPage(
        title=_("Cách liên hệ với người gửi"),
        said=_("Chỉ dùng để trả lời việc này. Lần mở này đã được ghi lại."),
        back=Link(code, reverse("concerns:concern", args=[code])),
        terms=tuple(terms),
        why=_("Bạn mở được vì %(unit)s trả lời phản ánh này.") % {"unit": actor.unit_name},
    )


def data_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """Noting down what somebody asks for, or erasing."""
    held = queries.held_about(actor, code)
    title, said, label = {
        "request": (
            _("Ghi yêu cầu về dữ liệu cá nhân"),
            _("Người gửi được trả lời trong hai ngày làm việc. Hãy chắc rằng đúng là người đã gửi phản ánh này."),
            _("Ghi yêu cầu"),
        ),
        "erase": (
            _("Xóa dữ liệu cá nhân"),
            _("Cách liên hệ, ảnh, tọa độ và lời người gửi viết bị xóa hẳn. Lời đã công khai và câu trả lời vẫn còn."),
            _("Xóa hẳn"),
        ),
    }[act]
    return ActPage(
        title=title,
        crumb=Link(held.title, reverse("concerns:data", args=[code])),
        said=said,
        form=form,
        label=label,
        why=_("Bạn làm được việc này vì %(unit)s tiếp nhận phản ánh này.") % {"unit": actor.unit_name},
    )


def requests_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> RequestsPage:
    after, is_open_only = asked.get("sau", ""), asked.get("xem") != "tat-ca"
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    found, following = queries.data_requests(actor, at, is_open_only=is_open_only, before=before)
    far = say.distances(local_date(at), [one.due_date for one in found])
    return RequestsPage(
        title=_("Yêu cầu về dữ liệu cá nhân"),
        said=_("Người gửi được trả lời trong hai ngày làm việc."),
        back=Link(_("Phản ánh"), reverse("concerns:list")),
        rows=tuple(_row(one, far[one.due_date]) for one in found),
        tabs=(
            Tab(_("Đang chờ"), reverse("concerns:requests"), is_current=is_open_only),
            Tab(_("Tất cả"), f"{reverse('concerns:requests')}?xem=tat-ca", is_current=not is_open_only),
        ),
        pager=Pager(next_url=f"?{'' if is_open_only else 'xem=tat-ca&'}sau={following}" if following else ""),
        empty=Empty(_("Không có yêu cầu nào."), _("Người gửi yêu cầu trên trang của mình, hoặc qua điện thoại, thư.")),
        why=str(SIGNED_IN),
    )


def _row(one: queries.RequestLine, distance: int) -> Row:
    is_open = one.state == "OPEN"
    late = _("trả lời trễ") if one.is_late else _("trả lời đúng hạn")
    icon = State.LATE if distance < 0 else State.SOON
    return Row(
        glyph=Glyph.of(icon) if is_open else Glyph.of(State.DONE, _("Đã trả lời")),
        what=one.wish_words,
        url=reverse("concerns:data", args=[one.concern]),
        meta=one.concern,
        code=one.code,
        due=say.due(one.due_date, distance, icon=icon, is_running=is_open, said=late),
    )
