"""Who is party to a thing, by its code: the rooms that own the codes say, each with a constant number of queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.sheet import parties_of
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from tests.world import plans as layer
from tests.world.obligations import owe


def keys(world, codes):
    names = {number: key for key, number in world.units.items()}
    return {names[number] for number in parties_of(codes)}


def test_each_kind_of_code(world):
    year = layer.call_round(world, "so-yte", "so-tttt")
    year = layer.propose(world, year)
    owed = owe(world, 1, lead="so-nnptnt", supporting=["ta-tinh"])
    assert keys(world, [year.agreement]) == {"btg-tinh-uy", "so-yte"}
    assert keys(world, [year.plan]) == {"btg-tinh-uy", "so-yte"}
    assert keys(world, [year.topic]) == {"btg-tinh-uy", "so-yte"}
    assert keys(world, [owed]) == {"btg-tinh-uy", "so-nnptnt", "ta-tinh"}
    assert keys(world, [owed, year.plan]) == {"btg-tinh-uy", "so-nnptnt", "ta-tinh", "so-yte"}


def test_who_supports_a_topic_is_party_to_it(world):
    year = layer.propose(world, layer.call_round(world))
    an = world.person("an").actor
    commands.join_topic(code=year.topic, unit_id=world.unit("so-tttt"), by=an, at=world.at)
    assert keys(world, [year.topic]) == {"btg-tinh-uy", "so-yte", "so-tttt"}
    assert keys(world, [year.plan]) == {"btg-tinh-uy", "so-yte"}


def test_nobody_is_party_to_what_is_not_there(world):
    assert parties_of([]) == parties_of(["NV-kg-2021-999999", "VB-kg-2021-000001", "QC-", "x"]) == set()


def test_many_codes_take_as_many_queries_as_one(world):
    year = layer.begin(world)
    codes = list(Obligation.rows.values_list("code", flat=True))
    assert len(codes) > 2

    def count(asked):
        with CaptureQueriesContext(connection) as taken:
            parties_of(asked)
        return len(taken)

    few = count([codes[0], year.topic, year.plan, year.agreement])
    assert count([*codes, year.topic, year.plan, year.agreement]) == few == 6
