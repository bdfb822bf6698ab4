"""phoihop backup: database, files and keys, copied while the house serves; looked through without being restored."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from phoihop.site.backups import databases, files, keys, manifest, restoring, sealing, series
from phoihop.site.backups.series import Keep
from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput, start_django
from phoihop.site.options import options as site_options

HELP = "a backup into DIR while the house serves; verify DIR, list DIR; --nightly makes one each night"
NEEDS_DJANGO = False
ACTS = ("verify", "list")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="[verify|list] DIR", help="the folder of backups, or one of them")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--keys", metavar="DIR2", help="a place of their own for the keys (PHOIHOP_BACKUP_KEYS)")
    where.add_argument("--keys-beside", action="store_true", help="keys into the backup itself: who has it has all")
    where.add_argument("--keys-elsewhere", action="store_true", help="no keys: you keep a copy of them yourself")
    parser.add_argument("--name", default="", help="instead of the time; never pruned")
    parser.add_argument(
        "--keep",
        metavar="D,W,M",
        help="prune to the newest of so many days, weeks, months; without it nothing is pruned",
    )
    parser.add_argument("--encrypt-to", metavar="KEY", help="a public key (PHOIHOP_BACKUP_ENCRYPT_TO)")
    parser.add_argument(
        "--new-key", metavar="FILE", help="make a key pair: the private key into FILE, the public one printed"
    )
    parser.add_argument("--key", metavar="FILE", help="of verify: the private key, to look inside what is sealed")
    parser.add_argument("--nightly", action="store_true", help="each day at PHOIHOP_BACKUP_AT, until stopped")


def run(options: argparse.Namespace, out: Out) -> int:
    if options.new_key:
        return _new_key(Path(options.new_key), out)
    if options.nightly:
        from phoihop.site.backups.nightly import every_night

        start_django()
        return every_night()
    act, place = _words(options.words)
    if act == "verify":
        return _verify(place, options, out)
    if act == "list":
        return _list(place, out)
    return _make(place, options, out)


def _make(place: Path, options: argparse.Namespace, out: Out) -> int:
    if marker := restoring.unfinished(site_options().data):
        raise WrongInput([f"the restore of {marker} has not ended here; what is not whole is not backed up"])
    start_django()
    from phoihop.site.backups import making, nightly

    given = site_options()
    where = "beside" if options.keys_beside else "elsewhere" if options.keys_elsewhere else options.keys
    if not (where := where or given.backup_keys):
        raise WrongInput(
            [
                Problem(
                    "--keys",
                    "without keys a restored database cannot be read in part, and with them beside it a thief reads "
                    "all of it: name a place of their own, or say --keys-beside or --keys-elsewhere",
                )
            ]
        )
    keys_place, way = making.keys_from(where)
    order = making.Order(
        place=place,
        keys=keys_place,
        keys_way=way,
        name=options.name,
        recipient=(options.encrypt_to or given.backup_encrypt_to).strip().lower(),
        # What was asked for once, by hand, prunes nothing unless it is said.
        keep=_keep(options.keep) if options.keep else Keep(),
    )
    try:
        made = nightly.make_and_note(order)
    except nightly.FORESEEN as refusal:
        raise WrongInput([str(refusal)]) from refusal
    told = made.manifest
    size = sum(one.size for one in told.files)
    value = {
        "folder": str(made.folder),
        "seconds": made.seconds,
        "bytes": size,
        "objects": told.objects,
        "objects_copied": made.copied,
        "entries": told.ledger.entries,
        "head": told.ledger.head,
        "lost": told.lost,
        "pruned": made.pruned,
    }
    text = [
        f"{made.folder}: {size // 2**20} MB in {made.seconds} s",
        f"{told.objects} objects ({made.copied} new), {told.ledger.entries} ledger entries, head {told.ledger.head}",
    ]
    text += [f"pruned: {name}" for name in made.pruned]
    text += [f"LOST in the store before this backup: {sha256}" for sha256 in told.lost]
    out.data(value, text)
    return NO if told.lost else OK


def _verify(place: Path, options: argparse.Namespace, out: Out) -> int:
    from phoihop.site.backups import checking

    key = _private_key(options.key)
    folders = [place]
    if not (place / manifest.NAME).exists():
        folders = [*series.damaged(place), *series.backups(place)] if place.is_dir() else []
    if not folders:
        raise WrongInput([Problem(str(place), f"there is no finished backup: none has a {manifest.NAME}")])
    rows: list[dict[str, Any]] = []
    for folder in folders:
        try:
            made = manifest.read(folder)
            where = keys.folder_for(made, folder, Path(options.keys) if options.keys else None)
            verdict = checking.verify(folder, keys_folder=where, key=key)
        except manifest.WrongManifest as wrong:
            rows.append({"folder": str(folder), "whole": False, "opened": False, "findings": [str(wrong)], "lost": []})
            continue
        except (databases.CannotDump, files.NoRoom, OSError) as refusal:  # says nothing of the backup
            raise WrongInput([str(refusal)]) from refusal
        rows.append(
            {
                "folder": str(folder),
                "whole": verdict.is_whole,
                "opened": verdict.is_opened,
                "files": verdict.files,
                "bytes": verdict.size,
                "keys": str(where or ""),
                "findings": list(verdict.findings),
                "lost": list(verdict.lost),
            }
        )
    text = []
    for row in rows:
        text += [f"  {finding}" for finding in row["findings"]]
        text += [f"  {sha256}: lost in the store before this backup was made" for sha256 in row["lost"]]
        inside = "" if row["opened"] else ", not opened: give the private key with --key"
        text.append(f"{'whole' if row['whole'] else 'NOT WHOLE'}: {row['folder']}{inside}")
    out.data(rows, text)
    return OK if all(row["whole"] for row in rows) else NO


def _list(place: Path, out: Out) -> int:
    damaged = series.damaged(place)
    rows: list[dict[str, Any]] = [{"name": folder.name, "damaged": wrong} for folder, wrong in damaged.items()]
    for folder in series.backups(place):
        made = manifest.read(folder)
        rows.append(
            {
                "name": made.name,
                "made_at": made.made_at,
                "version": made.version,
                "engine": made.engine,
                "mb": sum(one.size for one in made.files) // 2**20,
                "objects": made.objects,
                "entries": made.ledger.entries,
                "sealed": "yes" if made.recipient else "no",
            }
        )
    columns = {"name": "name", "made_at": "made at", "version": "version", "engine": "engine", "mb": "MB"}
    out.table(rows, columns | {"objects": "objects", "entries": "entries", "sealed": "sealed"})
    for wrong in damaged.values():
        out.say(f"phoihop: DAMAGED: {wrong}")
    return NO if damaged else OK


def _new_key(path: Path, out: Out) -> int:
    try:
        public = sealing.new_key(path)
    except OSError as wrong:
        raise WrongInput([Problem(str(path), f"{wrong.strerror}; nothing was written")]) from wrong
    out.data({"public_key": public, "private_key": str(path)}, public)
    out.say(f"phoihop: keep {path} where no backup is; without it no sealed backup can ever be opened")
    return OK


def _words(words: list[str]) -> tuple[str, Path]:
    act = words[0] if words and words[0] in ACTS else ""
    rest = words[1:] if act else words
    default = site_options().backup_dir
    if len(rest) > 1 or not (rest or default):
        raise WrongInput(
            [Problem("DIR", "expected one folder: phoihop backup [verify|list] DIR, or PHOIHOP_BACKUP_DIR")]
        )
    return act, Path(rest[0]).absolute() if rest else Path(str(default))


def _keep(text: str) -> Keep:
    try:
        return Keep.read(text)
    except ValueError as wrong:
        raise WrongInput([Problem("--keep", str(wrong))]) from wrong


def _private_key(path: str | None) -> PrivateKey | None:
    try:
        return sealing.private_key(Path(path)) if path else None
    except sealing.WrongKey as wrong:
        raise WrongInput([Problem("--key", str(wrong))]) from wrong
