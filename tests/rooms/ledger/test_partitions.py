"""Sổ theo năm: the ledger's table parted by year, as PostgreSQL keeps it. All else goes on as if it were whole."""

import pytest
from django.db import IntegrityError, connection, transaction

from phoihop.ground.actor import Actor
from phoihop.ledger import commands, outside, rules
from phoihop.ledger.commands import seal
from phoihop.ledger.models import Delivery, Entry, Personal
from phoihop.ledger.queries import export_lines, lines_of, strangers, touches, verify_stored
from phoihop.site import commandline, public_rights
from phoihop.site.commandline import OK, WRONG

pytestmark = [pytest.mark.django_db]
CLOCK = Actor.system("deadline-clock")
parted_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no partitions")


@pytest.fixture(autouse=True)
def whole(request):
    if request.config.getoption("--parted"):
        pytest.skip("parted for all tests already; these part the table themselves")


@pytest.fixture
def parted(world, at):
    """Parted in the test's own transaction, which is rolled back; a sequence is not, so it is set back by hand."""
    _settle()
    before = _ask("SELECT last_value FROM ledger_entry_id_seq")[0][0]
    outside.part(at.year)
    yield outside.parts()
    _settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('ledger_entry_id_seq', %s)", [before])


@parted_only
def test_the_old_table_becomes_the_first_part_as_it_lies_there(world, at):
    _settle()
    lay = _ask("SELECT relfilenode FROM pg_class WHERE oid = 'ledger_entry'::regclass")
    rows = list(Entry.rows.order_by("pk").values_list())
    found = outside.part(at.year)
    assert [(part.table, part.first, part.end) for part in found] == [
        ("ledger_entry_to_2021", 0, 20220000000000),
        ("ledger_entry_2022", 20220000000000, 20230000000000),
    ]
    assert _ask("SELECT relfilenode FROM pg_class WHERE relname = 'ledger_entry_to_2021'") == lay  # nothing was copied
    assert list(Entry.rows.order_by("pk").values_list()) == rows
    assert outside.part(at.year) == found


@parted_only
def test_what_a_run_that_was_cut_off_left_unchecked_is_checked_by_the_next(parted, at):
    (name,) = _ask("SELECT conname FROM pg_constraint WHERE conrelid = 'ledger_delivery'::regclass AND contype = 'f'")[
        0
    ]
    _settle()
    _run(f'ALTER TABLE ledger_delivery DROP CONSTRAINT "{name}"')
    _run(
        f'ALTER TABLE ledger_delivery ADD CONSTRAINT "{name}" FOREIGN KEY (entry_id) REFERENCES ledger_entry(id) '
        "DEFERRABLE INITIALLY DEFERRED NOT VALID"
    )
    unchecked = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND NOT convalidated"
    assert _ask(unchecked)
    assert outside.part(at.year) == parted
    assert not _ask(unchecked)


@parted_only
def test_numbers_go_on_and_begin_with_the_year_at_its_turn(parted, turn, at):
    turn()  # beyond the numbers that other tests took and gave up
    newest = Entry.rows.latest("pk").pk
    turn()
    assert newest < Entry.rows.latest("pk").pk < newest + 100
    assert commands.tick(by=CLOCK, at=at) == 0
    assert commands.tick(by=CLOCK, at=at.replace(year=2022, month=1, day=1)) == 1
    turn()
    assert Entry.rows.latest("pk").pk == rules.first_number(2022)
    assert commands.tick(by=CLOCK, at=at.replace(year=2022, month=1, day=1)) == 0
    assert [part.table for part in outside.parts()][-1] == "ledger_entry_2023"
    assert commands.tick(by=CLOCK, at=at.replace(year=2025)) == 1  # years nobody looked: each has its part
    turn()
    assert rules.year_of(Entry.rows.latest("pk").pk) == 2025
    assert commands.tick(by=CLOCK, at=at) == 0  # a clock set back turns nothing back
    turn()
    assert Entry.rows.latest("pk").pk == rules.first_number(2025) + 1


