"""What the desk reads: everything comes from the queries of the rooms below."""

from phoihop.agreements.queries import MandateLine
from phoihop.desk.queries.calendar import (
    SHORT,
    WHOSE_WORDS,
    Ahead,
    ClashView,
    Dates,
    Kind,
    calendar_kinds,
    clash_view,
    dates_between,
    days_of,
    look_ahead,
    overlapping_meetings,
)
from phoihop.desk.queries.feeds import feed_text
from phoihop.desk.queries.ledger import (
    LedgerView,
    cause_words,
    entry_with_personal,
    kind_words,
    kinds,
    ledger,
    personal_of,
)
from phoihop.desk.queries.programme import (
    Horizon,
    PeriodView,
    RoundDates,
    YearView,
    period_view,
    year_view,
)
from phoihop.desk.queries.search import SearchView, search, search_kinds, search_suggestions
from phoihop.desk.queries.timeline import Timeline, timeline, title_of
from phoihop.desk.queries.today import Today, today
from phoihop.obligations.queries import Figures, Listing, ObligationRow
from phoihop.search.queries import Filters as SearchFilters
from phoihop.search.queries import FoundThing, Segment

__all__ = [
    "SHORT",
    "WHOSE_WORDS",
    "Ahead",
    "ClashView",
    "Dates",
    "Figures",
    "FoundThing",
    "Horizon",
    "Kind",
    "LedgerView",
    "Listing",
    "MandateLine",
    "ObligationRow",
    "PeriodView",
    "RoundDates",
    "SearchFilters",
    "SearchView",
    "Segment",
    "Timeline",
    "Today",
    "YearView",
    "calendar_kinds",
    "cause_words",
    "clash_view",
    "dates_between",
    "days_of",
    "entry_with_personal",
    "feed_text",
    "kind_words",
    "kinds",
    "ledger",
    "look_ahead",
    "overlapping_meetings",
    "period_view",
    "personal_of",
    "search",
    "search_kinds",
    "search_suggestions",
    "timeline",
    "title_of",
    "today",
    "year_view",
]
