"""What units hold of letters that are not answered yet. Names on letters stay those of the day they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches import states
from phoihop.dispatches.models import Recipient
from phoihop.ground.command import on_record
from phoihop.ground.rehomes import Journal, Move, Rehome

RECIPIENT = "dispatches.Recipient"


def _unanswered() -> Q:
    return Q(state__in=states.WAITING) | Q(recall="ASKED") | Q(handling__in=("ASSIGNED", "DOING"))


def _under_way(day: date) -> Q:
    waiting = Recipient.rows.filter(_unanswered()).values("dispatch_id")
    return Q(state="CREATED") | Q(state__in=("SENT", "RECALLING"), pk__in=waiting)


def _one_copy(journal: Journal, moves: Sequence[Move]) -> None:
    """The same letter went to two offices that are one now: one answer is enough."""
    rows = Recipient.rows.filter(pk__in=[move.pk for move in moves], state__in=states.WAITING)
    waiting = list(rows.values_list("pk", flat=True))
    journal.put(RECIPIENT, waiting, "state", "RECALLED")
    journal.put(RECIPIENT, waiting, "recall_words", on_record(_("Gộp với bản gửi cơ quan kế thừa.")))


REHOMES = (
    Rehome(
        "letter",
        _("Công văn đã gửi chờ trả lời"),
        "dispatches.Dispatch",
        "sender_id",
        is_open=_under_way,
        dossier="dossier",
        order=25,
    ),
    Rehome(
        "letter-in",
        _("Công văn đến chưa trả lời"),
        RECIPIENT,
        "unit_id",
        is_open=lambda day: _unanswered(),
        code="dispatch__code",
        dossier="dispatch__dossier",
        alike=("dispatch_id",),
        twins=_one_copy,
        twin_words=_("cơ quan mới cũng nhận công văn này; gộp làm một"),
        order=26,
    ),
)
