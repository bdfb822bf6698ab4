"""How desks did: one row a desk, one desk in full with its plot of calibration. Nothing here is about a seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.forecasts import queries
from phoihop.forecasts.pages.picture import Plot, plot
from phoihop.forecasts.rules import limits
from phoihop.forecasts.rules.calibration import Bin
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Figure, Link, Note
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class DeskRow:
    name: str
    url: str
    scored: str
    scored_url: str
    brier: str
    base: str
    skill: str
    is_shown: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class BinRow:
    given: str
    count: str
    came: str
    mean: str
    rate: str
    interval: str


@dataclass(frozen=True, slots=True)
class PartRow:
    name: str
    number: str
    said: str


@dataclass(frozen=True, slots=True)
class ScoresPage:
    title: str
    crumb: Link
    desk: str
    notes: tuple[Note, ...]
    figures: tuple[Figure, ...]
    finding: str
    plot: Plot | None
    bins: tuple[BinRow, ...]
    parts: tuple[PartRow, ...]
    desks: tuple[DeskRow, ...]
    empty: Empty
    why: str


def scores_page(actor: Actor, asked: Mapping[str, str]) -> ScoresPage:
    found = queries.scores(actor, desk=asked.get("co-quan", "")[:110])
    desk = found.desk
    return ScoresPage(
        title=_("Dự báo: kết quả theo cơ quan"),
        crumb=Link(_("Dự báo"), reverse("forecasts:list")),
        desk=desk.line.name if desk is not None else "",
        notes=tuple(_notes(desk)),
        figures=tuple(_figures(desk)) if desk is not None else (),
        finding=_finding(desk) if desk is not None else "",
        plot=plot(desk.bins, desk.pairs, is_small=desk.is_small) if desk is not None and desk.pairs else None,
        bins=tuple(_bin(one) for one in desk.bins) if desk is not None and desk.pairs else (),
        parts=tuple(_parts(desk)) if desk is not None else (),
        desks=tuple(_desk(line, found) for line in found.desks),
        empty=Empty(
            _("Chưa có câu hỏi nào có kết quả."),
            _("Điểm có từ khi một câu hỏi được xác nhận kết quả và ít nhất hai vị trí đã cho xác suất."),
            Link(_("Xem các câu hỏi"), reverse("forecasts:list")),
        ),
        why=str(SIGNED_IN),
    )


def _list_url(view: str, desk: str) -> str:
    return f"{reverse('forecasts:list')}?{urlencode({'xem': view, 'co-quan': desk})}"


def _notes(desk: queries.DeskScores | None) -> list[Note]:
    if desk is None or not desk.is_small:
        return []
    return [
        Note(
            _("Dưới %(fewest)s câu: chưa nói lên điều gì.") % {"fewest": limits.FEWEST_QUESTIONS},
            _("Mới có %(count)s câu được chấm; các con số dưới đây còn do may rủi.") % {"count": desk.line.scored},
        )
    ]


def _figures(desk: queries.DeskScores) -> list[Figure]:
    line = desk.line
    scored = _list_url("da-cham", line.code)
    skill = queries.percent(line.skill) if line.skill is not None and line.skill >= 0 else ""
    if line.skill is not None and line.skill < 0:
        skill = "−" + queries.percent(-line.skill)
    return [
        Figure(str(line.resolved), _list_url("da-co-ket-qua", line.code), _("câu có kết quả")),
        Figure(str(line.scored), scored, _("câu được chấm")),
        Figure(queries.decimal(line.brier), scored, _("Brier trung bình"), _("0 tốt nhất, 2 kém nhất")),
        Figure(queries.decimal(line.base_brier), scored, _("Brier của tỷ lệ nền"), _("trên cùng các câu")),
        Figure(skill or "–", scored, _("hơn tỷ lệ nền"), _("phần sai số bớt được")),
        Figure(queries.decimal(line.log_loss), scored, _("điểm log trung bình"), _("nền %(base)s") % {
            "base": queries.decimal(line.base_log_loss)
        }),
    ]  # fmt: skip


def _finding(desk: queries.DeskScores) -> str:
    line = desk.line
    if line.brier is None or line.base_brier is None:
        return _("Chưa có câu nào được chấm")
    values = {"brier": queries.decimal(line.brier), "base": queries.decimal(line.base_brier)}
    if line.brier < line.base_brier:
        return _("Ước tính chung (%(brier)s) tốt hơn tỷ lệ nền (%(base)s)") % values
    if line.brier > line.base_brier:
        return _("Ước tính chung (%(brier)s) kém hơn tỷ lệ nền (%(base)s)") % values
    return _("Ước tính chung bằng tỷ lệ nền (%(base)s)") % values


def _bin(one: Bin) -> BinRow:
    return BinRow(
        given=f"{queries.percent(one.low)}–{queries.percent(one.high)}",
        count=str(one.count),
        came=str(one.came),
        mean=queries.percent(one.mean) if one.count else "–",
        rate=queries.percent(one.rate) if one.rate is not None else "–",
        interval=f"{queries.percent(one.least)}–{queries.percent(one.most)}" if one.count else "–",
    )


def _parts(desk: queries.DeskScores) -> list[PartRow]:
    parts = desk.parts
    if parts is None:
        return []
    return [
        PartRow(_("Sai số (Brier của từng khả năng)"), queries.decimal(parts.brier), _("0 tốt nhất, 1 kém nhất")),
        PartRow(
            _("Độ lệch hiệu chuẩn"),
            queries.decimal(parts.reliability),
            _("cộng vào sai số: đã cho khác với đã xảy ra bao nhiêu"),
        ),
        PartRow(
            _("Độ phân biệt"),
            queries.decimal(parts.resolution),
            _("trừ khỏi sai số: các khoảng khác nhau thì kết quả khác nhau bao nhiêu"),
        ),
        PartRow(
            _("Độ bất định"),
            queries.decimal(parts.uncertainty),
            _("cộng vào sai số: do sự việc, không do người dự báo"),
        ),
        PartRow(_("Trong khoảng"), queries.decimal(parts.within), _("phần bị che vì gộp theo khoảng 10 phần trăm")),
    ]


def _desk(line: queries.DeskLine, found: queries.ScoresValue) -> DeskRow:
    skill = "–"
    if line.skill is not None:
        skill = queries.percent(line.skill) if line.skill >= 0 else "−" + queries.percent(-line.skill)
    return DeskRow(
        name=line.name,
        url=f"{reverse('forecasts:scores')}?{urlencode({'co-quan': line.code})}",
        scored=str(line.scored),
        scored_url=_list_url("da-cham", line.code),
        brier=queries.decimal(line.brier),
        base=queries.decimal(line.base_brier),
        skill=skill,
        is_shown=found.desk is not None and found.desk.line.unit_id == line.unit_id,
        is_small=line.scored < limits.FEWEST_QUESTIONS,
    )
