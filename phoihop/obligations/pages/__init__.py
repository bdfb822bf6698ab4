"""What the templates of this room may know."""

from phoihop.obligations.pages.board import BoardPage, board_page, read_filter
from phoihop.obligations.pages.days import DaysPage, days_page, year_of
from phoihop.obligations.pages.inviting import InvitePanel, invite_panel
from phoihop.obligations.pages.items import ItemPage, WhyPage, item_page, why_page
from phoihop.obligations.pages.ladder import TARGETS, LadderPage, hours_of, ladder_page, ladder_panel
from phoihop.obligations.pages.provision import ProvisionPage, provision_page
from phoihop.obligations.pages.words import line_of

__all__ = [
    "TARGETS",
    "BoardPage",
    "DaysPage",
    "InvitePanel",
    "ItemPage",
    "LadderPage",
    "ProvisionPage",
    "WhyPage",
    "board_page",
    "days_page",
    "hours_of",
    "invite_panel",
    "item_page",
    "ladder_page",
    "ladder_panel",
    "line_of",
    "provision_page",
    "read_filter",
    "why_page",
    "year_of",
]
