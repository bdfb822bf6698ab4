"""A played year: every figure told by rows is found again in the ledger, which the figures never read."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ledger.models import Entry
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.plans.models import Plan
from phoihop.plans.queries import report_scope
from phoihop.reporting import queries
from tests.world import obligations as layer
from tests.world import plans as plan_layer
from tests.world import reports
from tests.world.build import LOADER, World
from tests.world.plans import Year

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PARTNERS = ("so-yte", "vks-tinh", "so-tttt")
NOW = datetime(2021, 12, 20, 9, 0, tzinfo=ZONE)
FIRST, LAST = date(2020, 12, 15), date(2021, 12, 14)


@dataclass
class Told:
    """What the ledger says had become of one obligation by the end of a day."""

    due: date | None = None
    state: str = "OPEN"
    handed: date | None = None
    closed: date | None = None
    extensions: list[date] = field(default_factory=list)

    def kind(self, on: date) -> str:
        if self.state == "WAIVED":
            return "waived"
        if self.state == "ACCEPTED":
            return "late_done" if self.due and self.handed and self.handed > self.due else "kept"
        if self.state == "HANDED_IN":
            return "waiting"
        return "late" if self.due and self.due < on else "open"


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


@pytest.fixture
def year(world: World) -> Year:
    """Three plans; sixty obligations under them opened, put off, handed in, returned, accepted and waived all year."""
    called = plan_layer.call_round(world, *PARTNERS)
    chance = random.Random(2021)  # a played year, not a secret
    plans = sorted(Plan.rows.values_list("code", flat=True))
    for number in range(60):
        _play(world, chance, number, plans[number % 3], PARTNERS[number % 3])
    return called


def _play(world: World, chance: random.Random, number: int, plan: str, partner: str) -> None:
    opened = date(2021, 1, 4) + timedelta(days=chance.randrange(300))
    due = opened + timedelta(days=chance.randrange(5, 40))
    openings = layer.opening(
        world, number, days=None, lead=partner, source=plan, origin=f"year/{number}", rule={"on": due.isoformat()}
    )
    code = layer.open_all(world, openings, at=moment(opened)).opened[0]
    day = opened + timedelta(days=1)
    if chance.random() < 0.3:
        to = due + timedelta(days=chance.randrange(3, 20))
        obligations.grant_extension(code=code, to_date=to, reason="Chờ số liệu", by=LOADER, at=moment(day))
    fate = chance.random()
    if fate < 0.15:
        obligations.waive_obligation(code=code, reason="Không còn cần", by=LOADER, at=moment(day + timedelta(days=2)))
        return
    if fate < 0.35:
        return
    handed = min(day + timedelta(days=chance.randrange(45)), date(2021, 12, 18))
    said = {"statement": "Đã làm xong.", "reference": ""}
    obligations.hand_in_obligation(code=code, **said, by=LOADER, at=moment(handed))
    if fate < 0.45:
        return
    if fate < 0.6:
        obligations.return_obligation(code=code, reason="Thiếu số liệu", by=LOADER, at=moment(handed, 11))
        if fate < 0.52:
            return
        again = min(handed + timedelta(days=3), date(2021, 12, 19))
        obligations.hand_in_obligation(code=code, **said, by=LOADER, at=moment(again, 12))
        handed = again
    obligations.accept_obligation(code=code, by=LOADER, at=moment(handed, 15))


def replay(plans: list[str], on: date) -> dict[str, Told]:
    """The ledger of these plans' obligations up to the end of a day."""
    found: dict[str, Told] = defaultdict(Told)
    sources: dict[str, str] = {}
    for entry in Entry.rows.filter(code__startswith="NV-").order_by("pk"):
        said = json.loads(entry.data)
        day = entry.at.astimezone(ZONE).date()
        if day > on:
            continue
        told = found[entry.code]
        match entry.kind:
            case "obligation.opened":
                sources[entry.code] = said["source"]
                told.due = date.fromisoformat(said["due"]) if said["due"] else None
            case "extension.granted":
                told.due = date.fromisoformat(said["to_date"])
                told.extensions.append(day)
            case "obligation.handed_in":
                told.state, told.handed = "HANDED_IN", day
            case "obligation.returned":
                told.state = "RETURNED"
            case "obligation.accepted":
                told.state, told.closed = "ACCEPTED", day
            case "obligation.waived":
                told.state, told.closed = "WAIVED", day
    return {code: told for code, told in found.items() if sources.get(code) in plans}


