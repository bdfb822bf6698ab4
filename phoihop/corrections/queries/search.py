"""What search, the calendar, reports and the sheet know of claims."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.corrections import states
from phoihop.corrections.models import Appearance, Check, Claim, Evidence, Support
from phoihop.corrections.queries.names import verdict_name
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.figures import Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts import State
from phoihop.ground.parts.words import day
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow
from phoihop.organizations.queries import search_names


def claim_row(event: Event) -> Claim:
    return Claim.rows.get(code=event.code)


def check_row(event: Event) -> Check:
    return Check.rows.get(code=event.code)


def found_claims(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of claims. Four queries."""
    rows = list(Claim.rows.filter(code__in=codes))
    tokens = tokens_of("claim.see", rows)
    units: dict[int, list[int]] = {row.pk: list(dict.fromkeys((row.owner_id, row.agency_id))) for row in rows}
    for claim_id, unit_id in Support.rows.filter(claim__in=rows).order_by("pk").values_list("claim_id", "unit_id"):
        units[claim_id].append(unit_id)
    publishers: dict[int, list[str]] = {row.pk: [] for row in rows}
    for claim_id, name in Appearance.rows.filter(claim__in=rows).order_by("pk").values_list("claim_id", "publisher"):
        publishers[claim_id].append(name)
    numbers: dict[int, list[str]] = {row.pk: [] for row in rows}
    for claim_id, name in Evidence.rows.filter(claim__in=rows).order_by("pk").values_list("claim_id", "citation"):
        numbers[claim_id].append(name)
    return [
        FoundRow(
            code=row.code,
            kind="claim",
            title=row.text,
            url=reverse("corrections:claim", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.fact, row.explanation, *publishers[row.pk]))),
            numbers=tuple(dict.fromkeys(filter(None, (row.dossier, row.corrected, *numbers[row.pk])))),
            unit_ids=tuple(dict.fromkeys(units[row.pk])),
            unit_names=search_names(list(dict.fromkeys(units[row.pk]))),
            date=local_date(row.published_at or row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def claim_codes(after: str, limit: int) -> list[str]:
    return list(Claim.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_claims(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Claim.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """Who owns, checks and helps. Two queries however many."""
    wanted = [code for code in codes if code.startswith("KC-")]
    if not wanted:
        return set()
    pairs = Claim.rows.filter(code__in=wanted).values_list("owner_id", "agency_id")
    helpers = Support.rows.filter(claim__code__in=wanted).values_list("unit_id", flat=True)
    return {*(pk for pair in pairs for pk in pair), *helpers}


def dated_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days on which conclusions are looked at again, and those until which replies are waited for. Two queries."""
    seen = Claim.objects.visible_to(actor)
    looks = seen.filter(state="PUBLISHED", recheck_date__gte=first, recheck_date__lte=last).order_by(
        "recheck_date", "pk"
    )
    waits = Appearance.rows.filter(
        claim__in=seen.exclude(state__in=("DROPPED", "WITHDRAWN")).values("pk"),
        reply_date__gte=first,
        reply_date__lte=last,
    ).select_related("claim")
    today = local_date(at)
    rows = [_look(row) for row in looks[:most]]
    rows += [_wait(one, today) for one in waits.order_by("reply_date", "pk")[:most]]
    return sorted(rows, key=lambda row: (row.first, row.code))[:most]


def _look(row: Claim) -> DatedRow:
    on = row.recheck_date or row.due_date
    return DatedRow(
        kind="claim",
        code=row.code,
        title=_("Kiểm tra lại: %(text)s") % {"text": row.text},
        url=reverse("corrections:claim", args=[row.code]),
        first=on,
        last=on,
        state=State.PLAN.value,
        stamp=row.published_at or row.opened_at,
        doer_ids=(row.agency_id,),
        other_ids=(row.owner_id,) if row.owner_id != row.agency_id else (),
        dossier=row.dossier,
        sequence=row.version,
        is_illustration=row.is_illustration,
    )


def _wait(one: Appearance, today: date) -> DatedRow:
    row, on = one.claim, one.reply_date or today
    return DatedRow(
        kind="claim",
        code=f"{row.code}/{one.number}",
        title=_("Hạn phản hồi của %(publisher)s: %(text)s") % {"publisher": one.publisher, "text": row.text},
        url=reverse("corrections:claim", args=[row.code]),
        first=on,
        last=on,
        state=(State.DONE if on < today else State.WAIT).value,
        stamp=one.asked_at or row.opened_at,
        word=_("Đã hết hạn phản hồi") if on < today else _("Chờ nơi đăng phản hồi"),
        doer_ids=(row.owner_id,),
        dossier=row.dossier,
        sequence=row.version,
        is_open=on >= today,
        is_illustration=row.is_illustration,
    )


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Claims filed under these plans and topics. What has no history (the state) is taken as it stands; what is dated
    counts by its day. Two queries; None where nothing was ever claimed."""
    seen = Claim.objects.visible_to(actor).filter(dossier__in=scope.labels)
    known = [row for row in seen.order_by("code") if local_date(row.opened_at) <= on]
    if not known:
        return None
    last = min(period.last, on)
    opened = [row for row in known if period.first <= local_date(row.opened_at) <= last]
    out = [
        row
        for row in known
        if row.is_out and row.published_at is not None and period.first <= local_date(row.published_at) <= last
    ]
    open_ = [row for row in known if row.state in states.IN_WORK]
    until = {"day": day(on)}
    return SectionValue(
        key="corrections",
        title=str(_("Kiểm chứng và đính chính")),
        figures=(
            counted(
                "corrections.opened",
                _("Điều được đưa ra kiểm chứng"),
                _("Số điều mở kiểm chứng trong kỳ và không sau ngày %(day)s, thuộc các kế hoạch, vấn đề này.") % until,
                [row.code for row in opened],
            ),
            counted(
                "corrections.published",
                _("Kết luận đã công bố"),
                _("Số kết luận công bố lần đầu trong kỳ và không sau ngày %(day)s, nay vẫn công khai.") % until,
                [row.code for row in out],
            ),
            counted(
                "corrections.own",
                _("Lỗi của chính mình đã đính chính"),
                _("Trong số kết luận đã công bố, số kết luận đính chính tin của chính các cơ quan phối hợp."),
                [row.code for row in out if row.is_own_error],
            ),
            counted(
                "corrections.open",
                _("Đang kiểm chứng"),
                _("Số điều chưa có kết luận công bố, như sổ ghi lúc lập báo cáo."),
                [row.code for row in open_],
            ),
        ),
        tables=(
            Table(
                title=str(_("Kết luận công bố trong kỳ")),
                columns=(str(_("Điều được nói")), str(_("Kết luận")), str(_("Ngày công bố"))),
                rows=tuple(
                    (row.text, verdict_name(row.verdict), day(local_date(row.published_at)) if row.published_at else "")
                    for row in out
                ),
                links=tuple(reverse("corrections:claim", args=[row.code]) for row in out),
            ),
        )
        if out
        else (),
    )
