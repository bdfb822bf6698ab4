"""What happens to articles and to what readers say about them. `dossier` is the topic or plan they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfArticle(Event):
    title: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBegun(_OfArticle):
    """A draft stands. `source`: what of the record it was written from."""

    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWritten(_OfArticle):
    """The text was saved as wording `number`; earlier wordings are kept."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSent(_OfArticle):
    """An approver is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTakenBack(_OfArticle):
    """Its writers took it back before it was approved, or opened it again after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReturned(_OfArticle):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleApproved(_OfArticle):
    """Wording `number` may go out as it stands."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScheduled(_OfArticle):
    """It goes out by itself at this moment; under an embargo nobody can let it out before."""

    moment: str
    is_embargo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUnscheduled(_OfArticle):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeldBack(_OfArticle):
    """The hour came and a rule said no: it stays approved and did not go out."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePublished(_OfArticle):
    """Out, as version `number` of what the public reads."""

    number: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRevised(_OfArticle):
    """A new version is being written; the one that is out stays out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWithdrawn(_OfArticle):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDropped(_OfArticle):
    """A draft that never went out is put away; its wordings are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRestored(_OfArticle):
    """The new version is given up; what is out stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfFeedback(Event):
    """`about` is the code of the publication. No word of the reader's is here."""

    about: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTakenIn(_OfFeedback):
    """A reader's word has reached the editors of what he read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered(_OfFeedback):
    """`is_mailed`: the reader had left an address and has been written to."""

    is_mailed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackClosed(_OfFeedback):
    """Read, and nothing to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackErased(_OfFeedback):
    """The reader's words and address are gone; that there was one still counts."""
