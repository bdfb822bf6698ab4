"""Pages of releases: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import queries
from phoihop.communications.pages.words import Words, glyph, iso_of, joined, moment_of
from phoihop.communications.queries import releases as reading
from phoihop.communications.queries.release_words import EVENT_WORDS, STAGE_WORDS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, DueDate, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.press import queries as press
from phoihop.publications.queries import as_html, path_of

RELEASE_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Bản thảo")),
    "PRESENTED": (State.WAIT, gettext_lazy("Chờ hai người duyệt")),
    "RELEASING": (State.SOON, gettext_lazy("Sắp phát, còn lấy lại được")),
    "PUBLISHED": (State.DONE, gettext_lazy("Đã phát")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
MODES = ("", "held", "out")


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    habit: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a rule found, with why and what to write instead; an approver may answer for them."""

    words: str
    sentence: str
    why: str
    suggestion: str
    override: Link | None


@dataclass(frozen=True, slots=True)
class HolderRow:
    unit: str
    given: str
    opened: str
    remove_url: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Countdown:
    """Until when, as a moment and how long that is."""

    label: str
    moment: str
    iso: str
    left: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    approve_url: str
    number: int
    version: int
    countdown: Countdown | None
    facts: tuple[Term, ...]
    summary: str
    body: SafeString
    open: Link | None
    found: tuple[Found, ...]
    overrides: tuple[Term, ...]
    approvals: tuple[Term, ...]
    holders: tuple[HolderRow, ...]
    openings: tuple[Term, ...]
    is_own: bool
    why: str


@dataclass(frozen=True, slots=True)
class ReleasesPanel:
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    links: tuple[Link, ...]


