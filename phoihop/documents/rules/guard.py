"""The secrecy guard: what a file's reading says about letting it in. Rules: `docs/algorithms/secrecy.md`. No framework.

A finding names the rule and the place, never the words. The gravest finding decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from phoihop.documents.rules import file_names, marks
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, Trouble, TroubleKind


class Decision(StrEnum):
    """What becomes of a file. Words for people are in `pages.words`."""

    ACCEPTED = "ACCEPTED"
    INTERNAL = "INTERNAL"  # taken in, never public
    HELD = "HELD"  # for people to decide
    REFUSED = "REFUSED"  # nothing of it stays


GRAVITY = (Decision.ACCEPTED, Decision.INTERNAL, Decision.HELD, Decision.REFUSED)

# What follows from each rule. G1 to G6: DOMAIN 4.3; G7, H: unreadable; F: the file itself is unfit.
RULES: dict[str, Decision] = {
    "G1": Decision.REFUSED,
    "G2": Decision.REFUSED,
    "G3": Decision.REFUSED,
    "G4": Decision.REFUSED,
    "G5": Decision.INTERNAL,
    "G6": Decision.REFUSED,
    "G7": Decision.HELD,
    "H1": Decision.HELD,
    "H2": Decision.HELD,
    "H3": Decision.HELD,
    "H4": Decision.HELD,
    "H5": Decision.HELD,
    marks.DOUBT: Decision.HELD,
    **{f"F{number}": Decision.REFUSED for number in range(1, 11)},
}

TROUBLES: dict[TroubleKind, str] = {
    TroubleKind.EMPTY: "F1",
    TroubleKind.TOO_LARGE: "F2",
    TroubleKind.UNKNOWN: "F3",
    TroubleKind.WRONG_NAME: "F4",
    TroubleKind.POLYGLOT: "F5",
    TroubleKind.MACRO: "F6",
    TroubleKind.BOMB: "F7",
    TroubleKind.TOO_DEEP: "F8",
    TroubleKind.TOO_MANY: "F9",
    TroubleKind.REACHES_OUT: "F10",
    TroubleKind.NO_TEXT: "G7",
    TroubleKind.ENCRYPTED: "H1",
    TroubleKind.DAMAGED: "H2",
    TroubleKind.NO_OCR: "H3",
    TroubleKind.TOO_LONG: "H4",
    TroubleKind.TOO_HEAVY: "H5",
}

UNNAMED = "…"

_NAMES = (PlaceKind.NAME, PlaceKind.PROPERTY, PlaceKind.MAIL, PlaceKind.FIELD)
_LIKE_STAMPS = (PlaceKind.BOX, PlaceKind.HEADER)  # a mark drawn there need not be in capitals


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was met, and where; never the text. `kind` is None for what could not be read.

    `inside` names the members, outermost first; a name that itself breaks a rule is `UNNAMED`.
    """

    rule: str
    kind: PlaceKind | None
    page: int
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, and each finding once, the gravest first."""

    decision: Decision
    findings: tuple[Finding, ...]


def judge(reading: Reading) -> Verdict:
    """What the whole file may become: one bad member decides for all. Never raises on any text."""
    found = dict.fromkeys(_findings(reading))
    findings = sorted(found, key=lambda finding: -GRAVITY.index(RULES[finding.rule]))
    return Verdict(RULES[findings[0].rule] if findings else Decision.ACCEPTED, tuple(findings))


def _findings(reading: Reading) -> Iterator[Finding]:
    for trouble in reading.troubles:
        yield _of_trouble(trouble)
    for place in reading.places:
        for rule in _rules(place):
            yield Finding(rule, place.kind, place.page, _tellable(place.inside))


def _of_trouble(trouble: Trouble) -> Finding:
    return Finding(TROUBLES[trouble.kind], None, trouble.page, _tellable(trouble.inside))


def _tellable(inside: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(UNNAMED if any(file_names.broken_rules(name, is_file=True)) else name for name in inside)


def _rules(place: Place) -> Iterator[str]:
    if place.kind in _NAMES:
        yield from file_names.broken_rules(place.text, is_file=place.kind is PlaceKind.NAME)
        if place.kind is not PlaceKind.NAME:
            for rule in marks.broken_rules(place.text):
                yield rule if rule in ("G4", "G5") else "G6"
        return
    yield from marks.broken_rules(
        place.text,
        is_ocr=place.kind in (PlaceKind.OCR, PlaceKind.STAMP),
        is_stamp=place.kind is PlaceKind.STAMP,
        any_case=place.kind in _LIKE_STAMPS,
        is_first=place.page <= 1 and place.kind is not PlaceKind.STAMP,
    )
