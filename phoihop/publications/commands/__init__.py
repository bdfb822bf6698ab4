"""What other rooms may send out. They call with `by.through(<their own power>)`; anything else is refused."""

from phoihop.publications.commands.arranging import (
    CategoryCopy,
    LinkCopy,
    PlaceCopy,
    ServiceCopy,
    SpokespersonCopy,
    arrange_categories,
    arrange_links,
    arrange_places,
    arrange_services,
    arrange_spokespersons,
    write_note,
)
from phoihop.publications.commands.media import publish_file, publish_picture, withdraw_picture
from phoihop.publications.commands.previews import PreviewPhoto, clear_previews, lay_preview
from phoihop.publications.commands.publishing import publish, withdraw
from phoihop.publications.commands.tracking import Step, TrackingCopy, track
from phoihop.publications.rules.copies import (
    AnswerDetails,
    ArticleDetails,
    CardDetails,
    Copy,
    CorrectionDetails,
    PageDetails,
    PlanDetails,
    ReleaseDetails,
    ReviewDetails,
    TopicDetails,
)
from phoihop.publications.rules.notes import CalendarNote, OpenDataNote, PortalNote
from phoihop.publications.rules.pictures import NoPicture, Rendered, rendered

__all__ = [
    "AnswerDetails",
    "ArticleDetails",
    "CalendarNote",
    "CardDetails",
    "CategoryCopy",
    "Copy",
    "CorrectionDetails",
    "LinkCopy",
    "NoPicture",
    "OpenDataNote",
    "PageDetails",
    "PlaceCopy",
    "PlanDetails",
    "PortalNote",
    "PreviewPhoto",
    "ReleaseDetails",
    "Rendered",
    "ReviewDetails",
    "ServiceCopy",
    "SpokespersonCopy",
    "Step",
    "TopicDetails",
    "TrackingCopy",
    "arrange_categories",
    "arrange_links",
    "arrange_places",
    "arrange_services",
    "arrange_spokespersons",
    "clear_previews",
    "lay_preview",
    "publish",
    "publish_file",
    "publish_picture",
    "rendered",
    "track",
    "withdraw",
    "withdraw_picture",
    "write_note",
]
