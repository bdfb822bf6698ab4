"""Reviews laid on the world: the year of one partner over and its review opened, its parts asked for, handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.ground.actor import Actor, Role
from phoihop.reviews import commands
from phoihop.reviews.models import Review
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.cast import Person

OVER = datetime.fromisoformat("2021-12-20T09:00:00+07:00")  # a Monday after the year's cut-off, 14 December


@dataclass(frozen=True)
class Opened:
    """A review with what it looks back on, at the time it is worked on."""

    year: plan_layer.Year
    code: str
    at: datetime

    def row(self) -> Review:
        return Review.rows.get(code=self.code)


def head_of_partner(world: World) -> Person:
    """The approver of the Department of Health, whom the cast has not."""
    if "yen" not in world.accounts:
        return world.add_person("yen", "so-yte", (Role.APPROVER,), post="Giám đốc Sở", name="Hoàng Hải Yến")
    return world.person("yen")


def actor(world: World, username: str, at: datetime = OVER) -> Actor:
    return world.person(username).actor_at(at)


def opened(world: World, *, source: str = "", at: datetime = OVER) -> Opened:
    """The year begun in August, and in December An opens the review of the whole round."""
    year = plan_layer.begin(world)
    told = commands.open_review(source=source or year.round, period="2021", by=actor(world, "an", at), at=at)
    return Opened(year, told.code, at)


def gathering(world: World) -> Opened:
    found = opened(world)
    commands.gather_parts(code=found.code, parts_due=None, version=None, by=actor(world, "an"), at=found.at)
    return found


def write(world: World, found: Opened, username: str, unit: str, **texts: str) -> None:
    by = actor(world, username)
    given = texts or {"result": "Đã cung cấp số liệu hằng tuần.", "lesson": "Gửi sớm hơn."}
    commands.write_part(code=found.code, unit_id=world.unit(unit), texts=given, version=None, by=by, at=found.at)


def hand_in(world: World, found: Opened, username: str, unit: str) -> None:
    by = actor(world, username)
    commands.hand_in_part(code=found.code, unit_id=world.unit(unit), version=None, by=by, at=found.at)


def handed_in(world: World) -> Opened:
    """Chi's office has proposed a lesson and handed its part in."""
    found = gathering(world)
    write(world, found, "chi", "so-yte")
    propose(world, found)
    hand_in(world, found, "chi", "so-yte")
    return found


def propose(
    world: World, found: Opened, text: str = "Gửi văn bản trước ba ngày làm việc", kind: str = "DUE_RULE"
) -> int:
    told = commands.propose_lesson(
        code=found.code, unit_id=world.unit("so-yte"), kind=kind, text=text, by=actor(world, "chi"), at=found.at
    )
    return told.number


def accepted(world: World) -> Opened:
    """Both parts count."""
    found = handed_in(world)
    write(world, found, "an", "btg-tinh-uy", result="Đã theo dõi đủ các giai đoạn.")
    hand_in(world, found, "an", "btg-tinh-uy")
    commands.accept_part(
        code=found.code, unit_id=world.unit("so-yte"), version=None, by=actor(world, "an"), at=found.at
    )
    return found


def presented(world: World) -> Opened:
    found = accepted(world)
    commands.present_review(code=found.code, missing_reason="", version=None, by=actor(world, "an"), at=found.at)
    return found


def signed(world: World, *, dissent: str = "") -> Opened:
    """Bình signs for the lead; the head of the partner signs too, or says why not."""
    found = presented(world)
    yen = head_of_partner(world).actor_at(found.at)
    number, at = found.row().number, found.at + timedelta(hours=1)
    commands.sign_review(
        code=found.code, unit_id=world.unit("btg-tinh-uy"), number=number, by=actor(world, "binh"), at=at
    )
    of_partner = {"code": found.code, "unit_id": world.unit("so-yte"), "number": number, "by": yen, "at": at}
    if dissent:
        commands.dissent_from_review(text=dissent, **of_partner)
    else:
        commands.sign_review(**of_partner)
    return found


def half_year(world: World, year: plan_layer.Year) -> str:
    """Of a year begun in August the first half is over: its review waits for Chi's part, in which a lesson stands."""
    an, chi, at = world.person("an").actor, world.person("chi").actor, world.at
    code = commands.open_review(source=year.round, period="2021-H1", by=an, at=at).code
    commands.gather_parts(code=code, parts_due=None, version=None, by=an, at=at)
    of_chi = {"code": code, "unit_id": world.unit("so-yte"), "by": chi, "at": at}
    commands.write_part(texts={"result": "Đã cung cấp số liệu."}, version=None, **of_chi)
    commands.propose_lesson(kind="CHANNEL", text="Dùng loa phát thanh phường", **of_chi)
    commands.hand_in_part(version=None, **of_chi)
    return code
