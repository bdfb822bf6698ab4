"""What happens to sources and stories. Titles are those of published articles; nobody who wrote them is named."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSource(Event):
    unit_id: int
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAdded(_OfSource):
    """A unit reads a further source for everybody."""

    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAmended(_OfSource):
    """Publisher, address or how its pages are read changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePaused(_OfSource):
    """It is not read any more, until somebody says so."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResumed(_OfSource):
    """It is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead(_OfSource):
    """It brought something new."""

    items: int
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBroken(_OfSource):
    """It could not be read several times over; it is tried more rarely from now on."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMended(_OfSource):
    """What was broken can be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfStory(Event):
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBegun(_OfStory):
    """The desk saw a story for the first time."""

    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHidden(_OfStory):
    """It does not stand in the list any more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryShown(_OfStory):
    """It stands in the list again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMerged(_OfStory):
    """It tells the same as another one, which has its items now."""

    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryParted(_OfStory):
    """It was merged by mistake: its items are its own again."""

    out_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySplit(_OfStory):
    """Some of its items tell something else, which is a story of its own."""

    new: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryForgotten(Event):
    """Its term was over and nothing hung on it: the desk knows it no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRuleSet(Event):
    """How often a territory's sources are asked, and how long what concerns nobody is kept."""

    every_minutes: int
    keep_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryJoined(_OfStory):
    """A further item of it came."""

    publisher: str
