"""The alerts name metrics that are told, bounds that the status page uses, and pages of the manual."""

from __future__ import annotations

import json
import logging
import re

import pytest
import yaml
from django.test import Client

from phoihop.ledger import commands as ledger
from phoihop.search.queries import IndexWatch
from phoihop.site.backups import state as backups
from phoihop.site.options import ROOT
from phoihop.site.watching import bounds, counters, state
from phoihop.site.watching.logs import Objects
from phoihop.site.watching.masking import Mask

RULES = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus-alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
MANUAL = (ROOT / "docs/watching.md").read_text(encoding="utf-8")
ON_POSTGRESQL = {"phoihop_database_connections", "phoihop_database_connections_most"}


@pytest.fixture
def told(world, clock, monkeypatch):
    """The names of all metrics of a house in which something of everything has happened."""
    monkeypatch.setattr(state, "_kept", None)
    ledger.beat(node="one", kind="tick", version="1", started_at=clock.at, at=clock.at)
    monkeypatch.setattr(state.backups, "read", lambda data: backups.State(made_at=clock.at.isoformat()))
    monkeypatch.setattr(state.search, "watched", lambda newest, at: IndexWatch(True, True, 0, 0.0))
    Client().get("/healthz/live")
    text = Client().get("/metrics").content.decode()
    declared = {name for family in counters.REGISTRY.collect() for name in _names(family)}
    return set(re.findall(r"^(?:# TYPE )?(phoihop_\w+)", text, re.MULTILINE)) | declared


def _names(family):
    if family.type == "counter":
        return [f"{family.name}_total"]
    return [f"{family.name}_bucket", f"{family.name}_count", f"{family.name}_sum"]


def test_every_metric_an_alert_names_is_told(told):
    named = {name for rule in RULES for name in re.findall(r"\bphoihop_\w+", rule["expr"])}
    assert len(named) > 10
    assert sorted(named - told - ON_POSTGRESQL) == []


def test_every_metric_the_manual_names_is_told(told):
    named = set(re.findall(r"`(phoihop_\w+)`", MANUAL))
    assert len(named) > 20
    histograms = {family.name for family in counters.REGISTRY.collect() if family.type == "histogram"}
    assert sorted(named - told - histograms - ON_POSTGRESQL) == []


def test_every_metric_told_is_in_the_manual(told):
    hidden = re.compile(r"_(bucket|count|sum|created)$")
    told = {name for name in told if not hidden.search(name)} - {"phoihop_deliveries"}
    assert not sorted(name for name in told if f"`{name}`" not in MANUAL)


def test_every_alert_says_what_to_do():
    assert not [rule["alert"] for rule in RULES if f"**{rule['alert']}**" not in MANUAL]
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "work"}


@pytest.mark.parametrize(
    ("alert", "bound"),
    [
        ("PhoihopClockBehind", bounds.CLOCK.broken),
        ("PhoihopQueueOld", bounds.QUEUE.broken),
        ("PhoihopDeadLetters", bounds.DEAD.look),
        ("PhoihopMailWaits", bounds.MAIL.broken),
        ("PhoihopUnsealed", bounds.SEALS.broken),
        ("PhoihopIntakeWaits", bounds.INTAKE.broken),
        ("PhoihopBackupOld", bounds.BACKUP.broken),
        ("PhoihopDiskFull", bounds.DISK_LEFT[1]),
        ("PhoihopSecretPapers", bounds.GUARD.broken),
        ("PhoihopConnections", bounds.CONNECTIONS.broken),
    ],
)
def test_bounds_are_those_of_the_status_page(alert, bound):
    [expression] = [rule["expr"] for rule in RULES if rule["alert"] == alert]
    first = expression.split(" or ")[0]
    assert float(re.findall(r"[<>]=? ([\d.]+)", first)[-1]) == bound


def test_the_manual_names_every_field_of_a_line():
    formatter = Objects(mask=Mask(), node="one")
    line = logging.LogRecord("phoihop", logging.INFO, "", 0, "said", (), None)
    fields = set(json.loads(formatter.format(line))) | {"request_id", "cause", "exception"}
    assert "process" in fields
    assert not [name for name in fields if f"`{name}`" not in MANUAL]
