"""When the ledger last proved itself: one file in the data folder, written by `phoihop ledger verify`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = "verified.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """`at` is real time, whatever the demonstration clock says."""

    at: str
    is_sound: bool
    entries: int
    head: str

    def age_days(self, now: datetime) -> float:
        return (now - datetime.fromisoformat(self.at)).total_seconds() / 86400


def read(data: Path) -> Proof | None:
    """None: it was never asked to."""
    try:
        return Proof(**json.loads((data / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def note(data: Path, *, is_sound: bool, entries: int, head: str) -> None:
    fresh = data / f"{NAME}.new"
    proof = Proof(datetime.now(UTC).isoformat(timespec="seconds"), is_sound, entries, head)
    fresh.write_text(json.dumps(asdict(proof)), encoding="utf-8")
    fresh.replace(data / NAME)
