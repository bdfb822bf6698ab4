"""The other rooms of the synthetic country: what citizens, the press, editors and offices wrote in a body's year.

Every room has a module with `fill(scene)`, which makes its rows through the room's own commands, all illustrations, and
gives how many. Each draws from a chance of its own (`scene.chance(room)`): a room more or a row more in one of them
changes no other. What belongs to the whole portal and to no body is made once, by `begin`.
"""

from __future__ import annotations

from datetime import datetime
from types import ModuleType

from phoihop.ground.actor import Actor
from phoihop.site.country.making import (
    articles,
    assessments,
    concerns,
    corrections,
    dispatches,
    forecasts,
    meetings,
    outreach,
    portal,
    press,
    presswork,
    reviews,
    signals,
)
from phoihop.site.country.making.scene import Scene

# Press before its hand-offs and alarms; news before corrections of them.
ROOMS: dict[str, ModuleType] = {
    "concerns": concerns,
    "press": press,
    "presswork": presswork,
    "articles": articles,
    "corrections": corrections,
    "dispatches": dispatches,
    "meetings": meetings,
    "outreach": outreach,
    "assessments": assessments,
    "forecasts": forecasts,
    "signals": signals,
    "reviews": reviews,
}


def begin(*, by: Actor, at: datetime) -> None:
    """The portal's own words and headings, before the first body."""
    portal.begin(by=by, at=at)


def fill(scene: Scene) -> dict[str, int]:
    """All rooms of one body; rows by room."""
    return {name: room.fill(scene) for name, room in ROOMS.items()}
