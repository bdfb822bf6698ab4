"""How the last backups went: one file in the data folder, for `phoihop check`. Knows nothing of Django."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

NAME = "backup.json"


@dataclass(frozen=True, slots=True)
class State:
    """The last backup that went well (its place, name, moment, length, what it could not find), and the last failure
    if it came later."""

    place: str = ""
    name: str = ""
    made_at: str = ""
    seconds: float = 0
    lost: int = 0
    failed_at: str = ""
    failure: str = ""
    is_nightly: bool = (
        False  # one was begun in the folder of PHOIHOP_BACKUP_DIR, as a timer's settings may name it alone
    )

    def age_hours(self, now: datetime) -> float | None:
        """Since the last one that went well; none ever did: None."""
        return (now - datetime.fromisoformat(self.made_at)).total_seconds() / 3600 if self.made_at else None


def read(data: Path) -> State:
    try:
        return State(**json.loads((data / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State()


def note_good(data: Path, *, place: Path, name: str, made_at: str, seconds: float, lost: int, is_nightly: bool) -> None:
    """Once one of each night, the next is expected of each night too, whoever made the last by hand."""
    _write(
        data,
        State(str(place), name, made_at, seconds, lost, is_nightly=is_nightly or read(data).is_nightly),
    )


def note_failed(data: Path, why: str, *, is_nightly: bool) -> None:
    """The last good one stays noted beside it."""
    before = read(data)
    _write(
        data,
        replace(
            before,
            failed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            failure=why[:2000],
            is_nightly=is_nightly or before.is_nightly,
        ),
    )


def _write(data: Path, state: State) -> None:
    fresh = data / f"{NAME}.new"
    fresh.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(data / NAME)
