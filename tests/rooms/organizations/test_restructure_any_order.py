"""Any sequence of reorganisations and undoings keeps what must hold; two clocks are one; a kill leaves nothing."""

from __future__ import annotations

import os
import random
import signal
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.models import Q
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import kind_of, may, tokens_held, tokens_of, visible_q
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Lane, Obligation
from phoihop.organizations import commands, queries
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.models import Unit
from phoihop.organizations.queries.heirs import inherited_by
from phoihop.organizations.queries.spans import valid_on
from phoihop.organizations.rules.restructure import circle_of, read_document
from tests.world import plans
from tests.world import restructure as layer
from tests.world.build import LOADER, World
from tests.world.together import together

POOL = ("so-yte", "so-tttt", "so-nnptnt", "so-xaydung")
KINDS = ("rename", "merge", "absorb", "split", "dissolve", "move_function", "change_parent", "change_level", "undo")


def step(
    chance: random.Random, kind: str, living: list[str], number: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A random step over units in force, and the unit it creates."""
    froms = chance.sample(living, 2)
    new = layer.NEW | {"key": f"moi-{number}", "name": f"Sở mới {number}"}
    one, other, fresh = f"kg/{froms[0]}", f"kg/{froms[1]}", f"kg/moi-{number}"
    match kind:
        case "rename":
            return {"rename": {"from": one, "to": fresh}}, [new]
        case "merge":
            return {"merge": {"from": [one, other], "to": fresh}}, [new]
        case "absorb":
            return {"absorb": {"from": one, "to": other}}, []
        case "split":
            return {"split": {"from": one, "to": [{"unit": fresh}, {"unit": other}], "default": other}}, [new]
        case "dissolve":
            return {"dissolve": {"from": one, "default": other}}, []
        case "move_function":
            told = {"from": one, "to": other, "function": "một phần", "takes": ["partner.provide-documents"]}
            return {"move_function": {**told, "default": "stays"}}, []
        case "change_parent":
            return {"change_parent": {"unit": one, "parent": other}}, []
        case _:
            return {"change_level": {"unit": one, "level": chance.choice(["province", "district"])}}, []


def holds(world: World, at: Any, used: set[int], sums: Any) -> None:
    """What must be true after any of it."""
    alive = set(Unit.rows.filter(valid_on(at.date())).values_list("pk", flat=True))
    for row in Obligation.rows.filter(closed_at__isnull=True):
        leads = Lane.rows.filter(obligation=row, role="LEAD")
        assert [lane.unit_id for lane in leads] == [row.lead_id]
        assert {row.lead_id, row.entitled_id} <= alive
        assert row.lead_id != row.entitled_id
    assert layer.orphans(at) == []
    assert layer.sums() == sums
    assert used <= set(queries.unit_names(used))  # every unit ever used resolves
    parents = {str(pk): str(parent) for pk, parent in Unit.rows.values_list("pk", "parent_id") if parent}
    assert circle_of(parents) == ""
    for pk, path, parent in Unit.rows.values_list("pk", "path", "parent__path"):
        assert path == f"{parent or '/'}{pk}/"
    mine = Unit.rows.filter(Q(key__in=(*POOL, "btg-tinh-uy")) | Q(key__startswith="moi-")).values_list("pk", flat=True)
    inherits = {pk: inherited_by(pk, at.date()) for pk in alive.intersection(mine)}
    for model in (Obligation, apps.get_model("plans.Plan"), apps.get_model("agreements.Agreement")):
        things = list(model._base_manager.all())
        see = kind_of(model).see
        tokens = tokens_of(see, things)
        for pk, olds in inherits.items():
            actor = Actor("person", unit_id=pk, roles=frozenset({Role.FOCAL}), inherits=olds)
            q = visible_q(actor, kind_of(model))
            seen = set() if q is None else set(model._base_manager.filter(q).values_list("pk", flat=True))
            assert seen == {t.pk for t in things if may(actor, see, t)}
            assert seen == {t.pk for t in things if tokens[t.pk] & tokens_held(actor)}


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@example(seed=0, kinds=["rename", "undo", "rename"])
@given(seed=st.integers(0, 10**6), kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
def test_any_sequence_keeps_what_must_hold(world: World, seed: int, kinds: list[str]) -> None:
    with transaction.atomic():
        chance, done, day = random.Random(seed), list[tuple[str, Any, set[int]]](), date(2021, 8, 3)
        if chance.random() < 0.5:
            plans.begin(world)
        else:
            plans.call_round(world, *POOL[:3])
        layer.second_keeper(world)
        used = {pk for row in Obligation.rows.values_list("lead_id", "entitled_id") for pk in row}
        sums = layer.sums()
        holds(world, world.at, used, sums)
        for number, kind in enumerate(kinds):
            day += timedelta(days=1)
            at = world.at.replace(month=day.month, day=day.day)
            if kind == "undo":
                if done:
                    code, before, used = done.pop()  # the units it had made are gone with it
                    commands.undo_batch(code=code, reason="Thử", by=LOADER, at=at)
                    assert layer.picture() == before
                continue
            rows = Unit.rows.filter(valid_on(day), valid_to__isnull=True)
            living = sorted(row.key for row in rows if row.key in POOL or row.key.startswith("moi-"))
            if len(living) < 2:
                break
            made, created = step(chance, kind, living, number)
            raw = layer.document(made, key=f"dot-{number}", date=day.isoformat(), create=created)
            if queries.faults_of(read_document(raw)):
                continue
            for one in queries.dry_run(read_document(raw)).open_questions:
                raw.setdefault("answers", {})[one.key] = one.choices[0][0] if one.choices else "kg/ubnd-tinh"
            before = layer.picture()
            done.append((layer.applied(world, raw, at=at), before, set(used)))
            used |= {pk for row in Obligation.rows.values_list("lead_id", "entitled_id") for pk in row}
            holds(world, at, used, layer.sums() if created else sums)
            sums = layer.sums()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_carry_it_out_once(world: World) -> None:
    plans.begin(world)
    code = layer.approved(world, layer.document())
    then = world.at.replace(month=9, day=1)
    raised = together(*[lambda: commands.apply_batch(code=code, by=LOADER, at=then)] * 2)
    assert all(isinstance(one, Refused | SomebodyWasFaster) for one in raised)
    assert Entry.rows.filter(kind="batch.applied").count() == 1
    assert layer.orphans(then) == []
    assert Unit.rows.filter(key="so-moi").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_leaves_nothing_by_halves(world: World) -> None:
    plans.begin(world)
    code = layer.approved(world, layer.document())
    then = world.at.replace(month=9, day=1)
    before, entries = layer.picture(), Entry.rows.count()
    connections.close_all()
    child = os.fork()
    if child == 0:  # everything has gone over, nothing is committed yet: the power goes
        Changes.write = lambda self: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assignment,return-value]
        commands.apply_batch(code=code, by=LOADER, at=then)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert (layer.picture(), Entry.rows.count()) == (before, entries)
    commands.apply_batch(code=code, by=LOADER, at=then)
    assert layer.orphans(then) == []
