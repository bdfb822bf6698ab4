"""What reports tell of letters."""

from __future__ import annotations

from datetime import date
from statistics import median_low

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, counted
from phoihop.ground.parts.words import day
from phoihop.ground.sheet import work_calendar
from phoihop.organizations.queries import unit_names


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Letters about these plans and topics that were sent in the period, and what became of each office's share by that
    day. Three queries; None where no letter was ever sent about them.

    How long offices take to acknowledge is counted in working days of the calendar as it is now.
    """
    about = Q(about__in=scope.labels) | Q(dossier__in=scope.labels)
    rows = Dispatch.objects.visible_to(actor).filter(about, sent_at__isnull=False).order_by("code")
    known = [(pk, code, local_date(at)) for pk, code, at in rows.values_list("pk", "code", "sent_at") if at is not None]
    if not any(sent <= on for _pk, _code, sent in known):
        return None
    sent_on = {pk: (code, sent) for pk, code, sent in known if period.first <= sent <= min(period.last, on)}
    shares = list(Recipient.rows.filter(dispatch__in=list(sent_on)).select_related("dispatch").order_by("pk"))
    names = unit_names({share.unit_id for share in shares})
    found: dict[str, list[str]] = {name: [] for name in ("acknowledged", "refused", "recalled", "waiting")}
    took: dict[str, int] = {}
    days = work_calendar()
    for share in shares:
        code, sent = sent_on[share.dispatch_id]
        row = f"{code}/{names[share.unit_id].code}"
        kind = _stood(share, on)
        found[kind].append(row)
        if kind == "acknowledged" and share.answered_at is not None:
            took[row] = days.count_working_days(sent, local_date(share.answered_at))
    until = day(on)
    words = {
        "acknowledged": (
            _("Lượt đã xác nhận"),
            _("Số lượt cơ quan nhận các công văn gửi trong kỳ đã xác nhận đến hết ngày %(day)s."),
        ),
        "refused": (
            _("Lượt bị từ chối"),
            _("Số lượt cơ quan nhận các công văn gửi trong kỳ đã từ chối, có lý do, đến hết ngày %(day)s."),
        ),
        "recalled": (
            _("Lượt đã thu hồi"),
            _("Số lượt cơ quan nhận mà công văn được thu hồi đến hết ngày %(day)s khi chưa xác nhận."),
        ),
        "waiting": (
            _("Lượt chưa trả lời"),
            _("Số lượt cơ quan nhận các công văn gửi trong kỳ chưa trả lời khi hết ngày %(day)s."),
        ),
    }
    return SectionValue(
        key="dispatches",
        title=str(_("Công văn")),
        figures=(
            counted(
                "dispatches.sent",
                _("Công văn gửi trong kỳ"),
                _("Số công văn về các kế hoạch, vấn đề này gửi đi trong kỳ và không sau ngày %(day)s.")
                % {"day": until},
                [code for code, _sent in sent_on.values()],
            ),
            *(
                counted(f"dispatches.{name}", word, text % {"day": until}, found[name], is_known=bool(shares))
                for name, (word, text) in words.items()
            ),
            Figure(
                key="dispatches.days_to_acknowledge",
                words=str(_("Số ngày làm việc đến khi xác nhận (trung vị)")),
                definition=str(
                    _(
                        "Trung vị (lấy giá trị dưới) số ngày làm việc từ ngày gửi đến ngày xác nhận, của các lượt đã"
                        " xác nhận."
                    )
                ),
                number=median_low(took.values()) if took else None,
                rows=tuple(sorted(took)),
                is_measure=True,
                unit=str(_("ngày làm việc")),
            ),
        ),
    )


def _stood(share: Recipient, on: date) -> str:
    """What had become of an office's share by the end of a day."""
    answered = share.answered_at is not None and local_date(share.answered_at) <= on
    if answered:
        return "refused" if share.state == "REFUSED" else "acknowledged"
    recalled_at = share.dispatch.recalled_at
    if share.state == "RECALLED" and recalled_at is not None and local_date(recalled_at) <= on:
        return "recalled"
    return "waiting"
