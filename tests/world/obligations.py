"""What offices of the world owe each other: the Department of Health to the commission, unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.commands import Compiled, Opening
from phoihop.obligations.models import Lane, Obligation
from tests.world.build import LOADER, World
from tests.world.cast import Person

CLOCK = Actor.system("deadline-clock")
PLAN = "KH-kg-2021-so-yte"
BOARD = "/lam-viec/nghia-vu/"
DAYS = "/lam-viec/lich-lam-viec/"


def opening(
    world: World,
    number: int = 0,
    *,
    days: int | None = 3,
    lead: str = "so-yte",
    entitled: str = "btg-tinh-uy",
    supporting: Sequence[str] = (),
    **values: Any,
) -> Opening:
    """Due on the day so many days after the world's; None: without a rule, so without a date."""
    rule = None if days is None else {"on": str((world.at + timedelta(days=days)).date())}
    given: dict[str, Any] = {
        "origin": f"test/{number}",
        "title": f"Danh sách số {number}",
        "duty": "partner.join-review",
        "source": PLAN,
        "year": 2021,
        "clause": "QC-kg-01, 4.1",
        "rule": rule,
        **values,
    }
    return Opening(
        territory=world.territory,
        lead_id=world.unit(lead),
        entitled_id=world.unit(entitled),
        supporting_ids=tuple(world.unit(key) for key in supporting),
        **given,
    )


def open_all(world: World, *openings: Opening, at: datetime | None = None) -> Compiled:
    return commands.open_obligations(openings=openings, by=LOADER, at=at or world.at)


def owe(world: World, number: int = 0, **values: Any) -> str:
    """One obligation; gives its code."""
    return open_all(world, opening(world, number, **values)).opened[0]


def act(name: str, code: str, person: Person, *, at: datetime | None = None, **values: Any) -> Event:
    """`act("accept", code, an)`: one of the cast does it, with what its command needs besides."""
    moment = at or person.at
    usual: dict[str, dict[str, Any]] = {
        "hand_in": {"statement": "Đã gửi danh sách.", "reference": "125/BC-SYT"},
        "support": {"statement": "Đã góp phần của mình.", "reference": ""},
        "return": {"reason": "Thiếu số liệu tháng 6"},
        "waive": {"reason": "Không còn cần"},
        "block": {"reason": "Chưa có số liệu của Cục Thống kê"},
    }
    run = getattr(commands, f"{name}_obligation")
    event: Event = run(code=code, **{**usual.get(name, {}), **values}, by=person.actor_at(moment), at=moment)
    return event


def row(code: str) -> Obligation:
    return Obligation.rows.get(code=code)


def state_of(code: str) -> str:
    return row(code).state


def lane_states(code: str) -> list[str]:
    """Of the lead, then of those who support."""
    rows = Lane.rows.filter(obligation__code=code).order_by("role", "pk")
    return list(rows.values_list("state", flat=True))


def due(code: str) -> date | None:
    return row(code).due_date


def entries(code: str) -> list[str]:
    """What the ledger tells of it, in order."""
    return list(Entry.rows.filter(code=code).order_by("pk").values_list("kind", flat=True))


def url(code: str, step: str = "") -> str:
    return f"{BOARD}{code}/{step}"
