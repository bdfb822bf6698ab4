"""Making a backup while the house serves: first the database at one moment, then the files that it names.

So nothing dangles: a file is in the store before any row names it, and none is deleted while a backup is made.
The folder gets its name when all of it, the manifest last, is on the disk.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from nacl.public import PublicKey

import phoihop
from phoihop.ground import clock
from phoihop.site.backups import databases, files, manifest, sealing, series
from phoihop.site.backups.databases import Snapshot
from phoihop.site.backups.manifest import Kept, Ledger, Manifest
from phoihop.site.backups.series import Keep, WrongPlace
from phoihop.site.options import options

log = logging.getLogger(__name__)

APART, BESIDE, ELSEWHERE = "apart", "beside", "elsewhere"
NAMES = "names"  # in the work folder: of all objects that the database names


@dataclass(frozen=True, slots=True)
class Order:
    """What to make and where. `keys` is the place of keys, None with `keys_way` BESIDE or ELSEWHERE."""

    place: Path
    keys: Path | None
    keys_way: str = APART
    name: str = ""  # empty: the time, and pruned when its days are over
    recipient: str = ""  # a public key; empty: nothing is sealed
    keep: Keep = field(default_factory=Keep)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup. `copied` are the objects that were not in the pool before."""

    folder: Path
    manifest: Manifest
    copied: int
    seconds: float
    pruned: tuple[str, ...]


def keys_from(text: str) -> tuple[Path | None, str]:
    """Where keys go, from a setting: a folder, or one of the two words."""
    return (None, text) if text in {BESIDE, ELSEWHERE} else (Path(text).expanduser().absolute(), APART)


def make(order: Order) -> Made:
    """Makes the backup, prunes the series, writes down for `phoihop check` that it went well.

    Refused: WrongPlace, sealing.WrongKey, files.Busy, files.NoRoom, databases.CannotDump; nothing half made is left.
    """
    _refuse_lent_sessions()
    _refuse_mixed(order)
    recipient = sealing.public_key(order.recipient) if order.recipient else None
    began, at = time.monotonic(), datetime.now(UTC)
    for place in filter(None, [order.place, order.keys]):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with files.alone(order.place / series.LOCK), _work_folder() as work:
        series.clear_unfinished(*filter(None, [order.place, order.keys]))
        name = series.name_of(order.name) if order.name else series.dated(at)
        if (order.place / name).exists():
            raise WrongPlace(f"{order.place / name} is there already; choose another --name")
        try:
            made, copied = _Maker(order, name, at, recipient, work).make()
        except BaseException:
            series.clear_unfinished(*filter(None, [order.place, order.keys]))
            raise
        pruned = series.prune(order.place, order.keys, order.keep)
    return Made(order.place / name, made, copied, round(time.monotonic() - began, 1), tuple(pruned))


