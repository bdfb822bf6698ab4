"""What units hold of open obligations, and how it goes over to their heirs. What is closed keeps its units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.ground.command import on_record
from phoihop.ground.rehomes import Journal, Move, Rehome
from phoihop.obligations import states
from phoihop.obligations.models import Lane, Obligation

OBLIGATION, LANE = "obligations.Obligation", "obligations.Lane"
SUM_UP = _("Gộp vào làn của cơ quan kế thừa.")


def _open(day: date) -> Q:
    return Q(closed_at__isnull=True)


def _of_open(day: date) -> Q:
    return Q(obligation__closed_at__isnull=True)


def _new_origins(journal: Journal, moves: Sequence[Move]) -> None:
    """An origin that ends in the number of the unit that owes (a letter, a mandate to confirm) names the heir now.

    Where the heir owes the very same already, one of the two is enough: this one is waived, and says why.
    """
    heirs = {move.pk: move for move in moves}
    rows = list(Obligation.rows.filter(pk__in=heirs).values_list("pk", "origin", "code"))
    wanted = {}
    for pk, origin, code in rows:
        start, slash, number = origin.rpartition("/")
        if slash and number == str(heirs[pk].from_id):
            wanted[pk] = (f"{start}/{heirs[pk].to_id}", code)
    taken = dict(
        Obligation.rows.filter(origin__in={origin for origin, _c in wanted.values()}).values_list("origin", "code")
    )
    for pk, (origin, code) in wanted.items():
        if origin in taken:
            reason = on_record(_("Cùng một việc với %(code)s sau khi sắp xếp cơ quan."), code=taken[origin])
            _waive(journal, pk, reason)
        else:
            taken[origin] = code
            journal.put(OBLIGATION, [pk], "origin", origin)


def _waive(journal: Journal, pk: int, reason: str) -> None:
    journal.put_all(OBLIGATION, [pk], state="WAIVED", closed_at=journal.at, reason=reason)
    lanes = Lane.rows.filter(obligation_id=pk, state__in=states.LANE_OPEN).values_list("pk", flat=True)
    journal.put(LANE, list(lanes), "state", "WAIVED")


def _one_lane(journal: Journal, moves: Sequence[Move]) -> None:
    """Two lanes of one obligation become one: the lead's share goes on, the other is closed with a note.

    The lead's lane never stays behind: where the heir supports already, its lane becomes the lead's.
    """
    lanes = Lane.rows.in_bulk([pk for move in moves for pk in (move.pk, move.twin or 0)])
    for move in moves:
        lane, twin = lanes[move.pk], lanes[move.twin or 0]
        if lane.role == "LEAD":
            state = lane.state
            journal.put(LANE, [lane.pk], "role", "SUPPORTING")
            journal.put(LANE, [twin.pk], "role", "LEAD")
            journal.put(LANE, [twin.pk], "state", state)
        if lane.state in states.LANE_OPEN:
            journal.put(LANE, [lane.pk], "state", "WAIVED")
            journal.put(LANE, [lane.pk], "note", on_record(SUM_UP))


REHOMES = (
    Rehome(
        "obligation",
        _("Nghĩa vụ chủ trì"),
        OBLIGATION,
        "lead_id",
        is_open=_open,
        dossier="dossier",
        group="duty",
        after=_new_origins,
        order=30,
    ),
    Rehome(
        "obligation-entitled",
        _("Nghĩa vụ được nhận kết quả"),
        OBLIGATION,
        "entitled_id",
        is_open=_open,
        dossier="dossier",
        group="duty",
        apart="lead_id",
        order=31,
    ),
    Rehome(
        "lane",
        _("Làn thực hiện"),
        LANE,
        "unit_id",
        is_open=_of_open,
        code="obligation__code",
        dossier="obligation__dossier",
        group="obligation__duty",
        alike=("obligation_id",),
        first=("role", "LEAD"),
        twins=_one_lane,
        twin_words=_("gộp vào làn đã có"),
        asked_as="obligation",
        order=32,
    ),
    Rehome(
        "expected",
        _("Văn bản phải cung cấp"),
        "obligations.Expected",
        "unit_id",
        is_open=_of_open,
        code="obligation__code",
        dossier="obligation__dossier",
        group="obligation__duty",
        asked_as="obligation",
        order=33,
    ),
    Rehome(
        "expected-listed",
        _("Danh mục văn bản đã nêu"),
        "obligations.Expected",
        "listed_by_id",
        is_open=_of_open,
        code="obligation__code",
        dossier="obligation__dossier",
        group="obligation__duty",
        asked_as="obligation",
        order=34,
    ),
    Rehome(
        "extension",
        _("Đề nghị gia hạn"),
        "obligations.Extension",
        "unit_id",
        is_open=lambda day: Q(state="REQUESTED"),
        code="obligation__code",
        dossier="obligation__dossier",
        group="obligation__duty",
        asked_as="obligation",
        order=35,
    ),
    Rehome(
        "escalation",
        _("Báo lên cấp trên"),
        "obligations.Escalation",
        "unit_id",
        is_open=_of_open,
        code="obligation__code",
        dossier="obligation__dossier",
        group="obligation__duty",
        alike=("obligation_id",),
        twin_words=_("cơ quan mới đã được báo"),
        asked_as="obligation",
        order=36,
    ),
    Rehome(
        "ladder",
        _("Thang nhắc hạn riêng"),
        "obligations.Ladder",
        "unit_id",
        code="unit__code",
        alike=("",),
        twin_words=_("cơ quan mới giữ thang của mình"),
        order=60,
        is_told=False,
    ),
)
