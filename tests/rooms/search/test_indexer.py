"""Keeping the index: a change is found after a step; kills, holes, a lost folder and a second writer lose nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tantivy import Query

from phoihop.dispatches import commands as dispatches
from phoihop.ground.sheet import finders
from phoihop.ledger.models import Entry
from phoihop.plans.models import Topic
from phoihop.search import outside
from phoihop.search.commands import Busy, Indexer, ask_to_rebuild
from phoihop.search.outside.finding import _gate
from phoihop.search.outside.index import read_row
from phoihop.search.queries import Filters, find
from phoihop.search.rules.cursor import Cursor
from tests.world import plans
from tests.world.dispatches import send
from tests.world.everything import everything

LETTERS = Filters(kind="dispatch")


def codes(actor, text="", filters=LETTERS):
    return {thing.code for thing in find(actor, text, filters, limit=200).things}


def contents(world):
    """All that any reader of this world could be told by the index: words, marks, filters and what is shown."""
    searcher = outside.reader().searcher()
    query = Query.all_query()
    rows = {}
    for _score, address in searcher.search(query, limit=10_000).hits:
        row = read_row(searcher.doc(address))
        assert (row.kind, row.code) not in rows, "twice"
        rows[row.kind, row.code] = row
    return rows, {field: _under(searcher, field) for field in ("token", "unit", "numbers", "title_exact", "all_fold")}


def _under(searcher, field):
    """Every term of a field with the things it finds; terms of what was taken out find nothing."""
    known = {}
    found = {}
    for term, _count in searcher.terms_with_prefix(field, ""):
        for _score, address in searcher.search(_gate(field, [term]), limit=10_000).hits:
            place = (address.segment_ord, address.doc)
            if place not in known:
                known[place] = read_row(searcher.doc(address)).code
            found.setdefault(term, set()).add(known[place])
    return found


def test_a_change_is_found_after_one_step(world, an, indexer):
    indexer.run(at=world.at)
    code = send(world, subject="Thư về đê điều")
    assert codes(an.actor, "đê điều") == set()
    assert indexer.step(at=world.at) > 0
    assert codes(an.actor, "đê điều") == {code}
    assert indexer.step(at=world.at) == 0


def test_what_is_gone_is_found_no_more(world, an, indexer):
    year = plans.begin(world)
    indexer.run(at=world.at)
    assert codes(an.actor, "phòng chống dịch", Filters(kind="topic")) == {year.topic}
    finder = next(finder for finder in finders() if finder.kind == "topic")
    indexer._writer.put([year.topic], [])
    indexer._writer.commit(indexer._writer.cursor)
    assert finder.visible(an.actor, [year.topic]) == {year.topic}
    assert codes(an.actor, "phòng chống dịch", Filters(kind="topic")) == set()
    Topic.rows.filter(code=year.topic).update(title="Đắp đê ngăn mặn")
    Entry.rows.create(at=world.at, kind="topic.amended", code=year.topic, actor_kind="system", data="{}")
    indexer.run(at=world.at)
    assert codes(an.actor, "đắp đê", Filters(kind="topic")) == {year.topic}


def test_killed_between_commit_and_cursor_nothing_is_lost_or_twice(world, an, indexer, monkeypatch):
    indexer.run(at=world.at)
    code = send(world, subject="Thư về đê điều")
    with monkeypatch.context() as patch:
        patch.setattr(outside.Writer, "note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            indexer.step(at=world.at)
    indexer.close()
    again = Indexer()
    try:
        assert again.run(at=world.at) > 0
        found = find(an.actor, "đê điều", LETTERS)
        assert (found.total, {thing.code for thing in found.things}) == (1, {code})
    finally:
        again.close()


def test_killed_before_the_commit_nothing_is_lost(world, an, indexer, monkeypatch):
    indexer.run(at=world.at)
    code = send(world, subject="Thư về đê điều")
    with monkeypatch.context() as patch:
        patch.setattr(outside.Writer, "commit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            indexer.step(at=world.at)
    indexer._writer._writer.rollback()
    indexer.close()
    again = Indexer()
    try:
        again.run(at=world.at)
        assert codes(an.actor, "đê điều") == {code}
    finally:
        again.close()


@pytest.mark.slow
def test_a_rebuild_cut_short_goes_on_where_it_was(world, an, indexer, monkeypatch):
    everything(world)
    monkeypatch.setattr("phoihop.search.commands.BATCH", 10)
    for _ in range(4):
        indexer.step(at=world.at)
    assert not find(an.actor, "đê điều").is_complete
    begun = outside.read_cursor()
    indexer.close()
    again = Indexer()
    try:
        assert again._writer.cursor == begun
        again.run(at=world.at)
        cut = contents(world)
        again.begin_anew()
        monkeypatch.setattr("phoihop.search.commands.BATCH", 500)
        again.run(at=world.at)
        assert contents(world) == cut
        assert find(an.actor, "đê điều").is_complete
    finally:
        again.close()


def test_a_lost_folder_is_built_again(world, an, indexer):
    code = send(world, subject="Thư về đê điều")
    indexer.run(at=world.at)
    indexer.close()
    shutil.rmtree(outside.folder().parent)
    assert (find(an.actor, "đê điều").total, find(an.actor, "đê điều").is_complete) == (0, False)
    again = Indexer()
    try:
        again.run(at=world.at)
        assert codes(an.actor, "đê điều") == {code}
    finally:
        again.close()


@pytest.mark.parametrize("damage", ["index/meta.json", "cursor.json", "both"])
def test_a_damaged_folder_is_built_again(world, an, indexer, damage):
    code = send(world, subject="Thư về đê điều")
    indexer.run(at=world.at)
    indexer.close()
    for name in ("index/meta.json", "cursor.json"):
        if damage in (name, "both"):
            (outside.folder() / name).write_text("{not json", encoding="utf-8")
    again = Indexer()
    try:
        again.run(at=world.at)
        found = find(an.actor, "đê điều", LETTERS)
        assert (found.total, [thing.code for thing in found.things]) == (1, [code])
    finally:
        again.close()


def test_an_index_of_another_ledger_begins_anew(world, an, indexer):
    code = send(world, subject="Thư về đê điều")
    indexer.run(at=world.at)
    indexer._writer.note(Cursor(last=Entry.rows.count() + 10**6, last_at="another", rebuild=None))
    indexer.close()
    again = Indexer()
    try:
        assert again._writer.cursor.rebuild is not None
        again.run(at=world.at)
        assert codes(an.actor, "đê điều") == {code}
    finally:
        again.close()


def test_other_versions_are_cleared_away_once_this_one_is_whole(world, indexer):
    other = outside.folder().parent / "v0-0.1"
    other.mkdir()
    indexer.run(at=world.at)
    assert not other.exists()


def test_a_second_writer_is_refused_here_and_from_another_process(world, indexer):
    with pytest.raises(Busy):
        Indexer()
    program = f"import tantivy; tantivy.Index.open({str(outside.folder() / 'index')!r}).writer(15_000_000, 1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "LockBusy" in done.stderr


def test_whoever_is_asked_rebuilds(world, an, indexer):
    code = send(world, subject="Thư về đê điều")
    indexer.run(at=world.at)
    outside.reader()
    indexer._writer.put([code], [])
    indexer._writer.commit(indexer._writer.cursor)
    assert codes(an.actor, "đê điều") == set()
    ask_to_rebuild()
    indexer.run(at=world.at)
    assert codes(an.actor, "đê điều") == {code}
    assert not indexer._writer.is_asked_to_rebuild()


def test_numbers_that_come_late_are_heard(world, an, indexer):
    """A slow transaction of PostgreSQL: its numbers were passed before they could be seen."""
    indexer.run(at=world.at)
    last = indexer._writer.cursor.last
    Entry.rows.create(pk=last + 10, at=world.at, kind="x.y", code="TB", actor_kind="system", data="{}")
    indexer.run(at=world.at)
    assert gaps_after(last, indexer) == [(last + 1, last + 9)]
    code = send(world, subject="Thư về đê điều")
    mine = Entry.rows.filter(code=code).order_by("pk").first()
    values = {f.attname: getattr(mine, f.attname) for f in Entry._meta.fields if f.attname != "id"}
    indexer._writer.note(
        indexer._writer.cursor.passed(Entry.rows.filter(pk__gt=last + 10).values_list("pk", flat=True), "", 0)
    )
    Entry.rows.create(pk=last + 4, **values)
    indexer.run(at=world.at)
    assert codes(an.actor, "đê điều") == {code}
    assert gaps_after(last, indexer) == [(last + 1, last + 3), (last + 5, last + 9)]


def gaps_after(last: int, indexer: Indexer) -> list[tuple[int, int]]:
    """Tests that ran before in the same database may have left gaps of their own."""
    return [gap[:2] for gap in indexer._writer.cursor.gaps if gap[0] > last]


@pytest.mark.slow
def test_following_step_by_step_and_building_anew_are_the_same(world, indexer):
    """Over one of everything: made in pieces with a step after each piece, then built from nothing."""
    indexer.run(at=world.at)
    everything(world)
    while indexer.step(at=world.at):
        pass
    send(world, by="an", to=["so-yte", "so-xaydung"], subject="Thư của UBND tỉnh số 12/CV-UBND")
    indexer.run(at=world.at)
    followed = contents(world)
    indexer.begin_anew()
    indexer.run(at=world.at)
    assert contents(world) == followed
    assert len(followed[0]) > 30


ACTS = st.lists(st.sampled_from(["send", "send wide", "recall", "acknowledge", "step"]), min_size=1, max_size=8)


@pytest.mark.slow
@given(acts=ACTS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_following_equals_building_anew(world, indexer, acts):
    sent: list[str] = []
    for act in acts:
        if act == "send":
            sent.append(send(world, subject=f"Thư {len(sent)} về đê điều"))
        elif act == "send wide":
            sent.append(send(world, by="an", to=["so-yte", "so-xaydung"], subject=f"Thư {len(sent)}"))
        elif act == "step":
            indexer.step(at=world.at)
        elif sent and act == "recall":
            _try(dispatches.recall_dispatch, code=sent[-1], reason="Nhầm", by=world.person("chi").actor, at=world.at)
        elif sent:
            actor = world.person("an").actor
            _try(
                dispatches.acknowledge_dispatch,
                code=sent[-1], unit_id=actor.unit_id, reservation="", version=None, by=actor, at=world.at,
            )  # fmt: skip
    indexer.run(at=world.at)
    followed = contents(world)
    indexer.begin_anew()
    indexer.run(at=world.at)
    assert contents(world) == followed


def _try(act, **values):
    from phoihop.ground.command import Refused
    from phoihop.ground.powers import NotAllowed, NotVisible

    try:
        act(**values)
    except (Refused, NotAllowed, NotVisible):
        return  # an act that the rules do not allow here changes nothing, which is one of the things tried
