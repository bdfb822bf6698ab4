"""What units keep for their papers: an heir without a letterhead begins with that of the unit it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Hook, Journal, Move, Rehome, Stays
from phoihop.organizations.queries import unit_names

LETTERHEAD, TEMPLATE, HABITS = "reporting.Letterhead", "reporting.Template", "reporting.ReportHabits"


def _copied(label: str) -> Hook:
    """The old rows stay: papers of before are made again as they were."""

    def copy(journal: Journal, moves: Sequence[Move]) -> None:
        model: type[Model] = apps.get_model(label)
        heirs = {move.to_id for move in moves}
        has = set(model._base_manager.filter(unit_id__in=heirs).values_list("unit_id", flat=True))
        names = unit_names(heirs)
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "version")]
        rows = {
            row["unit_id"]: row
            for row in model._base_manager.filter(pk__in=[move.pk for move in moves]).values(*columns)
        }
        for move in moves:
            if move.to_id in names and move.to_id not in has:
                has.add(move.to_id)
                name = names[move.to_id]
                fresh: dict[str, Any] = rows[move.from_id] | {"unit_id": move.to_id}
                fresh |= {key: value for key, value in (("code", name.code), ("organ", name.name)) if key in fresh}
                journal.make(model(**fresh))

    return copy


REHOMES = (
    Rehome(
        "letterhead",
        _("Mẫu văn bản"),
        LETTERHEAD,
        "unit_id",
        code="unit__code",
        is_closing=True,
        twins=_copied(LETTERHEAD),
        twin_words=_("cơ quan mới chưa có thì nhận một bản, mang tên mới"),
        order=73,
        is_told=False,
    ),
    Rehome(
        "template",
        _("Khuôn Word"),
        TEMPLATE,
        "unit_id",
        code="unit__code",
        is_closing=True,
        twins=_copied(TEMPLATE),
        twin_words=_("cơ quan mới chưa có thì nhận một bản"),
        order=74,
        is_told=False,
    ),
    Rehome(
        "report-habits",
        _("Cách lập báo cáo"),
        HABITS,
        "unit_id",
        code="unit__code",
        is_closing=True,
        twins=_copied(HABITS),
        twin_words=_("cơ quan mới chưa có thì nhận một bản"),
        order=75,
        is_told=False,
    ),
    Stays("reporting.Report", "lead_id", "a report is what it was when it was compiled"),
    Stays("reporting.ReportUnit", "unit_id", "a report is what it was when it was compiled"),
)
