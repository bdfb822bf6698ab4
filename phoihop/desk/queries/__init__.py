"""What the desk reads: everything comes from the queries of the rooms below."""

from phoihop.agreements.queries import MandateLine
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
from phoihop.desk.queries.timeline import Timeline, timeline, title_of
from phoihop.desk.queries.today import Today, today
from phoihop.obligations.queries import Figures, Listing, ObligationRow

__all__ = [
    "Figures",
    "Horizon",
    "LedgerView",
    "Listing",
    "MandateLine",
    "ObligationRow",
    "PeriodView",
    "RoundDates",
    "Timeline",
    "Today",
    "YearView",
    "cause_words",
    "entry_with_personal",
    "kind_words",
    "kinds",
    "ledger",
    "period_view",
    "personal_of",
    "timeline",
    "title_of",
    "today",
    "year_view",
]
