"""What the commands of communication plans share: names for events, who wrote, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from phoihop.communications.commands.basics import unit_name_of
from phoihop.communications.models import CommunicationPlan, OutreachHand, OutreachLine, OutreachOutput
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, days_in_words
from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.obligations import commands as obligations

DUTY = "communication.output"
CAUSE = "outreach.approve"  # through which obligations are opened, settled and withdrawn
OWED = gettext_lazy("%(channel)s: %(message)s")


def of_plan(row: CommunicationPlan) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": row.title,
        "unit_id": row.unit_id,
        "unit_name": unit_name_of(row.unit_id),
    }


def of_line(row: CommunicationPlan, line: OutreachLine) -> dict[str, Any]:
    return {
        **of_plan(row),
        "number": line.number,
        "message": line.message[:300],
        "channel": line.channel,
        "owner_id": line.owner_id,
        "owner_name": unit_name_of(line.owner_id),
        "days": days_in_words(line.first_date, line.last_date),
    }


def of_output(row: OutreachOutput) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": row.title,
        "plan": row.line.plan.code,
        "number": row.line.number,
        "unit_id": row.unit_id,
        "owner_id": row.owner_id,
        "owner_name": unit_name_of(row.owner_id),
    }


def note_hand(about: str, by: Actor) -> None:
    """This account wrote it: it will not approve it."""
    if by.account_id is not None:
        OutreachHand.rows.get_or_create(about=about, account_id=by.account_id)


def own_hands(about: str, by: Actor) -> bool:
    return by.account_id is not None and OutreachHand.rows.filter(about=about, account_id=by.account_id).exists()


def wash_hands(about: str) -> None:
    OutreachHand.rows.filter(about=about).delete()


def origin_of(line: OutreachLine) -> str:
    return f"{line.code}/{DUTY}"


def oblige(row: CommunicationPlan, lines: Sequence[OutreachLine], *, by: Actor, at: datetime) -> None:
    """Opens or amends what other units owe by these lines."""
    owed = [line for line in lines if line.owner_id != row.unit_id]
    if not owed:
        return
    openings = [
        obligations.Opening(
            origin=origin_of(line),
            title=on_record(OWED, channel=on_record(CHANNEL_WORDS[line.channel]), message=line.message)[:500],
            duty=DUTY,
            source=row.code,
            clause=row.clause,
            dossier=row.dossier,
            year=row.year,
            territory=row.territory,
            lead_id=line.owner_id,
            entitled_id=row.unit_id,
            rule={"on": line.last_date.isoformat()},
            is_illustration=row.is_illustration,
        )
        for line in owed
    ]
    done = obligations.open_obligations(openings=openings, by=by.through(CAUSE), at=at)
    fresh = [line for line in owed if not line.obligation]
    for line, code in zip(fresh, done.opened, strict=True):  # opened in the order given
        OutreachLine.rows.filter(pk=line.pk).update(obligation=code)
        line.obligation = code


def release(line: OutreachLine, reason: str, *, by: Actor, at: datetime) -> None:
    """The line is dropped: what was owed by it has lost its ground."""
    if line.obligation:
        obligations.withdraw_obligations(origins=[origin_of(line)], reason=reason, by=by.through(CAUSE), at=at)


def settle(line: OutreachLine, statement: str, reference: str, *, by: Actor, at: datetime) -> None:
    """An output of the line is done: handed in at the obligation too, unless it was handed in there before."""
    if line.obligation:
        obligations.settle_obligation(
            origin=origin_of(line),
            statement=statement,
            reference=reference,
            accept=False,
            by=by.through(CAUSE),
            at=at,
        )
