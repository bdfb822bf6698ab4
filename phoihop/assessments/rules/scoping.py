"""Whether a topic has to be assessed: a list of questions, as data. Doubt counts as yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THEMES = (
    "LIVELIHOOD",
    "HERITAGE",
    "ETHNICITY",
    "RELIGION",
    "HEALTH",
    "ENVIRONMENT",
    "SERVICES",
    "OTHER",
)
ANSWERS = ("YES", "NO", "UNSURE")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the list; its words are in `queries/names.py`."""

    key: str
    theme: str


QUESTIONS = (
    Question("income", "LIVELIHOOD"),
    Question("land-housing", "LIVELIHOOD"),
    Question("monument", "HERITAGE"),
    Question("custom", "HERITAGE"),
    Question("minority-area", "ETHNICITY"),
    Question("language", "ETHNICITY"),
    Question("worship", "RELIGION"),
    Question("illness", "HEALTH"),
    Question("water-air", "ENVIRONMENT"),
    Question("resource", "ENVIRONMENT"),
    Question("school-clinic", "SERVICES"),
    Question("fee-procedure", "SERVICES"),
)
KEYS = tuple(question.key for question in QUESTIONS)


def missing(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Questions without an answer."""
    return tuple(key for key in KEYS if answers.get(key) not in ANSWERS)


def touched(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Questions answered by yes, or by a doubt."""
    return tuple(key for key in KEYS if answers.get(key) in ("YES", "UNSURE"))


def is_needed(answers: Mapping[str, str]) -> bool:
    """Whether the list asks for an assessment."""
    return bool(touched(answers))
