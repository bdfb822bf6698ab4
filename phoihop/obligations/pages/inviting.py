"""On the page of an obligation: sending another office the link of the act that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.obligations import queries


@dataclass(frozen=True, slots=True)
class InvitePanel:
    url: str
    offices: tuple[queries.Invitee, ...]


def invite_panel(actor: Actor, code: str, at: datetime) -> InvitePanel | None:
    offices = tuple(queries.invitees(actor, code))
    return InvitePanel(reverse("obligations:send-link", args=[code]), offices) if offices else None
