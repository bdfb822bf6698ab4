"""Pages of outputs of communication plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.outreach import PaperRow, money, number, paper_rows
from phoihop.communications.pages.words import Words, glyph, joined, moment_of
from phoihop.communications.queries import outreach_outputs as reading
from phoihop.communications.queries import outreach_rows as plan_reading
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, ROLE_WORDS, days_in_words
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, DueDate, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words

OUTPUT_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Bản thảo")),
    "SENT": (State.WAIT, gettext_lazy("Chờ duyệt")),
    "APPROVED": (State.SOON, gettext_lazy("Đã duyệt, chưa hẹn ngày")),
    "SCHEDULED": (State.PLAN, gettext_lazy("Đã hẹn ngày")),
    "DONE": (State.DONE, gettext_lazy("Đã làm")),
    "NOT_DONE": (State.HELD, gettext_lazy("Không làm")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
MODES = ("", "mine", "waiting", "done")


@dataclass(frozen=True, slots=True)
class OutputsPage:
    title: str
    back: Link
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class PaperGroup:
    label: str
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class OutputPage:
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
    groups: tuple[PaperGroup, ...]
    prove: Link | None
    why: str


def outputs_page(actor: Actor, asked: Mapping[str, str]) -> OutputsPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    found = reading.output_list(actor, show=show, after=asked.get("sau", ""))
    here = reverse("communications:outputs")
    labels = {"": _("Tất cả"), "mine": _("Cơ quan tôi làm"), "waiting": _("Chờ duyệt"), "done": _("Đã làm")}
    following = {"sau": found.next} | ({"xem": show} if show else {})
    return OutputsPage(
        title=_("Sản phẩm truyền thông"),
        back=Link(_("Kế hoạch truyền thông"), reverse("communications:outreach-list")),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        rows=tuple(output_line(row) for row in found.rows),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có sản phẩm nào."),
            _("Sản phẩm bắt đầu từ một dòng đã duyệt của kế hoạch truyền thông."),
        ),
        why=_("Bạn xem được sản phẩm mà cơ quan bạn làm, và sản phẩm của kế hoạch do cơ quan bạn lập."),
    )


def output_line(row: plan_reading.OutputRow) -> Row:
    day = row.done or row.last
    due = None
    if row.state == "DONE" and row.done is not None:
        due = DueDate(words.day(row.done), row.done.isoformat(), _("ngày làm"), "done")
    elif row.state not in ("NOT_DONE", "DROPPED") and day is not None and row.first is not None:
        said = _("đã chốt") if row.is_confirmed else _("dự kiến")
        due = DueDate(days_in_words(row.first, day), day.isoformat(), said, "plan")
    reach = _("tiếp cận %(reach)s lượt") % {"reach": number(row.reach)} if row.reach is not None else ""
    return Row(
        glyph=glyph(OUTPUT_STATES, row.state),
        what=row.title,
        url=reverse("communications:output", args=[row.code]),
        meta=joined((str(CHANNEL_WORDS[row.channel]), row.owner, reach, row.note if row.state == "NOT_DONE" else "")),
        code=row.code,
        tag=words.illustration(row.is_illustration),
        due=due,
    )


def output_page(actor: Actor, code: str) -> OutputPage:
    value = reading.output_value(actor, code)
    row, rights = value.row, value.rights
    primary, acts = _acts(value)
    drop_url = reverse("communications:take-output-paper", args=[code])
    groups = []
    for role in ("PROOF", "MATERIAL"):
        papers = paper_rows([one for one in value.papers if one.role == role], drop_url, rights.unprove)
        groups.append(PaperGroup(str(ROLE_WORDS[role]), papers))
    return OutputPage(
        title=row.title,
        code=code,
        tag=words.illustration(row.is_illustration),
        state=glyph(OUTPUT_STATES, row.state),
        meta=joined((str(CHANNEL_WORDS[row.channel]), row.owner)),
        back=Link(row.plan_title, reverse("communications:outreach-line", args=[row.plan, value.number])),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        facts=tuple(_facts(value)),
        text=value.text,
        groups=tuple(groups),
        prove=Link(_("Thêm bằng chứng, tài liệu"), reverse("communications:give-output-paper", args=[code]))
        if rights.prove
        else None,
        why=value.why,
    )


def _acts(value: reading.OutputValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"communications:{name}", args=[value.row.code])

    rights, version = value.rights, value.version
    has_proof = any(one.role == "PROOF" for one in value.papers)
    primary = None
    if rights.approve:
        primary = Act(_("Duyệt sản phẩm"), url("approve-output"), version)
    elif rights.send:
        primary = Act(_("Trình duyệt"), url("send-output"), version)
    elif rights.finish and has_proof:
        primary = Act(_("Ghi đã làm"), url("finish-output"))
    elif rights.finish:
        primary = Act(_("Thêm bằng chứng"), url("give-output-paper"))
    acts = [
        (rights.write, Act(_("Sửa"), url("write-output"))),
        (rights.schedule, Act(_("Hẹn ngày"), url("schedule-output"))),
        (rights.finish and not has_proof, Act(_("Ghi đã làm"), url("finish-output"))),
        (rights.link and not rights.write, Act(_("Gắn thông cáo, họp báo, tin bài"), url("link-output"))),
        (rights.count, Act(_("Ghi số người, kinh phí"), url("count-output"))),
        (rights.give_back, Act(_("Trả lại để sửa"), url("return-output"))),
        (rights.take_back, Act(_("Lấy về sửa"), url("take-back-output"), version)),
        (rights.miss, Act(_("Không làm"), url("miss-output"))),
        (rights.drop, Act(_("Bỏ bản thảo"), url("drop-output"), version)),
    ]
    return primary, tuple(act for allowed, act in acts if allowed)


def _facts(value: reading.OutputValue) -> list[Term]:
    row = value.row
    line = reverse("communications:outreach-line", args=[row.plan, value.number])
    facts = [
        Term(_("Dòng kế hoạch"), joined((value.audience, value.message)), line),
        Term(_("Cơ quan làm"), row.owner),
    ]
    if row.first is not None:
        said = _("đã chốt") if row.is_confirmed else _("dự kiến")
        facts.append(Term(_("Ngày"), joined((days_in_words(row.first, row.last or row.first), said))))
    if value.product:
        facts.append(Term(_("Là"), value.product, value.product_url))
    if value.approved_at:
        facts.append(Term(_("Đã duyệt"), joined((moment_of(value.approved_at), value.approved_post))))
    if row.done is not None:
        facts.append(Term(_("Đã làm"), words.day(row.done)))
    if row.reach is not None:
        facts.append(Term(_("Số người tiếp cận"), joined((number(row.reach), value.counted))))
    if row.cost is not None:
        facts.append(Term(_("Kinh phí đã chi"), money(row.cost)))
    if value.obligation:
        facts.append(Term(_("Nghĩa vụ"), value.obligation, reverse("obligations:item", args=[value.obligation])))
    return facts


def _notes(value: reading.OutputValue) -> list[Note]:
    if value.row.state == "NOT_DONE":
        return [Note(_("Không làm vì:"), value.row.note)]
    if value.row.note:
        return [Note(_("Ghi chú:"), value.row.note)]
    return []
