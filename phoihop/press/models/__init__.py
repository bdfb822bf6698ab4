"""Tables of the room of the press."""

from phoihop.press.models.asking import (
    AskedCorrection,
    AskedEvidence,
    AskingTerm,
    PressQuery,
    _one_of,
)
from phoihop.press.models.digests import DigestEntry, DigestReader, DigestSetting, DigestShare, PressDigest
from phoihop.press.models.handing import Handoff
from phoihop.press.models.matching import Match, MatchingEdition, StandingQuery, StandingQueryUnit
from phoihop.press.models.reading import Band, Host, Item, ReadingRule, Source, Story
from phoihop.press.models.spokespersons import Spokesperson

__all__ = [
    "AskedCorrection",
    "AskedEvidence",
    "AskingTerm",
    "Band",
    "DigestEntry",
    "DigestReader",
    "DigestSetting",
    "DigestShare",
    "Handoff",
    "Host",
    "Item",
    "Match",
    "MatchingEdition",
    "PressDigest",
    "PressQuery",
    "ReadingRule",
    "Source",
    "Spokesperson",
    "StandingQuery",
    "StandingQueryUnit",
    "Story",
    "_one_of",
]
