"""Lower rooms speak: what a unit owed about a story was handed in, accepted, given back, given more time or waived; a
topic for which something is looked for ended, went on under another code, or was joined."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.obligations.events import (
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
    ObligationWithdrawn,
)
from phoihop.plans.events import TopicCarried, TopicClosed, TopicDropped, TopicJoined
from phoihop.press.commands.handing import DUTY, follow_obligation
from phoihop.press.commands.matching import follow_topic, widen


def follow_hand_in(event: ObligationHandedIn, *, by: Actor, at: datetime) -> None:
    """What an agency hands in is its answer about the story, by whatever way it came."""
    if event.duty == DUTY:
        follow_obligation(
            code=event.source,
            act="answer",
            text=event.statement,
            reference=event.reference,
            is_late=event.is_late,
            by=by,
            at=at,
        )


def follow_accept(event: ObligationAccepted, *, by: Actor, at: datetime) -> None:
    if event.duty == DUTY:
        follow_obligation(code=event.source, act="accept", by=by, at=at)


def follow_return(event: ObligationReturned, *, by: Actor, at: datetime) -> None:
    if event.duty == DUTY:
        follow_obligation(code=event.source, act="return", text=event.reason, by=by, at=at)


def follow_waive(event: ObligationWaived | ObligationWithdrawn, *, by: Actor, at: datetime) -> None:
    if event.duty == DUTY:
        follow_obligation(code=event.source, act="withdraw", text=event.reason, by=by, at=at)


def follow_extension(event: ExtensionGranted, *, by: Actor, at: datetime) -> None:
    if event.duty == DUTY:
        follow_obligation(code=event.source, act="extend", due_date=date.fromisoformat(event.to_date), by=by, at=at)


TOPIC_OVER = gettext_lazy("Vấn đề đã khép lại.")


def follow_topic_end(event: TopicClosed | TopicDropped, *, by: Actor, at: datetime) -> None:
    """Nothing is looked for on behalf of a topic that is over."""
    follow_topic(topic=event.code, reason=on_record(TOPIC_OVER), by=by, at=at)


def follow_topic_on(event: TopicCarried, *, by: Actor, at: datetime) -> None:
    follow_topic(topic=event.code, into=event.into, by=by, at=at)


def widen_to_parties(event: TopicJoined, *, by: Actor, at: datetime) -> None:
    """Who joined the topic sees what is looked for on its behalf."""
    widen(event.code)
