"""The hash chain: how entries and seals are written down and how a chain proves itself. No framework.

An entry's digest is SHA-256 over its canonical JSON. A seal's digest is SHA-256 over the digest of the seal before it
and, in the order sealed, the number and digest of each entry. Changing, removing, inserting or swapping an entry breaks
a seal; cutting or rewriting the tail is found by comparing with a head digest kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

GENESIS = "0" * 64
FORMAT = "phoihop-ledger-1"
MOST_FINDINGS = 1000
NUMBERS_OF_A_YEAR = 10**10


def canonical(value: Any) -> str:
    """One way to write a value: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(entry: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(entry).encode(errors="surrogatepass")).hexdigest()


def salted(salt: str, value: str) -> dict[str, str]:
    """What the chain keeps of a personal value. No plain value of an event looks like this."""
    return {"salted": hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()}


def is_salted(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"salted"}


def change_field(name: str, place: int) -> str:
    """The name under which a personal value of a change is kept: place 0 is before, 1 after."""
    return f"changes.{name}.{place}"


def seal_digest(previous: str, entries: Iterable[tuple[int, str]]) -> str:
    chain = hashlib.sha256(previous.encode())
    for number, digest in entries:
        chain.update(f"\n{number} {digest}".encode())
    return chain.hexdigest()


def write_ranges(numbers: list[int]) -> str:
    """[3, 4, 5, 9] -> '3-5,9' (the order given is kept)."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(f"{a}-{b}" if a != b else str(a) for a, b in parts)


def read_ranges(text: str) -> list[int]:
    numbers: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers


def first_number(year: int) -> int:
    """Where the numbers of this year begin in a ledger parted by year: the year, then ten digits."""
    return year * NUMBERS_OF_A_YEAR


def year_of(number: int) -> int:
    """The year whose numbers this one is among; 0 for those given before the ledger was parted."""
    return number // NUMBERS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a ledger: where, and what."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    entries: int
    seals: int
    head: str
    findings: tuple[Finding, ...]
    after_head: int = 0  # seals that follow the head kept elsewhere: the ledger went on since

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify(lines: Iterable[str], *, head: str = "") -> Verdict:
    """Checks an export: header, then each seal after its entries, then the end line. Reads line by line.

    Finds any changed, removed, inserted or reordered row. `head` is a digest kept elsewhere: the chain must pass
    through it, so that a tail cut or rewritten before it is found; seals after it are the ledger's growth since.
    """
    check = _Check(head)
    for number, line in enumerate(lines, 1):
        check.read(number, line.removesuffix("\n"))
    return check.verdict()


@dataclass
class _Check:
    """Where a verification stands."""

    head: str
    previous: str = GENESIS
    entries: int = 0
    seals: int = 0
    head_at: int | None = None
    end: dict[str, Any] | None = None
    pending: list[tuple[int, str]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.head == GENESIS:
            self.head_at = 0

    def read(self, number: int, line: str) -> None:
        place = f"line {number}"
        name, value = _row(line)
        if self.end is not None:
            self.find(place, "row after the end line")
        elif number == 1:
            if (name, value) != ("format", FORMAT):
                self.find(place, "not a ledger export: no header")
        elif name == "entry" and isinstance(value, dict):
            self.take_entry(place, value)
        elif name == "seal" and isinstance(value, dict):
            self.take_seal(place, value)
        elif name == "end" and isinstance(value, dict):
            self.end = value
        else:
            self.find(place, "not a row of a ledger export, or not written as one")

    def take_entry(self, place: str, entry: dict[str, Any]) -> None:
        number = entry.get("id")
        if type(number) is not int or number in self.seen:
            self.find(place, f"entry {number} stands twice or has no number")
            return
        self.seen.add(number)
        self.pending.append((number, digest_of(entry)))
        self.entries += 1

    def take_seal(self, place: str, seal: dict[str, Any]) -> None:
        self.seals += 1
        place = f"{place}, seal {self.seals}"
        if seal.keys() != {"previous", "entries", "digest"}:
            self.find(place, "not written as a seal is")
        if seal.get("previous") != self.previous:
            self.find(place, "does not follow the seal before it")
        if seal.get("entries") != write_ranges([number for number, _ in self.pending]):
            self.find(place, "covers other entries: a row was removed, inserted or reordered")
        if seal.get("digest") != seal_digest(self.previous, self.pending):
            self.find(place, "digest differs: an entry or the order was changed")
        self.previous = str(seal.get("digest"))
        self.pending = []
        if self.previous == self.head:
            self.head_at = self.seals

    def verdict(self) -> Verdict:
        if self.pending:
            self.find(f"entry {self.pending[0][0]}", f"{len(self.pending)} entries that no seal covers")
        if self.end is None:
            self.find("end", "the end line is missing: the export is cut")
        elif self.end != {"entries": self.entries, "seals": self.seals, "head": self.previous}:
            self.find("end", "the end line does not agree with the rows")
        if self.head and self.head_at is None:
            self.find("end", "the chain does not pass through the head kept elsewhere: the tail is cut or rewritten")
        after = self.seals - self.head_at if self.head_at is not None else 0
        return Verdict(self.entries, self.seals, self.previous, tuple(self.findings), after)

    def find(self, place: str, what: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(place, what))
        elif len(self.findings) == MOST_FINDINGS:
            self.findings.append(Finding(place, "and more from here on"))


def _row(line: str) -> tuple[str, Any]:
    """Name and value of a row; no name when the line is not exactly as an export writes it."""
    try:
        row = json.loads(line)
        if isinstance(row, dict) and len(row) == 1 and canonical(row) == line:
            return next(iter(row.items()))
    except (ValueError, RecursionError):
        pass
    return "", None
