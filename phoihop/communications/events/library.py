"""What happens to photos, cards of good practice, and the portal's own pages."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPhoto(Event):
    alt: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAdded(_OfPhoto):
    """A photo is in the library of its unit: drawn anew, without what a camera writes into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoDescribed(_OfPhoto):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPublished(_OfPhoto):
    """In the photo library of the portal, or with an article alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoWithdrawn(_OfPhoto):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfCard(Event):
    title: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBegun(_OfCard):
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWritten(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSent(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTakenBack(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReturned(_OfCard):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPublished(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRevised(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWithdrawn(_OfCard):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDropped(_OfCard):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTakenOver(_OfCard):
    """Another body took the practice into its plan as a topic. `by_unit` is its name."""

    plan: str
    topic: str
    by_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWritten(Event):
    """A page of the portal itself, out at once."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWithdrawn(Event):
    title: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSet(Event):
    """The portal's own words, headings, links or working calendar. `part` names which."""

    part: str
