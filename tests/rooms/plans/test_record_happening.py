"""Meetings and false claims open the duties that count from them."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _meet(world: World, year: layer.Year, person: Person, **other: object) -> None:
    given: dict[str, object] = {
        "kind": "meeting.start",
        "phase": "before",
        "title": "Họp bàn cách làm",
        "on": date(2021, 8, 20),
    }
    commands.record_happening(code=year.topic, **given | other, by=person.actor, at=world.at)  # type: ignore[arg-type]


def test_a_meeting_asks_for_an_invitation_three_working_days_before(world: World, chi: Person) -> None:
    year = layer.begin(world)
    _meet(world, year, chi)
    row = Obligation.rows.get(origin=f"{year.topic}/partner.invite/meeting.start-1")
    assert (str(row.due_date), row.stage) == ("2021-08-17", "before")


def test_a_false_claim_asks_for_a_correction(world: World, an: Person) -> None:
    year = layer.begin(world)
    _meet(world, year, an, kind="claim.opened", title="Tin đồn", on=date(2021, 8, 2))
    row = Obligation.rows.get(origin=f"{year.topic}/lead.correct/claim.opened-1")
    assert str(row.due_date) == "2021-08-05"


def test_each_has_its_own_obligation(world: World, chi: Person) -> None:
    year = layer.begin(world)
    _meet(world, year, chi)
    _meet(world, year, chi)
    assert Obligation.rows.filter(dossier=year.topic, duty="partner.invite").count() == 2


@pytest.mark.parametrize(
    "wrong", [{"kind": "party.given"}, {"phase": "never"}, {"title": " "}, {"on": date(2521, 8, 20)}]
)
def test_bad_input_is_refused(world: World, chi: Person, wrong: dict[str, object]) -> None:
    year = layer.begin(world)
    with pytest.raises(Refused):
        _meet(world, year, chi, **wrong)


def test_who_may(world: World, kim: Person, dung: Person) -> None:
    year = layer.begin(world)
    for person, refusal in ((kim, NotAllowed), (dung, NotVisible)):
        with pytest.raises(refusal):
            _meet(world, year, person)


def test_not_before_the_topic_is_chosen(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(Refused):
        _meet(world, year, chi)
