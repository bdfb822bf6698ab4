"""What happened to one thing, and the question who may read that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.agreements import queries as agreements
from phoihop.dispatches import queries as dispatches
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible
from phoihop.ledger import queries as ledger
from phoihop.ledger.queries import Line
from phoihop.obligations import queries as obligations
from phoihop.organizations import queries as organizations
from phoihop.plans import queries as plans

ON_A_PAGE = 50
DOSSIERS = ("topic", "plan", "agreement")  # their timelines also tell of what is filed under them


@dataclass(frozen=True, slots=True)
class Timeline:
    """`next` is what `before` must be for what came earlier; None when there is nothing."""

    lines: tuple[Line, ...]
    next: int | None


def timeline(actor: Actor, on: str, code: str, *, before: int | None = None, limit: int = ON_A_PAGE) -> Timeline:
    """The newest entries about a thing. The caller has asked whether `actor` sees it."""
    about = {"dossier": code} if on in DOSSIERS else {"code": code}
    found = ledger.lines_of(actor, **about, before=before, limit=limit + 1)
    shown = found[:limit]
    return Timeline(tuple(shown), shown[-1].id if len(found) > limit else None)


def title_of(actor: Actor, on: str, code: str, at: datetime) -> str:
    """What a thing is called. Not visible when the room that keeps it does not show it to this reader."""
    today = local_date(at)
    asked = {
        "topic": lambda: plans.topic_value(actor, code, today).title,
        "plan": lambda: plans.plan_value(actor, code, today).partner,
        "agreement": lambda: agreements.agreement_value(actor, code).title,
        "obligation": lambda: obligations.obligation_value(actor, code, today).row.title,
        "unit": lambda: organizations.unit(actor, code, at).line.name,
        "dispatch": lambda: dispatches.dispatch_page_value(actor, code).line.subject,
    }.get(on)
    if asked is None:
        raise NotVisible
    return str(asked())
