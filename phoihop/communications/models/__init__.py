"""Schema of the room: one module a thing; every model is named here."""

from phoihop.communications.models.articles import Article, Feedback, Wording
from phoihop.communications.models.bulletins import Bulletin, BulletinAim, BulletinItem, BulletinShare
from phoihop.communications.models.conferences import (
    Conference,
    ConferenceAbout,
    ConferenceGuest,
    ConferenceMaterial,
    ConferencePreparation,
    ConferenceQuestion,
    Outlet,
    PressHabit,
    ReleaseSending,
)
from phoihop.communications.models.library import Card, CardUse, Page, Photo, PhotoFile
from phoihop.communications.models.outreach import (
    CommunicationPlan,
    OutreachFlag,
    OutreachHand,
    OutreachLine,
    OutreachOutput,
    OutreachPaper,
    OutreachWindow,
)
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
    "CommunicationPlan",
    "Conference",
    "ConferenceAbout",
    "ConferenceGuest",
    "ConferenceMaterial",
    "ConferencePreparation",
    "ConferenceQuestion",
    "Feedback",
    "Outlet",
    "OutreachFlag",
    "OutreachHand",
    "OutreachLine",
    "OutreachOutput",
    "OutreachPaper",
    "OutreachWindow",
    "Page",
    "Photo",
    "PhotoFile",
    "PressHabit",
    "Proceedings",
    "PublicRecord",
    "Release",
    "ReleaseApproval",
    "ReleaseHabit",
    "ReleaseHolder",
    "ReleaseOpening",
    "ReleaseOverride",
    "ReleaseSending",
    "ReleaseText",
    "Wording",
]
