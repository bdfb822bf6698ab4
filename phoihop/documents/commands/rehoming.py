"""What units hold of documents: drafts and held files go over, registered ones stay in their books, which close."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.documents.models import Book
from phoihop.ground.rehomes import Journal, Move, Rehome, Stays

BOOK = "documents.Book"


def _close(journal: Journal, moves: Sequence[Move]) -> None:
    """Numbers of a unit end with it; the heir's books begin with its first document."""
    ids = [move.pk for move in moves]
    journal.put(BOOK, ids, "is_closed", True)
    open_ended = Book.rows.filter(pk__in=ids, last_date__isnull=True)
    # A book that was opened after the day (a batch carried out late) ends on the day it began.
    late = list(open_ended.filter(first_date__gt=journal.day).values_list("pk", "first_date"))
    journal.put(
        BOOK,
        list(open_ended.filter(first_date__lte=journal.day).values_list("pk", flat=True)),
        "last_date",
        journal.day,
    )
    for pk, first in late:
        journal.put(BOOK, [pk], "last_date", first)


REHOMES = (
    Rehome(
        "book",
        _("Sổ văn bản"),
        BOOK,
        "unit_id",
        is_open=lambda day: Q(is_closed=False),
        code="key",
        is_closing=True,
        twins=_close,
        twin_words=_("khóa sổ; cơ quan mới mở sổ mới"),
        order=70,
        is_told=False,
    ),
    Rehome(
        "draft",
        _("Văn bản chưa vào sổ"),
        "documents.Document",
        "owner_id",
        is_open=lambda day: Q(state="DRAFT"),
        alike=("fingerprint",),
        twin_words=_("cơ quan mới đã có tệp này"),
        order=71,
    ),
    Rehome(
        "held",
        _("Tệp chờ hai người xem"),
        "documents.Held",
        "unit_id",
        is_open=lambda day: Q(state="HELD"),
        code="",
        group="",
        order=72,
        is_told=False,
    ),
    Stays("documents.Share", "unit_id", "who was given a document was given it; heirs read what it was given"),
)
