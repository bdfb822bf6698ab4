"""What units hold of meetings to come, and of minutes that are not approved yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Journal, Move, Rehome
from phoihop.meetings.models import Attendee, Occurrence

ATTENDEE = "meetings.Attendee"


def _planned(day: date) -> Q:
    return Q(state="PLANNED", ends_at__gte=timezone.make_aware(datetime.combine(day, time())))


def _to_come(day: date, prefix: str = "") -> Q:
    """Meetings with an occasion still ahead, or with minutes under the pen."""
    ahead = _planned(day) | Q(minutes_state="DRAFT")
    is_ahead = Q(**{f"{prefix}pk__in": Occurrence.rows.filter(ahead).values("meeting_id")})
    return is_ahead & ~Q(**{f"{prefix}state": "CANCELLED"})


def _one_place(journal: Journal, moves: Sequence[Move]) -> None:
    """The heir is invited already: it has to come if either had to, and nobody waits for the office that has ended.

    Where the last occasion is over the roll stays as it was taken.
    """
    ahead = Occurrence.rows.filter(_planned(journal.day)).values("meeting_id")
    rows = Attendee.rows.filter(pk__in=[move.pk for move in moves], is_required=True, meeting__in=ahead)
    required = set(rows.values_list("pk", flat=True))
    needed = [move for move in moves if move.pk in required]
    journal.put(ATTENDEE, [move.pk for move in needed], "is_required", False)
    journal.put(ATTENDEE, {move.twin or 0 for move in needed}, "is_required", True)


REHOMES = (
    Rehome(
        "meeting",
        _("Cuộc họp triệu tập"),
        "meetings.Meeting",
        "organiser_id",
        is_open=_to_come,
        dossier="dossier",
        group="code",
        order=40,
    ),
    Rehome(
        "attendee",
        _("Cuộc họp được mời"),
        ATTENDEE,
        "unit_id",
        is_open=lambda day: _to_come(day, "meeting__"),
        code="meeting__code",
        dossier="meeting__dossier",
        alike=("meeting_id",),
        twins=_one_place,
        twin_words=_("cơ quan mới đã được mời"),
        order=41,
    ),
    Rehome(
        "conclusion",
        _("Kết luận chờ duyệt"),
        "meetings.Conclusion",
        "lead_id",
        is_open=lambda day: Q(obligation=""),
        code="occurrence__meeting__code",
        dossier="occurrence__meeting__dossier",
        order=42,
    ),
    Rehome(
        "support",
        _("Kết luận phối hợp chờ duyệt"),
        "meetings.Support",
        "unit_id",
        is_open=lambda day: Q(conclusion__obligation=""),
        code="conclusion__occurrence__meeting__code",
        dossier="conclusion__occurrence__meeting__dossier",
        alike=("conclusion_id",),
        twin_words=_("cơ quan mới đã phối hợp"),
        order=43,
    ),
)
