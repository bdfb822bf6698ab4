"""What units hold in agreements and mandates: an agreement stays in force, the heir is its party by succession."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.agreements.models import Party
from phoihop.ground.command import on_record
from phoihop.ground.rehomes import Journal, Move, Rehome, Stays

AGREEMENT, PARTY = "agreements.Agreement", "agreements.Party"


def _living(day: date) -> Q:
    return ~Q(state="ENDED")


def _of_living(day: date) -> Q:
    return ~Q(agreement__state="ENDED")


def _both_sides(journal: Journal, moves: Sequence[Move]) -> None:
    """Two parties of one agreement become one, which stands for both.

    Where nobody is left on the other side the agreement ends: nobody agrees with himself. Else the lead leads on.
    """
    parties = Party.rows.in_bulk([pk for move in moves for pk in (move.pk, move.twin or 0)])
    pairs = [(parties[move.pk], parties[move.twin or 0]) for move in moves]
    gone = {lost.pk for lost, _kept in pairs} | {kept.pk for lost, kept in pairs if lost.role == "LEAD"}
    partners = Party.rows.filter(agreement_id__in={lost.agreement_id for lost, _kept in pairs}, role="PARTNER")
    going_on = set(partners.exclude(pk__in=gone).values_list("agreement_id", flat=True))
    for lost, kept in pairs:
        if lost.role == "LEAD" and lost.agreement_id in going_on:
            journal.put(PARTY, [lost.pk], "role", "WITNESS")
            journal.put(PARTY, [kept.pk], "role", "LEAD")
    over = {lost.agreement_id for lost, kept in pairs if {lost.role, kept.role} == {"LEAD", "PARTNER"}} - going_on
    reason = on_record(_("Hai bên đã sáp nhập thành một cơ quan."))
    journal.put_all(AGREEMENT, over, state="ENDED", ended_date=journal.day, end_reason=reason)


REHOMES = (
    Rehome(
        "agreement",
        _("Thỏa thuận phối hợp"),
        AGREEMENT,
        "lead_id",
        is_open=_living,
        group="code",
        order=10,
    ),
    Rehome(
        "party",
        _("Bên của thỏa thuận"),
        PARTY,
        "unit_id",
        is_open=_of_living,
        code="agreement__code",
        group="agreement__code",
        asked_as="agreement",
        alike=("agreement_id",),
        first=("role", "LEAD"),
        twins=_both_sides,
        twin_words=_("cơ quan mới đã là một bên; không còn bên nào khác thì thỏa thuận kết thúc"),
        order=11,
    ),
    Rehome(
        "revision",
        _("Dự thảo thỏa thuận"),
        "agreements.Revision",
        "proposed_by_id",
        is_open=lambda day: Q(state__in=("DRAFT", "PROPOSED")),
        code="agreement__code",
        group="agreement__code",
        asked_as="agreement",
        order=12,
    ),
    Rehome(
        "spread",
        _("Văn bản chờ xác nhận quán triệt"),
        "agreements.Spread",
        "unit_id",
        is_open=lambda day: Q(confirmed_at__isnull=True),
        code="mandate__code",
        alike=("mandate_id",),
        twin_words=_("cơ quan mới đã được đề nghị xác nhận"),
        order=13,
    ),
    Rehome(
        "spread-asked",
        _("Văn bản đã đề nghị xác nhận"),
        "agreements.Spread",
        "asked_by_id",
        is_open=lambda day: Q(confirmed_at__isnull=True),
        code="mandate__code",
        order=14,
    ),
    Rehome(
        "programme",
        _("Chương trình phối hợp"),
        "agreements.Programme",
        "lead_id",
        is_open=lambda day: Q(last_year__gte=day.year),
        code="",
        group="territory",
        order=15,
    ),
    Stays("agreements.Mandate", "issuer_id", "who issued an instrument does not change"),
    Stays("agreements.Signature", "unit_id", "who signed has signed", is_binding=True),
)
