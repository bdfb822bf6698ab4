"""Giao việc cho người nghe: each delivery once, whatever dies or fails on the way."""

from datetime import timedelta

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger import states
from phoihop.ledger.commands import deliver, retry_delivery
from phoihop.ledger.models import Delivery, Entry
from phoihop.ledger.queries import backlog, dead_letters
from tests.world.together import together

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="phoihop.ledger.commands")


def test_works_and_twice_is_harmless(turn, listen, at):
    heard = listen()
    turn()
    assert deliver(at=lambda: at) == 1
    assert deliver(at=lambda: at) == 0
    assert heard == [Entry.rows.latest("pk").pk]
    assert Delivery.rows.get().state == "DONE"


def test_an_act_dated_ahead_is_heard_now(turn, listen, at):
    heard = listen()
    turn(at=at + timedelta(days=90))
    deliver(at=lambda: at)
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_each_delivery_once(turn, listen, at):
    heard = listen()
    for _ in range(20):
        turn()
    assert together(*[lambda: deliver(at=lambda: at)] * 3) == []
    assert sorted(heard) == sorted(set(heard))
    assert len(heard) == 20
    assert not Delivery.rows.exclude(state="DONE").exists()


def test_a_killed_workers_delivery_is_taken_up_when_its_lease_ends(turn, listen, at):
    heard = listen(hear=killed)
    turn()
    with pytest.raises(KeyboardInterrupt):
        deliver(at=lambda: at)
    row = Delivery.rows.get()
    assert (row.state, row.attempts) == ("RUNNING", 1)
    listen()
    assert deliver(at=lambda: at + timedelta(seconds=states.LEASE_SECONDS - 1)) == 0
    assert deliver(at=lambda: at + timedelta(seconds=states.LEASE_SECONDS)) == 1
    assert len(heard) == 1
    assert Delivery.rows.get().state == "DONE"


def test_a_delivery_that_kills_every_worker_ends_as_a_dead_letter(turn, listen, at):
    heard = listen(hear=killed)
    turn()
    now = at
    for _ in range(states.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            deliver(at=lambda now=now: now)
        now += timedelta(hours=1)
    assert deliver(at=lambda: now) == 0
    assert Delivery.rows.get().state == "DEAD"
    assert len(heard) == states.MOST_ATTEMPTS


def test_who_lost_the_lease_leaves_nothing(turn, listen, at):
    def slow(entry, *, at):
        Entry.rows.create(at=at, kind="x", code="left-behind", actor_kind="system", data="{}")
        Delivery.rows.update(due_at=at + timedelta(hours=1))  # another worker has claimed it meanwhile

    listen(hear=slow)
    turn()
    deliver(at=lambda: at)
    assert not Entry.rows.filter(code="left-behind").exists()


def test_failures_back_off_and_end_as_a_dead_letter(turn, listen, at, long, an):
    def fails(entry, *, at):
        raise ValueError("không có người nhận")

    listen(hear=fails)
    turn()
    now, waits = at, []
    for _ in range(states.MOST_ATTEMPTS):
        assert deliver(at=lambda now=now: now) == 1
        due = Delivery.rows.get().due_at
        waits.append(int((due - now).total_seconds()))
        assert deliver(at=lambda now=now: now) == 0
        now = due
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256]
    (letter,) = dead_letters(long.actor)
    assert letter.trouble == "ValueError: không có người nhận"
    assert dead_letters(an.actor) == []
    assert backlog()["dead"] == 1


def test_what_a_failing_listener_wrote_is_rolled_back(turn, listen, at):
    def half(entry, *, at):
        Entry.rows.create(at=at, kind="x", code="half", actor_kind="system", data="{}")
        raise ValueError

    listen(hear=half)
    turn()
    deliver(at=lambda: at)
    assert not Entry.rows.filter(code="half").exists()


def test_a_listener_that_is_gone_keeps_its_deliveries(turn, listen, at, monkeypatch):
    listen()
    turn()
    monkeypatch.setattr("phoihop.ledger.commands._listeners", {})
    deliver(at=lambda: at)
    assert Delivery.rows.get().state == "WAITING"


def test_retry(turn, listen, at, long, an):
    heard = listen()
    turn()
    Delivery.rows.update(state="DEAD", attempts=8)
    row = Delivery.rows.get()
    with pytest.raises(NotAllowed):
        retry_delivery(delivery_id=row.pk, by=an.actor, at=at)
    retry_delivery(delivery_id=row.pk, by=long.actor, at=at)
    with pytest.raises(Refused):
        retry_delivery(delivery_id=row.pk, by=long.actor, at=at)
    with pytest.raises(NotVisible):
        retry_delivery(delivery_id=row.pk + 999, by=long.actor, at=at)
    deliver(at=lambda: at)
    assert len(heard) == 1


def killed(entry, *, at):
    raise KeyboardInterrupt
