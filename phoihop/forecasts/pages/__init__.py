"""Pages of the room of forecasts: one frozen value each."""

from phoihop.forecasts.pages.acts import (
    AskedPage,
    DraftPage,
    act_page,
    draft_page,
    outcomes,
    results,
    start_of,
    start_of_draft,
    start_of_estimate,
)
from phoihop.forecasts.pages.files import csv_of
from phoihop.forecasts.pages.items import (
    ListPage,
    QuestionPage,
    QuestionsPanel,
    list_page,
    question_page,
    questions_on,
)
from phoihop.forecasts.pages.scores import ScoresPage, scores_page

__all__ = [
    "AskedPage",
    "DraftPage",
    "ListPage",
    "QuestionPage",
    "QuestionsPanel",
    "ScoresPage",
    "act_page",
    "csv_of",
    "draft_page",
    "list_page",
    "outcomes",
    "question_page",
    "questions_on",
    "results",
    "scores_page",
    "start_of",
    "start_of_draft",
    "start_of_estimate",
]
