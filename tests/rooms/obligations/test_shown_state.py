"""How an obligation is shown on a day: the rule in Python and the filters of the database agree, for every state."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.obligations import states
from phoihop.obligations.models import Obligation
from phoihop.obligations.queries.days import calendar
from phoihop.obligations.queries.rows import figure_filters, shown_case, shown_filters, soon_until
from tests.world.obligations import owe

TODAY = date(2021, 9, 1)  # the eve of the National Day: three working days reach over a weekend
DUE = st.one_of(st.none(), st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days)))


@pytest.fixture
def pk(world):
    return Obligation.rows.get(code=owe(world)).pk


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=st.sampled_from(sorted(states.OBLIGATION)), due=DUE, away=st.integers(-10, 10), is_late=st.booleans())
def test_rule_and_filters_agree(world, pk, state, due, away, is_late):
    today = TODAY + timedelta(days=away)
    soon = soon_until(calendar(), today)
    board_date = due or states.NO_DATE
    closed_at = world.at if state in states.CLOSED else None
    row = Obligation.rows.filter(pk=pk)
    row.update(state=state, due_date=due, board_date=board_date, closed_at=closed_at, is_late=is_late)
    shown = states.shown_state(state, due, today, soon)
    assert shown == states.shown_state(state, board_date, today, soon)
    assert [name for name, q in shown_filters(today, soon).items() if row.filter(q).exists()] == [shown]
    assert row.annotate(shown=shown_case(today, soon)).values_list("shown", flat=True).get() == shown
    figures = {name for name, q in figure_filters(today).items() if row.filter(q).exists()}
    assert len(figures - {"promised", "kept_late"}) == 1  # what was promised falls into exactly one part
    assert ("late" in figures) == (shown == "late")


def test_every_state_of_the_table_leads_somewhere_known():
    for table in (states.OBLIGATION, states.LANE, states.EXTENSION):
        for steps in table.values():
            assert set(steps.values()) <= table.keys()
    assert all(not states.OBLIGATION[state] for state in states.CLOSED)
    assert set(states.OWED) | states.CLOSED | {"HANDED_IN"} == states.OBLIGATION.keys()
    assert set(states.LANE_OPEN) == {state for state, steps in states.LANE.items() if "hand_in" in steps}
