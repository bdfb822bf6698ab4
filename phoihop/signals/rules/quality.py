"""How well alarms did: what was judged true, false, too late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Judged:
    """One alert: its outcome (empty while it is open), and how many days before anybody else it spoke (negative: after;
    None: nobody else did, or it is not on record)."""

    outcome: str
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    opened: int
    true: int
    false: int
    late: int
    lead_days: float | None  # median over the true ones and those too late

    @property
    def judged(self) -> int:
        return self.true + self.false + self.late

    @property
    def right(self) -> float | None:
        """Positive predictive value: of those judged, the share in which something was there, late ones among them."""
        return (self.true + self.late) / self.judged if self.judged else None

    @property
    def wrong(self) -> float | None:
        """Of those judged, the share that was false."""
        return self.false / self.judged if self.judged else None


def quality(alerts: Iterable[Judged]) -> Quality:
    found = list(alerts)
    leads = [one.lead_days for one in found if one.lead_days is not None and one.outcome in ("TRUE", "TOO_LATE")]
    return Quality(
        opened=len(found),
        true=sum(one.outcome == "TRUE" for one in found),
        false=sum(one.outcome == "FALSE" for one in found),
        late=sum(one.outcome == "TOO_LATE" for one in found),
        lead_days=float(median(leads)) if leads else None,
    )
