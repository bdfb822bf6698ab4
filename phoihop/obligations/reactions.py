"""What this room does when a letter moves: acknowledging it is an obligation as every other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy

from phoihop.dispatches.events import (
    DispatchAcknowledged,
    DispatchRecalled,
    DispatchRefused,
    DispatchReplaced,
    DispatchSent,
)
from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record, takes_all
from phoihop.obligations import commands

DUTY = "dispatch.acknowledge"


@takes_all
def owe_acknowledgement(sent: Sequence[DispatchSent], *, by: Actor, at: datetime) -> None:
    """Each recipient owes the sender a word within the working days that the settings name."""
    commands.open_obligations(
        openings=[
            commands.Opening(
                origin=_origin(event.code, unit_id),
                title=on_record(
                    gettext_lazy("Xác nhận công văn %(code)s: %(subject)s"), code=event.code, subject=event.subject
                ),
                duty=DUTY,
                clause="",
                source=event.code,
                dossier=event.dossier,
                stage="",
                year=date.fromisoformat(event.sent_on).year,
                territory=event.territory(),
                lead_id=unit_id,
                entitled_id=event.sender_id,
                rule={"after": "dispatch.sent", "working_days": settings.PHOIHOP_ACKNOWLEDGE_WORKING_DAYS},
                anchors={"dispatch.sent": date.fromisoformat(event.sent_on)},
                is_illustration=event.is_illustration,
            )
            for event in sent
            for unit_id in event.unit_ids
        ],
        by=by,
        at=at,
    )


def settle_acknowledgement(event: DispatchAcknowledged, *, by: Actor, at: datetime) -> None:
    commands.settle_obligation(
        origin=_origin(event.code, event.unit_id),
        statement=event.reservation or on_record(gettext_lazy("Đã xác nhận công văn %(code)s"), code=event.code),
        reference=event.code,
        accept=True,
        by=by,
        at=at,
    )


def withdraw_refused(event: DispatchRefused, *, by: Actor, at: datetime) -> None:
    """A refusal is an answer too: nothing is owed any more."""
    commands.withdraw_obligations(origins=[_origin(event.code, event.unit_id)], reason=event.reason, by=by, at=at)


def withdraw_recalled(event: DispatchRecalled | DispatchReplaced, *, by: Actor, at: datetime) -> None:
    origins = [_origin(event.code, unit_id) for unit_id in event.unit_ids]
    commands.withdraw_obligations(origins=origins, reason=event.reason, by=by, at=at)


def _origin(code: str, unit_id: int) -> str:
    return f"{code}/acknowledge/{unit_id}"
