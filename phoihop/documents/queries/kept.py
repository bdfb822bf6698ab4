"""Whether every file that the register names is kept, and whole: for whoever runs the installation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from phoihop.documents.models import Content, Held, Rendition
from phoihop.documents.outside import quarantine, store
from phoihop.documents.outside.store import Damaged, Missing
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed

SETTLED = timedelta(days=1)  # a younger file may belong to an act that has not ended


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`name` is a file's SHA-256, or a held item's number; `state` is whole, damaged or missing."""

    name: str
    state: str


def named_files(actor: Actor) -> list[str]:
    """The SHA-256 of every file that a rendition or a scan names, in order. For the operator's console alone."""
    _only_console(actor)
    blobs = Rendition.rows.order_by().values_list("blob", flat=True).distinct()
    scans = Content.rows.order_by().exclude(scans="").values_list("scans", flat=True).distinct()
    return sorted({*blobs.iterator(), *scans.iterator()})


def check_kept(actor: Actor, names: list[str], *, sample: int = 0) -> Iterator[KeptFile]:
    """Reads these files, or so many of them by chance, to the last byte. Refused: Unreachable."""
    _only_console(actor)
    if sample and sample < len(names):
        names = sorted(random.sample(names, sample))
    for name in names:
        try:
            store.open(name).close()
        except Missing:
            yield KeptFile(name, "missing")
        except Damaged:
            yield KeptFile(name, "damaged")
        else:
            yield KeptFile(name, "whole")


def check_held(actor: Actor) -> Iterator[KeptFile]:
    """Whether every held file can be opened; its name is read and not told. Refused: Unreachable."""
    _only_console(actor)
    for row in Held.rows.filter(state="HELD").order_by("pk"):
        try:
            quarantine.name_of(row.ticket, quarantine.unwrap_key(row.key))
        except quarantine.Lost:
            yield KeptFile(f"held #{row.pk}", "missing")
        else:
            yield KeptFile(f"held #{row.pk}", "whole")


def strays(actor: Actor, names: list[str]) -> int:
    """How many files stand in the store longer than a day and are named by nothing; the clock sweeps them up."""
    _only_console(actor)
    named = set(names)
    return sum(name not in named for name in store.walk(older_than=SETTLED))


def _only_console(actor: Actor) -> None:
    if actor.kind != "system":
        raise NotAllowed