class _Maker:
    """One backup on its way."""

    def __init__(self, order: Order, name: str, at: datetime, recipient: PublicKey | None, work: Path) -> None:
        self.order, self.name, self.at, self.recipient, self.work = order, name, at, recipient, work
        self.folder = order.place / f"{name}{series.UNFINISHED}"
        self.keys_folder = self.folder / "keys"
        if order.keys is not None:
            self.keys_folder = order.keys / f"{name}{series.UNFINISHED}"
        self.pool = f"objects-{bytes(recipient).hex()[:16]}" if recipient else "objects"
        self.files: list[Kept] = []

    def make(self) -> tuple[Manifest, int]:
        from phoihop.documents.outside.holding import files_held
        from phoihop.ledger.commands import seal

        seal(at=clock.now())
        self.folder.mkdir(mode=0o700)
        with files_held():
            # Only names are taken from it: objects may take hours, and while it is held PostgreSQL cannot clear up.
            with databases.snapshot(settings.DATABASES["default"], self.work) as snapshot:
                files.refuse_without_room(self.order.place, snapshot.size // 2 + files.SPARE)
                made = self._described(snapshot)
                self._keep(databases.FILE[snapshot.engine], snapshot.pieces())
                rows = (f"{row[0]}\n".encode("ascii") for row in snapshot.ask(databases.OBJECTS) if row[0])
                files.write(self.work / NAMES, rows, name=NAMES)
            objects = _Objects(self.order.place / self.pool, self.recipient, self._known())
            with (self.work / NAMES).open(encoding="ascii") as lines:
                kept = objects.keep(line.rstrip("\n") for line in lines)
                # Never sealed, and tells nothing: the next backup reads here what the pool holds.
                self.files.append(files.write(self.folder / series.OBJECTS, kept, name=series.OBJECTS))
            self._keep_quarantine()
        self._keep_others()
        if self.order.keys_way != ELSEWHERE:
            self._keep_keys()
        made = replace(
            made,
            objects=objects.count,
            objects_size=objects.size,
            lost=objects.lost,
            files=sorted(self.files, key=lambda kept: kept.path),
        )
        self._finish(made)
        return made, objects.copied

    def _described(self, snapshot: Snapshot) -> Manifest:
        applied: dict[str, list[str]] = {}
        for app, name in snapshot.ask("SELECT app, name FROM django_migrations ORDER BY app, name"):
            applied.setdefault(app, []).append(name)
        (entries,) = next(snapshot.ask("SELECT count(*) FROM ledger_entry"))
        (seals,) = next(snapshot.ask("SELECT count(*) FROM ledger_seal"))
        head = next(snapshot.ask("SELECT digest FROM ledger_seal ORDER BY id DESC LIMIT 1"), ("",))[0]
        return Manifest(
            name=self.name,
            made_at=self.at.isoformat(timespec="seconds"),
            version=phoihop.__version__,
            engine=snapshot.engine,
            server=snapshot.server,
            migrations=applied,
            ledger=Ledger(entries, seals, head),
            seed=_seed(),
            objects=0,
            objects_size=0,
            pool=self.pool,
            recipient=self.order.recipient,
            keys=self.order.keys_way,
        )

    def _known(self) -> dict[str, Kept]:
        """Objects that any finished backup vouches for: they are in the pool. All are asked: what is taken anew into
        a sealed pool is sealed anew, and the lists that name it already would no longer fit."""
        known: dict[str, Kept] = {}
        for folder in series.backups(self.order.place):
            if manifest.read(folder).pool != self.pool:
                continue
            try:
                known |= {kept.path: kept for kept in series.objects(folder)}
            except files.Changed as wrong:
                log.warning("backup: an older backup is damaged, what it alone names is taken anew: %s", wrong)
        return known

    def _keep(self, name: str, pieces: Iterator[bytes]) -> None:
        self.files.append(files.write(self.folder / name, pieces, name=name, recipient=self.recipient))

    def _keep_quarantine(self) -> None:
        """What is dropped while we look was decided on meanwhile, and is to be gone."""
        from phoihop.documents.outside.quarantine import ITEM
        from phoihop.documents.outside.shelves import site_shelf

        shelf = site_shelf()
        for item in filter(ITEM.fullmatch, shelf.items()):
            try:
                file = shelf.open(item)
            except FileNotFoundError:
                continue
            with file:
                self._keep(f"quarantine/{item}", files.pieces_of(file))

    def _keep_others(self) -> None:
        data = options().data
        if (data / "clock").exists():
            self._keep("clock", files.read(data / "clock"))
        for path in sorted(options().trust.glob("*")):
            if path.is_file():
                self._keep(f"trust/{path.name}", files.read(path))

    def _keep_keys(self) -> None:
        kept = []
        for name, pieces in _keys():
            kept.append(files.write(self.keys_folder / name, pieces, name=name, recipient=self.recipient))
        told = {"name": self.name, "recipient": self.order.recipient, "files": [asdict(one) for one in kept]}
        words = json.dumps(told, indent=1).encode()
        files.write(self.keys_folder / manifest.KEYS_NAME, iter([words]), name=manifest.KEYS_NAME)

    def _finish(self, made: Manifest) -> None:
        files.sync_tree(self.folder)
        if self.order.keys is not None:
            files.sync_tree(self.keys_folder)
            self.keys_folder.rename(self.order.keys / self.name)
            files.sync_folders([self.order.keys])
        files.write(self.folder / manifest.NAME, iter([manifest.write(made)]), name=manifest.NAME)
        files.sync_folders([self.folder])
        self.folder.rename(self.order.place / self.name)
        files.sync_folders([self.order.place])


class _Objects:
    """The pool of a series: objects by name, each copied once."""

    def __init__(self, pool: Path, recipient: PublicKey | None, known: dict[str, Kept]) -> None:
        self._pool, self._recipient, self._known = pool, recipient, known
        self.count = self.size = self.copied = 0
        self.lost: list[str] = []

    def keep(self, names: Iterator[str]) -> Iterator[bytes]:
        """Copies what the pool has not; gives the lines of the backup's own list. One that the store has lost is noted,
        since a backup of everything else is better than none."""
        touched: set[Path] = set()
        for sha256 in names:
            kept = self._present(sha256)
            if kept is None:
                kept = self._copied(sha256)
                if kept is None:
                    continue
                touched.add(series.in_pool(self._pool, kept.path).parent)
            self.count, self.size = self.count + 1, self.size + kept.size
            yield series.line_of(kept)
        if touched:
            files.sync_folders([self._pool, *sorted(touched)])

    def _present(self, sha256: str) -> Kept | None:
        kept = self._known.get(self._name(sha256))
        if kept is None:
            return None
        try:
            is_there = series.in_pool(self._pool, kept.path).stat().st_size == kept.size
        except FileNotFoundError:
            return None
        return kept if is_there else None

    def _copied(self, sha256: str) -> Kept | None:
        from phoihop.documents.outside import store

        try:
            source = store.open(sha256)
        except (store.Missing, store.Damaged):
            log.exception("backup: a file that the database names is lost in the store: %s", sha256)
            self.lost.append(sha256)
            return None
        name = self._name(sha256)
        path = series.in_pool(self._pool, name)
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)  # of a backup that was killed
        with source:
            self.copied += 1
            kept = files.write(fresh, files.pieces_of(source), name=name, recipient=self._recipient)
        fresh.replace(path)  # what lay there is of a backup that was never finished, or no longer what it was
        return kept

    def _name(self, sha256: str) -> str:
        """Sealed, it is not named by its content: who holds a paper must not learn from the pool that we hold it."""
        if self._recipient is None:
            return sha256
        return hmac.digest(settings.SECRET_KEY.encode(), f"backup object {sha256}".encode(), "sha256").hex()


