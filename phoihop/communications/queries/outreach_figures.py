"""What reports tell of communication plans: planned, done and not done by channel, whom it reached, what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from phoihop.communications.models import CommunicationPlan, OutreachLine, OutreachOutput
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    channel: str
    kind: str  # done, gap or open
    outputs: tuple[str, ...]  # done by the day


def outreach_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Lines of these plans and topics whose last day lies in the period, as they stood on that day: approved by then,
    not dropped by then, done when an output of them was done by then. Two queries; None where there are none."""
    visible = CommunicationPlan.objects.visible_to(actor).filter(dossier__in=list(scope.labels))
    rows = OutreachLine.rows.filter(
        plan__in=visible.values("pk"),
        approved_at__isnull=False,
        last_date__gte=period.first,
        last_date__lte=period.last,
    )
    standing = [
        line
        for line in rows.order_by("code")
        if line.approved_at is not None
        and local_date(line.approved_at) <= on
        and (line.dropped_at is None or local_date(line.dropped_at) > on)
    ]
    if not standing:
        return None
    outputs = OutreachOutput.rows.filter(line__in=standing, state="DONE", done_date__lte=on).order_by("code")
    done = [one for one in outputs if one.settled_at is not None and local_date(one.settled_at) <= on]
    of_line: dict[int, list[str]] = {}
    for one in done:
        of_line.setdefault(one.line_id, []).append(one.code)
    lines = [
        _Line(
            line.code,
            line.channel,
            _kind(line, line.pk in of_line, on),
            tuple(of_line.get(line.pk, ())),
        )
        for line in standing
    ]
    return SectionValue(
        key="outreach",
        title=_("Truyền thông theo kênh"),
        figures=_figures(lines, done, on),
        tables=(_by_channel(lines, done),),
    )


def _kind(line: OutreachLine, is_done: bool, on: date) -> str:
    """What was handed in at its obligation waits to be taken: it is neither done nor a gap."""
    if is_done:
        return "done"
    is_handed_in = line.handed_in_date is not None and line.handed_in_date <= on
    return "open" if is_handed_in or line.last_date >= on else "gap"


def _figures(lines: Sequence[_Line], done: Sequence[OutreachOutput], on: date) -> tuple[Figure, ...]:
    until = day(on)
    offline = {key for key, channel in rules.CHANNELS.items() if channel.is_offline}
    reached = [one for one in done if one.reach is not None]
    paid = [one for one in done if one.cost is not None]
    return (
        counted(
            "outreach.planned",
            _("Dòng kế hoạch truyền thông"),
            _("Dòng đã duyệt của các kế hoạch truyền thông về các vấn đề này, ngày cuối nằm trong kỳ."),
            [line.code for line in lines],
        ),
        counted(
            "outreach.done",
            _("Dòng đã làm"),
            _("Trong số đó, dòng có ít nhất một sản phẩm ghi đã làm, có bằng chứng, đến hết ngày %(day)s.")
            % {"day": until},
            [line.code for line in lines if line.kind == "done"],
        ),
        counted(
            "outreach.gap",
            _("Dòng chưa làm"),
            _("Dòng có ngày cuối trước ngày %(day)s mà chưa có sản phẩm nào ghi đã làm.") % {"day": until},
            [line.code for line in lines if line.kind == "gap"],
        ),
        counted(
            "outreach.offline",
            _("Dòng đã làm ngoài mạng"),
            _("Dòng đã làm bằng trực quan, họp báo, phát thanh, truyền hình, tuyên truyền miệng, truyền thanh cơ sở."),
            [line.code for line in lines if line.kind == "done" and line.channel in offline],
        ),
        counted(
            "outreach.outputs",
            _("Sản phẩm đã làm"),
            _("Sản phẩm của các dòng này ghi đã làm đến hết ngày %(day)s.") % {"day": until},
            [one.code for one in done],
        ),
        Figure(
            key="outreach.reach",
            words=_("Lượt người tiếp cận"),
            definition=_("Tổng số các sản phẩm tự đếm, mỗi sản phẩm ghi cách đếm; một người có thể bị đếm nhiều lần."),
            number=sum(one.reach or 0 for one in reached) if reached else None,
            rows=tuple(one.code for one in reached),
            is_measure=True,
            unit=_("lượt"),
        ),
        Figure(
            key="outreach.cost",
            words=_("Kinh phí đã chi"),
            definition=_("Tổng kinh phí ghi ở các sản phẩm đã làm; sản phẩm không ghi thì không tính."),
            number=sum(one.cost or 0 for one in paid) if paid else None,
            rows=tuple(one.code for one in paid),
            is_measure=True,
            unit=_("đồng"),
        ),
    )


def _by_channel(lines: Sequence[_Line], done: Sequence[OutreachOutput]) -> Table:
    reach = {one.code: one.reach for one in done}
    cost = {one.code: one.cost for one in done}
    used = [key for key in rules.CHANNELS if any(line.channel == key for line in lines)]
    of_channel = {key: [line for line in lines if line.channel == key] for key in used}
    outputs = {key: [code for line in of_channel[key] for code in line.outputs] for key in used}
    return Table(
        title=_("Theo kênh"),
        columns=(_("Kênh"), _("Kế hoạch"), _("Đã làm"), _("Chưa làm"), _("Lượt tiếp cận"), _("Đã chi (đồng)")),
        rows=tuple(
            (
                str(CHANNEL_WORDS[key]),
                str(len(of_channel[key])),
                *(str(sum(line.kind == kind for line in of_channel[key])) for kind in ("done", "gap")),
                _sum([reach[code] for code in outputs[key]]),
                _sum([cost[code] for code in outputs[key]]),
            )
            for key in used
        ),
        keys=("", "outreach.planned", "outreach.done", "outreach.gap", "", ""),
        own=tuple(tuple(sorted(line.code for line in of_channel[key])) for key in used),
    )


def _sum(amounts: Sequence[int | None]) -> str:
    """The sum of what is on record; a dash where nothing is, which is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return f"{sum(known):,}".replace(",", ".") if known else "–"
