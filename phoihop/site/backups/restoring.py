"""Restoring a backup into an empty place: looked through first, loaded, brought forward, proven, and only then open.

Cut short, it is begun again with the same words and goes on: what lies there whole is passed over. Until it has ended a
marker in the data folder keeps every other command out (`unfinished`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

import phoihop
from phoihop.site.backups import checking, databases, files, keys, manifest, series
from phoihop.site.backups.manifest import Manifest
from phoihop.site.options import ROOT, Options, database

MARKER = "restoring.json"
# What may lie in a data folder that is called empty: made by a start, disposable, or written by the operator.
MAY_LIE = {
    "settings.env",
    "secret-key",
    "static",
    "search",
    "spool",
    "backup",
    "backup.json",
    "prepare.lock",
    "prepared.json",
    "documents.lock",
    "phoihop.sqlite3",
    "phoihop.sqlite3-wal",
    "phoihop.sqlite3-shm",
    "lost+found",
    MARKER,
}

NAMES_A_MASTER_KEY = re.compile(rb"^\s*PHOIHOP_MASTER_KEY_FILE\s*=\s*\S", re.MULTILINE)


class CannotRestore(Exception):
    """This backup cannot be restored here. The message says why, what is safe, and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found after a restore."""

    backup: str
    made_at: str
    entries: int
    seals: int
    head: str
    objects: int
    lost: tuple[str, ...]
    held_files: int  # of the quarantine
    sessions_ended: int
    mails_waiting: int
    settings: str  # where the settings of then were laid, if not where they count
    unit_keys_closed: int  # keys of units that no master key which lies here opens
    seconds: float


@dataclass(frozen=True, slots=True)
class Noted:
    """What was found where the database had been restored otherwise."""

    name: str
    newest_at: str  # of the entries that are there
    entries: int
    head: str
    sessions_ended: int
    mails_waiting: int


def unfinished(data: Path) -> str:
    """The backup whose restore into this data folder has not ended; "": none."""
    try:
        return str(json.loads((data / MARKER).read_text(encoding="utf-8"))["backup"])
    except FileNotFoundError:
        return ""


def restore(
    folder: Path, *, keys_folder: Path | None, key: PrivateKey | None, without_keys: bool, given: Options, out: Any
) -> Restored:
    """Restores the backup into the place that the settings name.

    Refused: CannotRestore, manifest.WrongManifest, databases.CannotDump, files.NoRoom. What was there is not touched.
    """
    began = time.monotonic()
    made = manifest.read(folder)
    keys_folder = keys.folder_for(made, folder, keys_folder)
    _refuse_unfit(made, given, keys_folder=keys_folder, key=key, without_keys=without_keys)
    _refuse_unless_empty(made, given)
    out.say(f"phoihop: looking through {folder} …")
    verdict = checking.verify(folder, keys_folder=keys_folder, key=key)
    if verdict.findings:
        raise CannotRestore(
            f"the backup is not whole, and nothing was restored: {'; '.join(verdict.findings[:5])}. Take another one"
        )
    keys_of_then = dict(keys.opened(keys_folder, key=key)) if keys_folder is not None else {}
    _refuse_other_keys(keys_of_then, given)
    given.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (given.data / MARKER).write_text(json.dumps({"backup": made.name}), encoding="utf-8")
    laid = _lay_files(folder, made, keys_of_then, key, given)

    from phoihop.site.commandline import start_django

    start_django()
    out.say("phoihop: loading the database …")
    _load_database(folder, made, key, given)
    from phoihop.site.prepare import prepare

    prepare(given, is_empty=True, out=out)
    out.say(f"phoihop: {made.objects} files …")
    held = _lay_objects(folder, made, key)
    out.say("phoihop: verifying …")
    found = _proven(made)
    sessions, mails = _settle(
        made.name, made_at=made.made_at, head=made.ledger.head, entries=made.ledger.entries, given=given
    )
    (given.data / MARKER).unlink()
    files.sync_folders([given.data])
    return Restored(
        backup=made.name,
        made_at=made.made_at,
        entries=found.entries,
        seals=found.seals,
        head=found.head,
        objects=made.objects,
        lost=tuple(made.lost),
        held_files=held,
        sessions_ended=sessions,
        mails_waiting=mails,
        settings=laid,
        unit_keys_closed=found.unit_keys_closed,
        seconds=round(time.monotonic() - began, 1),
    )


def note(name: str, *, given: Options) -> Noted:
    """Puts a restore on the record that was made otherwise, such as to a moment from PostgreSQL's own log: mails are
    held, sessions end, as after any other. Refused: CannotRestore; nothing is noted then."""
    if begun := unfinished(given.data):
        raise CannotRestore(f"the restore of {begun} has not ended in {given.data}; begin that one again")
    if databases.is_empty(database(given)):
        raise CannotRestore("the database is empty: nothing was restored into it. Nothing was noted")

    from phoihop.site.commandline import start_django

    start_django()
    from phoihop.ground import clock
    from phoihop.ledger.commands import seal
    from phoihop.ledger.queries import newest_at, verify_stored

    seal(at=clock.now())
    verdict, newest = verify_stored(), newest_at()
    if verdict.findings or newest is None:
        wrong = [f"{finding.place}: {finding.what}" for finding in verdict.findings[:5]] or ["it has no entry"]
        raise CannotRestore(f"the ledger does not prove itself: {'; '.join(wrong)}. Nothing was noted")
    entries = _count("ledger_entry")
    sessions, mails = _settle(name, made_at=newest.isoformat(), head=verdict.head, entries=entries, given=given)
    return Noted(name, newest.isoformat(), entries, verdict.head, sessions, mails)


# ── before anything is written ──────────────────────────────────────────────────────────────────────────────


def _refuse_unfit(
    made: Manifest, given: Options, *, keys_folder: Path | None, key: PrivateKey | None, without_keys: bool
) -> None:
    here = databases.SQLITE if given.is_embedded else databases.POSTGRESQL
    if made.engine != here:
        raise CannotRestore(
            f"the backup is of {made.engine} and this place uses {here}. Set PHOIHOP_DATABASE_URL as it was: "
            f"{'empty' if made.engine == databases.SQLITE else 'postgresql://…'}. Nothing was changed"
        )
    unknown = [
        f"{app} {name}"
        for app, names in made.migrations.items()
        if (room := ROOT / "phoihop" / app / "migrations").is_dir()
        for name in names
        if not (room / f"{name}.py").exists()
    ]
    if unknown or _number(made.version) > _number(phoihop.__version__):
        raise CannotRestore(
            f"the backup was made by version {made.version}, this is {phoihop.__version__}"
            f"{f' and does not know {unknown[0]}' if unknown else ''}. Install that version or a newer one, then begin "
            "again. Nothing was changed"
        )
    if made.recipient and key is None:
        raise CannotRestore("the backup is sealed: give the private key with --key FILE. Nothing was changed")
    if keys_folder is None and not without_keys:
        raise CannotRestore(
            "the backup's keys are elsewhere: name their folder with --keys. If they are lost, say --without-keys: "
            "what the public sent, personal data of concerns and held files then stay unreadable. Nothing was changed"
        )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _refuse_unless_empty(made: Manifest, given: Options) -> None:
    begun = unfinished(given.data)
    if begun == made.name:
        return
    if begun:
        raise CannotRestore(
            f"a restore of {begun} was begun in {given.data} and has not ended. Begin that one again, or empty the "
            "folder (and the database) first. Nothing was changed"
        )
    lying = sorted(path.name for path in given.data.glob("*") if path.name not in MAY_LIE)
    if lying:
        raise CannotRestore(
            f"{given.data} is not empty: {', '.join(lying[:6])}. Restore into a new folder (PHOIHOP_DATA), or move "
            "what is there away first. Nothing was changed"
        )
    if not databases.is_empty(database(given)):
        where = f"{given.data / 'phoihop.sqlite3'}" if given.is_embedded else "of PHOIHOP_DATABASE_URL"
        raise CannotRestore(
            f"the database {where} is not empty. Make a new one and name it, or move the old one away. Nothing was "
            "changed"
        )


def _refuse_other_keys(keys_of_then: Mapping[str, bytes], given: Options) -> None:
    """What the settings name would be read instead of what the backup was made with."""
    secret = keys_of_then.get("secret-key")
    if secret is not None and given.secret_key and given.secret_key != secret.decode():
        raise CannotRestore(
            "PHOIHOP_SECRET_KEY is not the key that the backup was made with: held files, links in mails and keys of "
            "the public would not fit. Set that one, or leave it empty. Nothing was changed"
        )
    master = keys_of_then.get("keys/master.key")
    if master is None or given.master_key_file is None:
        return
    named = [Path(f"{given.master_key_file}{end}") for end in ("", ".next", ".old")]  # each opens what it wrapped
    if not any(path.is_file() and path.read_bytes() == master for path in named):
        raise CannotRestore(
            f"PHOIHOP_MASTER_KEY_FILE names {given.master_key_file}, which is not the master key that the backup was "
            "made with: personal data of concerns would never open. Put that key there (it lies among the backup's "
            "keys as keys/master.key), or leave the setting empty: then it is laid at keys/master.key of the data "
            "folder. Nothing was changed"
        )


# ── laying things down ──────────────────────────────────────────────────────────────────────────────────────


def _lay_files(
    folder: Path, made: Manifest, keys_of_then: Mapping[str, bytes], key: PrivateKey | None, given: Options
) -> str:
    """Keys, clock and certificates. Gives where the old settings lie, unless they count as they are."""
    laid = ""
    for name, content in keys_of_then.items():
        target = given.data / name
        if name == "settings.env" and (target.exists() or not given.is_embedded or NAMES_A_MASTER_KEY.search(content)):
            # These say which database, mail server and master key: that is for whoever restores to decide.
            target = given.data / "settings.env.restored"
            laid = str(target)
        _lay(target, content)
    for kept in made.files:
        pieces = files.opened(folder / kept.path, kept, key=key if made.recipient else None)
        if kept.path == "clock":
            _lay(given.data / "clock", b"".join(pieces))
        elif kept.path.startswith("trust/"):
            _lay(given.trust / Path(kept.path).name, b"".join(pieces))
    stamps = given.data / "prepared.json"
    stamps.write_text(json.dumps({"seed": made.seed}), encoding="utf-8")
    return laid


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.restoring")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _load_database(folder: Path, made: Manifest, key: PrivateKey | None, given: Options) -> None:
    """All of it or nothing. One that is loaded already, by a restore cut short after it, is left as it is."""
    settings = database(given)
    if not databases.is_empty(settings):
        return
    kept = made.file(databases.FILE[made.engine])
    pieces = files.opened(folder / kept.path, kept, key=key if made.recipient else None)
    work = given.data / "backup"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    if made.engine == databases.SQLITE:
        copy = work / "phoihop.sqlite3"
        files.write(copy, databases.unpacked(pieces), name=kept.path)
        databases.check_sqlite(copy)
        from django.db import connection

        connection.close()
        for rest in ("-wal", "-shm"):
            Path(f"{settings['NAME']}{rest}").unlink(missing_ok=True)
        copy.replace(settings["NAME"])
        files.sync_folders([given.data])
    else:
        dump = work / "database.dump"
        files.write(dump, pieces, name=kept.path)
        databases.load(settings, dump)
    shutil.rmtree(work)


def _lay_objects(folder: Path, made: Manifest, key: PrivateKey | None) -> int:
    """Accepted files into the store, each under what it hashes to; held ones onto their shelf. Gives how many those."""
    from phoihop.documents.outside import store
    from phoihop.documents.outside.shelves import site_shelf
    from phoihop.documents.outside.spool import Spool

    own_key, pool = key if made.recipient else None, series.pool_of(folder, made)
    for kept in series.objects(folder):
        with Spool() as content:
            for piece in files.opened(series.in_pool(pool, kept.path), kept, key=own_key):
                content.write(piece)
            store.put(content)
    shelf = site_shelf()
    there = set(shelf.items())
    items = [kept for kept in made.files if kept.path.startswith("quarantine/")]
    for kept in items:
        if Path(kept.path).name not in there:
            shelf.add(Path(kept.path).name, files.opened(folder / kept.path, kept, key=own_key))
    return len(items)


# ── proof ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Found:
    entries: int
    seals: int
    head: str
    unit_keys_closed: int


def _proven(made: Manifest) -> _Found:
    """The record holds, to the head that the backup named; every file that the database names is there and whole."""
    from phoihop.documents.outside import store
    from phoihop.ledger.queries import verify_stored
    from phoihop.organizations.queries import unit_keys_closed

    verdict = verify_stored(head=made.ledger.head)
    wrong = [f"{finding.place}: {finding.what}" for finding in verdict.findings]
    if verdict.seals < made.ledger.seals:
        wrong.append(f"{made.ledger.seals} seals were backed up, {verdict.seals} are there")
    if (count := _count("ledger_entry")) < made.ledger.entries:
        wrong.append(f"{made.ledger.entries} ledger entries were backed up, {count} are there")
    for sha256 in _named():
        try:
            store.open(sha256).close()
        except (store.Missing, store.Damaged) as loss:
            if sha256 not in made.lost:
                wrong.append(f"{sha256}: {loss}")
    if wrong:
        raise CannotRestore(
            f"loaded, but it does not prove itself: {'; '.join(wrong[:5])}. The place stays closed ({MARKER}). Empty "
            "it and restore another backup"
        )
    return _Found(count, verdict.seals, verdict.head, unit_keys_closed())


def _named() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(databases.OBJECTS)
        for row in cursor.fetchall():
            if row[0]:
                yield row[0]


def _count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  (a name of ours)
        return int(cursor.fetchone()[0])


def _settle(name: str, *, made_at: str, head: str, entries: int, given: Options) -> tuple[int, int]:
    """Ends every session, puts the restore on the record (which holds mails back), seals. Gives sessions and mails."""
    from django.conf import settings

    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.ledger.commands import note_restore, seal
    from phoihop.mail.queries import waiting

    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions, _by_table = store.get_model_class()._default_manager.all().delete()
    mails = waiting()
    note_restore(
        backup=name,
        backup_at=made_at,
        head=head,
        entries=entries,
        by=Actor.system("administrator-console"),
        at=clock.now(),
    )
    seal(at=clock.now())
    shutil.rmtree(given.data / "search", ignore_errors=True)  # of a ledger that may have gone on; built again
    return sessions, mails
