"""Schema of the room: one module a thing; every model is named here."""

from phoihop.communications.models.articles import Article, Feedback, Wording
from phoihop.communications.models.bulletins import Bulletin, BulletinAim, BulletinItem, BulletinShare
from phoihop.communications.models.library import Card, CardUse, Page, Photo, PhotoFile
from phoihop.communications.models.records import PublicRecord
from phoihop.communications.models.releases import (
    Proceedings,
    Release,
    ReleaseApproval,
    ReleaseHabit,
    ReleaseHolder,
    ReleaseOpening,
    ReleaseOverride,
    ReleaseText,
)

__all__ = [
    "Article",
    "Bulletin",
    "BulletinAim",
    "BulletinItem",
    "BulletinShare",
    "Card",
    "CardUse",
    "Feedback",
    "Page",
    "Photo",
    "PhotoFile",
    "Proceedings",
    "PublicRecord",
    "Release",
    "ReleaseApproval",
    "ReleaseHabit",
    "ReleaseHolder",
    "ReleaseOpening",
    "ReleaseOverride",
    "ReleaseText",
    "Wording",
]
