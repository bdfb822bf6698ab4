"""Documents that units of the world shall provide: Chi to the commission, unless told otherwise."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from phoihop.ground.events import Event
from phoihop.obligations import commands
from phoihop.obligations.models import Expected
from tests.world import documents
from tests.world.build import World
from tests.world.cast import Person
from tests.world.obligations import owe, url

DUTY = "partner.provide-documents"
DOSSIER = "VD-kg-2021-0001"
PROVISION = "/lam-viec/cung-cap/"
UNNAMED = "Một văn bản được giữ lại có căn cứ"
WITHHELD: dict[str, Any] = {
    "ground": "PENDING_CASE",
    "reason": "Vụ việc chưa kết luận",
    "recheck_date": date(2021, 9, 1),
}


def owe_documents(world: World, number: int = 0, **values: Any) -> str:
    """An obligation that expects one document by its duty; gives its code."""
    return owe(world, number, **{"duty": DUTY, "dossier": DOSSIER, **values})


def expect(code: str, person: Person, *titles: str, **values: Any) -> list[int]:
    """Lists documents; gives their numbers in the order of the titles."""
    commands.expect_documents(code=code, titles=titles, **values, by=person.actor, at=person.at)
    numbers = dict(Expected.rows.filter(obligation__code=code).values_list("title", "pk"))
    return [numbers[title] for title in titles]


def first(code: str) -> int:
    """The line that the duty itself brought."""
    return lines(code)[0].pk


def lines(code: str) -> list[Expected]:
    return list(Expected.rows.filter(obligation__code=code).order_by("pk"))


def line(expected_id: int) -> Expected:
    return Expected.rows.get(pk=expected_id)


def act_on(
    name: str, code: str, expected_id: int, person: Person, *, at: datetime | None = None, **given: Any
) -> Event:
    """`act_on("lift_withholding", code, number, chi)`"""
    moment = at or person.at
    run = getattr(commands, name)
    event: Event = run(code=code, expected_id=expected_id, **given, by=person.actor_at(moment), at=moment)
    return event


def paper(world: World, by: str = "chi", *, text: str = "", **values: Any) -> str:
    """A registered document of the office of one of the cast, kept without a number; gives its code."""
    code = documents.draft(world, by, text=text) if text else ""
    return documents.registered(world, by, code=code, **{"direction": "KEPT", **values})


def withheld(world: World, code: str, expected_id: int, **values: Any) -> None:
    """Chi proposes, the head of her office agrees."""
    given = {**WITHHELD, **values}
    act_on("withhold_document", code, expected_id, world.person("chi"), **given)
    act_on("review_withholding", code, expected_id, head(world), is_agreed=True)


def head(world: World) -> Person:
    """The approver of Chi's office."""
    if "phuong" not in world.accounts:
        world.add_person("phuong", "so-yte", ["approver"], post="Giám đốc Sở")
    return world.person("phuong")


def line_url(code: str, expected_id: int, step: str) -> str:
    return url(code, f"van-ban/{expected_id}/{step}/")
