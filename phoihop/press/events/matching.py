"""What happens to standing queries, and that a story concerns a topic. Nobody who wrote anything is named."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfStanding(Event):
    """`code` is the query's, `dossier` the topic's."""

    title: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingBegun(_OfStanding):
    """A unit looks for this from now on."""

    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAmended(_OfStanding):
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPaused(_OfStanding):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingResumed(_OfStanding):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingEnded(_OfStanding):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCarried(_OfStanding):
    """The topic goes on next year under another code, and what is looked for goes with it."""

    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfStory(Event):
    """`code` is the story's, `dossier` the topic's."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatched(_OfStory):
    """A story concerns a topic: told once, however many articles and queries say so.

    `number`: which story of the topic this is on that day.
    """

    publisher: str
    query: str
    words: tuple[str, ...]
    is_at_once: bool
    number: int
    unit_ids: tuple[int, ...]  # who keeps the queries, then the parties of the topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchDropped(_OfStory):
    """Somebody who read it says that the story is not about the topic."""

    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchKept(_OfStory):
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchAdded(_OfStory):
    """The story is about the topic, though no query of it had said so."""
