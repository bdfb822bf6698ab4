"""Phases of topics and days by which rounds are to be answered, as the calendar shows them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.sheet import DatedRow
from phoihop.plans import states
from phoihop.plans.models import Plan, Round, Topic, TopicPhase, TopicUnit


def phases_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The phases that touch these days, of chosen topics that the reader may see. Two queries.

    A phase runs from the day it was entered to the day it was closed, or else is planned to end; before it is entered
    only its planned end is known.
    """
    topics = Topic.objects.visible_to(actor).filter(state__in=states.CHOSEN)
    rows = (
        TopicPhase.rows.filter(topic__in=topics)
        .annotate(
            starts=Coalesce("entered_date", "planned_end"),
            ends=Coalesce("closed_date", "planned_end", "entered_date"),
        )
        .filter(Q(starts__lte=last, ends__gte=first) | Q(starts__gt=F("ends"), starts__range=(first, last)))
        .select_related("topic")
        .order_by("starts", "pk")
    )
    found = list(rows[:most])
    joined: dict[int, list[int]] = {}
    units = TopicUnit.rows.filter(topic__in={row.topic_id for row in found}).order_by("pk")
    for topic_id, unit_id in units.values_list("topic_id", "unit_id"):
        joined.setdefault(topic_id, []).append(unit_id)
    return [_phase(row, joined.get(row.topic_id, []), local_date(at)) for row in found]


def _phase(row: TopicPhase, joined: list[int], today: date) -> DatedRow:
    starts = row.entered_date or row.planned_end or today
    ends = max(row.closed_date or row.planned_end or starts, starts)
    if row.closed_date is not None:
        state, word = State.DONE, _("Đã xong")
    elif row.planned_end is not None and row.planned_end < today:
        state, word = State.LATE, _("Quá ngày dự kiến")
    elif row.entered_date is not None:
        state, word = State.DOING, _("Đang diễn ra")
    else:
        state, word = State.PLAN, _("Dự kiến")
    topic = row.topic
    return DatedRow(
        kind="phase",
        code=f"{topic.code}/{row.key}",
        title=_("%(phase)s: %(topic)s") % {"phase": row.name, "topic": topic.title},
        url=reverse("plans:topic", args=[topic.code]),
        first=starts,
        last=ends,
        state=state.value,
        stamp=_morning(row.closed_date or row.entered_date or date(topic.year, 1, 1)),
        word=word,
        doer_ids=(topic.lead_id,),
        other_ids=tuple(dict.fromkeys([topic.partner_id, *joined])),
        dossier=topic.code,
        sequence=row.version,
        is_open=row.closed_date is None and topic.state != "CLOSED",
        is_illustration=topic.is_illustration,
    )


def rounds_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days by which rounds are to be answered; of their partners those whose plans the reader sees. Two queries."""
    rows = Round.objects.visible_to(actor).filter(answer_by__gte=first, answer_by__lte=last)
    found = list(rows.order_by("answer_by", "pk")[:most])
    plans = Plan.objects.visible_to(actor).filter(round__in=[row.pk for row in found]).order_by("pk")
    answers: dict[int, dict[int, str]] = {}
    for round_id, partner_id, answer in plans.values_list("round_id", "partner_id", "answer"):
        answers.setdefault(round_id, {})[partner_id] = answer
    return [_round(row, answers.get(row.pk, {}), local_date(at)) for row in found]


def _round(row: Round, answers: dict[int, str], today: date) -> DatedRow:
    waiting = [unit_id for unit_id, answer in answers.items() if not answer]
    is_open = row.state == "CALLED" and bool(waiting)
    by = row.answer_by or today
    if not is_open:
        state, word = State.DONE, _("Đã trả lời")
    elif by < today:
        state, word = State.LATE, ""
    else:
        state, word = State.PLAN, _("Chờ trả lời")
    return DatedRow(
        kind="round",
        code=row.code,
        title=_("Hạn trả lời đợt chọn vấn đề năm %(year)s") % {"year": row.year},
        url=reverse("plans:round", args=[row.code]),
        first=by,
        last=by,
        state=state.value,
        stamp=row.called_at,
        word=word,
        doer_ids=tuple(waiting),
        other_ids=tuple(dict.fromkeys([row.lead_id, *(unit_id for unit_id in answers if unit_id not in waiting)])),
        sequence=row.version,
        is_open=is_open,
        is_illustration=row.is_illustration,
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
