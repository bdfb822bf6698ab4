"""How the last backups went: one file in the data folder, for `phoihop check`. Knows nothing of Django."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from phoihop.ground.durable import write_whole

NAME = "backup.json"


@dataclass(frozen=True, slots=True)
class State:
    """The last backup that went well (its place, name, moment, length, what it could not find), the last of them that
    was made into the folder of each night, and the last failure if nothing has made up for it since."""

    place: str = ""
    name: str = ""
    made_at: str = ""
    seconds: float = 0
    lost: int = 0
    failed_at: str = ""
    failure: str = ""
    is_nightly: bool = False  # one was begun in PHOIHOP_BACKUP_DIR, which a timer's settings may name alone
    night_place: str = ""
    night_at: str = ""
    is_failure_nightly: bool = False

    def age_hours(self, now: datetime) -> float | None:
        """Since the last one that went well; none ever did: None."""
        return (now - datetime.fromisoformat(self.made_at)).total_seconds() / 3600 if self.made_at else None


def read(data: Path) -> State:
    """One that cannot be read stops nothing: it is a failure that the next good backup makes up for."""
    path = data / NAME
    try:
        return State(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, TypeError) as wrong:
        return State(failed_at=_now(), failure=f"{path} cannot be read: {wrong}")


def note_good(data: Path, *, place: Path, name: str, made_at: str, seconds: float, lost: int, is_nightly: bool) -> None:
    """Once one of each night, the next is expected of each night too, whoever made the last by hand: that one
    stands for none that is due, and ends no failure of those."""
    before = read(data)
    after = replace(
        before,
        place=str(place),
        name=name,
        made_at=made_at,
        seconds=seconds,
        lost=lost,
        is_nightly=is_nightly or before.is_nightly,
    )
    if is_nightly:
        after = replace(after, night_place=str(place.resolve()), night_at=made_at)
    if is_nightly or not before.is_failure_nightly:
        after = replace(after, failed_at="", failure="", is_failure_nightly=False)
    _write(data, after)


def note_failed(data: Path, why: str, *, is_nightly: bool) -> None:
    """The last good one stays noted beside it."""
    before = read(data)
    _write(
        data,
        replace(
            before,
            failed_at=_now(),
            failure=why[:2000],
            is_nightly=is_nightly or before.is_nightly,
            # What fails by hand while a night is owed does not hide that it is.
            is_failure_nightly=is_nightly or before.is_failure_nightly,
        ),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(data: Path, state: State) -> None:
    write_whole(data / NAME, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode())
