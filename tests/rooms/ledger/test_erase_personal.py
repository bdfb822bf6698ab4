"""Xóa dữ liệu cá nhân: on request, by an administrator, with a reason."""

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.commands import erase_personal
from phoihop.ledger.models import Entry, Personal


@pytest.fixture
def entry_id(turn):
    turn("Bà Lan")
    return Entry.rows.latest("pk").pk


def test_works(entry_id, long, at):
    event = erase_personal(entry_id=entry_id, field="note", reason="Theo yêu cầu", by=long.actor, at=at)
    assert (event.entry_id, event.field) == (entry_id, "note")
    assert not Personal.rows.filter(entry_id=entry_id).exists()


def test_others_may_not(entry_id, binh, kim, at):
    for person in (binh, kim):
        with pytest.raises(NotAllowed):
            erase_personal(entry_id=entry_id, field="note", reason="x", by=person.actor, at=at)


@pytest.mark.parametrize(("field", "reason"), [("note", " "), ("other", "x")])
def test_refused(entry_id, long, at, field, reason):
    with pytest.raises(Refused):
        erase_personal(entry_id=entry_id, field=field, reason=reason, by=long.actor, at=at)


def test_twice_is_refused_and_harmless(entry_id, long, at):
    erase_personal(entry_id=entry_id, field="note", reason="x", by=long.actor, at=at)
    with pytest.raises(Refused):
        erase_personal(entry_id=entry_id, field="note", reason="x", by=long.actor, at=at)