@parted_only
def test_no_row_of_any_part_is_changed_or_removed(parted, turn, at):
    _fill(turn, at)
    for table in ("ledger_entry", *(part.table for part in outside.parts())):
        for statement in (f"UPDATE {table} SET kind = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            if "TRUNCATE" not in statement and not _ask(f"SELECT count(*) FROM {table}")[0][0]:
                continue  # a part without rows has none that could be changed
            _settle()
            with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
                _run(statement)


@parted_only
def test_every_part_has_every_index_and_every_key_holds(parted, turn, at):
    _fill(turn, at)
    wanted = _indexes("ledger_entry")
    assert len(wanted) == 5
    for part in outside.parts():
        assert _indexes(part.table) == wanted
    nowhere = rules.first_number(2022) + 999
    for model, more in (
        (Delivery, {"listener": "x", "due_at": at}),
        (Personal, {"field": "x", "salt": "", "value": ""}),
    ):
        with pytest.raises(IntegrityError):
            _at_once(model, entry_id=nowhere, **more)
        newest = Entry.rows.latest("pk").pk
        model.rows.filter(entry_id=newest).delete()
        model.rows.create(entry_id=newest, **more)
    with connection.cursor() as cursor:
        assert connection.introspection.get_sequences(cursor, "ledger_entry")[0]["name"] == "ledger_entry_id_seq"
    assert not _ask("SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND NOT convalidated")


@parted_only
def test_the_chain_holds_across_the_turn_of_the_year(parted, turn, at):
    """The jump is no hole to be remembered number by number; what was not sealed before it is sealed after it."""
    seal(at=at)
    _fill(turn, at)
    assert seal(at=at) == 6
    assert seal(at=at) == 0
    verdict = verify_stored()
    assert verdict.is_sound, verdict.findings
    assert strangers() == []
    assert verdict.entries == Entry.rows.count()
    assert rules.verify(export_lines()).is_sound
    after = Entry.rows.filter(pk__lt=rules.first_number(2022)).latest("pk").pk
    assert [rules.year_of(touch.id) for touch in touches(after, [])] == [2022, 2022, 2022]


@parted_only
def test_newest_first_reads_the_newest_part_alone(parted, turn, at, an):
    _fill(turn, at)
    _many(at)
    assert len(lines_of(an.actor, code="ST-kg-1", limit=3)) == 3
    rows = Entry.rows.filter(code="ST-kg-1").order_by("-pk")
    plan = _plan(rows[:3])
    assert "ledger_entry_2022" in plan
    assert _parts_read(plan) - {"ledger_entry_2023"} == {"ledger_entry_2022"}  # next year's is looked into: it is empty
    older = _plan(rows.filter(pk__lt=rules.first_number(2022))[:3])  # the viewer's next page
    assert "ledger_entry_2022" not in older
    one = _plan(Entry.rows.filter(pk=Entry.rows.latest("pk").pk))
    assert "ledger_entry_to_2021" not in one


@parted_only
def test_whoever_might_append_still_may(world, at):
    _settle()
    _run("CREATE ROLE parted_public")
    public_rights.grant("parted_public")
    before = _rights("parted_public")
    outside.part(at.year)
    assert _rights("parted_public") == before
    assert ("ledger_entry_id_seq", "USAGE", None) in before


@parted_only
def test_refused_where_numbers_are_beyond_the_year_already(world, at):
    Entry.rows.create(pk=rules.first_number(2022), at=at, kind="x", code="x", actor_kind="system", data="{}")
    with pytest.raises(outside.NoParts, match="nothing was changed"):
        outside.part(at.year)
    assert outside.parts() == []


def test_the_command(world, capsys, monkeypatch):
    monkeypatch.setattr(commandline, "start_django", lambda: None)
    _settle()
    code = commandline.main(["ledger", "partition"])
    printed = capsys.readouterr()
    if connection.vendor == "postgresql":
        assert (code, "ledger_entry_to_2021" in printed.out) == (OK, True)
    else:
        assert code == WRONG
        assert "SQLite" in printed.err
        assert "nothing was changed" in printed.err


def test_a_whole_table_has_no_years_to_open(world, at):
    if not outside.parts():
        assert commands.tick(by=CLOCK, at=at.replace(year=2030)) == 0


def _fill(turn, at):
    for _ in range(3):
        turn("Bà Lan")
    commands.tick(by=CLOCK, at=at.replace(year=2022, month=1, day=1))
    for _ in range(3):
        turn("Bà Lan")


def _many(at):
    """Enough rows of either year that reading all of them would cost more than following an index."""
    for first in (rules.first_number(2021), rules.first_number(2022) + 100):
        _run(
            "INSERT INTO ledger_entry (id, at, kind, code, dossier, territory, actor_kind, actor_name, unit_name, "
            f"post, acting_for, cause, request_id, data) SELECT {first} + n, '{at.isoformat()}', 'x', "
            "'ST-kg-' || n % 9, '', 'kg', 'system', '', '', '', '', '', '', '{}' FROM generate_series(1, 9000) AS n"
        )
    _run("ANALYZE ledger_entry")


@transaction.atomic
def _at_once(model, **values):
    """Makes the row and has its keys checked now."""
    model.rows.create(**values)
    _settle()


def _settle():
    """PostgreSQL alters no table while a check waits for the end of the transaction."""
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        _run("SET CONSTRAINTS ALL DEFERRED")


def _plan(rows):
    return rows.explain(analyze=True)


def _parts_read(plan):
    """Parts of which the plan read anything at all."""
    lines = [line for line in plan.splitlines() if " on ledger_entry_" in line and "never executed" not in line]
    return {part.table for part in outside.parts() for line in lines if f" on {part.table} " in line}


def _indexes(table):
    rows = _ask(f"SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '{table}'::regclass")
    return sorted(row[0].partition(" USING ")[2] for row in rows)


def _rights(role):
    return sorted(
        _ask(
            "SELECT c.relname, g.privilege_type, NULL FROM pg_class c, aclexplode(c.relacl) g "
            f"WHERE g.grantee = '{role}'::regrole UNION ALL "
            "SELECT c.relname, g.privilege_type, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, "
            f"aclexplode(a.attacl) g WHERE g.grantee = '{role}'::regrole"
        ),
        key=str,
    )


def _ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