def expected(plans: list[str], on: date) -> dict[str, set[str]]:
    """The rows of each figure of obligations, as the ledger has them."""
    told = replay(plans, on)
    due = {code: one for code, one in told.items() if one.due and FIRST <= one.due <= LAST}
    kinds = ("kept", "late_done", "waiting", "late", "open", "waived")
    rows = {f"obligations.{kind}": {code for code, one in due.items() if one.kind(on) == kind} for kind in kinds}
    return {
        "obligations.due": set(due),
        **rows,
        "obligations.returned": {code for code, one in told.items() if one.state == "RETURNED"},
        "obligations.undated": {
            code for code, one in told.items() if one.due is None and one.state not in ("ACCEPTED", "WAIVED")
        },
        "obligations.overdue_before": {
            code for code, one in told.items() if one.due and one.due < FIRST and one.kind(on) == "late"
        },
    }


def plans_of(code: str) -> list[str]:
    return list(Plan.rows.filter(round__code=code).values_list("code", flat=True))


@pytest.mark.slow
def test_every_figure_is_found_again_in_the_ledger(world: World, year: Year) -> None:
    code = reports.compile_year(world, year.round, on=LAST, at=NOW)
    figures = reports.figures(world, code)
    wanted = expected(plans_of(year.round), LAST)
    for key, rows in wanted.items():
        assert set(figures[key].rows) == rows, key
        assert figures[key].number == len(rows), key
    kinds = ("kept", "late_done", "waiting", "late", "open", "waived")
    assert sum(len(wanted[f"obligations.{kind}"]) for kind in kinds) == len(wanted["obligations.due"])
    assert min(len(wanted[f"obligations.{kind}"]) for kind in ("kept", "late_done", "waiting", "late", "waived")) > 0
    extended = [day for one in replay(plans_of(year.round), LAST).values() for day in one.extensions]
    assert figures["obligations.extended"].number == sum(FIRST <= day <= LAST for day in extended) > 0
    judged = len(wanted["obligations.kept"] | wanted["obligations.late_done"] | wanted["obligations.late"])
    assert figures["obligations.kept_share"].number == len(wanted["obligations.kept"]) * 100 // judged


@pytest.mark.slow
def test_a_day_in_the_middle_is_told_as_it_was_then(world: World, year: Year) -> None:
    """But for returns, of which rows hold no moment: what was given back since counts as not handed in."""
    on = date(2021, 6, 30)
    code = reports.compile_year(world, year.round, on=on, at=NOW)
    figures = reports.figures(world, code)
    wanted = expected(plans_of(year.round), on)
    again = {
        entry.code for entry in Entry.rows.filter(kind="obligation.returned") if entry.at.astimezone(ZONE).date() > on
    } | {code for code, one in replay(plans_of(year.round), on).items() if one.state == "RETURNED"}
    for key, rows in wanted.items():
        assert set(figures[key].rows) - again == rows - again, key
    assert wanted["obligations.due"] == set(figures["obligations.due"].rows)
    assert len(wanted["obligations.due"]) > 20
    assert wanted["obligations.late"]


@pytest.mark.slow
def test_a_seeded_error_changes_exactly_the_figures_it_should(world: World, year: Year) -> None:
    one = reports.figures(world, reports.compile_year(world, year.round, on=LAST, at=NOW))
    victim = one["obligations.kept"].rows[0]
    row = Obligation.rows.get(code=victim)
    assert row.due_date is not None
    Obligation.rows.filter(pk=row.pk).update(handed_in_at=moment(row.due_date + timedelta(days=1)))
    other = reports.figures(world, reports.compile_year(world, year.round, on=LAST, at=NOW))
    changed = {key for key in one if (one[key].number, one[key].rows) != (other[key].number, other[key].rows)}
    assert changed == {"obligations.kept", "obligations.late_done", "obligations.kept_share"}
    assert set(one["obligations.kept"].rows) - set(other["obligations.kept"].rows) == {victim}
    assert set(other["obligations.late_done"].rows) - set(one["obligations.late_done"].rows) == {victim}


@pytest.mark.slow
def test_quarters_add_up_to_the_year(world: World, year: Year) -> None:
    """What fell due is told in exactly one quarter."""
    quarters = [
        reports.figures(
            world,
            reports.compile_year(world, year.round, on=LAST, at=NOW, period=queries.period_of(f"2021-Q{number}")),
        )["obligations.due"]
        for number in (1, 2, 3, 4)
    ]
    whole = reports.figures(world, reports.compile_year(world, year.round, on=LAST, at=NOW))["obligations.due"]
    rows = [row for quarter in quarters for row in quarter.rows]
    assert sorted(rows) == list(whole.rows)


@pytest.mark.slow
def test_as_many_queries_for_three_plans_as_for_two(world: World, year: Year) -> None:
    scope = report_scope(world.person("an").actor, year.round)

    def taken(plans: int, on: date) -> int:
        part = replace(scope, plans=scope.plans[:plans])
        reports.compile_year(world, "", on=on - timedelta(days=1), at=NOW, scope=part)  # the first looks units up anew
        with CaptureQueriesContext(connection) as asked:
            reports.compile_year(world, "", on=on, at=NOW, scope=part)
        return len(asked.captured_queries)

    assert taken(2, LAST) == taken(3, LAST)
