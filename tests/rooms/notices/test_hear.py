"""Báo tin: who is told what happened, and who is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from phoihop.dispatches import commands as dispatches
from phoihop.ground import sheet
from phoihop.ground.actor import SEATED
from phoihop.ground.powers import Circle
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Delivery, Entry
from phoihop.ledger.queries import heard
from phoihop.notices.commands import hear
from phoihop.notices.models import Notice
from tests.world.dispatches import acknowledge, send


def hear_all(world):
    while deliver(at=lambda: world.at):
        pass


def told(kind):
    return set(Notice.rows.filter(kind=kind).values_list("account_id", flat=True))


def test_those_who_answer_for_the_office_are_told(world, an, binh, giang, minh, chi, dung, ha, kim):
    send(world)
    hear_all(world)
    assert told("dispatch.delivered") == {p.account_id for p in (an, binh, giang, minh)}


def test_the_actor_is_not_told(world, an, giang, chi):
    world.add_person("oanh", "so-yte", ["clerk"])
    code = send(world)
    dispatches.recall_dispatch(code=code, reason="Nhầm", by=chi.actor, at=world.at)
    second = send(world)
    acknowledge(world, second)
    hear_all(world)
    assert told("dispatch.acknowledged") == {chi.account_id, world.accounts["oanh"]}
    send(world, by="an", to=["so-yte"])
    dispatches.acknowledge_dispatch(
        code="CV-kg-2021-000003",
        unit_id=chi.actor.unit_id,
        reservation="",
        version=None,
        by=chi.actor,
        at=world.at,
    )
    hear_all(world)
    assert chi.account_id not in set(
        Notice.rows.filter(code="CV-kg-2021-000003", kind="dispatch.acknowledged").values_list("account_id", flat=True)
    )


def test_nobody_is_told_of_what_he_may_not_open(world, an, dung, monkeypatch):
    """Even if a room names too wide a circle."""
    kind = "dispatch.delivered"
    plain = sheet.notices_on(kind)[0]
    wide = replace(plain, to=lambda event: [Circle(SEATED)])
    monkeypatch.setattr("phoihop.notices.commands.hearing.notices_on", lambda told: [wide] if told == kind else [])
    send(world)
    hear_all(world)
    assert an.account_id in told("dispatch.delivered")
    assert dung.account_id not in told("dispatch.delivered")


def test_twice_is_harmless(world):
    send(world)
    hear_all(world)
    entry = Entry.rows.get(kind="dispatch.delivered")
    before = Notice.rows.count()
    hear(heard(entry.pk), at=world.at)
    assert Notice.rows.count() == before


def test_what_fails_is_tried_again_and_becomes_a_dead_letter(world, monkeypatch, caplog):
    caplog.set_level("CRITICAL", logger="phoihop.ledger.commands")
    send(world)

    def broken(kind):
        raise RuntimeError("no addressees today")

    monkeypatch.setattr("phoihop.notices.commands.hearing.notices_on", broken)
    now = world.at
    for _ in range(8):
        deliver(at=lambda at=now: at)
        now += timedelta(hours=2)
    row = Delivery.rows.get(entry__kind="dispatch.delivered")
    assert (row.state, row.attempts) == ("DEAD", 8)
    assert row.trouble == "RuntimeError: no addressees today"
    assert not Notice.rows.exists()


@pytest.mark.parametrize("kind", ["dispatch.sent", "obligation.opened"])
def test_kinds_nobody_is_told_of_wait_for_nobody(world, kind):
    send(world)
    assert Entry.rows.filter(kind=kind).exists()
    assert not Delivery.rows.filter(entry__kind=kind, listener="notices").exists()
