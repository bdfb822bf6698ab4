"""Mornings of the world: letters told of, people with addresses, the clock striking, the mails it queued."""

from __future__ import annotations

from datetime import datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ledger.commands import deliver
from phoihop.mail.models import OutMail
from phoihop.notices import commands
from phoihop.organizations.models import Account
from tests.world.build import World
from tests.world.cast import Person

CLOCK = Actor.system("deadline-clock")
CHOICES: dict[str, Any] = {
    "ways": {},
    "has_digest": True,
    "digest_time": time(7, 0),
    "is_on_days_off": False,
    "quiet_from": time(18, 0),
    "quiet_to": time(6, 30),
}


def hear_all(at: datetime) -> None:
    while deliver(at=lambda: at):
        pass


def give_addresses(world: World, *usernames: str) -> None:
    """As whoever keeps the accounts entered them."""
    for username in usernames:
        Account.rows.filter(username=username).update(email=f"{username}@kg.gov.vn")


def morning(world: World, day: int, hour: int = 7, minute: int = 30) -> datetime:
    """A moment in August 2021, local."""
    return world.at.replace(day=day, hour=hour, minute=minute)


def strike(at: datetime) -> int:
    return commands.tick(by=CLOCK, at=at)


def arrange(person: Person, at: datetime, **values: Any) -> None:
    commands.arrange_notices(**{**CHOICES, **values}, by=person.actor_at(at), at=at)


def mails(key: str = "digest/") -> list[OutMail]:
    return list(OutMail.rows.filter(key__startswith=key).order_by("pk"))


def text_of(mail: OutMail, kind: str = "plain") -> str:
    message = message_from_bytes(bytes(mail.message), policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def digest_of(person: Person, at: datetime) -> str:
    """The text of the one digest this person got that day; "" for none."""
    found = mails(f"digest/{person.account_id}/{at.date().isoformat()}")
    assert len(found) <= 1
    return text_of(found[0]) if found else ""
