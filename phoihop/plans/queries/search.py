"""What search knows of rounds, plans and topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.ground.powers import tokens_of
from phoihop.ground.prepared import prepared
from phoihop.ground.reading import once_a_reading
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names, search_names_of, unit_names
from phoihop.plans.models import Happening, Plan, Round, Topic, TopicUnit


def found_rounds(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of rounds."""
    rows = list(Round.rows.filter(code__in=codes))
    tokens, names = tokens_of("round.see", rows), unit_names(row.lead_id for row in rows)
    return [
        FoundRow(
            code=row.code,
            kind="round",
            title=on_record(
                _("Đợt chọn vấn đề năm %(year)s của %(lead)s"), year=row.year, lead=names[row.lead_id].name
            ),
            url=reverse("plans:round", args=[row.code]),
            tokens=tokens[row.pk],
            unit_ids=(row.lead_id,),
            unit_names=search_names([row.lead_id]),
            date=str(row.year),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def found_plans(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of plans."""
    rows = list(Plan.rows.filter(code__in=codes).select_related("agreement"))
    tokens, names = tokens_of("plan.see", rows), unit_names(row.partner_id for row in rows)
    return [
        FoundRow(
            code=row.code,
            kind="plan",
            title=on_record(
                _("Kế hoạch phối hợp năm %(year)s với %(partner)s"), year=row.year, partner=names[row.partner_id].name
            ),
            url=reverse("plans:plan", args=[row.code]),
            tokens=tokens[row.pk],
            text=row.answer_reason,
            numbers=(row.agreement.code,),
            unit_ids=(row.lead_id, row.partner_id),
            unit_names=search_names([row.lead_id, row.partner_id]),
            date=str(row.year),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def found_topics(codes: Collection[str], kind_words: Mapping[str, Any]) -> list[FoundRow]:
    """The rows that search keeps of topics: with what happened in them and what came of them."""
    return [replace(row, type=on_record(kind_words[row.type])) for row in _found_topics(frozenset(codes))]


@once_a_reading
def _found_topics(codes: frozenset[str]) -> list[FoundRow]:
    """The same, with the kind itself as its type."""
    rows = list(Topic.rows.filter(code__in=codes).select_related("plan"))
    tokens = tokens_of("topic.see", rows)
    units: dict[int, dict[int, None]] = {row.pk: {row.lead_id: None, row.partner_id: None} for row in rows}
    for pk, unit_id in TopicUnit.rows.filter(topic__in=units).order_by("pk").values_list("topic_id", "unit_id"):
        units[pk][unit_id] = None
    happened: dict[int, list[str]] = {}
    for pk, title in Happening.rows.filter(topic__in=units).order_by("pk").values_list("topic_id", "title"):
        happened.setdefault(pk, []).append(title)
    names = search_names_of(units)
    return [
        FoundRow(
            code=row.code,
            kind="topic",
            title=row.title,
            url=reverse("plans:topic", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.summary, row.reason, row.result, *happened.get(row.pk, ())))),
            numbers=tuple(filter(None, (row.plan.code, row.dispatch))),
            unit_ids=tuple(units[row.pk]),
            unit_names=names[row.pk],
            date=row.selected_date.isoformat() if row.selected_date else str(row.year),
            type=row.kind,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def round_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Round.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def plan_codes(after: str, limit: int) -> list[str]:
    return list(Plan.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def topic_codes(after: str, limit: int) -> list[str]:
    return list(Topic.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_rounds(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Round.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def visible_plans(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Plan.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


@once_a_reading
@prepared
def _visible_topic(actor: Actor, code: str) -> QuerySet[Topic]:
    return Topic.objects.visible_to(actor).filter(code=code).only("code")


def visible_topics(actor: Actor, codes: Collection[str]) -> set[str]:
    if len(codes) == 1:  # as several rooms ask on its own page
        return {row.code for code in codes for row in _visible_topic(actor, code)}
    return set(Topic.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))
