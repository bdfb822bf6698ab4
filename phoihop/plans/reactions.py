"""What this room does when a lower room speaks."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.agreements.events import AgreementAmended, AgreementTookEffect
from phoihop.dispatches.events import DispatchAcknowledged, DispatchRecalled, DispatchRefused
from phoihop.ground.actor import Actor
from phoihop.obligations.events import ObligationAccepted
from phoihop.plans import commands, queries


def acknowledge_topics(event: DispatchAcknowledged, *, by: Actor, at: datetime) -> None:
    """The lead acknowledged a notice of topics."""
    commands.settle_notice(dispatch=event.code, reservation=event.reservation, by=by, at=at)


def reopen_topics(event: DispatchRefused | DispatchRecalled, *, by: Actor, at: datetime) -> None:
    """The notice came back: its topics wait to be notified again."""
    commands.unsettle_notice(dispatch=event.code, reason=event.reason, by=by, at=at)


def count_on(event: ObligationAccepted, *, by: Actor, at: datetime) -> None:
    """Dates that count from an accepted duty appear in the same topic."""
    topic_id = queries.topic_waiting_for(event.dossier, event.duty, by=by)
    if topic_id is not None:
        commands.compile_topic(topic_id=topic_id, by=by, at=at)


def compile_again(event: AgreementTookEffect | AgreementAmended, *, by: Actor, at: datetime) -> None:
    """Another text is in force: the open plans of the agreement change only what they must."""
    because = _("Bản %(number)s của quy chế %(code)s không còn giao việc này.") % {
        "number": event.number,
        "code": event.code,
    }
    for plan_id in queries.open_plans_of(event.code):
        commands.compile_plan(plan_id=plan_id, because=because, by=by, at=at)
