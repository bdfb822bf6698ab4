"""Metrics, health and the status page, as whoever watches the house meets them."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client

from phoihop.documents.commands.intake import refuse_file
from phoihop.ground import watch
from phoihop.ground.actor import Actor
from phoihop.ledger import commands as ledger
from phoihop.ledger import queries as ledger_queries
from phoihop.ledger.models import Delivery, Heartbeat
from phoihop.site.options import ROOT
from phoihop.site.watching import bounds, counters, gauges, health, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Counts as a process that stays does; nobody looks on afterwards."""
    monkeypatch.setattr(watch, "_looks", [])
    monkeypatch.setattr(watch, "_notes", [])
    counters.start()


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(state, "_kept", None)


def scrape(client=None, **more):
    answer = (client or Client()).get("/metrics", **more)
    assert answer.status_code == 200
    return answer.content.decode()


def value(text, name):
    """The value of one series by its whole name with labels; None when it is not told."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return None if found is None else float(found[1])


def series(text, name, **labels):
    """The sum of the series of a name that have these labels."""
    total = None
    for line in text.splitlines():
        match = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if match and match[1] == name and all(f'{key}="{one}"' in (match[2] or "") for key, one in labels.items()):
            total = (total or 0.0) + float(match[3])
    return total


def test_a_request_is_counted_at_its_door_and_the_address_is_not_told(long):
    before = series(scrape(), "phoihop_requests_total", door="desk:today", method="GET", status="200") or 0
    assert long.client.get("/lam-viec/").status_code == 200
    Client().get("/l/secret-token-of-a-link/")
    Client().get("/no/such/place")
    text = scrape()
    assert series(text, "phoihop_requests_total", door="desk:today", method="GET", status="200") == before + 1
    assert series(text, "phoihop_request_seconds_count", door="desk:today") >= 1
    assert series(text, "phoihop_request_seconds_bucket", door="desk:today", le="+Inf") >= 1
    assert series(text, "phoihop_request_queries_total", door="desk:today") > 0
    assert series(text, "phoihop_requests_total", door="none", status="404") >= 1
    assert "secret-token" not in text


def test_a_made_up_method_becomes_no_series_of_its_own(world):
    Client().generic("BREW", "/healthz")
    text = scrape()
    assert "BREW" not in text
    assert series(text, "phoihop_requests_total", method="OTHER") >= 1


def test_metrics_are_for_loopback_and_named_networks(monkeypatch, world):
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    import ipaddress
    from dataclasses import replace

    from phoihop.site import views

    named = replace(views.options(), metrics_networks=(ipaddress.ip_network("192.0.2.0/24"),))
    monkeypatch.setattr(views, "options", lambda: named)
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert Client().get("/metrics", REMOTE_ADDR="198.51.100.7").status_code == 404


def test_a_monitor_and_a_balancer_ask_by_the_address_of_the_process(world, settings):
    """As docs/watching.md has them ask, where PHOIHOP_HOSTS is the public name alone."""
    settings.ALLOWED_HOSTS = ["phoihop.example.gov.vn"]
    page = (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")
    (target,) = re.findall(r'targets: \["(.+?)"\]', page)
    asked = Client(headers={"host": target})
    for path in ("/metrics", "/healthz", "/healthz/live", "/healthz/ready"):
        assert asked.get(path).status_code == 200, path
    for path in ("/", "/dang-nhap/", "/metrics/", "/healthz/other", "/static/healthz"):
        assert asked.get(path).status_code == 400, path
    assert asked.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize("head", ["X-Forwarded-For", "Forwarded"])
def test_metrics_are_not_for_whom_a_proxy_on_this_machine_relays(world, head):
    """A proxy that passes them on by mistake comes from loopback, whoever asked it."""
    assert Client().get("/metrics", headers={head: "198.51.100.7"}).status_code == 404


def test_the_queue_is_told_by_listener_with_its_age(world, clock, an):
    entry = ledger_queries.last_touch().id
    Delivery.rows.filter(state__in=["WAITING", "RUNNING"]).update(state="DONE")
    Delivery.rows.create(entry_id=entry, listener="early", due_at=clock.at - timedelta(minutes=7))
    Delivery.rows.create(entry_id=entry, listener="later", due_at=clock.at + timedelta(minutes=7))
    Delivery.rows.create(entry_id=entry, listener="gone", state="DEAD", due_at=clock.at)
    text = scrape()
    assert value(text, 'phoihop_queue_oldest_seconds{listener="early"}') == 420
    assert value(text, 'phoihop_queue_oldest_seconds{listener="later"}') == 0
    assert value(text, 'phoihop_queue_length{listener="early"}') == 1
    assert value(text, "phoihop_dead_letters") == 1
    assert value(text, 'phoihop_queue_length{listener="notices"}') == 0  # nothing waits: still told


def test_seals_are_behind_until_the_clock_seals(world, clock, giang):
    ledger.seal(at=clock.at)
    assert value(scrape(), "phoihop_unsealed_seconds") == 0
    refuse_file(unit_id=giang.actor.unit_id, rules=["mark"], by=giang.actor, at=clock.at)
    clock.move(minutes=30)
    state._kept = None
    assert value(scrape(), "phoihop_unsealed_seconds") >= 1800
    ledger.seal(at=clock.at)
    state._kept = None
    assert value(scrape(), "phoihop_unsealed_seconds") == 0


def test_a_verdict_of_the_guard_is_counted_after_the_commit_alone(
    told, world, giang, django_capture_on_commit_callbacks
):
    verdict = counters.GUARD.labels("refused")._value
    before = verdict.get()
    with django_capture_on_commit_callbacks() as calls:
        refuse_file(unit_id=giang.actor.unit_id, rules=["mark"], by=giang.actor, at=giang.at)
    assert verdict.get() == before
    for call in calls:
        call()
    assert verdict.get() == before + 1
    assert value(scrape(), 'phoihop_guard_day{verdict="refused"}') == 1


def test_the_record_tells_who_watches_what_was_told(told, world, long, django_capture_on_commit_callbacks):
    heard = []
    watch.note(heard.append)
    entry = ledger_queries.last_touch().id
    dead = Delivery.rows.create(entry_id=entry, listener="nobody", state="DEAD", due_at=world.at)
    with django_capture_on_commit_callbacks(execute=True):
        ledger.retry_delivery(delivery_id=dead.pk, by=long.actor, at=world.at)
    assert heard == [["delivery.retried"]]


def test_a_listener_that_fails_is_counted_and_logs_the_request_it_follows(told, world, clock, monkeypatch, caplog):
    def fails(entry, *, at):
        logging.getLogger("phoihop.test").warning("in the listener of %s", ledger.request_id.get())
        raise ValueError("broken on purpose")

    monkeypatch.setitem(ledger._listeners, "faulty", ledger.Listener("faulty", lambda kind: True, fails))
    Delivery.rows.filter(state__in=["WAITING", "RUNNING"]).update(state="DONE")
    token = ledger.request_id.set("0123456789abcdef")
    try:
        entry = _an_entry(world)
    finally:
        ledger.request_id.reset(token)
    Delivery.rows.filter(entry_id=entry).exclude(listener="faulty").delete()
    before = counters.FAILED.labels("listener", "faulty")._value.get()
    with caplog.at_level(logging.WARNING):
        ledger.deliver(at=lambda: clock.at)
    assert counters.FAILED.labels("listener", "faulty")._value.get() == before + 1
    assert "in the listener of 0123456789abcdef" in caplog.text
    assert ledger.request_id.get() == ""


def _an_entry(world):
    long = world.person("long")
    last = ledger_queries.last_touch().id
    dead = Delivery.rows.create(entry_id=last, listener="nobody", state="DEAD", due_at=world.at)
    ledger.retry_delivery(delivery_id=dead.pk, by=long.actor, at=world.at)
    dead.delete()
    return ledger_queries.last_touch().id


def test_a_process_beats_into_one_row(world, clock):
    for _time in range(2):
        ledger.beat(node="one", kind="tick", version="1", started_at=clock.at, at=clock.move(minutes=1))
    assert Heartbeat.rows.filter(node="one").count() == 1
    clock.move(minutes=20)
    text = scrape()
    assert value(text, 'phoihop_heartbeat_age_seconds{node="one",process="tick"}') == 1200
    assert value(text, "phoihop_clock_age_seconds") == 1200


def test_a_look_costs_the_same_however_much_waits(world, clock, django_assert_max_num_queries):
    entry = ledger_queries.last_touch().id
    state.look(clock.at)
    with django_assert_max_num_queries(40) as few:
        state.look(clock.at)
    Delivery.rows.bulk_create(
        Delivery(entry_id=entry, listener=f"listener-{n % 3}-{n}", due_at=clock.at) for n in range(200)
    )
    with django_assert_max_num_queries(40) as many:
        state.look(clock.at)
    assert len(few) == len(many)


def test_many_monitors_cost_one_look(world, clock):
    scrape()
    queries = []

    def hear(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        scrape()
    assert not queries


def test_metrics_are_told_also_while_the_database_is_away(world, monkeypatch):
    def away(at):
        raise DatabaseError("gone")

    monkeypatch.setattr(state, "look", away)
    text = scrape()
    assert "phoihop_requests_total" in text
    assert "phoihop_dead_letters" not in text


# ── live and ready ──────────────────────────────────────────────────────────────────────────────────────────────


def test_live_asks_no_database(django_assert_num_queries, world):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz/live")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
def test_ready_tells_each_part(world, path, monkeypatch):
    monkeypatch.setattr(health, "is_migrated", lambda: True)
    monkeypatch.setattr(health, "_known_to_be_migrated", [])
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content
    assert answer.json()["database"] == "ok"


@pytest.mark.parametrize(
    ("name", "instead", "part"),
    [
        ("is_migrated", lambda: False, "migrations"),
        ("is_leaving", lambda: True, "stopping"),
        ("_has_static", lambda: False, "static"),
        ("LEAST_FREE", 2**80, "disk"),
    ],
)
def test_not_ready_says_why(world, monkeypatch, name, instead, part):
    monkeypatch.setattr(health, "_known_to_be_migrated", [])
    monkeypatch.setattr(health, name, instead)
    answer = Client().get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.json()[part] != "ok"
    assert Client().get("/healthz/live").status_code == 200


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────

PAGE = "/lam-viec/quan-tri/tinh-trang/"


def test_administrators_and_auditors_see_it_others_do_not(long, kim, an, khach):
    assert long.client.get(PAGE).status_code == 200
    assert kim.client.get(PAGE).status_code == 200
    assert an.client.get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_what_is_broken_comes_first_with_what_to_do(long, clock):
    entry = ledger_queries.last_touch().id
    Delivery.rows.filter(state__in=["WAITING", "RUNNING"]).update(state="DONE")
    Delivery.rows.create(entry_id=entry, listener="notices", due_at=clock.at - timedelta(hours=5))
    Delivery.rows.create(entry_id=entry, listener="works", state="DEAD", due_at=clock.at)
    for kind in ("tick", "attend", "web"):
        ledger.beat(node="may-1", kind=kind, version="1", started_at=clock.at, at=clock.at)
    page = long.client.get(PAGE).content.decode()
    assert "Có phần đang hỏng" in page
    keys = re.findall(r'<tr role="row" id="(\w+)"', page)
    assert keys[0] == "queue"
    assert keys.index("dead") < keys.index("clock")
    assert "5 giờ" in page
    assert '/lam-viec/so-cai/#hong"' in page
    assert "may-1" in page
    assert "đồng hồ hạn" in page


def test_an_auditor_is_not_sent_where_he_may_do_nothing(kim, clock):
    Delivery.rows.create(entry_id=ledger_queries.last_touch().id, listener="works", state="DEAD", due_at=clock.at)
    assert "#hong" not in kim.client.get(PAGE).content.decode()


def test_bounds_tell_well_look_and_broken():
    assert [bounds.QUEUE.state(seconds) for seconds in (0, 300, 1800)] == ["WELL", "LOOK", "BROKEN"]
    assert [bounds.disk_state(free) for free in (2**40, 2**30, 2**20)] == ["WELL", "LOOK", "BROKEN"]
    assert bounds.worst(["WELL", "LOOK"]) == "LOOK"
    assert bounds.worst([]) == "WELL"


def test_nobody_is_named_and_no_data_is_told(world, an):
    text = scrape()
    assert "An" not in re.findall(r"\w+", text)
    assert json.dumps(text).isascii()
    assert str(settings.SECRET_KEY) not in text
    assert Actor.nobody().kind == "nobody"
    assert gauges.TYPE.startswith("text/plain")
