"""Loading what a command is about; an unknown code is as invisible as a strange one."""

from __future__ import annotations

from phoihop.ground.powers import NotVisible
from phoihop.plans.models import Plan, Round, Topic


def round_of(code: str) -> Round:
    row = Round.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def plan_of(code: str) -> Plan:
    row = Plan.rows.select_related("round").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def topic_of(code: str) -> Topic:
    row = Topic.rows.select_related("plan__round").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row
