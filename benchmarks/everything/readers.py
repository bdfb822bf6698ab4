"""Who reads what is measured: taken from the data by what they may do, never by a list of names.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.readers

gives the lead's office of the first body those that the synthetic country does not have: an editor, a clerk, an
administrator. By the rooms' commands and once; who is there stays.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SEATED = {"editor": "Biên tập viên", "clerk": "Văn thư", "administrator": "Quản trị viên"}  # role to title of the post
WITHOUT = {"reception": "whoever receives concerns is a reader already, or nobody does"}


@dataclass(frozen=True, slots=True)
class Reader:
    """`client` is None where the data has nobody of that kind; `why` says so."""

    name: str
    client: Any = None
    why: str = ""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    print(", ".join(seat_missing()) or "everybody was there")
    return 0


def readers() -> Iterator[Reader]:
    """The four of every file, then each further role, then whoever receives concerns, then nobody for the portal."""
    from phoihop.site.country.build import names

    people = names()
    taken = {people[role]: role for role in ("lead", "partner", "auditor")}
    for username, role in taken.items():
        yield Reader(role, _client(username))
    for role in ("approver", *SEATED, "reception"):
        found = _reception(list(taken)) if role == "reception" else _of_role(role)
        if found is None:
            yield Reader(role, why=WITHOUT.get(role, f"the data has no {role}"))
            continue
        taken[found] = role
        yield Reader(role, _client(found))
    yield Reader("nobody", _client(""))


def seat_missing() -> list[str]:
    """Usernames of those who came."""
    from django.db import transaction

    from phoihop.ground import clock
    from phoihop.ground.actor import Actor, Role
    from phoihop.organizations import commands as organizations

    by, at, seated = Actor.system("loader"), clock.now(), []
    unit = _lead_unit()
    for role, title in SEATED.items():
        if _of_role(role) is not None:
            continue
        with transaction.atomic():
            username = f"{role}.{unit.territory.slug}"
            post = organizations.create_post(unit_id=unit.pk, title=title, by=by, at=at)
            opened = organizations.open_account(username=username, full_name=f"Cán bộ {username}", by=by, at=at)
            organizations.seat_person(
                account_id=opened.account_id,
                post_id=post.post_id,
                role=Role(role),
                valid_from=at.date(),
                by=by,
                at=at,
            )
        seated.append(username)
    return seated


def _lead_unit() -> Any:
    from phoihop.organizations.models import Seat
    from phoihop.site.country.build import names

    seat = Seat.rows.filter(account__username=names()["lead"]).select_related("post__unit__territory").first()
    if seat is None:
        raise SystemExit("no lead officer: build the synthetic country first")
    return seat.post.unit


def _seats(role: str) -> Any:
    from phoihop.organizations.models import Seat

    return Seat.rows.filter(role=role, valid_to__isnull=True, account__is_active=True).order_by("pk")


def _of_role(role: str) -> str | None:
    """Somebody of the lead's office; but for the approver also of elsewhere in its place, or of anywhere."""
    unit = _lead_unit()
    seats = _seats(role)
    ways = [seats.filter(post__unit=unit)]
    if role != "approver":
        ways += [seats.filter(post__unit__territory=unit.territory), seats]
    return next((name for way in ways for name in way.values_list("account__username", flat=True)[:1]), None)


def _reception(taken: list[str]) -> str | None:
    """An officer of the unit that receives the concerns of the lead's place and is no other reader yet."""
    from phoihop.concerns.models import Desk
    from phoihop.ground.actor import DOERS
    from phoihop.organizations.models import Seat

    desk = Desk.rows.filter(territory=_lead_unit().territory.slug).first()
    if desk is None:
        return None
    seats = Seat.rows.filter(post__unit=desk.unit_id, role__in=DOERS, valid_to__isnull=True, account__is_active=True)
    return seats.exclude(account__username__in=taken).order_by("pk").values_list("account__username", flat=True).first()


def _client(username: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    if username:
        client.force_login(get_user_model()._default_manager.get(username=username))
    return client


if __name__ == "__main__":
    sys.exit(main())
