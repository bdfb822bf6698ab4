"""Backups night after night: what a later one must not do to an older one, to the disk, to what is noted of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from phoihop.documents.outside import store
from phoihop.site.backups import files, making, manifest, sealing, series
from phoihop.site.backups.manifest import Ledger, Manifest

NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
PAPER, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def public(tmp_path):
    return sealing.new_key(tmp_path / "private")


def night(place: Path, names: list[str], *, at: datetime, recipient: str = "") -> Path:
    """A backup as far as the pool and its list go."""
    key = sealing.public_key(recipient) if recipient else None
    maker = making._Maker(making.Order(place, None, recipient=recipient), series.dated(at), at, key, place)
    folder = place / maker.name
    objects = making._Objects(place / maker.pool, key, maker._known())
    files.write(folder / series.OBJECTS, objects.keep(iter(names)), name=series.OBJECTS)
    made = Manifest(
        name=maker.name,
        made_at=at.isoformat(),
        version="0.1.0",
        engine="sqlite",
        server="3",
        migrations={},
        ledger=Ledger(1, 1, ""),
        seed="none",
        objects=objects.count,
        objects_size=objects.size,
        pool=maker.pool,
        recipient=recipient,
        keys="elsewhere",
    )
    (folder / manifest.NAME).write_bytes(manifest.write(made))
    return folder


def check_objects(folder: Path) -> None:
    """Refused: files.Changed, where the pool no longer has what the backup's list says."""
    pool = series.pool_of(folder, manifest.read(folder))
    for kept in series.objects(folder):
        files.check(series.in_pool(pool, kept.path), kept)


# ── the pool ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_file_that_comes_back_leaves_older_backups_whole(is_sealed, public, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "open", lambda sha256: BytesIO(sha256.encode()))
    place, recipient = tmp_path / "place", public if is_sealed else ""
    place.mkdir()
    with_it = night(place, [PAPER, OTHER], at=NIGHT, recipient=recipient)
    without = night(place, [OTHER], at=NIGHT + timedelta(days=1), recipient=recipient)
    again = night(place, [PAPER, OTHER], at=NIGHT + timedelta(days=2), recipient=recipient)
    for folder in (with_it, without, again):
        check_objects(folder)


def test_what_the_pool_has_stays_until_what_replaces_it_is_whole(tmp_path, monkeypatch):
    def cut(_sha256):
        raise OSError(5, "the power went")

    pool = tmp_path / "objects"
    there = series.in_pool(pool, PAPER)
    there.parent.mkdir(parents=True)
    there.write_bytes(b"of an older list")
    monkeypatch.setattr(store, "open", lambda _sha256: BytesIO(b"anew"))
    with monkeypatch.context() as patch:
        patch.setattr(files, "pieces_of", cut)
        with pytest.raises(OSError, match="the power went"):
            list(making._Objects(pool, None, {}).keep(iter([PAPER])))
    assert there.read_bytes() == b"of an older list"
    there.with_name(f"{there.name}.new").write_bytes(b"half")  # killed, nobody could remove it
    assert len(list(making._Objects(pool, None, {}).keep(iter([PAPER])))) == 1
    assert [path.read_bytes() for path in there.parent.iterdir()] == [b"anew"]
