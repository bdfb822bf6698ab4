"""What reports tell of documents in the dossiers of plans: how many, never what they are called."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents.models import Document, Link
from phoihop.ground.actor import Actor
from phoihop.ground.figures import Period, Scope, SectionValue, counted
from phoihop.ground.parts.words import day


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Documents put into these dossiers in the period, as far as the office may see them. Two queries."""
    links = Link.rows.filter(about__in=scope.labels)
    first = dict(links.values_list("document_id").annotate(Min("linked_at")).order_by())
    if not first:
        return None
    since, until = _midnight(period.first), _midnight(min(period.last, on) + timedelta(days=1))
    seen = Document.objects.visible_to(actor).filter(pk__in=links.values("document_id")).exclude(state="DRAFT")
    found = seen.order_by("code").values_list("pk", "code", "state", "direction", "is_internal")
    rows = [
        (code, state, direction, is_internal)
        for pk, code, state, direction, is_internal in found
        if since <= first[pk] < until
    ]
    shown = {"day": day(on)}
    return SectionValue(
        key="documents",
        title=str(_("Văn bản trong hồ sơ")),
        figures=(
            counted(
                "documents.filed",
                _("Văn bản đưa vào hồ sơ"),
                _(
                    "Số văn bản đã vào sổ được gắn vào hồ sơ trong kỳ, đến hết ngày %(day)s, mà cơ quan chủ trì"
                    " được xem."
                )
                % shown,
                [code for code, *_rest in rows],
            ),
            counted(
                "documents.in",
                _("Trong đó văn bản đến"),
                _("Trong số văn bản đưa vào hồ sơ: văn bản vào sổ đến."),
                [code for code, _state, direction, _internal in rows if direction == "IN"],
            ),
            counted(
                "documents.out",
                _("Trong đó văn bản đi"),
                _("Trong số văn bản đưa vào hồ sơ: văn bản vào sổ đi."),
                [code for code, _state, direction, _internal in rows if direction == "OUT"],
            ),
            counted(
                "documents.internal",
                _("Trong đó lưu hành nội bộ"),
                _("Trong số văn bản đưa vào hồ sơ: văn bản lưu hành nội bộ, chỉ đếm, không nêu tên."),
                [code for code, _state, _direction, is_internal in rows if is_internal],
            ),
            counted(
                "documents.recalled",
                _("Trong đó đã thu hồi"),
                _("Trong số văn bản đưa vào hồ sơ: văn bản đã thu hồi, theo sổ lúc lập báo cáo."),
                [code for code, state, _direction, _internal in rows if state == "RECALLED"],
            ),
        ),
    )


def _midnight(at: date) -> datetime:
    """The first moment of a day, as rows keep moments."""
    return timezone.make_aware(datetime.combine(at, time())).astimezone(UTC)
