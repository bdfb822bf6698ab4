"""The keys of a backup, in a place of their own. Knows nothing of Django."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from nacl.public import PrivateKey

from phoihop.site.backups import files, sealing
from phoihop.site.backups.manifest import KEYS_NAME, Kept, Manifest, WrongManifest, kept_from, refuse_outside


def read(folder: Path) -> tuple[str, list[Kept]]:
    """Of which backup these keys are, and their files. Refused: WrongManifest."""
    path = folder / KEYS_NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        name, kept_files = told["name"], kept_from(told["files"])
    except FileNotFoundError:
        raise WrongManifest(f"{folder} holds no keys of a backup: it has no {KEYS_NAME}") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise WrongManifest(f"{path} cannot be read: {wrong}") from wrong
    if not isinstance(name, str):
        raise WrongManifest(f"{path} cannot be read: name is {name!r:.60}")
    refuse_outside(path, (kept.path for kept in kept_files))
    return name, kept_files


def folder_for(made: Manifest, folder: Path, given: Path | None) -> Path | None:
    """Where the keys of this backup are: the folder given or its part of that name, or beside the backup."""
    if given is not None:
        return given / made.name if (given / made.name).is_dir() else given
    return folder / "keys" if (folder / "keys" / KEYS_NAME).is_file() else None


def opened(folder: Path, *, key: PrivateKey | None) -> Iterator[tuple[str, bytes]]:
    """Name and content of each. Refused: WrongManifest, files.Changed, sealing.CannotOpen."""
    _name, kept_files = read(folder)
    for kept in kept_files:
        yield kept.path, b"".join(files.opened(folder / kept.path, kept, key=key))


def findings(folder: Path, made: Manifest, *, key: PrivateKey | None) -> list[str]:
    """Everything wrong with the keys of this backup."""
    try:
        name, kept_files = read(folder)
    except WrongManifest as wrong:
        return [str(wrong)]
    found = [] if name == made.name else [f"{folder} holds the keys of {name}, not of {made.name}"]
    for kept in kept_files:
        try:
            if made.recipient and key is None:
                files.check(folder / kept.path, kept)
            else:
                for _piece in files.opened(folder / kept.path, kept, key=key):
                    continue
        except (files.Changed, sealing.CannotOpen) as wrong:
            found.append(str(wrong))
    return found
