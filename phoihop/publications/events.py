from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationPublished(Event):
    """Out, or out anew in a further version. `path` is its address on the portal."""

    what: str  # kind
    title: str
    version: int
    path: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWithdrawn(Event):
    what: str
    note: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLaid(Event):
    """Somebody looks at a copy as it would go out. The public is told nothing."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePublished(Event):
    """A photo or a file, with nothing in it but itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWithdrawn(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePublished(Event):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalArranged(Event):
    """Its headings, links, places, services, spokespersons, words or calendar are set. `part` names which."""

    part: str
