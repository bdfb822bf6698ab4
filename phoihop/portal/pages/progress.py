"""How far a plan or topic is: shares as a bar, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.ground.parts import Glyph, Meter, State, meter
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.items import day_of, details_of
from phoihop.publications import queries

Counted = queries.PlanDetails | queries.TopicDetails
STATES: tuple[tuple[str, State, str | Promise], ...] = (
    ("done", State.DONE, gettext_lazy("Hoàn thành")),
    ("doing", State.DOING, gettext_lazy("Đang làm")),
    ("late", State.LATE, gettext_lazy("Quá hạn")),
    ("blocked", State.BLOCK, gettext_lazy("Bị chặn")),
    ("planned", State.PLAN, gettext_lazy("Chưa tới kỳ")),
)


@dataclass(frozen=True, slots=True)
class Share:
    glyph: Glyph
    count: int
    percent: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`finding` is the picture's title; `shares` the table beside it."""

    finding: str
    counted: str
    meter: Meter
    shares: tuple[Share, ...]
    total: int
    as_of: str
    as_of_iso: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    title: str
    url: str
    partner: str
    meta: str
    said: str  # "33% xong, 3% trễ"
    meter: Meter
    as_of: str


def total_of(details: Counted) -> int:
    return details.done + details.doing + details.late + details.blocked + details.planned


def said_of(details: Counted) -> str:
    """33% xong, 3% trễ"""
    total = total_of(details)
    if not total:
        return _("chưa có phần việc")
    done = _("%(share)s%% xong") % {"share": round(100 * details.done / total)}
    late = details.late + details.blocked
    if not late:
        return done
    return _("%(done)s, %(share)s%% trễ hoặc bị chặn") % {"done": done, "share": max(1, round(100 * late / total))}


def progress_of(details: Counted) -> Progress:
    total = total_of(details)
    shares = tuple(_share(state, str(word), getattr(details, name), total) for name, state, word in STATES)
    spoken = ", ".join(f"{share.glyph.word.lower()} {share.count}" for share in shares)
    count = ngettext("%(count)s phần việc", "%(count)s phần việc", total) % {"count": total}
    return Progress(
        finding=said_of(details)[:1].upper() + said_of(details)[1:],
        counted=_("%(count)s, tính đến %(day)s") % {"count": count, "day": day_of(details.as_of)},
        meter=meter([(state, getattr(details, name)) for name, state, _word in STATES], total=total, spoken=spoken),
        shares=shares,
        total=total,
        as_of=day_of(details.as_of),
        as_of_iso=details.as_of,
    )


def _share(state: State, word: str, count: int, total: int) -> Share:
    return Share(Glyph.of(state, word), count, f"{100 * count / total:.0f}%" if total else "–")


def plan_lines(lines: Sequence[queries.PublicationLine], site: Site) -> tuple[PlanLine, ...]:
    return tuple(_plan_line(line, site) for line in lines)


def _plan_line(line: queries.PublicationLine, site: Site) -> PlanLine:
    details = details_of(line, queries.PlanDetails)
    shown = [(state, getattr(details, name)) for name, state, _word in STATES if name != "planned"]
    return PlanLine(
        title=line.title,
        url=site.url(line.path),
        partner=details.partner,
        meta=line.summary or _("Kế hoạch năm %(year)s") % {"year": details.year},
        said=said_of(details),
        meter=meter(shown, total=total_of(details), spoken=said_of(details)),
        as_of=day_of(details.as_of),
    )
