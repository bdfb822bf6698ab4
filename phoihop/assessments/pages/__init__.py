"""Pages of the room of assessments: one frozen value each."""

from phoihop.assessments.pages.acts import (
    act_page,
    ask_page,
    file_headers,
    group_size_page,
    groups,
    impacts,
    sources,
    start_of,
    start_of_group_size,
    units,
)
from phoihop.assessments.pages.items import (
    AssessmentPage,
    AssessmentsPanel,
    ListPage,
    assessment_on_obligation,
    assessment_page,
    assessments_on,
    list_page,
)

__all__ = [
    "AssessmentPage",
    "AssessmentsPanel",
    "ListPage",
    "act_page",
    "ask_page",
    "assessment_on_obligation",
    "assessment_page",
    "assessments_on",
    "file_headers",
    "group_size_page",
    "groups",
    "impacts",
    "list_page",
    "sources",
    "start_of",
    "start_of_group_size",
    "units",
]
