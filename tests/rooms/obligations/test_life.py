"""Any acts in any order: what must be true of an obligation stays true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ledger.models import Entry
from phoihop.obligations import commands, states
from phoihop.obligations.models import Extension, Lane, Obligation
from tests.world.build import LOADER, World
from tests.world.obligations import CLOCK, act, entries, opening

ACTS = ("start", "hand_in", "accept", "return", "waive", "block", "unblock")
WHO = {"accept": "an", "return": "an", "waive": "binh"}


class Life(RuleBasedStateMachine):
    """One obligation and all that may be done to it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = self.world.at
        self.acts = 0
        self.closed: tuple[Any, ...] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        self.opening = opening(self.world, supporting=["so-tttt"])
        self.code = commands.open_obligations(openings=[self.opening], by=LOADER, at=self.at).opened[0]
        self.acts = 1

    def try_to(self, run: Any, *, tells: bool = True) -> None:
        before = len(entries(self.code))
        try:
            with transaction.atomic():
                run()
        except Refused:
            assert len(entries(self.code)) == before  # a refusal leaves no trace
            return
        if tells:
            assert len(entries(self.code)) == before + 1  # one act, one entry

    @rule(name=st.sampled_from(ACTS))
    def somebody_acts(self, name: str) -> None:
        person = self.world.person(WHO.get(name, "chi"))
        more = {"without_support_reason": "Gấp"} if name == "hand_in" else {}
        self.try_to(lambda: act(name, self.code, person, at=self.at, **more))

    @rule()
    def another_supports(self) -> None:
        if "lan" not in self.world.accounts:
            return
        self.try_to(lambda: act("support", self.code, self.world.person("lan"), at=self.at))

    @rule(days=st.integers(-2, 10))
    def more_time_is_asked_for(self, days: int) -> None:
        to_date = (self.row().due_date or self.at.date()) + timedelta(days=days)
        self.try_to(
            lambda: commands.request_extension(
                code=self.code,
                to_date=to_date,
                reason="Dịch",
                by=self.world.person("chi").actor_at(self.at),
                at=self.at,
            )
        )

    @rule(is_granted=st.booleans())
    def the_request_is_answered(self, is_granted: bool) -> None:
        asked = Extension.rows.filter(obligation__code=self.code).order_by("-pk").first()
        if asked is None:
            return
        self.try_to(
            lambda: commands.decide_extension(
                extension_id=asked.pk,
                is_granted=is_granted,
                answer="Ý kiến",
                by=self.world.person("an").actor_at(self.at),
                at=self.at,
            )
        )

    @rule(day=st.integers(1, 28))
    def it_is_compiled_again(self, day: int) -> None:
        self.opening = replace(self.opening, rule={"on": date(2021, 8, day).isoformat()})
        self.try_to(lambda: commands.open_obligations(openings=[self.opening], by=LOADER, at=self.at), tells=False)
        again = commands.open_obligations(openings=[self.opening], by=LOADER, at=self.at)
        assert again.untouched == (self.code,)

    @rule(day=st.integers(1, 28))
    def a_day_is_declared(self, day: int) -> None:
        commands.declare_day(day=date(2021, 8, day), is_working=False, note="Nghỉ", by=LOADER, at=self.at)

    @rule(days=st.integers(0, 3))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        commands.tick(by=CLOCK, at=self.at)
        assert commands.tick(by=CLOCK, at=self.at) == 0

    def chi(self) -> Actor:
        return self.world.person("chi").actor_at(self.at)

    def row(self) -> Obligation:
        return Obligation.rows.get(code=self.code)

    @invariant()
    def holds_together(self) -> None:
        if not hasattr(self, "code"):
            return
        row = self.row()
        lanes = list(Lane.rows.filter(obligation=row))
        lead = [lane for lane in lanes if lane.role == "LEAD"]
        assert (row.closed_at is not None) == (row.state in states.CLOSED)
        assert len(lead) == 1
        assert lead[0].unit_id == row.lead_id
        assert (lead[0].state in states.LANE_OPEN) == (row.state in states.OWED)
        assert row.board_date == (row.due_date or states.NO_DATE)
        assert bool(row.explanation) == (row.due_date is not None)
        assert f'"due":"{row.due_date}"' in row.explanation
        if row.base_due_date and row.due_date:
            assert row.due_date >= row.base_due_date
        if row.state in states.CLOSED:
            assert not Extension.rows.filter(obligation=row, state="REQUESTED").exists()
            assert all(lane.state in states.CLOSED for lane in lanes)
            frozen = (row.due_date, row.explanation, row.state, row.closed_at, row.title, row.version)
            assert self.closed in (None, frozen)  # a closed one never changes
            self.closed = frozen
        assert Entry.rows.filter(code=self.code, kind="obligation.opened").count() == 1


def test_any_life_holds_together(world):
    world.add_person("lan", "so-tttt", ["focal"])
    machine = type("LifeHere", (Life,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
