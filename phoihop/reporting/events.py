"""What happens to an office's letterhead. `code` is the office's own code."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadSet(Event):
    """An office set the head, the signers or the measures of its letters."""

    unit_id: int
    unit_name: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadTemplateAdopted(Event):
    """An office brought in a Word template of its own."""

    unit_id: int
    unit_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadTemplateDropped(Event):
    """An office went back to the house's own layout."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCompiled(Event):
    """A report was drawn from the record. `code` is the report's own and says what is in it."""

    title: str
    scope: str  # code of the plan or the round
    period: str
    on: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHabitsSet(Event):
    """An office set how its reports count periods and what they say. `code` is the office's own."""

    unit_id: int
    unit_name: str
