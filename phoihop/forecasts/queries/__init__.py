"""Reading the room of forecasts. Nothing here gives a score of a seat or an account."""

from phoihop.forecasts.queries.exporting import columns, exported
from phoihop.forecasts.queries.items import VIEWS, in_menu, question_value, questions, questions_about
from phoihop.forecasts.queries.names import decimal, kind_name, outcome_names, percent
from phoihop.forecasts.queries.scores import scores
from phoihop.forecasts.queries.search import (
    dated_between,
    found_questions,
    parties,
    question_codes,
    question_row,
    report_section,
    visible_questions,
)
from phoihop.forecasts.queries.values import (
    DeskLine,
    DeskScores,
    EstimateValue,
    QuestionLine,
    QuestionList,
    QuestionValue,
    ResolutionValue,
    Rights,
    ScoresValue,
)
from phoihop.forecasts.queries.waiting import waits

__all__ = [
    "VIEWS",
    "DeskLine",
    "DeskScores",
    "EstimateValue",
    "QuestionLine",
    "QuestionList",
    "QuestionValue",
    "ResolutionValue",
    "Rights",
    "ScoresValue",
    "columns",
    "dated_between",
    "decimal",
    "exported",
    "found_questions",
    "in_menu",
    "kind_name",
    "outcome_names",
    "parties",
    "percent",
    "question_codes",
    "question_row",
    "question_value",
    "questions",
    "questions_about",
    "report_section",
    "scores",
    "visible_questions",
    "waits",
]
