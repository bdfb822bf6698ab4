"""The coordination year laid on the world: the round of 2021, a topic chosen, notified, acknowledged, and begun."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import phoihop
from phoihop.agreements import commands as agreements
from phoihop.agreements.queries import ClauseText, DutyText
from phoihop.dispatches import commands as dispatches
from phoihop.plans import commands
from phoihop.plans.models import Topic
from tests.world.build import LOADER, World

SAMPLE = Path(phoihop.__file__).parent / "sample/kien-giang-2021"
TITLE = "Phòng, chống dịch trong các khu dân cư"


@dataclass(frozen=True)
class Year:
    """Codes of what the layer made, by the names the tests use."""

    agreement: str
    round: str
    plan: str
    topic: str = ""
    dispatch: str = ""


@cache
def clauses() -> tuple[ClauseText, ...]:
    """The clauses of the sample's agreements, with the words of its duties and the rules of its illustration."""
    facts, rules = (_yaml(name) for name in ("programme.yaml", "example-rules.yaml"))
    texts = {f"{side}.{duty['key']}": duty["text"] for side, duties in facts["duties"].items() for duty in duties}
    return tuple(
        ClauseText(
            clause["id"],
            texts[clause["duty"]],
            (DutyText(clause["duty"], texts[clause["duty"]], _plain(rules["rules"][clause["duty"]])),),
        )
        for clause in rules["agreements"]["clauses"]
    )


def _yaml(name: str) -> Any:
    return YAML(typ="safe").load(SAMPLE / name)


def _plain(rule: Any) -> dict[str, Any]:
    """Days as text, as a rule is kept."""
    return dict(json.loads(json.dumps(rule, default=str)))


def agree(world: World, partner: str) -> str:
    """An agreement of the lead with this partner, in force from July 2021 to the end of 2025."""
    recorded = agreements.record_agreement(
        parties={world.unit("btg-tinh-uy"): "LEAD", world.unit(partner): "PARTNER"},
        from_date=date(2021, 7, 1),
        to_date=date(2025, 12, 31),
        clauses=clauses(),
        by=LOADER,
        at=world.at,
    )
    return recorded.code


def call_round(world: World, *partners: str) -> Year:
    """An opens the round of 2021; the Department of Health is called unless others are named."""
    codes = [agree(world, partner) for partner in partners or ("so-yte",)]
    called = commands.call_round(
        lead_id=world.unit("btg-tinh-uy"),
        year=2021,
        answer_by=date(2021, 8, 20),
        by=world.person("an").actor,
        at=world.at,
    )
    return Year(codes[0], called.code, called.plans[0])


def propose(world: World, year: Year, title: str = TITLE, *, username: str = "chi") -> Year:
    """Chi proposes a topic."""
    by = world.person(username).actor
    told = commands.propose_topic(code=year.plan, kind="issue", title=title, by=by, at=world.at)
    return Year(year.agreement, year.round, year.plan, told.code)


def notify(world: World) -> Year:
    """Chi chooses it and tells the lead."""
    year = propose(world, call_round(world))
    told = commands.select_and_notify(code=year.topic, by=world.person("chi").actor, at=world.at)
    return Year(year.agreement, year.round, year.plan, year.topic, told.dispatch)


def acknowledge(world: World) -> Year:
    """An acknowledges the letter."""
    year = notify(world)
    dispatches.acknowledge_dispatch(
        code=year.dispatch,
        unit_id=world.unit("btg-tinh-uy"),
        reservation="",
        version=None,
        by=world.person("an").actor,
        at=world.at,
    )
    return year


def begin(world: World) -> Year:
    """Bình approves the plan and An enters the first phase: everything up to where the work starts."""
    year = acknowledge(world)
    commands.approve_plan(code=year.plan, note="", by=world.person("binh").actor, at=world.at)
    commands.enter_phase(
        code=year.topic, key="before", planned_end=date(2021, 9, 30), by=world.person("an").actor, at=world.at
    )
    return year


def topic_row(year: Year) -> Topic:
    return Topic.rows.get(code=year.topic)