def _keys() -> Iterator[tuple[str, Iterator[bytes]]]:
    """What a copy of the database is useless without, and what nobody may have beside it."""
    data = options().data
    yield "secret-key", iter([settings.SECRET_KEY.encode("ascii")])
    written = Path(os.environ.get("PHOIHOP_SETTINGS") or data / "settings.env")
    if written.is_file():
        yield "settings.env", files.read(written)
    if (data / "sample-accounts.json").exists():
        yield "sample-accounts.json", files.read(data / "sample-accounts.json")
    kept = {path.name: path for path in sorted((data / "keys").glob("*")) if path.is_file()}
    if given := options().master_key_file:  # it lies elsewhere; restored, it lies where every installation has its own
        kept |= {
            f"master.key{end}": Path(f"{given}{end}")
            for end in ("", ".next", ".old")
            if Path(f"{given}{end}").is_file()
        }
    for name, path in kept.items():
        yield f"keys/{name}", files.read(path)


def _refuse_lent_sessions() -> None:
    """A backup holds stored files by a lock of its session, which a pooler would take back and lend to others."""
    if options().database_pooler:
        raise databases.CannotDump(
            "PHOIHOP_DATABASE_POOLER is set: a session that is lent for one transaction cannot keep files from being "
            "deleted meanwhile. Name the server itself in PHOIHOP_DATABASE_URL and set PHOIHOP_DATABASE_POOLER to "
            "nothing, for this command. Nothing was written"
        )


def _refuse_mixed(order: Order) -> None:
    """A thief of the one place must not have the other too."""
    data = options().data
    place, keys = order.place.resolve(), order.keys.resolve() if order.keys else None
    if place == data or data in place.parents:
        raise WrongPlace(
            f"{order.place} is inside the data folder: what takes the one takes the other. Choose a place elsewhere"
        )
    if keys is None:
        return
    if keys == data or data in keys.parents:
        raise WrongPlace(f"--keys {order.keys} is inside the data folder. Choose a place elsewhere")
    if keys == place or keys in place.parents or place in keys.parents:
        raise WrongPlace(
            "the keys would lie in or above the folder of the backups, and who takes it could read everything. Give "
            "--keys a place of its own (another disk, another machine), or say --keys-beside"
        )


@contextmanager
def _work_folder() -> Iterator[Path]:
    """Empty at the beginning and gone at the end, whatever a killed backup left there. Refused: files.Busy."""
    folder = options().data / files.WORK
    folder.mkdir(exist_ok=True, mode=0o700)
    with files.alone(folder / series.LOCK), files.private_folder(folder, "work-") as work:
        yield work


def _seed() -> str:
    """What `prepare` did with this data folder, so that a restored one is not given the sample."""
    try:
        stamps: dict[str, str] = json.loads((options().data / "prepared.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "none"
    return stamps.get("seed") or "none"
