"""Bad nights in short: one seeded round of each kind of fault, played by the same driver as the long run.

The long run and what it found: docs/reliability.md. Nothing here looks at a clock: what counts is what is there in the
morning.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.faults.clients import Act, Journal
from benchmarks.faults.cluster import Cluster, NoPostgres, programs
from benchmarks.faults.house import Place, prepare
from benchmarks.faults.judging import _lateness
from benchmarks.faults.objects import Objects
from benchmarks.faults.playing import mails_twice, play_apart
from benchmarks.faults.sink import Taken
from benchmarks.faults.striking import FAULTS, Fault, Struck
from phoihop.site.checks import proof

pytestmark = [pytest.mark.slow, pytest.mark.once]

SQLITE = (
    ("web worker killed", "mail taken, not said", "web server killed", "clock minutes back"),
    ("listener killed", "clock killed", "mail server stopped", "supervisor killed", "mail refused for now"),
    ("all killed", "mail server hangs", "paused past leases", "database out of reach"),
    ("power cut",),
    ("disk full",),
)
POSTGRESQL = (
    ("node killed", "object store slow", "database killed", "object store stopped"),
    ("two clocks at once", "clock days ahead", "database out of reach", "listener killed"),
    ("power cut",),
    ("disk full",),
)
SEED = 5


def of(names: Sequence[str]) -> list[Fault]:
    known = {fault.name: fault for fault in FAULTS}
    return [known[name] for name in names]


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can go through: pytest's own are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="phoihop-faults-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def on_sqlite(work: Path) -> Place:
    return prepare(work / "prepared-sqlite", "sqlite")


@pytest.fixture(scope="module")
def on_postgresql(work: Path) -> Place:
    try:
        programs()
    except NoPostgres as missing:
        pytest.skip(str(missing))
    place = prepare(work / "prepared-postgresql", "postgresql")
    assert isinstance(place.cluster, Cluster)
    return place


def morning_after(template: Place, faults: Sequence[str], work: Path) -> None:
    """Everything acknowledged is there, once and whole, and no promise is broken."""
    told = play_apart(template, seed=SEED + len(faults), faults=of(faults), work=work)
    assert told["findings"] == [], f"{told['findings']}\n{told.get('log', '')}\n{told.get('troubles')}"
    assert told["due"] > 0, f"nothing was acknowledged: {told['answers']}"
    assert told["there"] == told["due"]
    assert told["mails"] > 0


@pytest.mark.parametrize("faults", SQLITE, ids="+".join)
def test_a_bad_night_on_one_machine(on_sqlite: Place, faults: Sequence[str], work: Path) -> None:
    morning_after(on_sqlite, faults, work)


@pytest.mark.parametrize("faults", POSTGRESQL, ids="+".join)
def test_a_bad_night_of_two_nodes(on_postgresql: Place, faults: Sequence[str], work: Path) -> None:
    morning_after(on_postgresql, faults, work)


def test_the_judge_finds_what_was_broken_on_purpose(on_sqlite: Place, work: Path) -> None:
    place = on_sqlite.copy_to(work / "broken")
    place.run("-m", "phoihop", "tick")  # the first rungs are told
    with closing(sqlite3.connect(place.data / "phoihop.sqlite3")) as database:
        database.execute("UPDATE obligations_obligation SET state = 'IN_PROGRESS' WHERE code = 'NV-kg-2021-000001'")
        database.execute("DELETE FROM obligations_rung WHERE id = (SELECT max(id) FROM obligations_rung)")
        database.commit()
    blob = next((place.data / "documents").glob("[0-9a-f][0-9a-f]/*"))
    blob.write_bytes(b"something else")
    proof.note(place.data, is_sound=False, entries=1, head="")  # what the whole command tells, its own checks do not
    act = {"kind": "hand_in", "code": "NV-kg-2021-000002", "mark": "never done", "is_acknowledged": True}
    facts = place.facts
    given = {"acts": [act], **{name: facts[name] for name in ("head", "known", "ailing")}}
    verdict = json.loads(place.run("-m", "benchmarks.faults.judging", given=json.dumps(given)))
    said = "\n".join(verdict["findings"])
    assert "lost: hand_in NV-kg-2021-000002" in said
    assert "NV-kg-2021-000001 is IN_PROGRESS, the ledger says HANDED_IN" in said
    assert f"file {blob.parent.name}{blob.name[:10]}" in said
    assert "rung told" in said
    assert "check says: proof: the ledger did not prove itself 0 days ago" in said
    assert verdict["lost"] == 1


def test_a_second_copy_is_excused_by_a_fault_before_its_commit_alone() -> None:
    def copy(at: float, *, is_told: bool = True) -> Taken:
        return Taken("<1@x>", "a@example.org", "same", at, is_told, (), "")

    sent = [{"message_id": "<1@x>", "state": "SENT", "key": "k"}]
    night = [Struck("listener killed", 100.0, 100.1, touches_senders=True)]
    assert mails_twice([copy(99.5), copy(130)], sent, night, Journal().longest_until) == (1, [])
    assert mails_twice([copy(50, is_told=False), copy(60)], sent, [], Journal().longest_until) == (1, [])
    assert mails_twice([], sent, night, Journal().longest_until)[1] == ["mail k is SENT and never arrived"]
    unknown = mails_twice([copy(50)], [], night, Journal().longest_until)
    assert unknown[1] == ["mail <1@x> left and nobody has queued it"]


def test_where_acts_wait_longer_a_commit_may_too() -> None:
    def copy(at: float) -> Taken:
        return Taken("<1@x>", "a@example.org", "same", at, True, (), "")

    def act(begun: float, ended: float) -> Act:
        return Act("accept", "NV-1", "", "an", begun, ended, is_acknowledged=False, answer="cut off")

    sent = [{"message_id": "<1@x>", "state": "SENT", "key": "k"}]
    night = [Struck("power cut", 100.0, 110.0, touches_senders=True)]
    unexplained = ["mail k left 2 times, and nothing explains it (first 5.0 s before power cut)"]
    for acts in ([], [act(96, 100.5)], [act(101, 120)]):  # none waited for five seconds when it struck
        assert mails_twice([copy(95), copy(130)], sent, night, Journal(acts).longest_until) == (0, unexplained)
    for acts in ([act(94, 100.5)], [act(80, 86)]):
        assert mails_twice([copy(95), copy(130)], sent, night, Journal(acts).longest_until) == (1, [])


def test_what_a_slow_store_was_sent_is_old_in_the_morning(tmp_path: Path) -> None:
    """A writer dies, its file is written down seconds later: when the night is made to lie two days back, it belongs to
    that night, and is swept up."""
    objects = Objects("late")
    objects.open()
    try:
        objects.fill(tmp_path)
        client = objects.client()
        objects.wait = 0.5
        late = {"Bucket": objects.bucket, "Key": "documents/ab/cd"}
        sent = threading.Thread(target=client.put_object, kwargs={**late, "Body": b"late"})
        sent.start()
        while not objects.is_busy():
            time.sleep(0.01)
        objects.age(timedelta(days=2))
        sent.join()
        objects.wait = 0.0
        assert client.head_object(**late)["LastModified"] < datetime.now(UTC) - timedelta(days=1)
    finally:
        objects.forget()
        objects.close()


def test_lateness_is_judged_by_the_date_that_held_then_and_by_the_one_granted_after() -> None:
    def judged(*, row: bool, entry: bool, after: Sequence[tuple[str, dict[str, str]]] = ()) -> list[str]:
        given = ("obligation.handed_in", {"due": "2021-08-04", "is_late": entry})
        return list(_lateness("NV", row, "2021-08-06", [("obligation.opened", {}), given, *after]))

    granted = ("extension.granted", {"to_date": "2021-08-09"})
    accepted = ("obligation.accepted", {})
    assert judged(row=True, entry=True) == []
    assert judged(row=False, entry=True, after=[granted, accepted]) == []
    assert judged(row=True, entry=True, after=[accepted, granted]) == []
    assert len(judged(row=False, entry=True)) == len(judged(row=True, entry=False)) == 1
    assert len(judged(row=True, entry=True, after=[granted])) == 1


def test_no_kind_of_fault_is_left_out() -> None:
    played = {name for names in (*SQLITE, *POSTGRESQL) for name in names}
    assert played == {fault.name for fault in FAULTS}
