"""What units hold of the year that runs: rounds, plans, topics and the names of phases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Journal, Move, Rehome
from phoihop.plans import states
from phoihop.plans.models import Topic

ROUND, PLAN, TOPIC = "plans.Round", "plans.Plan", "plans.Topic"


def _running(day: date) -> Q:
    return ~Q(state="CLOSED")


def _alive(day: date) -> Q:
    return Q(state__in=states.ALIVE)


def _close_rounds(journal: Journal, moves: Sequence[Move]) -> None:
    """Two rounds of one year become one: the other is closed, its plans go on under the heir."""
    journal.put(ROUND, [move.pk for move in moves], "state", "CLOSED")


def _one_plan(journal: Journal, moves: Sequence[Move]) -> None:
    """Two plans of one agreement and year become one: its topics go on in the plan of the heir, the other is closed."""
    for move in moves:
        topics = Topic.rows.filter(plan_id=move.pk, state__in=states.ALIVE).values_list("pk", flat=True)
        journal.put(TOPIC, list(topics), "plan_id", move.twin)
        journal.put(PLAN, [move.pk], "state", "CLOSED")


REHOMES = (
    Rehome(
        "round",
        _("Đợt chọn vấn đề"),
        ROUND,
        "lead_id",
        is_open=_running,
        group="code",
        alike=("year",),
        twins=_close_rounds,
        twin_words=_("cơ quan mới đã có đợt của năm này; đợt này kết thúc"),
        order=19,
    ),
    Rehome(
        "plan",
        _("Kế hoạch phối hợp"),
        PLAN,
        "partner_id",
        is_open=_running,
        dossier="agreement__code",
        group="code",
        alike=("agreement_id", "year"),
        twins=_one_plan,
        twin_words=_("nhập vào kế hoạch cùng năm của cơ quan mới"),
        order=20,
    ),
    Rehome(
        "plan-led",
        _("Kế hoạch chủ trì"),
        PLAN,
        "lead_id",
        is_open=_running,
        dossier="agreement__code",
        group="code",
        apart="partner_id",
        order=21,
    ),
    Rehome(
        "topic", _("Vấn đề phối hợp"), TOPIC, "partner_id", is_open=_alive, dossier="plan__code", group="code", order=22
    ),
    Rehome(
        "topic-led",
        _("Vấn đề chủ trì"),
        TOPIC,
        "lead_id",
        is_open=_alive,
        dossier="plan__code",
        group="code",
        apart="partner_id",
        order=23,
    ),
    Rehome(
        "topic-unit",
        _("Vấn đề tham gia"),
        "plans.TopicUnit",
        "unit_id",
        is_open=lambda day: Q(topic__state__in=states.ALIVE),
        code="topic__code",
        dossier="topic__plan__code",
        alike=("topic_id",),
        twin_words=_("cơ quan mới đã tham gia"),
        order=24,
    ),
    Rehome(
        "phases",
        _("Tên giai đoạn riêng"),
        "plans.PhaseTemplate",
        "lead_id",
        code="lead__code",
        alike=("key",),
        twin_words=_("cơ quan mới đã đặt tên giai đoạn này"),
        order=60,
        is_told=False,
    ),
)
