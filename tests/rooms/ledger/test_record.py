"""Ghi sổ: in the transaction of the act, once, and never again touched."""

import json

import pytest
from django.db import Error, connection, transaction

from phoihop.ground.actor import Actor
from phoihop.ledger.commands import seal
from phoihop.ledger.models import Delivery, Entry, Personal, Seal
from phoihop.ledger.queries import lines_by_ids, lines_of


def test_in_the_same_transaction(turn, listen, at):
    listen()
    turn("x")
    row = Entry.rows.latest("pk")
    assert (row.kind, row.code, row.dossier, row.territory, row.at) == ("stone.turned", "ST-kg-1", "VD-kg-1", "kg", at)
    assert Delivery.rows.get(entry=row).state == "WAITING"


def test_rollback_leaves_nothing(turn, listen):
    listen()
    before = (Entry.rows.count(), Personal.rows.count(), Delivery.rows.count())
    with pytest.raises(ZeroDivisionError):
        turn("x", fails=True)
    assert (Entry.rows.count(), Personal.rows.count(), Delivery.rows.count()) == before


def test_who_for_which_office_through_what(turn, an):
    from phoihop.ground import powers

    powers.register([powers.Power("stone.give", "đưa đá", everybody=True)])
    turn(by=Actor.system("tests").through("stone.give").through("stone.turn"))
    row = Entry.rows.latest("pk")
    assert (row.actor_kind, row.actor_name, row.cause) == ("system", "tests", "stone.give > stone.turn")


def test_personal_values_stand_apart_even_among_changes(turn, at):
    turn("Bà Lan", changes={"note": ("Ông Tư", "Bà Lan"), "state": ("OPEN", "DONE"), "due": (None, at.date())})
    row = Entry.rows.latest("pk")
    assert "Lan" not in row.data
    assert "Tư" not in row.data
    assert json.loads(row.data)["changes"]["due"] == [None, "2021-08-02"]
    line = lines_by_ids([row.pk])[row.pk]
    assert line.sentence == "Lật đá: Bà Lan"
    assert ("note", "Ông Tư", "Bà Lan") in line.changes


def test_a_text_that_looks_like_a_digest_is_left_alone(turn, an, monkeypatch):
    from phoihop.ground import sheet

    monkeypatch.setattr(sheet, "keep_of", lambda event: sheet.Keep(1))
    monkeypatch.setattr("phoihop.ledger.commands.keep_of", lambda event: sheet.Keep(1))
    turn("sha256:0123")
    assert lines_of(an.actor, code="ST-kg-1")[0].sentence == "Lật đá: sha256:0123"


STATEMENTS = [
    "UPDATE ledger_entry SET kind = 'x'",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_seal SET digest = 'x'",
    "DELETE FROM ledger_seal",
]
OTHER_SEAL = "SELECT entries, holes, count, last_id, previous, 'x', sealed_at FROM ledger_seal"
REPLACING = [
    "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
    "INSERT OR REPLACE INTO ledger_seal SELECT * FROM ledger_seal",
    f"INSERT OR REPLACE INTO ledger_seal (entries, holes, count, last_id, previous, digest, sealed_at) {OTHER_SEAL}",
]
EMPTYING = ["TRUNCATE ledger_seal", "TRUNCATE ledger_entry CASCADE"]


@pytest.mark.parametrize("statement", [*STATEMENTS, *(REPLACING if connection.vendor == "sqlite" else EMPTYING)])
def test_nothing_is_rewritten(turn, at, statement):
    turn()
    seal(at=at)
    entries, seals = list(Entry.rows.values_list()), list(Seal.rows.values_list())
    with pytest.raises(Error, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (list(Entry.rows.values_list()), list(Seal.rows.values_list())) == (entries, seals)
