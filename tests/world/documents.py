"""Documents of the world: drafts and registered papers of the commission, unless told otherwise.

Made by the room's own commands from a hand-made reading: no file is written, so a test of numbers, rights or lists
costs no reading. What the store should hold is up to the test.
"""

from __future__ import annotations

import hashlib
import itertools
from datetime import date, datetime
from typing import Any

from phoihop.documents import commands
from phoihop.documents.rules.guard import Decision, Verdict
from phoihop.documents.rules.reading import Place, PlaceKind, Reading
from phoihop.ground.actor import Actor
from tests.world.build import World

PAPER = "Sở Y tế tỉnh Kiên Giang báo cáo công tác phòng, chống dịch tháng 7 năm 2021."

_papers = itertools.count(1)


def draft(
    world: World,
    by: str = "giang",
    *,
    text: str = PAPER,
    name: str = "van-ban.pdf",
    blob: str = "",
    about: str = "",
    is_internal: bool = False,
    at: datetime | None = None,
) -> str:
    """A paper that waits to be registered by the unit of one of the cast; gives its code. `blob` is the SHA-256 of its
    file: each paper has one of its own unless told."""
    verdict = Verdict(Decision.INTERNAL if is_internal else Decision.ACCEPTED, ())
    actor = _actor(world, by, at)
    taken = commands.accept_file(
        blob=blob or hashlib.sha256(f"{next(_papers)} {text}".encode()).hexdigest(),
        size=len(text.encode()),
        scans="",
        name=name,
        judged=commands.Judged(_reading(text), verdict),
        unit_id=actor.unit_id or 0,
        about=about,
        by=actor,
        at=at or world.at,
    )
    return taken.code


def registered(
    world: World,
    by: str = "giang",
    *,
    code: str = "",
    at: datetime | None = None,
    about: str = "",
    is_internal: bool = False,
    **values: Any,
) -> str:
    """An incoming report of the Department of Health in the register of the unit of one of the cast; gives its code.
    `values` are those of `register_document`; `code` names a draft that is there already."""
    code = code or draft(world, by, at=at, about=about, is_internal=is_internal)
    given: dict[str, Any] = {
        "direction": "IN",
        "system": "STATE",
        "type_key": "BC",
        "citation": "125/BC-SYT",
        "issued_date": date(2021, 7, 30),
        "issuer": "Sở Y tế tỉnh Kiên Giang",
        "subject": "Báo cáo công tác phòng, chống dịch tháng 7 năm 2021",
    }
    if values.get("direction") == "OUT":
        given |= {"system": "PARTY", "type_key": "CV", "citation": "", "issued_date": None, "issuer": ""}
    commands.register_document(code=code, **{**given, **values}, by=_actor(world, by, at), at=at or world.at)
    return code


def _reading(text: str) -> Reading:
    place = Place(PlaceKind.TEXT, text, page=1)
    return Reading(format="pdf", media_type="application/pdf", places=(place,), pages=1)


def _actor(world: World, username: str, at: datetime | None) -> Actor:
    return world.person(username).actor_at(at or world.at)
