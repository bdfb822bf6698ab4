"""How far an index has followed the ledger, written beside it as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

GAP_SECONDS = 3600.0  # for so long a slow transaction may still bring the numbers it took
MOST_GAPS = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """`gaps` are stretches of numbers passed but not seen, and when; `rebuild` is where a rebuild stands (kind, code),
    None when it is finished; `waiting` codes to build again because a unit they name is called otherwise now."""

    last: int = 0
    last_at: str = ""  # of that entry: another ledger under the same numbers is noticed
    gaps: tuple[tuple[int, int, float], ...] = ()
    rebuild: tuple[str, str] | None = ("", "")
    waiting: tuple[str, ...] = ()

    def passed(self, numbers: Iterable[int], last_at: str, now: float) -> Cursor:
        """The cursor after these entries were taken; what was skipped becomes a gap, gaps of long ago are given up."""
        seen = sorted(numbers)
        gaps = [gap for gap in self.gaps if now - gap[2] < GAP_SECONDS]
        last = self.last
        for number in seen:
            if number > last:
                if number > last + 1:
                    gaps.append((last + 1, number - 1, now))
                last = number
            else:
                gaps = [piece for gap in gaps for piece in _without(gap, number)]
        return replace(self, last=last, last_at=last_at or self.last_at, gaps=tuple(gaps[-MOST_GAPS:]))


def write(cursor: Cursor) -> str:
    return json.dumps(asdict(cursor))


def read(text: str) -> Cursor | None:
    """None when it is not a whole cursor: the index then starts anew."""
    try:
        found = json.loads(text)
        return Cursor(
            last=int(found["last"]),
            last_at=str(found["last_at"]),
            gaps=tuple((int(a), int(b), float(at)) for a, b, at in found["gaps"]),
            rebuild=None if found["rebuild"] is None else (str(found["rebuild"][0]), str(found["rebuild"][1])),
            waiting=tuple(str(code) for code in found["waiting"]),
        )
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _without(gap: tuple[int, int, float], number: int) -> list[tuple[int, int, float]]:
    first, last, at = gap
    if not first <= number <= last:
        return [gap]
    pieces = [(first, number - 1, at), (number + 1, last, at)]
    return [piece for piece in pieces if piece[0] <= piece[1]]
