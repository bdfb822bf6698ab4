"""What the templates of this room may know."""

from phoihop.mail.pages.addresses import (
    AddressesPanel,
    add_page,
    addresses_panel,
    back_url,
    confirm_view,
    hand_over_page,
    posts_beside,
    posts_of_unit,
    start_of_hand_over,
    unit_of,
)
from phoihop.mail.pages.links import LinkPage, act_of_link, link_page
from phoihop.mail.pages.sent import LinksPage, LinksPanel, after_withdrawing, links_page, links_panel

__all__ = [
    "AddressesPanel",
    "LinkPage",
    "LinksPage",
    "LinksPanel",
    "act_of_link",
    "add_page",
    "addresses_panel",
    "after_withdrawing",
    "back_url",
    "confirm_view",
    "hand_over_page",
    "link_page",
    "links_page",
    "links_panel",
    "posts_beside",
    "posts_of_unit",
    "start_of_hand_over",
    "unit_of",
]
