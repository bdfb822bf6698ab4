"""Niêm sổ: in batches, after the fact, one chain whoever seals."""

from datetime import timedelta

import pytest

from phoihop.ledger import commands, rules
from phoihop.ledger.commands import erase_personal, seal
from phoihop.ledger.models import Entry, Personal, Seal
from phoihop.ledger.queries import export_lines, lines_by_ids, strangers, verify_stored
from tests.world.together import together


def test_works_and_twice_is_harmless(turn, at):
    seal(at=at)
    count = Seal.rows.count()
    turn()
    turn()
    assert seal(at=at) == 2
    assert seal(at=at) == 0
    assert Seal.rows.count() == count + 1
    assert verify_stored().is_sound
    assert strangers() == []


def test_in_batches(turn, at, monkeypatch):
    seal(at=at)
    monkeypatch.setattr(commands, "SEAL_BATCH", 3)
    for _ in range(7):
        turn()
    assert seal(at=at) == 7
    assert list(Seal.rows.order_by("-pk").values_list("count", flat=True)[:3]) == [1, 3, 3]
    assert verify_stored().is_sound


def test_late_lower_numbers_are_taken_in(turn, at):
    """A slow transaction commits its entry after a higher one has been sealed."""
    turn()
    seal(at=at)
    top = Entry.rows.latest("pk").pk
    _insert(top + 600, at)
    seal(at=at)
    for number in (top + 1, top + 3, top + 599):  # more holes than one look-up takes
        _insert(number, at)
    assert strangers() == []
    assert seal(at=at) == 3
    assert Seal.rows.latest("pk").entries == f"{top + 1},{top + 3},{top + 599}"
    assert verify_stored().is_sound


def test_a_long_act_is_taken_in_however_many_numbers_passed_it(turn, at):
    """A merger writes thirty thousand entries; meanwhile another's entry with a far higher number is sealed."""
    turn()
    seal(at=at)
    top = Entry.rows.latest("pk").pk
    _insert(top + 30_000, at)
    seal(at=at + timedelta(minutes=1))
    _insert(top + 1, at)
    assert strangers() == []
    assert seal(at=at + timedelta(minutes=59)) == 1
    assert verify_stored().is_sound


def test_an_entry_slipped_in_where_none_can_come_is_found(turn, at):
    turn()
    seal(at=at)
    top = Entry.rows.latest("pk").pk
    _insert(top + 100, at)
    seal(at=at + timedelta(hours=2))
    _insert(top + 200, at)
    seal(at=at + timedelta(hours=4))
    _insert(top + 150, at)  # passed just now: its act may be under way
    assert strangers() == []
    _insert(top + 5, at)
    assert strangers() == [top + 5]
    assert not verify_stored().is_sound


def test_erasing_personal_data_keeps_the_chain_sound(turn, at, long):
    turn("Bà Lan", changes={"note": ("Ông Tư", "Bà Lan")})
    row = Entry.rows.latest("pk")
    seal(at=at)
    before = list(export_lines())
    erase_personal(entry_id=row.pk, field="note", reason="Theo yêu cầu", by=long.actor, at=at)
    assert not Personal.rows.filter(entry=row).exists()
    assert list(export_lines()) == before
    assert verify_stored(head=rules.verify(before).head).is_sound
    line = lines_by_ids([row.pk])[row.pk]
    assert "Lan" not in f"{line}"
    assert "đã xóa theo yêu cầu" in line.sentence


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(turn, at):
    for _ in range(40):
        turn()
    assert together(*[lambda: seal(at=at)] * 3) == []
    assert sum(Seal.rows.values_list("count", flat=True)) == Entry.rows.count()
    assert verify_stored().is_sound


def _insert(number, at):
    Entry.rows.create(pk=number, at=at, kind="x", code="x", actor_kind="system", data="{}")
