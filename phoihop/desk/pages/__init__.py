"""What the templates of this room may know."""

from phoihop.desk.pages.ahead import ahead_page
from phoihop.desk.pages.calendar import calendar_page
from phoihop.desk.pages.clashes import clash_page
from phoihop.desk.pages.ledger import erase_page, kinds, ledger_page
from phoihop.desk.pages.more import more_page
from phoihop.desk.pages.programme import programme_page
from phoihop.desk.pages.search import search_page, suggested_page
from phoihop.desk.pages.timeline import panel_on, timeline_page
from phoihop.desk.pages.today import today_page

__all__ = [
    "ahead_page",
    "calendar_page",
    "clash_page",
    "erase_page",
    "kinds",
    "ledger_page",
    "more_page",
    "panel_on",
    "programme_page",
    "search_page",
    "suggested_page",
    "timeline_page",
    "today_page",
]
