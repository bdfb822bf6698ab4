"""The list, a meeting, panels on pages of other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, Tab, Term, words
from phoihop.ground.powers import may
from phoihop.meetings import queries
from phoihop.meetings.pages import words as say
from phoihop.meetings.queries import ConclusionValue, MeetingLine, MeetingValue, PlaceValue
from phoihop.organizations.queries import absence_notes

KINDS = {
    "sap-toi": ("upcoming", gettext_lazy("Sắp tới")),
    "da-qua": ("past", gettext_lazy("Đã họp")),
    "chuan-bi": ("draft", gettext_lazy("Đang chuẩn bị")),
    "da-huy": ("cancelled", gettext_lazy("Đã hủy")),
}


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    new_url: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str = ""


@dataclass(frozen=True, slots=True)
class RollLine:
    unit: str
    role: str
    state: Glyph
    old: str
    who: str
    mandate: str
    text: str
    meta: str
    presence: Glyph
    mark_label: str = ""
    unit_id: int = 0
    mark_value: str = ""
    remove_label: str = ""


@dataclass(frozen=True, slots=True)
class CounterLine:
    unit: str
    state: Glyph
    when: str
    text: str
    answer: str
    decide_url: str


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    number: str
    text: str
    unit: str
    supporting: str
    due: str
    obligation: str
    url: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    title: str
    code: str
    mark: str
    list: Link
    state: Glyph
    when: str
    primary: Act | None
    acts: tuple[Act, ...]
    notes: tuple[Note, ...]
    terms: tuple[Term, ...]
    text: str
    agenda: tuple[str, ...]
    papers: tuple[Link, ...]
    hidden_papers: str
    occasions: tuple[Tab, ...]
    counted: str
    roll: tuple[RollLine, ...]
    remove_url: str
    version: int
    counters: tuple[CounterLine, ...]
    conclusions: tuple[ConclusionLine, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class MeetingsPanel:
    rows: tuple[Row, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class ConclusionPanel:
    text: str
    url: str


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    kind = asked.get("loai", "sap-toi")
    kind = kind if kind in KINDS else "sap-toi"
    after = asked.get("sau", "")
    start = int(after) if after.isdecimal() and len(after) < 9 else None
    found = queries.meetings(actor, KINDS[kind][0], at, start)
    new_url = reverse("meetings:call") if may(actor, "meeting.call", unit_id=actor.unit_id) else ""
    return ListPage(
        title=_("Cuộc họp"),
        new_url=new_url,
        tabs=tuple(Tab(str(word), _list_url(one), is_current=one == kind) for one, (_kind, word) in KINDS.items()),
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(
            previous_url=_list_url(kind) if start else "",
            next_url=_list_url(kind, found.next) if found.next else "",
        ),
        empty=Empty(
            _("Không có cuộc họp nào ở đây."), _("Cuộc họp mà cơ quan bạn triệu tập hoặc được mời hiện ở đây.")
        ),
    )


def meeting_page(actor: Actor, code: str, at: datetime, number: int | None) -> MeetingPage:
    value = queries.meeting_value(actor, code, at, number)
    primary, acts = _acts(value, actor)
    state = say.glyph(say.MEETING, value.state)
    if value.state == "INVITED" and value.shown.state != "PLANNED":
        state = say.glyph(say.OCCURRENCE, value.shown.state)
    hidden = value.hidden_papers
    return MeetingPage(
        title=value.title,
        code=code,
        mark=words.illustration(value.is_illustration),
        list=Link(_("Cuộc họp"), reverse("meetings:list")),
        state=state,
        when=say.span(value.shown.starts_at, value.shown.ends_at),
        primary=primary,
        acts=acts,
        notes=(*_notes(value), *_away(actor, value, at)),
        terms=_terms(value),
        text=value.text,
        agenda=value.agenda,
        papers=tuple(
            Link(f"{one.citation or one.code} · {one.subject}", reverse("documents:document", args=[one.code]))
            for one in value.papers
        ),
        hidden_papers=_("%(count)s văn bản khác không mở cho cơ quan bạn.") % {"count": hidden} if hidden else "",
        occasions=_occasions(value),
        counted=counted_in_words(value),
        roll=tuple(roll_line(one, is_removable=_is_removable(value, one)) for one in value.roll),
        remove_url=reverse("meetings:remove-unit", args=[code]),
        version=value.version,
        counters=_counters(value),
        conclusions=tuple(conclusion_line(one) for one in value.conclusions),
        panels=sheet.shown_on("meeting", actor, code, at),
        why=value.why,
    )


def meetings_panel(actor: Actor, code: str, at: datetime) -> MeetingsPanel | None:
    """Meetings about the thing whose page this is."""
    lines = queries.meetings_about(actor, code, at)
    may_call = may(actor, "meeting.call", unit_id=actor.unit_id)
    new_url = f"{reverse('meetings:call')}?{urlencode({'ve': code})}" if may_call else ""
    return MeetingsPanel(tuple(_row(line) for line in lines), new_url) if lines or new_url else None


def conclusion_panel(actor: Actor, code: str, at: datetime) -> ConclusionPanel | None:
    """The conclusion that an obligation came from."""
    found = queries.conclusion_of(actor, code)
    if found is None:
        return None
    line, title, meeting = found
    said = _("Kết luận %(line)s của cuộc họp “%(title)s”") % {"line": line.rpartition("/")[2], "title": title}
    return ConclusionPanel(said, reverse("meetings:meeting", args=[meeting]))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _list_url(kind: str, after: int | None = None) -> str:
    asked = {"loai": "" if kind == "sap-toi" else kind, "sau": after or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("meetings:list") + (f"?{query}" if query else "")


def _row(line: MeetingLine) -> Row:
    state = say.glyph(say.MEETING, line.state)
    if line.state == "INVITED" and line.own:
        state = say.glyph(say.ANSWER, line.own)
    counted = _("%(coming)s/%(invited)s dự") % {"coming": line.coming, "invited": line.invited}
    meta = [line.organiser_name, say.moment(line.starts_at), line.place, counted]
    return Row(
        glyph=state,
        what=line.title,
        url=reverse("meetings:meeting", args=[line.code]),
        meta=" · ".join(filter(None, meta)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _acts(value: MeetingValue, actor: Actor) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step of this reader first; the rest beside it."""
    code, number, rights = value.code, value.shown.number, value.rights
    found: list[Act] = []

    def offer(label: str, name: str, *places: object, version: int | None = None) -> None:
        found.append(Act(label, reverse(f"meetings:{name}", args=[code, *places]), version))

    if rights.arrange and value.state == "DRAFT":
        offer(_("Gửi giấy mời"), "invite", version=value.version)
    if rights.approve:
        offer(_("Duyệt biên bản"), "print", number)
    if rights.roll:
        offer(_("Điểm danh"), "attend", number)
    if rights.minute:
        offer(_("Viết biên bản"), "minutes", number)
    if rights.attend:
        offer(_("Điểm danh cơ quan tôi"), "check-in", version=value.version)
    if rights.answer:
        is_given = value.own is not None and value.own.state != "NEEDS-ACTION"
        offer(_("Sửa câu trả lời") if is_given else _("Trả lời giấy mời"), "answer", number)
        offer(_("Đề nghị giờ khác"), "counter", number)
    if value.shown.minutes_state == "APPROVED" or (
        value.shown.minutes_state == "DRAFT" and value.organiser_id == actor.unit_id and not rights.approve
    ):
        offer(_("Xem biên bản"), "print", number)
    if rights.arrange:
        offer(_("Sửa cuộc họp"), "change")
        offer(_("Mời thêm cơ quan"), "add-unit")
        offer(_("Thêm văn bản"), "attach")
        if value.repeat and value.state == "INVITED":
            offer(_("Thêm một buổi"), "add-occasion")
            if value.shown.state == "PLANNED":
                offer(_("Dời buổi này"), "move-occasion", number)
                offer(_("Hủy buổi này"), "cancel-occasion", number)
        offer(_("Hủy cuộc họp"), "cancel")
    return (found[0] if found else None), tuple(found[1:])


