"""Units below an upper lead: who reported, who is missing, and the sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Figure, Glyph, Link, Note, State
from phoihop.reviews import queries
from phoihop.reviews.pages import words as say
from phoihop.reviews.queries.sections import ladder_in


@dataclass(frozen=True, slots=True)
class LowerRow:
    unit: str
    review: Link | None
    state: Glyph
    text: str


@dataclass(frozen=True, slots=True)
class SumRow:
    figure: Figure
    text: str
    rows: str  # how many are counted twice, in words


@dataclass(frozen=True, slots=True)
class BelowPage:
    title: str
    review: Link
    finding: str
    notes: tuple[Note, ...]
    lines: tuple[LowerRow, ...]
    sums: tuple[SumRow, ...]
    empty: Empty
    why: str


def below_page(actor: Actor, code: str, at: datetime) -> BelowPage:
    value = queries.review_value(actor, code)
    found = queries.below(actor, code, at)
    twice = sorted({row for one in found.summed for row in one.twice})
    notes = []
    if twice:
        notes.append(
            Note(
                _("%(count)s mã được hai đơn vị cùng tính.") % {"count": len(twice)},
                _("Mỗi mã chỉ cộng một lần: %(codes)s") % {"codes": ", ".join(twice[:20])},
                is_late=True,
            )
        )
    mixed = [one.words for one in found.summed if one.is_mixed]
    if mixed:
        notes.append(Note(_("Có chỉ tiêu không cộng được vì các đơn vị tính khác nhau."), "; ".join(mixed)))
    return BelowPage(
        title=_("Báo cáo của cấp dưới"),
        review=Link(value.line.title, reverse("reviews:review", args=[code])),
        finding=_("%(sent)s trên %(all)s đơn vị đã gửi báo cáo đã ký") % {"sent": found.sent, "all": len(found.lines)},
        notes=tuple(notes),
        lines=tuple(_line(line, actor) for line in found.lines),
        sums=tuple(
            SumRow(
                Figure("" if one.number is None else str(one.number), "", one.words),
                _("chưa có số liệu")
                if one.number is None and not one.is_mixed
                else _("không cộng: cách tính khác nhau")
                if one.is_mixed
                else _("từ %(of)s báo cáo") % {"of": one.of},
                _("%(count)s mã trùng") % {"count": len(one.twice)} if one.twice else "",
            )
            for one in found.summed
        ),
        empty=Empty(
            _("Không có đơn vị cấp dưới nào phải báo cáo kỳ này."),
            _("Đơn vị phải báo cáo là đơn vị cấp dưới đã mở đợt chọn vấn đề có cùng kỳ sơ kết."),
        ),
        why=value.why,
    )


def _line(line: queries.LowerLine, actor: Actor) -> LowerRow:
    if line.is_counted:
        word = _("Gửi muộn") if line.is_late else _("Đã gửi")
        state = Glyph.of(State.DONE, _("%(word)s, có ý kiến khác") % {"word": word} if line.has_dissent else word)
        text = say.day_of(line.settled_at)
    else:
        late = bool(line.duty)
        state = Glyph.of(State.LATE if late else State.PLAN, _("Chưa gửi"))
        reached = str(say.REVIEW_STATES[line.state][1]) if line.state else _("chưa mở báo cáo")
        text = say.joined([reached, ladder_in(line)])
    link = Link(line.review, reverse("reviews:review", args=[line.review])) if line.is_counted else None
    return LowerRow(line.unit, link, state, text)
