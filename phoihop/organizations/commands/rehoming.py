"""What this room holds for a unit beside its posts: the units under it, its rota, its calendar feeds."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Journal, Move, Rehome, Stays
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.commands.restructure.units import replace_paths


def _new_paths(journal: Journal, moves: Sequence[Move]) -> None:
    if isinstance(journal, Changes):
        replace_paths(journal, [move.pk for move in moves])


REHOMES = (
    Rehome(
        "child",
        _("Cơ quan trực thuộc"),
        "organizations.Unit",
        "parent_id",
        is_open=lambda day: Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        group="key",
        after=_new_paths,
        order=1,
    ),
    Rehome(
        "rota",
        _("Lịch trực"),
        "organizations.Duty",
        "unit_id",
        is_open=lambda day: Q(date__gte=day),
        code="unit__code",
        alike=("date", "account_id"),
        twin_words=_("đã có trong lịch trực của cơ quan mới"),
        order=60,
        is_told=False,
    ),
    Rehome(
        "feed",
        _("Địa chỉ lịch"),
        "organizations.CalendarFeed",
        "unit_id",
        is_open=lambda day: Q(revoked_at__isnull=True),
        code="unit__code",
        order=61,
        is_told=False,
    ),
    Stays("organizations.Succession", "from_unit_id", "what became of a unit is its history"),
    Stays("organizations.Succession", "to_unit_id", "what became of a unit is its history"),
    Stays("organizations.Post", "unit_id", "posts end with their unit; new ones take their place"),
    Stays("organizations.Seat", "post_id", "seats go with their posts"),
    Stays("organizations.Deputy", "post_id", "deputies go with their posts"),
    Stays("organizations.BatchUnit", "unit_id", "the batch itself"),
    Stays("organizations.BatchUnit", "upper_id", "the batch itself"),
    Stays("organizations.UnitKey", "unit_id", "what was closed with it opens for the heirs too"),
)
