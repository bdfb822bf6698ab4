"""How long texts may be, which fields an article has, and how a draft is written from the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_TITLE = 300
LONGEST_SUMMARY = 600
LONGEST_TEXT = 40_000
LONGEST_NOTE = 600
LONGEST_CELL = 3_000
MOST_RELATED = 12
FEEDBACK_DAYS = 90  # a reader's words and address are kept so long; then only that there were some
FIELDS = ("title", "summary", "text", "byline", "category", "picture", "related")  # of one wording
DOSSIERS = ("VD-", "KH-")  # codes of what articles belong to
OUT = ("VD-", "KH-", "SK-", "TT-", "TC-", "KN-", "KC-")  # codes of what the portal may have a page of

_SENTENCE = re.compile(r"^.{20,}?[.!?…](?=\s|$)", re.DOTALL)
_CODE = re.compile(r"[A-Z]{2}-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Record:
    """What the house's record says of a thing, as its search knows it."""

    code: str
    kind: str
    title: str
    text: str
    date: str  # as it is read
    units: tuple[str, ...]
    codes: tuple[str, ...]  # of other things it names
    numbers: tuple[str, ...]  # of documents


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft begins with."""

    title: str
    summary: str
    text: str
    dossier: str
    related: tuple[str, ...]


def start_from(record: Record, labels: Mapping[str, str]) -> Start:
    """Title, days, units and links of the record, so that nobody types them again. `labels`: "units", "date", "basis"
    in the language of the house."""
    facts = (
        (labels["units"], ", ".join(record.units)),
        (labels["date"], record.date),
        (labels["basis"], ", ".join(record.numbers)),
    )
    lines = "\n".join(f"- **{name}:** {value}" for name, value in facts if value)
    said = record.text.strip()
    return Start(
        title=record.title[:LONGEST_TITLE],
        summary=first_sentence(said)[:LONGEST_SUMMARY],
        text="\n\n".join(part for part in (said, lines) if part)[:LONGEST_TEXT],
        dossier=dossier_of((record.code, *record.codes)),
        related=tuple(code for code in dict.fromkeys((record.code, *record.codes)) if code.startswith(OUT)),
    )


def first_sentence(text: str) -> str:
    found = _SENTENCE.match(text.strip())
    return " ".join((found[0] if found else text.partition("\n")[0]).split())


def dossier_of(codes: Sequence[str]) -> str:
    """The topic these codes belong to, else the plan, else nothing."""
    for prefix in DOSSIERS:
        for code in codes:
            if code.startswith(prefix):
                return code
    return ""


def codes_in(text: str) -> tuple[str, ...]:
    """Codes as people type them: apart by spaces, commas or lines."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def code_of(prefix: str, territory: str, year: int, number: int) -> str:
    return f"{prefix}-{territory}-{year}-{number:04}"