def releases_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ReleasesPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    found = reading.release_list(actor, show=show, after=asked.get("sau", ""))
    here = reverse("communications:releases")
    labels = {"": _("Tất cả"), "held": _("Giữ trước"), "out": _("Đã phát")}
    following = {"sau": found.next} | ({"xem": show} if show else {})
    return ReleasesPage(
        title=_("Thông cáo"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        rows=tuple(row_of(line, at) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có thông cáo nào."),
            _("Thông cáo là lời của cơ quan về việc của mình; về vụ việc chỉ phát sau sự kiện, hai người duyệt."),
        ),
        begin=Link(_("Viết thông cáo"), reverse("communications:begin-release")) if found.may_begin else None,
        habit=Link(_("Thời gian chờ"), reverse("communications:release-habit")) if reading.may_arrange(actor) else None,
        why=_("Bạn xem được thông cáo của cơ quan mình, thông cáo cơ quan mình giữ trước, và thông cáo bạn kiểm tra."),
    )


def row_of(line: reading.ReleaseLine, at: datetime) -> Row:
    until = line.goes_at or line.embargo_until
    due = None
    if until is not None and until > at and line.state != "PUBLISHED":
        due = DueDate(moment_of(until), iso_of(until), left(until, at), "soon")
    return Row(
        glyph=glyph(RELEASE_STATES, line.state),
        what=line.title,
        url=reverse("communications:release", args=[line.code]),
        meta=joined(
            (
                line.unit,
                _("vụ việc") if line.is_case else "",
                _("cơ quan bạn giữ trước") if line.is_holder and line.state not in ("PUBLISHED", "WITHDRAWN") else "",
                moment_of(line.published_at),
            )
        ),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        due=due,
    )


def left(until: datetime, at: datetime) -> str:
    """How long it is until then, in the words of a countdown."""
    minutes = max(0, -int((at - until).total_seconds() // 60))
    if minutes < 60:
        return _("còn %(minutes)s phút") % {"minutes": minutes}
    if minutes < 48 * 60:
        return _("còn %(hours)s giờ %(minutes)s phút") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("còn %(days)s ngày") % {"days": minutes // (24 * 60)}


def release_page(actor: Actor, code: str, at: datetime) -> ReleasePage:
    value = reading.release_value(actor, code)
    line, rights = value.line, value.rights
    primary, acts = _acts(value)
    until = line.goes_at if line.state == "RELEASING" else line.embargo_until
    countdown = None
    if until is not None and line.state in reading.WORKED_ON:
        label = _("Tự phát lúc") if line.state == "RELEASING" else _("Không phát trước")
        countdown = Countdown(label, moment_of(until), iso_of(until), left(until, at))
    return ReleasePage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=glyph(RELEASE_STATES, line.state),
        meta=joined((line.unit, _("thông tin vụ việc") if line.is_case else "")),
        back=Link(_("Thông cáo"), reverse("communications:releases")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        approve_url=reverse("communications:approve-release", args=[code]) if rights.approve else "",
        number=value.number,
        version=value.version,
        countdown=countdown,
        facts=tuple(_facts(value, at)),
        summary=value.summary,
        body=mark_safe(as_html(value.text)),  # noqa: S308  (made by publications.rules.prose)
        open=Link(_("Mở văn bản (được ghi lại)"), reverse("communications:open-release", args=[code]))
        if rights.open and not value.is_own
        else None,
        found=found_in(value.findings, code, may_override=rights.override),
        overrides=tuple(
            Term(f"“{one.words}”", joined((one.reason, one.post, moment_of(one.at)))) for one in value.overrides
        ),
        approvals=tuple(Term(post, moment_of(given)) for post, given in value.approvals),
        holders=tuple(
            HolderRow(
                one.unit,
                moment_of(one.given_at),
                _("đã mở %(count)s lần, lần cuối %(moment)s")
                % {"count": one.openings, "moment": moment_of(one.last_opened_at)}
                if one.openings
                else _("chưa mở"),
                reverse("communications:remove-holder", args=[code]) if rights.give and not one.openings else "",
                one.unit_id,
            )
            for one in value.holders
        ),
        openings=tuple(
            Term(
                moment_of(one.at),
                joined((one.unit, one.post, _("bản %(number)s") % {"number": one.number})),
            )
            for one in value.openings
        ),
        is_own=value.is_own,
        why=value.why,
    )


def found_in(findings: Sequence[Any], code: str, *, may_override: bool) -> tuple[Found, ...]:
    def link(one: Any) -> Link | None:
        if one.is_absolute or not may_override:
            return None
        query = urlencode({"quy-tac": one.key, "chu": one.words})
        return Link(_("Ghi lý do giữ lại"), f"{reverse('communications:override-wording', args=[code])}?{query}")

    return tuple(Found(one.words, one.sentence, _(one.why), _(one.suggestion), link(one)) for one in findings)


def _acts(value: reading.ReleaseValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"communications:{name}", args=[value.line.code])

    rights, version = value.rights, value.version
    primary = None
    if rights.present:
        primary = Act(_("Trình duyệt"), url("present-release"), version)
    records = rights.record_event and value.line.is_case
    if records and value.event_at is None and value.line.state == "PRESENTED":
        records = False  # it is the next step
        primary = Act(_("Ghi sự kiện cho phép phát"), url("record-release-event"))
    acts = [
        (rights.write, Act(_("Sửa"), url("write-release"))),
        (value.is_own and value.line.state in reading.WORKED_ON, Act(_("Xem trước"), url("preview-release"), version)),
        (records, Act(_("Ghi sự kiện cho phép phát"), url("record-release-event"))),
        (rights.give, Act(_("Giao cơ quan giữ trước"), url("give-release"))),
        (rights.give_back, Act(_("Trả lại để sửa"), url("return-release"))),
        (rights.take_back, Act(_("Lấy lại, không phát"), url("take-back-release"))),
        (rights.revise, Act(_("Sửa thông cáo đã phát"), url("revise-release"))),
        (rights.restore, Act(_("Bỏ lần sửa"), url("restore-release"), version)),
        (value.is_own and value.line.state == "PUBLISHED", Act(_("Báo chí"), url("release-press"))),
        (rights.withdraw, Act(_("Rút thông cáo"), url("withdraw-release"))),
        (rights.drop, Act(_("Bỏ thông cáo"), url("drop-release"), version)),
    ]
    return primary, tuple(act for allowed, act in acts if allowed)


def _facts(value: reading.ReleaseValue, at: datetime) -> list[Term]:
    line = value.line
    facts = [Term(_("Cơ quan phát"), line.unit)]
    if line.dossier:
        facts.append(Term(_("Về"), line.dossier, reverse(_dossier_page(line.dossier), args=[line.dossier])))
    if line.is_case:
        facts.append(Term(_("Giai đoạn tố tụng"), str(STAGE_WORDS[value.stage])))
        happened = joined((str(EVENT_WORDS[value.event]), moment_of(value.event_at))) if value.event_at else ""
        facts.append(Term(_("Sự kiện cho phép phát"), happened or _("chưa ghi")))
        if value.event_proof:
            facts.append(Term(_("Văn bản chứng minh"), value.event_proof))
    if value.contact:
        facts.append(Term(_("Liên hệ"), press.contact_of(value.contact, local_date(at)) or _("đã thôi phát ngôn")))
    if value.is_own:
        facts.append(Term(_("Chờ sau lần duyệt thứ hai"), _("%(minutes)s phút") % {"minutes": value.undo_minutes}))
    if line.published_at:
        path = path_of("RELEASE", line.code)
        facts.append(Term(_("Đã phát"), moment_of(line.published_at), path if line.state == "PUBLISHED" else ""))
    return facts


def _dossier_page(code: str) -> str:
    return "plans:plan" if code.startswith("KH-") else "plans:topic"


def _notes(value: reading.ReleaseValue) -> list[Note]:
    notes = []
    if value.note and value.line.state in (*reading.WORKED_ON, "WITHDRAWN"):
        notes.append(Note(_("Ghi chú:"), value.note))
    if value.line.is_case and value.event_at is None and value.is_own and value.line.state in reading.WORKED_ON:
        notes.append(
            Note(
                _("Chưa phát được."),
                _("Khi bản án đã tuyên hoặc quyết định đã công bố, người duyệt ghi sự kiện và số văn bản."),
            )
        )
    if value.line.state == "RELEASING" and value.is_own:
        notes.append(Note(_("Hai người đã duyệt."), _("Trong thời gian chờ, mỗi người trong hai đều lấy lại được.")))
    if value.line.is_holder and value.line.state in reading.WORKED_ON:
        notes.append(
            Note(_("Giữ kín đến giờ phát."), _("Mỗi lần mở văn bản đều được ghi: cơ quan, chức danh, lúc nào."))
        )
    return notes


def releases_on(actor: Actor, code: str, at: datetime) -> ReleasesPanel | None:
    """On the page of a topic: whose case, what may be said, and the releases the reader may see."""
    speaking = queries.may_speak(code)
    rows = tuple(row_of(line, at) for line in reading.releases_about(actor, code))
    links = []
    if reading.may_note(actor, speaking):
        links.append(Link(_("Ghi vụ việc tố tụng"), reverse("communications:note-proceedings", args=[code])))
    if speaking.is_case and speaking.owner_id == actor.unit_id and reading.may_begin(actor):
        query = urlencode({"ve": code})
        links.append(Link(_("Viết thông cáo"), f"{reverse('communications:begin-release')}?{query}"))
    notes = []
    if speaking.is_pending:
        said = (
            _("%(owner)s đã phát thông cáo; cơ quan khác chỉ nói trong phạm vi ấy và phải dẫn thông cáo.")
            if speaking.releases
            else _("Chỉ %(owner)s được phát thông cáo trước; chưa cơ quan nào đưa tin.")
        )
        notes.append(Note(_("Vụ việc đang tố tụng."), said % {"owner": speaking.owner}))
    return ReleasesPanel(rows, tuple(notes), tuple(links)) if rows or links or notes else None
