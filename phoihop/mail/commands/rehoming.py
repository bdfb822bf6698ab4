"""What units hold of mail: addresses and links that are still open.

A link keeps working for the heir: it lies in the mailbox that goes over with it, and what it is about goes over too. A
link issued anew would be a second one for the same act, and a mail nobody asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Journal, Move, Rehome, Stays
from phoihop.mail.models import Address

ADDRESS = "mail.Address"


def _in_use(day: date) -> Q:
    return ~Q(state="RETIRED")


def _open_link(day: date) -> Q:
    morning = timezone.make_aware(datetime.combine(day, time()))
    return Q(used_at__isnull=True, revoked_at__isnull=True, until__gte=morning)


def _one_main(journal: Journal, moves: Sequence[Move]) -> None:
    """A unit has one main address: the one it has, else the first that comes."""
    heirs = {move.to_id for move in moves}
    taken = set(Address.rows.filter(unit_id__in=heirs, is_main=True).values_list("unit_id", flat=True))
    mains = set(Address.rows.filter(pk__in=[move.pk for move in moves], is_main=True).values_list("pk", flat=True))
    for move in moves:
        if move.pk in mains and move.to_id in taken:
            journal.put(ADDRESS, [move.pk], "is_main", False)
        elif move.pk in mains:
            taken.add(move.to_id)


def _one_of_each(journal: Journal, moves: Sequence[Move]) -> None:
    """The heir has this very address already."""
    ids = [move.pk for move in moves]
    journal.put_all(ADDRESS, ids, is_main=False, state="RETIRED", retired_at=journal.at)


REHOMES = (
    Rehome(
        "address",
        _("Địa chỉ thư"),
        ADDRESS,
        "unit_id",
        is_open=_in_use,
        alike=("fold",),
        is_alike_open=True,
        before=_one_main,
        twins=_one_of_each,
        twin_words=_("cơ quan mới đã có địa chỉ này"),
        order=50,
    ),
    Rehome(
        "address-owner",
        _("Địa chỉ thư theo chức vụ giữ"),
        ADDRESS,
        "owner_post_id",
        is_open=_in_use,
        of="post",
        order=51,
    ),
    Rehome(
        "link", _("Liên kết còn dùng được"), "mail.SignedLink", "unit_id", is_open=_open_link, order=52, is_told=False
    ),
    Rehome(
        "link-issued",
        _("Liên kết đã gửi"),
        "mail.SignedLink",
        "issuer_id",
        is_open=_open_link,
        order=53,
        is_told=False,
    ),
    Stays("mail.OutMail", "unit_id", "where a mail went"),
)
