"""phoihop restore: a backup into an empty data folder and database, proven before it opens."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from phoihop.site.backups import databases, files, manifest, restoring, sealing, series
from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput
from phoihop.site.options import options as site_options

HELP = "a backup into an empty data folder and database: looked through, loaded, brought forward, proven"
NEEDS_DJANGO = False
MOST_OF_A_NAME = 100
WAITING = "{} mails wait, and none leaves until you say: phoihop mail release, or release --drop"
FORESEEN = (
    restoring.CannotRestore,
    manifest.WrongManifest,
    databases.CannotDump,
    files.NoRoom,
    files.Changed,
    sealing.CannotOpen,
    sealing.WrongKey,
    series.WrongPlace,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", metavar="DIR", help="a backup, or a folder of backups: then the newest")
    parser.add_argument("--keys", metavar="DIR2", help="where its keys are, or the keys of all backups")
    parser.add_argument("--without-keys", action="store_true", help="they are lost: what they close stays closed")
    parser.add_argument("--key", metavar="FILE", help="the private key, where the backup is sealed")
    parser.add_argument(
        "--note",
        metavar="NAME",
        help="instead of DIR: the database was restored otherwise, to a moment; on the record as NAME, mails are held",
    )


def run(options: argparse.Namespace, out: Out) -> int:
    if (options.note is None) == (options.dir is None):
        raise WrongInput([Problem("DIR", "expected a backup to restore, or --note NAME where that was done otherwise")])
    if options.note is not None:
        return _note(options.note.strip(), out)
    try:
        done = restoring.restore(
            _backup(Path(options.dir).absolute()),
            keys_folder=Path(options.keys).absolute() if options.keys else None,
            key=sealing.private_key(Path(options.key)) if options.key else None,
            without_keys=options.without_keys,
            given=site_options(),
            out=out,
        )
    except FORESEEN as refusal:
        raise WrongInput([str(refusal)]) from refusal
    text = [
        f"restored {done.backup} of {done.made_at} in {done.seconds} s",
        f"ledger sound: {done.entries} entries, {done.seals} seals, head {done.head}",
        f"{done.objects} files there and whole, {done.held_files} held ones, {done.sessions_ended} sessions ended",
        WAITING.format(done.mails_waiting),
    ]
    if done.settings:
        text.append(f"the settings of then lie in {done.settings}: compare, then rename it to settings.env")
    if done.unit_keys_closed:
        text.append(
            f"{done.unit_keys_closed} keys of units are wrapped by another master key: what they close does not open "
            "here. Put that key beside master.key as master.key.old; phoihop keys status counts"
        )
    text += [f"LOST before the backup was made: {sha256}" for sha256 in done.lost]
    out.data(asdict(done), text)
    is_readable = options.without_keys or not done.unit_keys_closed  # without keys it was known before
    return OK if is_readable and not done.lost else NO


def _note(name: str, out: Out) -> int:
    if not 0 < len(name) <= MOST_OF_A_NAME or not name.isprintable():
        raise WrongInput([Problem("--note", f"expected a name of 1 to {MOST_OF_A_NAME} letters, such as the moment")])
    try:
        done = restoring.note(name, given=site_options())
    except FORESEEN as refusal:
        raise WrongInput([str(refusal)]) from refusal
    text = [
        f"noted: restored to {done.name}, the newest entry of {done.newest_at}; {done.sessions_ended} sessions ended",
        f"ledger sound: {done.entries} entries, head {done.head}",
        WAITING.format(done.mails_waiting),
    ]
    out.data(asdict(done), text)
    return OK


def _backup(folder: Path) -> Path:
    if not folder.is_dir() or (folder / manifest.NAME).exists():
        return folder
    if damaged := series.damaged(folder):
        raise WrongInput(
            [
                Problem(str(path), f"which backup is the newest cannot be told: {wrong} Name the one you want restored")
                for path, wrong in damaged.items()
            ]
        )
    found = series.backups(folder)
    if not found:
        raise WrongInput([Problem(str(folder), f"there is no finished backup: none has a {manifest.NAME}")])
    return found[-1]
