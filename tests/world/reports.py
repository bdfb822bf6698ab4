"""Reports over the coordination year of the world."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ground.figures import Figure
from phoihop.plans.queries import report_scope
from phoihop.reporting import commands, queries
from phoihop.reporting.rules.reports import Report
from tests.world.build import World

TITLE = "Kết quả thực hiện kế hoạch phối hợp năm 2021"


def compile_year(
    world: World,
    code: str,
    *,
    on: date | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
    **values: Any,
) -> str:
    """The report of 2021 about a plan or a round as it stood on a day (the world's, unless named); gives its code."""
    actor = by or world.person("an").actor
    given: dict[str, Any] = {
        "period": queries.period_of("2021"),
        "title": TITLE,
        "key": f"test/{uuid.uuid4().hex}",
        **values,
    }
    moment = at or world.at
    told = commands.compile_report(
        scope=given.pop("scope", None) or report_scope(world.person("an").actor, code),
        on=on or moment.date(),
        by=actor,
        at=moment,
        **given,
    )
    return told.code


def report(world: World, code: str) -> Report:
    return queries.report_value(world.person("an").actor, code).report


def figures(world: World, code: str) -> dict[str, Figure]:
    return {figure.key: figure for figure in report(world, code).figures()}


def numbers(world: World, code: str) -> dict[str, int | None]:
    return {key: figure.number for key, figure in figures(world, code).items()}
