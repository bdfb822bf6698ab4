"""The page of one line of a communication plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications.pages.outreach import (
    STANDS,
    FlagRow,
    PaperRow,
    flag_rows,
    money,
    number,
    paper_rows,
)
from phoihop.communications.pages.outreach_outputs import output_line
from phoihop.communications.pages.words import glyph, joined, moment_of
from phoihop.communications.queries import outreach as reading
from phoihop.communications.queries import outreach_rows as row_reading
from phoihop.communications.queries.outreach_words import CHANNEL_HELP, CHANNEL_WORDS, DETAIL_WORDS, days_in_words
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Row, Term, words
from phoihop.ground.powers import NotAllowed


@dataclass(frozen=True, slots=True)
class LinePage:
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
    message: str
    outputs: tuple[Row, ...]
    empty: Empty
    flags: tuple[FlagRow, ...]
    papers: tuple[PaperRow, ...]
    attach: Link | None
    flag: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    label: str
    help: str
    url: str


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    title: str
    crumb: Link
    choices: tuple[ChannelChoice, ...]
    why: str


def line_page(actor: Actor, code: str, at_number: int, at: datetime) -> LinePage:
    value = reading.line_value(actor, code, at_number, local_date(at))
    row, rights = value.row, value.rights

    def url(name: str) -> str:
        return reverse(f"communications:{name}", args=[code, at_number])

    begin = Act(_("Làm sản phẩm"), url("begin-output"))
    acts = [
        (rights.write, Act(_("Sửa dòng"), url("write-outreach-line"))),
        (rights.move, Act(_("Đổi hoặc chốt ngày"), url("move-outreach-line"))),
        (rights.drop, Act(_("Bỏ dòng"), url("drop-outreach-line"))),
    ]
    return LinePage(
        title=_("%(channel)s cho %(audience)s") % {"channel": CHANNEL_WORDS[row.channel], "audience": row.audience},
        code=row.code,
        tag=words.illustration(row.is_illustration),
        state=glyph(STANDS, row.stands),
        meta=joined(
            (row.owner, days_in_words(row.first, row.last), _("đã chốt") if row.is_confirmed else _("dự kiến"))
        ),
        back=Link(value.plan.title, reverse("communications:outreach", args=[code])),
        notes=tuple(_notes(value)),
        primary=begin if rights.begin else None,
        acts=tuple(act for allowed, act in acts if allowed),
        facts=tuple(_facts(value)),
        message=row.message,
        outputs=tuple(output_line(one) for one in value.outputs),
        empty=Empty(
            _("Chưa có sản phẩm nào."),
            _("Cơ quan thực hiện làm sản phẩm ở đây, hoặc nộp ở nghĩa vụ của mình; không phải làm hai lần."),
        ),
        flags=flag_rows(value.flags, code, may_clear=rights.clear),
        papers=paper_rows(value.papers, reverse("communications:drop-outreach-paper", args=[code]), rights.write),
        attach=Link(_("Thêm tài liệu"), url("attach-outreach-paper")) if rights.attach else None,
        flag=Link(_("Đánh dấu cần xem lại"), url("flag-outreach")) if rights.flag else None,
        why=value.why,
    )


def _sure(row: row_reading.LineRow) -> str:
    return _("đã chốt") if row.is_confirmed else _("dự kiến")


def _facts(value: reading.LineValue) -> list[Term]:
    row = value.row
    facts = [
        Term(_("Kênh"), str(CHANNEL_WORDS[row.channel])),
        Term(_("Đối tượng"), row.audience),
        Term(_("Cơ quan thực hiện"), row.owner),
        Term(
            _("Ngày"), joined((days_in_words(row.first, row.last), _("đã chốt") if row.is_confirmed else _("dự kiến")))
        ),
    ]
    if row.cost is not None:
        facts.append(Term(_("Kinh phí dự kiến"), money(row.cost)))
    for field in rules.CHANNELS[row.channel].fields:
        kept = value.details.get(field.key)
        if kept is not None:
            said = "; ".join(kept) if isinstance(kept, list) else number(kept) if isinstance(kept, int) else str(kept)
            facts.append(Term(str(DETAIL_WORDS[field.key]), said))
    if value.approved_at:
        facts.append(Term(_("Đã duyệt"), moment_of(value.approved_at)))
    if value.obligation:
        facts.append(Term(_("Nghĩa vụ"), value.obligation, reverse("obligations:item", args=[value.obligation])))
    return facts


def _notes(value: reading.LineValue) -> list[Note]:
    notes = []
    if value.row.note:
        notes.append(Note(_("Ghi chú:"), value.row.note))
    if value.row.stands == "gap":
        notes.append(
            Note(
                _("Quá ngày mà chưa ghi đã làm."),
                _("Nếu đã làm, hãy ghi bằng chứng; nếu không làm, hãy ghi lý do."),
                is_late=True,
            )
        )
    if value.row.stands == "handed":
        notes.append(
            Note(_("Đã nộp ở nghĩa vụ."), _("Khi cơ quan lập kế hoạch nghiệm thu, sản phẩm được ghi là đã làm."))
        )
    return notes


def channels_page(actor: Actor, code: str, at: datetime) -> ChannelsPage:
    """The eight channels to choose from, offline ones beside the others."""
    value = reading.outreach_value(actor, code, local_date(at))
    if not value.rights.add:
        raise NotAllowed(_("Lúc này không thêm được dòng vào kế hoạch %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    here = reverse("communications:add-outreach-line", args=[code])
    return ChannelsPage(
        title=_("Thêm dòng: chọn kênh"),
        crumb=Link(value.row.title, reverse("communications:outreach", args=[code])),
        choices=tuple(
            ChannelChoice(str(label), str(CHANNEL_HELP[key]), f"{here}?kenh={key}")
            for key, label in CHANNEL_WORDS.items()
        ),
        why=value.why,
    )
