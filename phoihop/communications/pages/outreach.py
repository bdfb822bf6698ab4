"""Pages of communication plans: the list, one plan with its lines, and the panel on a topic's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.words import Words, glyph, joined, moment_of
from phoihop.communications.queries import outreach as reading
from phoihop.communications.queries import outreach_rows as row_reading
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, FLAG_WORDS, KIND_WORDS, days_in_words
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, DueDate, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words

PLAN_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Bản thảo")),
    "PRESENTED": (State.WAIT, gettext_lazy("Chờ duyệt")),
    "APPROVED": (State.PLAN, gettext_lazy("Đang thực hiện")),
    "CLOSED": (State.DONE, gettext_lazy("Đã kết thúc")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
STANDS: dict[str, tuple[State, Words]] = {
    "gap": (State.LATE, gettext_lazy("Quá ngày, chưa làm")),
    "missed": (State.HELD, gettext_lazy("Không làm")),
    "handed": (State.WAIT, gettext_lazy("Đã nộp ở nghĩa vụ")),
    "working": (State.DOING, gettext_lazy("Đang làm")),
    "planned": (State.PLAN, gettext_lazy("Chưa làm")),
    "draft": (State.DOING, gettext_lazy("Chưa duyệt")),
    "done": (State.DONE, gettext_lazy("Đã làm")),
    "dropped": (State.HELD, gettext_lazy("Đã bỏ")),
}
ICONS = {"gap": "late", "done": "done", "working": "doing"}


@dataclass(frozen=True, slots=True)
class OutreachListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    links: tuple[Link, ...]
    why: str


@dataclass(frozen=True, slots=True)
class FlagRow:
    field: str
    reason: str
    meta: str
    is_open: bool
    clear: Link | None


@dataclass(frozen=True, slots=True)
class PaperRow:
    name: str
    url: str
    meta: str
    text: str
    drop_url: str
    number: int


@dataclass(frozen=True, slots=True)
class OutreachPage:
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
    goal: str
    rows: tuple[Row, ...]
    channels: tuple[Term, ...]  # how many lines by channel
    empty: Empty
    flags: tuple[FlagRow, ...]
    papers: tuple[PaperRow, ...]
    attach: Link | None
    flag: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class OutreachPanel:
    rows: tuple[Row, ...]
    links: tuple[Link, ...]


def money(amount: int | None) -> str:
    """đồng with points between thousands."""
    return _("%(amount)s đồng") % {"amount": number(amount)} if amount is not None else ""


def number(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> OutreachListPage:
    show = asked.get("xem", "") if asked.get("xem", "") in reading.MODES else ""
    found = reading.outreach_list(actor, local_date(at), show=show, after=asked.get("sau", ""))
    here = reverse("communications:outreach-list")
    labels = {"": _("Đang làm"), "waiting": _("Chờ duyệt"), "over": _("Đã kết thúc")}
    following = {"sau": found.next} | ({"xem": show} if show else {})
    links = [
        Link(_("Sản phẩm"), reverse("communications:outputs")),
        Link(_("Chưa làm đúng ngày"), reverse("communications:outreach-gaps")),
        Link(_("Chỗ trùng"), reverse("communications:outreach-clashes")),
        Link(_("30, 60, 90 ngày tới"), reverse("communications:outreach-ahead")),
    ]
    return OutreachListPage(
        title=_("Kế hoạch truyền thông"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in reading.MODES
        ),
        rows=tuple(plan_line(row) for row in found.rows),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có kế hoạch truyền thông nào."),
            _("Cơ quan chủ trì vấn đề lập: ai cần biết gì, qua kênh nào, cơ quan nào làm, ngày nào."),
        ),
        begin=Link(_("Lập kế hoạch"), reverse("communications:begin-outreach")) if found.may_begin else None,
        links=tuple(links),
        why=_("Bạn xem được kế hoạch mà cơ quan bạn lập, chọn vấn đề, hoặc thực hiện một dòng."),
    )


def plan_line(row: row_reading.PlanRow) -> Row:
    return Row(
        glyph=glyph(PLAN_STATES, row.state),
        what=row.title,
        url=reverse("communications:outreach", args=[row.code]),
        meta=joined((row.unit, counts_in_words(row.counts))),
        code=row.code,
        tag=words.illustration(row.is_illustration),
        hit=_("%(count)s dòng quá ngày chưa làm") % {"count": row.counts["gap"]} if row.counts.get("gap") else "",
    )


def counts_in_words(counts: Mapping[str, int]) -> str:
    total = sum(count for key, count in counts.items() if key != "dropped")
    if not total:
        return _("chưa có dòng nào")
    return _("%(total)s dòng, đã làm %(done)s") % {"total": total, "done": counts.get("done", 0)}


def outreach_page(actor: Actor, code: str, at: datetime) -> OutreachPage:
    today = local_date(at)
    value = reading.outreach_value(actor, code, today)
    rights = value.rights
    primary, acts = _acts(value)
    alive = [line for line in value.lines if line.stands != "dropped"]
    return OutreachPage(
        title=value.row.title,
        code=code,
        tag=words.illustration(value.row.is_illustration),
        state=glyph(PLAN_STATES, value.row.state),
        meta=joined((value.row.unit, counts_in_words(value.row.counts))),
        back=Link(_("Kế hoạch truyền thông"), reverse("communications:outreach-list")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        facts=tuple(_facts(value)),
        goal=value.goal,
        rows=tuple(line_row(line, today) for line in value.lines),
        channels=tuple(
            Term(str(words_), str(sum(line.channel == key for line in alive)))
            for key, words_ in CHANNEL_WORDS.items()
            if any(line.channel == key for line in alive)
        ),
        empty=Empty(
            _("Chưa có dòng nào."), _("Mỗi dòng là một đối tượng, một thông điệp, một kênh, một cơ quan và ngày.")
        ),
        flags=flag_rows(value.flags, code, may_clear=rights.attach),
        papers=paper_rows(value.papers, reverse("communications:drop-outreach-paper", args=[code]), rights.add),
        attach=Link(_("Thêm căn cứ"), reverse("communications:attach-outreach-paper", args=[code, 0]))
        if rights.attach
        else None,
        flag=Link(_("Đánh dấu cần xem lại"), reverse("communications:flag-outreach", args=[code, 0]))
        if rights.flag
        else None,
        why=value.why,
    )


def line_row(line: row_reading.LineRow, today: date, *, with_plan: bool = False) -> Row:
    confirmed = "" if line.is_confirmed else _("ngày dự kiến")
    return Row(
        glyph=glyph(STANDS, line.stands),
        what=_("%(channel)s: %(message)s") % {"channel": CHANNEL_WORDS[line.channel], "message": line.message},
        url=reverse("communications:outreach-line", args=[line.plan, line.number]),
        meta=joined((line.audience, line.owner, confirmed, line.plan_title if with_plan else "")),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("%(count)s mục cần xem lại") % {"count": line.flags} if line.flags else "",
        due=due_of(line.first, line.last, line.stands, today),
    )


def due_of(first: date, last: date, stands: str, today: date) -> DueDate:
    """The days of a line; how far the last one is matters only while something is to be done."""
    is_open = stands in ("gap", "working", "planned", "draft")
    distance = words.distance((last - today).days, is_working=False) if is_open else ""
    return DueDate(days_in_words(first, last), last.isoformat(), distance, ICONS.get(stands, "plan"))


def flag_rows(flags: Iterable[row_reading.FlagValue], code: str, *, may_clear: bool) -> tuple[FlagRow, ...]:
    """Open ones first."""

    def meta(one: row_reading.FlagValue) -> str:
        cleared = _("đã xem lại %(at)s") % {"at": moment_of(one.cleared_at)} if one.cleared_at else ""
        return joined((one.unit, one.post, moment_of(one.set_at), cleared, one.answer))

    return tuple(
        FlagRow(
            field=str(FLAG_WORDS[one.field]),
            reason=one.reason,
            meta=meta(one),
            is_open=one.cleared_at is None,
            clear=Link(_("Đã xem lại"), reverse("communications:clear-outreach-flag", args=[code, one.id]))
            if may_clear and one.cleared_at is None
            else None,
        )
        for one in sorted(flags, key=lambda one: (one.cleared_at is not None, one.id))
    )


def paper_rows(papers: Iterable[row_reading.PaperValue], drop_url: str, may_drop: bool) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            name=joined((one.name, one.subject)),
            url=one.url,
            meta=joined((str(KIND_WORDS[one.kind]), one.given_post, moment_of(one.given_at))),
            text=one.text,
            drop_url=drop_url if may_drop else "",
            number=one.number,
        )
        for one in papers
    )


def _acts(value: reading.OutreachValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"communications:{name}", args=[value.row.code])

    rights, version = value.rights, value.version
    primary = None
    if rights.approve:
        primary = Act(_("Duyệt kế hoạch"), url("approve-outreach"), version)
    elif rights.present:
        primary = Act(_("Trình duyệt"), url("present-outreach"), version)
    elif rights.add:
        primary = Act(_("Thêm dòng"), url("add-outreach-line"))
    acts = [
        (rights.add and rights.present, Act(_("Thêm dòng"), url("add-outreach-line"))),
        (rights.write, Act(_("Sửa"), url("write-outreach"))),
        (rights.give_back, Act(_("Trả lại để sửa"), url("return-outreach"))),
        (rights.take_back, Act(_("Lấy về sửa"), url("take-back-outreach"), version)),
        (rights.revise, Act(_("Mở để thêm dòng"), url("revise-outreach"))),
        (rights.close, Act(_("Kết thúc"), url("close-outreach"))),
        (rights.drop, Act(_("Bỏ kế hoạch"), url("drop-outreach"), version)),
    ]
    copying = f"{reverse('communications:begin-outreach')}?{urlencode({'tu': value.row.code})}"
    shown = [act for allowed, act in acts if allowed]
    if rights.copy and value.lines:
        shown.append(Act(_("Lấy làm mẫu"), copying))
    return primary, tuple(shown)


def _facts(value: reading.OutreachValue) -> list[Term]:
    dossier = value.row.dossier
    facts = [
        Term(
            _("Vấn đề"),
            value.topic or dossier,
            reverse("plans:topic", args=[dossier]) if value.topic else "",
        ),
        Term(_("Cơ quan chọn vấn đề"), value.partner),
    ]
    if value.clause:
        facts.append(Term(_("Thực hiện điều khoản"), value.clause))
    if value.cost:
        facts.append(Term(_("Kinh phí dự kiến"), money(value.cost)))
    if value.spent:
        facts.append(Term(_("Đã chi"), money(value.spent)))
    if value.copied_from:
        source = reverse("communications:outreach", args=[value.copied_from])
        facts.append(Term(_("Lấy từ"), value.copied_from, source))
    if value.approved_at:
        facts.append(Term(_("Đã duyệt"), joined((moment_of(value.approved_at), value.approved_post))))
    return facts


def _notes(value: reading.OutreachValue) -> list[Note]:
    notes = []
    if value.note and value.row.state in ("DRAFT", "PRESENTED"):
        notes.append(Note(_("Ghi chú:"), value.note))
    if value.note and value.row.state == "CLOSED":
        notes.append(Note(_("Kết quả:"), value.note))
    if value.row.state == "PRESENTED" and value.is_hand:
        notes.append(Note(_("Chờ người khác duyệt."), _("Bạn đã viết trong kế hoạch này nên không tự duyệt.")))
    if value.row.state == "DRAFT" and value.approved_at:
        notes.append(Note(_("Đang mở để thêm dòng."), _("Các dòng đã duyệt vẫn thực hiện bình thường.")))
    return notes


def outreach_on(actor: Actor, code: str, at: datetime) -> OutreachPanel | None:
    """On the page of a topic: its communication plans, and for its lead the way to a new one."""
    rows = tuple(plan_line(row) for row in reading.outreach_about(actor, code, local_date(at)))
    links = []
    if reading.may_begin_for(actor, code):
        query = urlencode({"ve": code})
        links.append(Link(_("Lập kế hoạch truyền thông"), f"{reverse('communications:begin-outreach')}?{query}"))
    return OutreachPanel(rows, tuple(links)) if rows or links else None
