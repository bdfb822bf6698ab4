"""What this room does when a lower one speaks."""

from __future__ import annotations

from datetime import date, datetime

from phoihop.communications import commands, queries
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.obligations.events import (
    DayDeclared,
    DayRevoked,
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
)
from phoihop.press.events import PressQueryAnswered, PressQueryPresented
from phoihop.press.queries import answer_text

OUTPUT_DUTY = "communication.output"
OWN = "outreach.approve"  # the cause of what this room itself does to obligations


def copy_calendar(event: DayDeclared | DayRevoked, *, by: Actor, at: datetime) -> None:
    """The house's working calendar changed: the portal promises dates by the same days."""
    commands.copy_calendar(by=by, at=at)


def hear_hand_in(event: ObligationHandedIn, *, by: Actor, at: datetime) -> None:
    """An output was handed in at its obligation, not here: it counts for the line too."""
    if event.duty == OUTPUT_DUTY and OWN not in by.cause:
        commands.hear_hand_in(obligation=event.code, statement=event.statement, reference=event.reference, by=by, at=at)


def hear_acceptance(event: ObligationAccepted, *, by: Actor, at: datetime) -> None:
    if event.duty == OUTPUT_DUTY:
        commands.hear_acceptance(obligation=event.code, by=by, at=at)


def hear_return(event: ObligationReturned, *, by: Actor, at: datetime) -> None:
    if event.duty == OUTPUT_DUTY:
        commands.hear_return(obligation=event.code, reason=event.reason, by=by, at=at)


def hear_waiver(event: ObligationWaived, *, by: Actor, at: datetime) -> None:
    if event.duty == OUTPUT_DUTY:
        commands.hear_waiver(obligation=event.code, reason=event.reason, by=by, at=at)


def hear_extension(event: ExtensionGranted, *, by: Actor, at: datetime) -> None:
    if event.duty == OUTPUT_DUTY:
        to_date = date.fromisoformat(event.to_date)
        commands.hear_extension(obligation=event.code, to_date=to_date, reason=event.answer, by=by, at=at)


def hold_answer(event: PressQueryPresented | PressQueryAnswered, *, by: Actor, at: datetime) -> None:
    """An answer to the press about a case is under way: refused before the owner of the case has spoken, and with words
    that presume guilt. The act it belongs to does not take place then."""
    text = answer_text(event.code)
    cited = (text.about, *queries.releases_named(text.answer))
    said = queries.refusal_to_speak(text.dossier, text.answerer_id, cited)
    if said := said or queries.wording_refusal(text.dossier, text.answer):
        raise Refused(said)
