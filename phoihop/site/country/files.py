"""Keeps the files of stamped bodies: in the store's own folder without waiting for the disk at each one.

A body that was cut short is written again with all its files; `settle` waits for the disk once, when all are written.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings

from phoihop.documents.outside import store


def keep(content: bytes) -> str:
    """Puts a file into the store; its name there. Into a store that is no folder it goes as every other file does."""
    folder = _folder(str(settings.PHOIHOP_DATA))
    if folder is None:
        return store.put(content).sha256
    name = hashlib.sha256(content).hexdigest()
    shelf = f"{folder}/{name[:2]}"
    try:
        file = os.open(f"{shelf}/{name[2:]}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        Path(shelf).mkdir(mode=0o700)
        return keep(content)
    with os.fdopen(file, "wb") as opened:
        opened.write(content)
    return name


def settle() -> None:
    """Everything written is on the disk."""
    os.sync()


@cache
def _folder(data: str) -> str | None:
    """The store's folder, if it is one: the files of the samples lie there already."""
    folder = Path(data) / "documents"
    return str(folder) if any(folder.glob("[0-9a-f][0-9a-f]/*")) else None
