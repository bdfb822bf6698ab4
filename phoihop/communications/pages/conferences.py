"""Pages of press conferences: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.words import glyph, joined, moment_of
from phoihop.communications.queries import conferences as reading
from phoihop.communications.queries import outlets as lists
from phoihop.communications.queries.conference_words import ANSWER_WORDS, CONFERENCE_WORDS, RECORD_WORDS
from phoihop.communications.queries.speaking import refusal_to_speak, wording_refusal
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import NotVisible
from phoihop.press import queries as press
from phoihop.publications.queries import as_html

STATES = {
    "DRAFT": (State.DOING, CONFERENCE_WORDS["DRAFT"]),
    "CALLED": (State.SOON, CONFERENCE_WORDS["CALLED"]),
    "HELD": (State.DONE, CONFERENCE_WORDS["HELD"]),
    "CANCELLED": (State.HELD, CONFERENCE_WORDS["CANCELLED"]),
    "DROPPED": (State.HELD, CONFERENCE_WORDS["DROPPED"]),
}
ANSWER_STATES = {
    "ASKED": (State.WAIT, ANSWER_WORDS["ASKED"]),
    "COMES": (State.DONE, ANSWER_WORDS["COMES"]),
    "STAYS_AWAY": (State.HELD, ANSWER_WORDS["STAYS_AWAY"]),
}
QUERY_STATES = {
    "OPEN": gettext_lazy("chờ trả lời"),
    "WAITING": gettext_lazy("chờ duyệt"),
    "ANSWERED": gettext_lazy("đã trả lời"),
    "REFUSED": gettext_lazy("từ chối có căn cứ"),
    "WITHDRAWN": gettext_lazy("báo chí thôi hỏi"),
}
SHOW_WORDS = {
    "": gettext_lazy("Tất cả"),
    "sap-toi": gettext_lazy("Sắp tới"),
    "bien-ban": gettext_lazy("Chờ biên bản"),
}


@dataclass(frozen=True, slots=True)
class ConferencesPage:
    title: str
    tabs: tuple[Tab, ...]
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    outlets: Link | None
    habit: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class GuestRow:
    outlet: str
    mail: str
    state: Glyph
    comes: Act | None
    stays: Act | None
    remove: Act | None


@dataclass(frozen=True, slots=True)
class MaterialRow:
    citation: str
    url: str
    remove: Act | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    outlet: str
    text: str
    answer: str
    later: Link | None


@dataclass(frozen=True, slots=True)
class ConferencePage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    facts: tuple[Term, ...]
    text: str
    guests: tuple[GuestRow, ...]
    invite: Link | None
    materials: tuple[MaterialRow, ...]
    add_material: Link | None
    preparations: tuple[Term, ...]
    prepare: Link | None
    questions: tuple[QuestionRow, ...]
    question: Link | None
    record: SafeString
    record_meta: str
    why: str


@dataclass(frozen=True, slots=True)
class ConferencesPanel:
    rows: tuple[Row, ...]


def conferences_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ConferencesPage:
    show = asked.get("xem", "") if asked.get("xem", "") in reading.CONFERENCE_SHOWS else ""
    found = reading.conference_list(actor, at, show=show, after=asked.get("sau", ""))
    here = reverse("communications:conferences")
    following = {"sau": found.next} | ({"xem": show} if show else {})
    return ConferencesPage(
        title=_("Họp báo"),
        tabs=tuple(
            Tab(str(SHOW_WORDS[one]), f"{here}?{urlencode({'xem': one})}" if one else here, is_current=one == show)
            for one in reading.CONFERENCE_SHOWS
        ),
        notes=tuple(_reminders(actor, at)) if found.may_begin else (),
        rows=tuple(row_of(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có họp báo nào trong danh sách này."),
            _("Họp báo có nơi được mời, tài liệu, người phát ngôn, câu hỏi, câu trả lời và biên bản được duyệt."),
        ),
        begin=Link(_("Chuẩn bị họp báo"), reverse("communications:begin-conference")) if found.may_begin else None,
        outlets=Link(_("Danh sách báo, đài"), reverse("communications:outlets")) if found.may_keep else None,
        habit=Link(_("Nhịp nhắc"), reverse("communications:press-habit")) if found.may_set else None,
        why=_("Bạn xem được họp báo của cơ quan mình, họp báo cơ quan mình chuẩn bị, và những gì bạn kiểm tra."),
    )


def _reminders(actor: Actor, at: datetime) -> list[Note]:
    """What the body's own rhythm says; it is no word of what the law says."""
    notes = []
    today = local_date(at)
    for one in lists.press_reminders(actor.unit_id, at):
        what = _("họp báo") if one.kind == "conference" else _("cung cấp thông tin cho báo chí")
        if one.due is None or one.last is None:
            continue
        values = {"what": what, "last": words.day(one.last), "due": words.day(one.due), "months": one.months}
        if today > one.due:
            said = _("Lần gần nhất %(last)s; theo nhịp cơ quan tự đặt (%(months)s tháng) là trước %(due)s.") % values
            notes.append(Note(_("Đã đến lúc %(what)s.") % values, said))
        elif today + timedelta(days=14) >= one.due:
            said = _("Lần gần nhất %(last)s; nhịp cơ quan tự đặt: %(months)s tháng.") % values
            notes.append(Note(_("Sắp đến lúc %(what)s: %(due)s.") % values, said))
    return notes


