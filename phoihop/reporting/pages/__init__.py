"""Pages of letterheads and of reports."""

from phoihop.reporting.pages.letterheads import LetterheadPage, letterhead_page, sample_letter
from phoihop.reporting.pages.reports import (
    FigurePage,
    HabitsPage,
    ReportPage,
    ReportsPage,
    figure_page,
    habits_page,
    report_page,
    reports_page,
)

__all__ = [
    "FigurePage",
    "HabitsPage",
    "LetterheadPage",
    "ReportPage",
    "ReportsPage",
    "figure_page",
    "habits_page",
    "letterhead_page",
    "report_page",
    "reports_page",
    "sample_letter",
]
