"""phoihop load: all or nothing, twice changes nothing, a changed file is shown and held first."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from phoihop.agreements.models import Agreement, Clause, Mandate, Programme
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Day, Obligation
from phoihop.obligations.queries import calendar
from phoihop.organizations.models import Unit
from phoihop.plans.models import Plan, Topic, TopicPhase
from phoihop.site.commandline import HELD, OK, WRONG, main
from phoihop.site.programme.loading import load
from phoihop.site.programme.reading import BrokenFile

SAMPLE = Path(__file__).resolve().parents[3] / "phoihop/sample/kien-giang-2021"
PROGRAMME, RULES = SAMPLE / "programme.yaml", SAMPLE / "example-rules.yaml"
AT = datetime(2021, 8, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def empty(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database without the cast: what a new data folder is."""
    from django.apps import apps
    from django.db import connection

    from phoihop.ground import clock
    from tests.world.ledger import without_triggers

    monkeypatch.setattr(clock, "now", lambda: AT)
    with without_triggers(connection):
        for model in reversed(_in_order(list(apps.get_models()))):
            if model.__module__.startswith("phoihop."):
                model._base_manager.all()._raw_delete(using="default")


def _in_order(models: list[Any]) -> list[Any]:
    """Each model after those it points to."""
    done: list[Any] = []

    def take(model: Any) -> None:
        if model in done:
            return
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model is not model:
                take(field.related_model)
        done.append(model)

    for model in models:
        take(model)
    return done


@pytest.fixture
def loaded(empty: None) -> None:
    load(PROGRAMME, at=AT)
    load(RULES, at=AT)


def test_the_real_programme(empty: None) -> None:
    load(PROGRAMME, at=AT)
    assert Programme.rows.get().last_year == 2025
    assert Unit.rows.count() == 13
    assert Mandate.rows.get(number="221-QĐ/TW").state == "SUPERSEDED"
    assert Agreement.rows.filter(state="IN_FORCE").count() == 8
    assert not Plan.rows.exists()  # the report names no topic, so no round was called
    assert not Obligation.rows.exists()


def test_what_the_file_leaves_open_stays_open(empty: None) -> None:
    load(PROGRAMME, at=AT)
    assert set(Agreement.rows.values_list("from_date", "to_date")) == {(None, None)}
    office = Agreement.rows.get(title__contains="Văn phòng Tỉnh ủy")
    assert office.mandate_id is None


def test_the_illustration_is_marked_as_such(loaded: None) -> None:
    assert Topic.rows.count() == 8
    assert not Topic.rows.filter(is_illustration=False).exists()
    assert not Obligation.rows.filter(is_illustration=False).exists()
    assert not Unit.rows.filter(is_illustration=True).exists()  # facts stay facts
    assert set(Clause.rows.exclude(ref="").values_list("ref", flat=True)) == {
        "3.1",
        "3.2",
        "4.1",
        "4.4",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
        "5.5",
        "6.1",
        "6.2",
    }


def test_days_to_come_are_planned_and_not_recorded(loaded: None) -> None:
    topic = Topic.rows.get(plan__code="KH-kg-2021-so-yte")
    phases = {p.key: (p.entered_date, p.closed_date, p.planned_end) for p in TopicPhase.rows.filter(topic=topic)}
    assert phases["before"][:2] == (date(2021, 7, 5), date(2021, 7, 23))
    assert phases["during"] == (date(2021, 7, 23), None, date(2021, 11, 25))
    assert phases["after"] == (None, None, date(2021, 12, 31))


def test_swap_days_reach_the_calendar(loaded: None) -> None:
    assert set(Day.rows.values_list("date", "is_working")) == {
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
    }
    days = calendar()
    assert not days.is_working(date(2024, 4, 29))
    assert days.is_working(date(2024, 5, 4))


def test_twice_changes_nothing(loaded: None) -> None:
    before = Entry.rows.count()
    for file in (PROGRAMME, RULES, PROGRAMME):
        done = load(file, at=AT)
        assert not done.is_held
        assert (done.count("added"), done.count("changed")) == (0, 0)
    assert Entry.rows.count() == before


def test_a_dry_run_changes_nothing(empty: None) -> None:
    done = load(PROGRAMME, at=AT, is_dry=True)
    assert done.count("added") > 40
    assert not Unit.rows.exists()
    assert not Entry.rows.exists()


def test_a_changed_file_is_shown_and_held_first(loaded: None, tmp_path: Path) -> None:
    changed = tmp_path / "changed.yaml"
    changed.write_text(
        PROGRAMME.read_text(encoding="utf-8").replace("Sở Y tế tỉnh Kiên Giang", "Sở Y tế Kiên Giang"), encoding="utf-8"
    )
    held = load(changed, at=AT)
    assert held.is_held
    assert [(c.section, c.key, [f.name for f in c.fields]) for c in held.changes if c.kind == "changed"] == [
        ("organizations", "so-yte", ["name"])
    ]
    assert Unit.rows.get(key="so-yte").name == "Sở Y tế tỉnh Kiên Giang"
    assert not load(changed, at=AT, is_agreed=True).is_held
    assert Unit.rows.get(key="so-yte").name == "Sở Y tế Kiên Giang"


def test_a_changed_rule_moves_only_what_it_must(loaded: None, tmp_path: Path) -> None:
    changed = tmp_path / "rules.yaml"
    text = RULES.read_text(encoding="utf-8")
    old = "partner.provide-documents: {after: phase.entered,   working_days: 5,"
    assert old in text
    changed.write_text(text.replace(old, old.replace("5,", "7,")), encoding="utf-8")
    before = dict(Obligation.rows.exclude(duty="partner.provide-documents").values_list("code", "version"))
    load(changed, at=AT, is_agreed=True)
    assert dict(Obligation.rows.exclude(duty="partner.provide-documents").values_list("code", "version")) == before
    owed = Obligation.rows.get(source="KH-kg-2021-so-yte", duty="partner.provide-documents", stage="before")
    assert owed.due_date == date(2021, 7, 14)


def test_a_broken_file_loads_nothing(empty: None, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    text = PROGRAMME.read_text(encoding="utf-8")
    broken.write_text(
        text.replace("date: 2020-09-30", "date: 2020-09-31").replace("parent: ubnd-tinh", "parent: khong-co"),
        encoding="utf-8",
    )
    with pytest.raises(BrokenFile) as refused:
        load(broken, at=AT)
    places = [problem.place.line for problem in refused.value.problems]
    assert len(places) == 4  # one date, three parents, all told at once
    assert all(places)
    assert not Unit.rows.exists()
    assert not Entry.rows.exists()


def test_the_command_keeps_its_contract(loaded: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", str(PROGRAMME), "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    assert told["loaded"]
    assert told["counts"]["changed"] == 0
    changed = tmp_path / "changed.yaml"
    text = PROGRAMME.read_text(encoding="utf-8")
    changed.write_text(text.replace("2021, to: 2025", "2021, to: 2026"), encoding="utf-8")
    assert main(["load", str(changed), "--json"]) == HELD
    assert not json.loads(capsys.readouterr().out)["loaded"]
    missing = tmp_path / "missing.yaml"
    assert main(["load", str(missing), "--json"]) == WRONG
    assert json.loads(capsys.readouterr().out)["errors"]