def row_of(line: reading.ConferenceLine) -> Row:
    record = str(RECORD_WORDS[line.record_state]) if line.state == "HELD" else ""
    return Row(
        glyph=glyph(STATES, line.state),
        what=line.title,
        url=reverse("communications:conference", args=[line.code]),
        meta=joined((moment_of(line.starts_at), line.place, line.unit, record)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def conference_page(actor: Actor, code: str, at: datetime) -> ConferencePage:
    value = reading.conference_value(actor, code, at)
    line, rights = value.line, value.rights
    primary, acts = _acts(value)
    return ConferencePage(
        title=line.title,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=glyph(STATES, line.state),
        meta=joined((line.unit, moment_of(line.starts_at))),
        back=Link(_("Họp báo"), reverse("communications:conferences")),
        notes=tuple(_notes(value, at)),
        primary=primary,
        acts=acts,
        facts=tuple(_facts(value)),
        text=value.text,
        guests=tuple(_guest(value, one) for one in value.guests),
        invite=Link(_("Thêm nơi được mời"), _url("add-guests", code)) if rights.write else None,
        materials=tuple(
            MaterialRow(
                one.citation,
                one.url,
                Act(_("Bỏ"), _url("remove-material", code, one.number), value.version) if rights.write else None,
            )
            for one in value.materials
        ),
        add_material=Link(_("Thêm tài liệu"), _url("add-material", code)) if rights.write else None,
        preparations=tuple(
            Term(one.what, joined((one.unit, _("trước hết %(day)s") % {"day": words.day(one.due_date)})))
            for one in value.preparations
        ),
        prepare=Link(_("Giao chuẩn bị"), _url("ask-preparation", code)) if rights.prepare else None,
        questions=tuple(
            QuestionRow(
                one.outlet,
                one.text,
                one.answer,
                Link(one.query, reverse("press:press-query", args=[one.query])) if one.query else None,
            )
            for one in value.questions
        ),
        question=Link(_("Ghi câu hỏi"), _url("note-question", code)) if rights.question else None,
        record=mark_safe(as_html(value.record)),  # noqa: S308  (made by publications.rules.prose)
        record_meta=joined((moment_of(value.approved_at), value.approved_post))
        if value.approved_at
        else str(RECORD_WORDS[line.record_state]),
        why=value.why,
    )


def _url(name: str, *args: object) -> str:
    return reverse(f"communications:{name}", args=list(args))


def _acts(value: reading.ConferenceValue) -> tuple[Act | None, tuple[Act, ...]]:
    rights, version, code = value.rights, value.version, value.line.code
    primary = None
    if rights.approve_record:
        primary = Act(_("Duyệt biên bản"), _url("approve-conference-record", code), version)
    elif rights.hold:
        primary = Act(_("Ghi đã họp"), _url("hold-conference", code))
    elif rights.call:
        primary = Act(_("Gửi giấy mời"), _url("call-conference", code), version)
    elif rights.release:
        primary = Act(_("Lập thông cáo từ biên bản"), _url("release-conference", code), version)
    elif rights.write_record:
        primary = Act(_("Viết biên bản"), _url("write-conference-record", code))
    more = [
        (rights.write_record and rights.approve_record, Act(_("Sửa biên bản"), _url("write-conference-record", code))),
        (rights.write, Act(_("Sửa"), _url("write-conference", code))),
        (rights.cancel, Act(_("Hủy họp báo"), _url("cancel-conference", code))),
        (rights.drop, Act(_("Bỏ"), _url("drop-conference", code), version)),
    ]
    return primary, tuple(act for allowed, act in more if allowed)


def _notes(value: reading.ConferenceValue, at: datetime) -> list[Note]:
    notes = []
    state = value.line.state
    if value.reason:
        notes.append(Note(_("Đã hủy:"), value.reason))
    if state in ("DRAFT", "CALLED") and not value.spokesperson:
        notes.append(
            Note(_("Chưa có người phát ngôn."), _("Chọn người còn hiệu lực vào ngày họp rồi mới gửi giấy mời."))
        )
    if value.event_at is not None and value.sudden_hours and state in ("DRAFT", "CALLED"):
        until = value.event_at + timedelta(hours=value.sudden_hours)
        said = _("Sự kiện lúc %(event)s; nhịp cơ quan tự đặt: %(hours)s giờ.") % {
            "event": moment_of(value.event_at),
            "hours": value.sudden_hours,
        }
        notes.append(Note(_("Lên tiếng trước %(until)s.") % {"until": moment_of(until)}, said, is_late=at > until))
    return notes


def _facts(value: reading.ConferenceValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Thời gian"), f"{moment_of(line.starts_at)} – {words.clock(timezone.localtime(value.ends_at))}"),
        Term(_("Địa điểm"), line.place),
        Term(_("Người phát ngôn"), value.spoke or "–"),
    ]
    facts += [Term(_("Về"), code, _page_of(code)) for code in value.about]
    if value.release:
        facts.append(Term(_("Thông cáo"), value.release, reverse("communications:release", args=[value.release])))
    return facts


def _page_of(code: str) -> str:
    page = {"KH": "plans:plan", "VD": "plans:topic", "TC": "communications:release"}[code[:2]]
    return reverse(page, args=[code])


def _guest(value: reading.ConferenceValue, one: reading.GuestValue) -> GuestRow:
    code, rights = value.line.code, value.rights
    state = glyph(ANSWER_STATES, one.answer)
    if value.line.state == "HELD":
        state = Glyph.of(State.DONE, _("đã dự")) if one.is_there else Glyph.of(State.HELD, _("không có mặt"))
    elif one.invited_at is None:
        state = Glyph.of(State.PLAN, _("chưa gửi giấy mời"))
    answers = rights.answer and one.invited_at is not None
    url = _url("note-guest-answer", code, one.number)
    return GuestRow(
        outlet=one.outlet,
        mail=one.mail,
        state=state,
        comes=Act(_("Sẽ dự"), f"{url}?tra-loi=du", value.version) if answers and one.answer != "COMES" else None,
        stays=Act(_("Không dự"), f"{url}?tra-loi=khong", value.version)
        if answers and one.answer != "STAYS_AWAY"
        else None,
        remove=Act(_("Bỏ"), _url("remove-guest", code, one.number), value.version)
        if rights.write and one.invited_at is None
        else None,
    )


def asking_row(line: press.QueryLine, at: datetime) -> Row:
    """A question of the press, as pages of this room show it."""
    outline = {"OPEN": State.DOING, "WAITING": State.WAIT, "ANSWERED": State.DONE}.get(line.state, State.HELD)
    is_open = line.state in ("OPEN", "WAITING")
    until = _("trước hết %(day)s") % {"day": words.day(line.due_date)} if is_open else ""
    return Row(
        glyph=Glyph.of(State.LATE if is_open and line.is_late else outline, str(QUERY_STATES[line.state])),
        what=f"{line.outlet}: {line.text}",
        url=reverse("press:press-query", args=[line.code]),
        meta=joined((line.answerer, until)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


# ── on other pages ──────────────────────────────────────────────────────────────────────────────────────────


def conferences_panel(actor: Actor, code: str, at: datetime) -> ConferencesPanel | None:
    """Press conferences about the topic or plan whose page this is."""
    lines = reading.conferences_on(actor, code)
    return ConferencesPanel(tuple(row_of(line) for line in lines)) if lines else None


def conference_on_obligation(actor: Actor, code: str, at: datetime) -> Row | None:
    """The conference that this duty prepares."""
    line = reading.conference_of_duty(actor, code)
    return row_of(line) if line is not None else None


def speaking_on_query(actor: Actor, code: str, at: datetime) -> Note | None:
    """Why an answer to the press may not go out as it stands: of a case before its owner spoke, or by its words."""
    try:
        value = press.query_value(actor, code, at)
    except NotVisible:
        return None
    if not value.answer or value.line.state not in ("OPEN", "WAITING"):
        return None
    dossier = value.line.dossier
    said = refusal_to_speak(dossier, value.answerer_id, (value.line.about,)) or wording_refusal(dossier, value.answer)
    return Note(_("Câu trả lời chưa gửi được."), said, is_late=True) if said else None