def _away(actor: Actor, value: MeetingValue, at: datetime) -> tuple[Note, ...]:
    """Who of the invited offices is away that day, for whoever arranges a meeting that is still to come."""
    if not value.rights.arrange or value.shown.state != "PLANNED" or value.shown.starts_at < at:
        return ()
    away = absence_notes(actor, [one.unit_id for one in value.roll], value.shown.starts_at)
    return tuple(Note(_("Vắng mặt ngày họp"), str(note)) for note in away)


def _notes(value: MeetingValue) -> tuple[Note, ...]:
    notes = []
    if value.state == "CANCELLED":
        notes.append(Note(_("Cuộc họp đã hủy."), value.cancel_reason))
    elif value.shown.state == "CANCELLED":
        notes.append(Note(_("Buổi này đã hủy."), value.shown.cancel_reason))
    failed = [one.unit_name for one in value.roll if one.mail is not None and one.mail.state == "FAILED"]
    if failed and value.rights.arrange:
        notes.append(Note(_("Giấy mời qua thư không tới được:"), ", ".join(failed), is_late=True))
    if value.own is not None and value.own.old_state and value.own.state == "NEEDS-ACTION":
        notes.append(Note(_("Giờ họp đã đổi sau khi cơ quan trả lời."), _("Hãy trả lời lại cho giờ mới.")))
    return tuple(notes)


