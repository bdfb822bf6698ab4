from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InputReceived(Event):
    """Something came in. Its words are sealed; none of them is here."""

    what: str
    channel: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputTaken(Event):
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDropped(Event):
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMinted(Event):
    """A link for the sender of this input was made. The key itself is nowhere but in what carries it."""
