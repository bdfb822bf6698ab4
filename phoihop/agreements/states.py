"""The lives of an agreement, of a text of it, and of a mandate."""

from __future__ import annotations

AGREEMENT: dict[str, dict[str, str]] = {
    "DRAFT": {"propose": "NEGOTIATING", "end": "ENDED", "take_effect": "IN_FORCE"},
    "NEGOTIATING": {"propose": "NEGOTIATING", "end": "ENDED", "take_effect": "IN_FORCE"},
    "IN_FORCE": {"propose": "IN_FORCE", "end": "ENDED", "take_effect": "IN_FORCE"},
    "ENDED": {},
}

# A text is written while DRAFT, frozen when PROPOSED, in force while SIGNED; SUPERSEDED ones stay readable.
REVISION: dict[str, dict[str, str]] = {
    "DRAFT": {"propose": "PROPOSED", "drop": "SUPERSEDED", "sign": "SIGNED"},
    "PROPOSED": {"sign": "SIGNED", "supersede": "SUPERSEDED"},
    "SIGNED": {"supersede": "SUPERSEDED"},
    "SUPERSEDED": {},
}

MANDATE: dict[str, dict[str, str]] = {
    "IN_FORCE": {"supersede": "SUPERSEDED", "end": "ENDED"},
    "SUPERSEDED": {},
    "ENDED": {},
}

ROLES = ("LEAD", "PARTNER", "WITNESS")
BINDING = ("LEAD", "PARTNER")  # a witness signs if it likes; these must


def step(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state after `act`, or None when the act is not open in `state`."""
    return table[state].get(act)
