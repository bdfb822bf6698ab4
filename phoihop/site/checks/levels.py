"""A finding: how grave it is, what was found, and what to do about it. Knows nothing of Django."""

from __future__ import annotations

from dataclasses import dataclass

OK = "ok"
NOTE = "note"  # worth knowing; the answer of `check` stays yes
MISSING = "missing"  # something that production needs is not there
UNSAFE = "unsafe"  # somebody may get in, or something may be lost
BAD = frozenset({MISSING, UNSAFE})


@dataclass(frozen=True, slots=True)
class Finding:
    """`finding` is one sentence; `do` says what to do, and is empty only where all is well."""

    level: str
    finding: str
    do: str = ""

    @property
    def is_well(self) -> bool:
        return self.level not in BAD


def unsafe(finding: str, do: str) -> Finding:
    return Finding(UNSAFE, finding, do)


def missing(finding: str, do: str) -> Finding:
    return Finding(MISSING, finding, do)


def note(finding: str, do: str) -> Finding:
    return Finding(NOTE, finding, do)
