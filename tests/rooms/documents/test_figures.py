"""What reports tell of documents in dossiers: how many, never what they are called."""

from __future__ import annotations

from datetime import date, timedelta

from phoihop.documents import commands, queries
from phoihop.documents.models import Document
from phoihop.ground.figures import Figure, Period, Scope
from tests.world import documents as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person

PLAN = "KH-kg-2021-so-yte"
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))


def told(world: World, person: Person, on: date | None = None) -> dict[str, Figure] | None:
    lead = world.unit("btg-tinh-uy")
    scope = Scope("plan", PLAN, "", 2021, lead, (PLAN,), (lead,))
    found = queries.report_section(person.actor, scope, YEAR, on or world.at.date())
    return None if found is None else {figure.key.partition(".")[2]: figure for figure in found.figures}


def test_nothing_was_ever_filed(world: World, an: Person) -> None:
    layer.registered(world)
    assert told(world, an) is None


def test_filed_documents_are_counted_as_far_as_they_may_be_seen(world: World, an: Person, dung: Person) -> None:
    code = layer.registered(world)
    commands.link_document(code=code, about=PLAN, by=LOADER, at=world.at)
    Document.rows.filter(code=code).update(is_internal=True)
    found = told(world, an)
    assert found is not None
    assert found["filed"].rows == found["internal"].rows == (code,)
    assert found["recalled"].number == 0
    subject = Document.rows.values_list("subject", flat=True).get(code=code)
    assert subject
    assert subject not in str(found)
    before = told(world, an, world.at.date() - timedelta(days=1))
    assert before is not None
    assert before["filed"].number == 0
    other = told(world, dung)
    assert other is not None
    assert other["filed"].number == 0
