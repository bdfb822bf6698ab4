"""How a standing query stands, and how a match was judged. Pure."""

from __future__ import annotations

# State: act -> next state.
STANDING: dict[str, dict[str, str]] = {
    "ACTIVE": {"amend": "ACTIVE", "pause": "PAUSED", "end": "ENDED"},
    "PAUSED": {"amend": "PAUSED", "resume": "ACTIVE", "end": "ENDED"},
    "ENDED": {},
}
# Found by a query; kept or dropped by somebody who looked; added by hand where no query had found it.
MATCH = ("FOUND", "KEPT", "DROPPED", "ADDED")
ABOUT = ("FOUND", "KEPT", "ADDED")


def after(state: str, act: str) -> str | None:
    """The state that an act leads to; None: not from here."""
    return STANDING[state].get(act)
