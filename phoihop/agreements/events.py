"""What happens to mandates and agreements. `code` is the agreement's or the mandate's."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _MandateEvent(Event):
    """A mandate belongs to no territory by its code; `place` is the territory of the unit that acted."""

    number: str
    place: str = ""

    def territory(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRecorded(_MandateEvent):
    """An instrument was entered, or what is known of it was completed."""

    mandate_id: int
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSuperseded(_MandateEvent):
    """An instrument was replaced by a later one; citations of the old one lead to the new one."""

    by_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSpread(_MandateEvent):
    """An instrument was passed on to units that are to confirm it."""

    mandate_id: int
    asked_by_id: int
    unit_ids: tuple[int, ...]
    due_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadConfirmed(_MandateEvent):
    """A unit confirmed that it has received and carries out an instrument."""

    mandate_id: int
    unit_id: int
    unit: str
    asked_by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRecorded(Event):
    """A programme file said what the agreements of a lead make together."""

    title: str
    lead_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainsRecorded(Event):
    """The fields of work of an agreement were written down."""

    domains: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDrafted(Event):
    """A draft of an agreement was begun."""

    agreement_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionStarted(Event):
    """A party began its own draft: an answer to a proposal, or an amendment of the text in force."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionDropped(Event):
    """A draft was given up; the text it started from stays as it is."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWritten(Event):
    """A clause of a draft was added or rewritten."""

    number: int
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDropped(Event):
    """A clause was struck out of a draft."""

    number: int
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySet(Event):
    """A duty of a clause in a draft was set."""

    number: int
    ref: str
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDropped(Event):
    """A duty was struck out of a clause in a draft."""

    number: int
    ref: str
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionProposed(Event):
    """A party put a text to the others; from now on it does not change."""

    number: int
    unit_id: int
    unit: str
    text_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSigned(Event):
    """A party signed a text."""

    number: int
    unit_id: int
    unit: str
    signed_date: str
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTookEffect(Event):
    """The first text of an agreement is in force."""

    agreement_id: int
    number: int
    changed_clauses: tuple[str, ...]
    clauses: str  # the same, for the sentence in the ledger
    removed_duties: tuple[str, ...] = ()
    effective_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAmended(Event):
    """A later text, or other dates or parties, replaced what was in force."""

    agreement_id: int
    number: int
    changed_clauses: tuple[str, ...]
    clauses: str
    removed_duties: tuple[str, ...] = ()
    effective_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Event):
    """An agreement ended before its time, or a draft was given up."""

    agreement_id: int
    reason: str
    ended_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementExpiring(Event):
    """An agreement ends in `days` days or less and has no successor in force."""

    agreement_id: int
    days: int
    to_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRenewed(Event):
    """A successor was begun with the text in force; the old agreement stays in force until its last day."""

    agreement_id: int
    successor: str
    from_date: str
    to_date: str
