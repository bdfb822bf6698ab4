"""The pieces of a backup that need no house: sealing, what is kept, when it is due, what the manifest refuses."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.site.backups import (
    checking,
    databases,
    files,
    health,
    making,
    manifest,
    nightly,
    restoring,
    sealing,
    series,
    state,
)
from phoihop.site.backups.manifest import Kept, Ledger, Manifest, WrongManifest
from phoihop.site.backups.nightly import is_due
from phoihop.site.backups.series import Keep, WrongPlace
from phoihop.site.commandline import NO, WRONG, main
from phoihop.site.options import WrongOption, read

NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)  # 03:00 of the 28th by the clocks of the country


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "private"
    return sealing.public_key(sealing.new_key(path)), sealing.private_key(path)


# ── sealing ─────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 3 * sealing.PIECE), st.integers(1, 2 * sealing.PIECE))
def test_what_is_sealed_opens_again_however_it_is_cut(pair, size, cut):
    public, private = pair
    content = bytes(number % 251 for number in range(size))
    closed = b"".join(sealing.sealed([content[i : i + cut] for i in range(0, size, cut)], to=public, name="a"))
    assert content[:64] not in closed or size < 16
    opened = sealing.unsealed([closed[i : i + cut] for i in range(0, len(closed), cut)], key=private, name="a")
    assert b"".join(opened) == content


@pytest.mark.parametrize("size", [0, 1, sealing.PIECE, 2 * sealing.PIECE + 5])
def test_what_was_changed_cut_or_moved_does_not_open(pair, size):
    public, private = pair
    closed = b"".join(sealing.sealed([b"x" * size], to=public, name="a"))
    second = len(sealing.MAGIC) + 80 + 24 + sealing.PIECE + 17  # where the second piece begins
    broken = [closed[:-1], closed + b"!", closed[:60], b"", b"MZ" + closed[2:], closed[:-9] + b"?" + closed[-8:]]
    if size > sealing.PIECE:
        broken += [closed[:second], closed[: second - sealing.PIECE - 17] + closed[second:]]
    for one in broken:
        with pytest.raises(sealing.CannotOpen):
            b"".join(sealing.unsealed([one], key=private, name="a"))
    with pytest.raises(sealing.CannotOpen):
        b"".join(sealing.unsealed([closed], key=private, name="b"))


def test_another_key_opens_nothing(pair, tmp_path):
    closed = b"".join(sealing.sealed([b"x"], to=pair[0], name="a"))
    sealing.new_key(tmp_path / "other")
    with pytest.raises(sealing.CannotOpen):
        b"".join(sealing.unsealed([closed], key=sealing.private_key(tmp_path / "other"), name="a"))


def test_a_key_is_its_owners_and_is_never_written_over(tmp_path):
    sealing.new_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        sealing.new_key(tmp_path / "key")


@pytest.mark.parametrize("text", ["", "12", "g" * 64, "0" * 63])
def test_what_is_no_key_is_refused(text, tmp_path):
    with pytest.raises(sealing.WrongKey):
        sealing.public_key(text)
    (tmp_path / "key").write_text(text)
    with pytest.raises(sealing.WrongKey, match="private key"):
        sealing.private_key(tmp_path / "key")


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_its_owners_and_known_by_its_digest(tmp_path):
    kept = files.write(tmp_path / "deep" / "file", iter([b"ab", b"c"]), name="file")
    assert (kept.size, kept.sha256[:8]) == (3, "ba7816bf")
    assert (tmp_path / "deep" / "file").stat().st_mode & 0o077 == 0
    files.check(tmp_path / "deep" / "file", kept)


@pytest.mark.parametrize(("content", "word"), [(b"abx", "SHA-256"), (b"ab", "2 bytes"), (None, "missing")])
def test_a_changed_file_is_named(content, word, tmp_path):
    path = tmp_path / "file"
    kept = files.write(path, iter([b"abc"]), name="file")
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(files.Changed, match=word):
        files.check(path, kept)


def test_a_write_that_fails_leaves_nothing(tmp_path):
    def pieces():
        yield b"a"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        files.write(tmp_path / "file", pieces(), name="file")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path):
    """/dev/full is a disk without room."""

    def fill() -> None:
        with files.room_or_refusal(tmp_path), Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")

    with pytest.raises(files.NoRoom, match="older backups and the house are untouched"):
        fill()
    with pytest.raises(files.NoRoom, match="Nothing was written"):
        files.refuse_without_room(tmp_path, 2**70)


def test_two_at_once_are_refused(tmp_path):
    with files.alone(tmp_path / "lock"), pytest.raises(files.Busy), files.alone(tmp_path / "lock"):
        pass
    with files.alone(tmp_path / "lock"):
        pass


# ── the series ──────────────────────────────────────────────────────────────────────────────────────────────


def test_days_weeks_and_months_are_kept():
    nights = [NIGHT - timedelta(days=number) for number in range(400)]
    stay = sorted(Keep(days=3, weeks=2, months=2).kept(nights), reverse=True)
    assert [f"{night:%m-%d}" for night in stay] == ["11-27", "11-26", "11-25", "11-22", "10-31"]


@given(st.lists(st.integers(0, 5000), min_size=1, unique=True), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_the_newest_always_stays_and_nothing_is_invented(hours, days, weeks, months):
    times = {NIGHT - timedelta(hours=hour) for hour in hours}
    stay = Keep(days, weeks, months).kept(times)
    assert max(times) in stay
    assert stay <= times
    assert len(stay) <= max(1, days + weeks + months) or not any((days, weeks, months))


@pytest.mark.parametrize("text", ["", "0", "0,0", "x", "1,2,3,4", "-1"])
def test_a_wrong_keep_is_refused(text):
    with pytest.raises(ValueError, match=r"expected|kept"):
        Keep.read(text)


@pytest.mark.parametrize("name", ["", "objects", "2026-11-27T023000Z", "../up", "a b", "objects-0123456789abcdef"])
def test_a_name_that_would_be_taken_for_something_else_is_refused(name):
    with pytest.raises(series.WrongPlace):
        series.name_of(name)


def _backup(place: Path, keys: Path, at: datetime, objects: list[str], *, name: str = "") -> None:
    """A finished backup as far as pruning looks at it."""
    folder = place / (name or series.dated(at))
    folder.mkdir(parents=True)
    (keys / folder.name).mkdir(parents=True)
    lines = b"".join(series.line_of(Kept(one, 1, one)) for one in objects)
    (folder / series.OBJECTS).write_bytes(lines)
    for one in objects:
        path = series.in_pool(place / "objects", one)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    made = Manifest(
        name=folder.name,
        made_at=at.isoformat(),
        version="0.1.0",
        engine="sqlite",
        server="3",
        migrations={},
        ledger=Ledger(1, 1, ""),
        seed="none",
        objects=len(objects),
        objects_size=1,
        pool="objects",
        recipient="",
        keys="apart",
    )
    (folder / manifest.NAME).write_bytes(manifest.write(made))
    assert manifest.read(folder) == made


def test_pruning_takes_old_backups_their_keys_and_objects_nobody_needs(tmp_path):
    place, keys = tmp_path / "place", tmp_path / "keys"
    old, shared, new = ("a" * 64, "b" * 64, "c" * 64)
    for number in range(4):
        _backup(place, keys, NIGHT - timedelta(days=number), [shared, new] if number < 2 else [shared, old])
    _backup(place, keys, NIGHT - timedelta(days=900), [shared], name="before-update")
    gone = series.prune(place, keys, Keep(days=2))
    assert gone == [series.dated(NIGHT - timedelta(days=number)) for number in (3, 2)]
    left = {path.name for path in keys.iterdir()}
    assert left == {series.dated(NIGHT), series.dated(NIGHT - timedelta(days=1)), "before-update"}
    pool = {path.parent.name + path.name for path in (place / "objects").glob("*/*")}
    assert pool == {shared, new}


def test_what_has_no_manifest_is_no_backup(tmp_path):
    (tmp_path / "2026-11-27T023000Z").mkdir()
    assert series.backups(tmp_path) == []
    with pytest.raises(WrongManifest, match="written last"):
        manifest.read(tmp_path / "2026-11-27T023000Z")


@pytest.mark.parametrize("text", ["{", "{}", '{"format": 2}', '{"format": 1, "files": [], "ledger": {}}'])
def test_a_broken_manifest_is_refused(text, tmp_path):
    (tmp_path / manifest.NAME).write_text(text)
    with pytest.raises(WrongManifest):
        manifest.read(tmp_path)


@pytest.mark.parametrize("pooler", ["transaction", ""])
def test_a_backup_is_refused_where_sessions_are_lent(pooler, tmp_path, monkeypatch):
    """The lock that keeps files would stay with a session that others are given."""
    url = {"PHOIHOP_DATABASE_URL": "postgresql://an@db.example/x", "PHOIHOP_DATABASE_POOLER": pooler}
    here = read({"PHOIHOP_DATA": str(tmp_path / "data"), **url})
    monkeypatch.setattr(making, "options", lambda: here)
    order = making.Order(tmp_path / "data" / "inside", None)
    refusal = pytest.raises(databases.CannotDump, match="POOLER to nothing") if pooler else pytest.raises(WrongPlace)
    with refusal:
        making.make(order)
    assert not list(tmp_path.iterdir())


# ── damaged ones ────────────────────────────────────────────────────────────────────────────────────────────


LISTS = {
    "missing": None,
    "a bad line": b"what is this\n",
    "not ASCII": "đ".encode() * 64 + b" 1 " + b"a" * 64 + b"\n",
    "a name that leads outside": b"../" * 21 + b"x 1 " + b"a" * 64 + b"\n",
    "no size": b"a" * 64 + b" x " + b"a" * 64 + b"\n",
    "cut short": b"a" * 64 + b" 1 " + b"a" * 60,
}


@pytest.fixture
def three(tmp_path):
    """Backups of three nights in one place; gives the place, oldest first."""
    for number in (2, 1, 0):
        _backup(tmp_path / "place", tmp_path / "keys", NIGHT - timedelta(days=number), ["abc"[number] * 64])
    return tmp_path / "place", series.backups(tmp_path / "place")


def damage_list(folder: Path, content: bytes | None) -> None:
    (folder / series.OBJECTS).unlink(missing_ok=True)
    if content is not None:
        (folder / series.OBJECTS).write_bytes(content)


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS)
def test_a_damaged_list_of_objects_is_a_finding(content, three):
    _place, folders = three
    damage_list(folders[-1], content)
    verdict = checking.verify(folders[-1])
    assert not verdict.is_whole
    assert [finding for finding in verdict.findings if str(folders[-1] / series.OBJECTS) in finding]


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS)
def test_a_damaged_list_of_objects_hinders_no_later_backup(content, three):
    """The next one asks the others, and nothing that a damaged one may need is swept away."""
    place, folders = three
    damage_list(folders[-1], content)
    maker = making._Maker(making.Order(place, None), "next", NIGHT, None, place)
    assert set(maker._known()) == {"b" * 64, "c" * 64}
    assert series.prune(place, None, Keep(days=2)) == [folders[0].name]
    assert series.in_pool(place / "objects", "c" * 64).exists()
    for folder in folders[1:]:
        damage_list(folder, content)
    assert maker._known() == {}


@pytest.mark.parametrize(
    ("old", "new"), [(b'"format": 1', b'"format": 1,,'), (b"20:00:00+00:00", b"yesterday"), (b"+00:00", b"")]
)
def test_a_damaged_manifest_is_named_and_the_others_are_looked_at(old, new, three, capsys):
    place, folders = three
    path = folders[1] / manifest.NAME
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    assert series.backups(place) == [folders[0], folders[2]]
    assert main(["backup", "list", str(place), "--json"]) == NO
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows if row.get("damaged")] == [folders[1].name]
    assert [row["name"] for row in rows if row.get("version")] == [folders[0].name, folders[2].name]
    assert main(["backup", "verify", str(place), "--json"]) == NO
    found = {row["folder"]: row["findings"] for row in json.loads(capsys.readouterr().out)}
    assert set(found) == set(map(str, folders))
    assert str(path) in found[str(folders[1])][0]
    assert series.prune(place, None, Keep(days=1)) == [folders[0].name]
    assert series.in_pool(place / "objects", "c" * 64).exists()
    # Which is the newest is not guessed: an older one would lose what came after it.
    assert main(["restore", str(place), "--json"]) == WRONG
    assert "cannot be told" in capsys.readouterr().out


# ── keys of another installation ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("end", "is_refused"), [("", False), (".next", False), (".old", False), (".mine", True)])
def test_the_master_key_named_must_be_the_backups(end, is_refused, tmp_path):
    """It would be read instead of the one that is laid down, and open nothing."""
    (tmp_path / "master").write_bytes(b"m" * 32)
    (tmp_path / f"master{end}").write_bytes(b"b" * 32)
    named = read({"PHOIHOP_DATA": str(tmp_path / "data"), "PHOIHOP_MASTER_KEY_FILE": str(tmp_path / "master")})
    with pytest.raises(restoring.CannotRestore, match=r"keys/master\.key") if is_refused else nullcontext():
        restoring._refuse_other_keys({"keys/master.key": b"b" * 32}, named)
    for keys_of_then, here in (({}, named), ({"keys/master.key": b"b" * 32}, read({"PHOIHOP_DATA": str(tmp_path)}))):
        restoring._refuse_other_keys(keys_of_then, here)


def test_the_secret_key_set_must_be_the_backups(tmp_path):
    here = read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_SECRET_KEY": "mine" * 16})
    restoring._refuse_other_keys({"secret-key": b"mine" * 16}, here)
    with pytest.raises(restoring.CannotRestore, match="Nothing was changed"):
        restoring._refuse_other_keys({"secret-key": b"theirs" * 11}, here)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PHOIHOP_PORT=9000", "settings.env"),
        ("# PHOIHOP_MASTER_KEY_FILE=/etc/key", "settings.env"),
        ("PHOIHOP_PORT=9000\nPHOIHOP_MASTER_KEY_FILE=/etc/key", "settings.env.restored"),
    ],
)
def test_settings_that_name_a_master_key_wait_for_a_person(line, name, tmp_path):
    _backup(tmp_path / "place", tmp_path / "keys", NIGHT, [])
    (folder,) = series.backups(tmp_path / "place")
    (tmp_path / "data").mkdir()
    here = read({"PHOIHOP_DATA": str(tmp_path / "data")})
    laid = restoring._lay_files(folder, manifest.read(folder), {"settings.env": line.encode()}, None, here)
    assert (tmp_path / "data" / name).read_text() == line
    assert Path(laid).name == (name if "restored" in name else "")


# ── restored otherwise ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", [[], ["DIR", "--note", "x"], ["--note", ""], ["--note", "x" * 101], ["--note", "a\nb"]]
)
def test_a_backup_is_restored_or_a_restore_is_noted(words, capsys):
    assert main(["restore", *words, "--json"]) == WRONG
    assert "expected" in capsys.readouterr().out


def test_nothing_is_noted_where_nothing_was_restored(tmp_path):
    here = read({"PHOIHOP_DATA": str(tmp_path)})
    with pytest.raises(restoring.CannotRestore, match="is empty"):
        restoring.note("x", given=here)
    (tmp_path / restoring.MARKER).write_text('{"backup": "half"}')
    with pytest.raises(restoring.CannotRestore, match="has not ended"):
        restoring.note("x", given=here)


# ── when, and how it went ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        ("", NIGHT, True),  # none was ever made
        ("2026-11-27T19:31:00+00:00", NIGHT, False),  # made at 02:31 by the clocks of the country
        ("2026-11-27T19:29:00+00:00", NIGHT, True),
        ("2026-11-26T19:31:00+00:00", NIGHT - timedelta(minutes=31), False),  # 02:29: not yet
        ("2026-11-26T19:31:00+00:00", NIGHT - timedelta(minutes=30), True),
        ("2026-11-20T19:31:00+00:00", NIGHT - timedelta(hours=5), True),  # the machine was off for days
    ],
)
def test_one_is_due_each_night_and_a_missed_one_at_once(made, now, due):
    last = state.State(night_place="/mnt/backups", night_at=made)
    assert is_due(last, place=Path("/mnt/backups"), now=now, at=time(2, 30)) is due


def test_a_failure_is_noted_beside_the_last_good_one(tmp_path):
    state.note_good(
        tmp_path, place=tmp_path, name="n", made_at=NIGHT.isoformat(), seconds=2.5, lost=0, is_nightly=False
    )
    state.note_failed(tmp_path, "no room", is_nightly=False)
    seen = state.read(tmp_path)
    assert (seen.name, seen.failure, seen.age_hours(NIGHT + timedelta(hours=3))) == ("n", "no room", 3)
    state.note_good(
        tmp_path, place=tmp_path, name="m", made_at=NIGHT.isoformat(), seconds=2.5, lost=0, is_nightly=False
    )
    assert state.read(tmp_path).failure == ""


def said_of(data: Path, **more: str) -> list[str]:
    """What `phoihop check` finds wrong."""
    here = read({"PHOIHOP_DATA": str(data), **more})
    return [words for is_well, words in health.findings(here, is_held=False) if not is_well]


def test_a_failure_is_told_wherever_it_was_made(tmp_path):
    state.note_failed(tmp_path, "no room", is_nightly=False)
    assert "no room" in said_of(tmp_path)[-1]


@pytest.mark.parametrize("made_first", [True, False])
def test_a_timer_whose_settings_nobody_else_has_is_expected_each_night(made_first, tmp_path, monkeypatch):
    """Its unit alone names the folder; `check` runs without it."""
    order = making.Order(tmp_path / "backups", None, making.BESIDE)
    timers = {"PHOIHOP_BACKUP_DIR": str(order.place), "PHOIHOP_BACKUP_KEYS": "beside"}
    monkeypatch.setattr(nightly, "options", lambda: read({"PHOIHOP_DATA": str(tmp_path), **timers}))
    if made_first:
        _backup(order.place, tmp_path / "keys", datetime.now(UTC) - timedelta(hours=27), [], name="whole")
        made = making.Made(order.place / "whole", manifest.read(order.place / "whole"), 0, 1.0, ())
        monkeypatch.setattr(nightly, "make", lambda _order: made)
        nightly.make_and_note(order)
        assert "26 is the most" in said_of(tmp_path)[0]
        # One that is made by hand elsewhere does not end that.
        monkeypatch.setattr(nightly, "options", lambda: read({"PHOIHOP_DATA": str(tmp_path)}))
        nightly.make_and_note(order)
        assert "26 is the most" in said_of(tmp_path)[0]
    else:

        def no_room(_order):
            raise files.NoRoom("no room")

        monkeypatch.setattr(nightly, "make", no_room)
        with pytest.raises(files.NoRoom):
            nightly.make_and_note(order)
        assert said_of(tmp_path)[0].startswith("no backup was made yet")
        assert "no room" in said_of(tmp_path)[1]


def test_one_made_by_hand_may_be_a_week_old(tmp_path):
    at = datetime.now(UTC) - timedelta(days=7)
    state.note_good(tmp_path, place=tmp_path, name="n", made_at=at.isoformat(), seconds=2.5, lost=0, is_nightly=False)
    assert said_of(tmp_path) == []
    timers = {"PHOIHOP_BACKUP_DIR": str(tmp_path), "PHOIHOP_BACKUP_KEYS": "beside"}
    assert "26 is the most" in said_of(tmp_path, **timers)[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHOIHOP_BACKUP_AT", "2:30"),
        ("PHOIHOP_BACKUP_AT", "24:00"),
        ("PHOIHOP_BACKUP_KEEP", "0,0"),
        ("PHOIHOP_BACKUP_KEEP", "week"),
        ("PHOIHOP_BACKUP_ENCRYPT_TO", "abc"),
        ("PHOIHOP_BACKUP_DIR", "/mnt/backups"),  # without a place for the keys
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name, value, tmp_path):
    expected = "PHOIHOP_BACKUP_KEYS" if name == "PHOIHOP_BACKUP_DIR" else name
    with pytest.raises(WrongOption, match=expected):
        read({"PHOIHOP_DATA": str(tmp_path), name: value})