def _terms(value: MeetingValue) -> tuple[Term, ...]:
    post = f", {value.organiser_post}" if value.organiser_post else ""
    terms = [Term(_("Cơ quan triệu tập"), f"{value.organiser_name}{post}")]
    place = value.shown.place or value.place
    if place:
        terms.append(Term(_("Địa điểm"), place))
    if value.video_url:
        terms.append(Term(_("Họp trực tuyến"), value.video_url, value.video_url))
    if value.quorum_percent:
        terms.append(Term(_("Thành phần tối thiểu"), f"{value.quorum_percent}%"))
    if value.about:
        terms.append(Term(_("Về hồ sơ"), value.about))
    return tuple(terms)


def _occasions(value: MeetingValue) -> tuple[Tab, ...]:
    if len(value.occurrences) == 1:
        return ()
    url = reverse("meetings:meeting", args=[value.code])
    return tuple(
        Tab(say.occasion(one), f"{url}?buoi={one.number}", is_current=one.number == value.shown.number)
        for one in value.occurrences
    )


def counted_in_words(value: MeetingValue) -> str:
    coming = sum(one.is_coming for one in value.roll)
    silent = sum(one.state == "NEEDS-ACTION" for one in value.roll)
    if value.shown.state == "HELD":
        present = sum(one.present_at is not None for one in value.roll)
        return _("Có mặt %(present)s/%(invited)s cơ quan.") % {"present": present, "invited": len(value.roll)}
    return _("%(coming)s/%(invited)s cơ quan dự, %(silent)s chưa trả lời.") % {
        "coming": coming,
        "invited": len(value.roll),
        "silent": silent,
    }


def _is_removable(value: MeetingValue, place: PlaceValue) -> bool:
    is_begun = any(one.state == "HELD" for one in value.occurrences)
    return value.rights.arrange and len(value.roll) > 1 and place.present_at is None and not is_begun


def roll_line(place: PlaceValue, *, is_open: bool = False, is_removable: bool = False) -> RollLine:
    way = str(say.WAYS[place.way]) if place.way else ""
    is_there = place.present_at is not None
    return RollLine(
        unit=place.unit_name,
        role=_("phải dự") if place.is_required else _("mời thêm"),
        state=say.glyph(say.ANSWER, place.state),
        old=say.old_answer(place),
        who=say.who_comes(place),
        mandate=say.mandate(place),
        text=place.comment,
        meta=" · ".join(filter(None, (say.moment(place.answered_at) if place.answered_at else "", way))),
        presence=say.presence(place),
        mark_label=(_("Bỏ điểm danh") if is_there else _("Có mặt")) if is_open else "",
        unit_id=place.unit_id,
        mark_value="0" if is_there else "1",
        remove_label=_("Thôi mời") if is_removable else "",
    )


def _counters(value: MeetingValue) -> tuple[CounterLine, ...]:
    is_arranging = value.rights.arrange and value.state == "INVITED"
    return tuple(
        CounterLine(
            unit=one.unit_name,
            state=say.glyph(say.COUNTER, one.state),
            when=say.span(one.starts_at, one.ends_at),
            text=one.comment,
            answer=one.answer,
            decide_url=reverse("meetings:decide", args=[value.code, one.id])
            if is_arranging and one.state == "OPEN"
            else "",
        )
        for one in value.counters
    )


def conclusion_line(one: ConclusionValue) -> ConclusionLine:
    return ConclusionLine(
        number=one.code.rpartition("/")[2],
        text=one.text,
        unit=one.lead_name,
        supporting=", ".join(name for _unit_id, name in one.supporting),
        due=words.day(one.due_date),
        obligation=one.obligation,
        url=reverse("obligations:item", args=[one.obligation]) if one.obligation else "",
    )
