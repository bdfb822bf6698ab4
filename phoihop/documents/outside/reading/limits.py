"""How much of a machine one job over one file may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one job; what goes beyond them becomes a Trouble, never a larger bill."""

    bytes: int = 100 << 20  # of the file
    pages: int = 1000  # rendered, read or looked at, members included
    seconds: float = 300  # on the wall, and of processor time
    memory: int = 1536 << 20  # address space of the child, and of each program it starts
    text: int = 8_000_000  # characters found; word boxes of scans may be four times as many
    depth: int = 5  # members inside members
    members: int = 2000  # of archives, messages and documents together
    unpacked: int = 512 << 20  # bytes that come out of archives together
    written: int = 0  # bytes of each file in the job's own folder in memory, which goes with the child; 0: no folder
