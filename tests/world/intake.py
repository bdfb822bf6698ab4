"""Real files on their way in: the whole of `take_in`, reading child and store included.

Slower than `tests.world.documents`, which makes documents from a reading by hand: for what only a file can show.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from phoihop.documents import commands
from phoihop.documents.commands import Outcome
from phoihop.ground.actor import Actor
from tests.world import files
from tests.world.build import World
from tests.world.cast import Person

TAKE_IN = "/lam-viec/van-ban/dua-vao/"
LETTER = (
    "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG\nSỞ Y TẾ\nSố: 125/BC-SYT\nKiên Giang, ngày 30 tháng 7 năm 2021\nBÁO CÁO\n"
    "Công tác phòng, chống dịch tháng 7 năm 2021\nKính gửi: Ban Tuyên giáo Tỉnh ủy.\n"
    "Trong tháng, toàn tỉnh ghi nhận một số ổ dịch nhỏ, đã được khoanh vùng."
)


@cache  # the maker of PDFs writes the time into each
def letter(*more: str) -> bytes:
    """A report of the Department of Health as a PDF with text; `more` are lines below it."""
    return files.pdf("\n".join([LETTER, *more]))


@cache
def marked(*more: str) -> bytes:
    """The same with a mark of secrecy, as it stands under the number."""
    return files.pdf(LETTER.replace("125/BC-SYT", "125/BC-SYT\nTỐI MẬT") + "\n" + "\n".join(more))


@cache
def locked(*more: str) -> bytes:
    """The same behind a password: nobody can read it, so it is held."""
    return files.changed_pdf(letter(*more), password="mo-cua")


def take(
    world: World,
    content: bytes,
    name: str = "bao-cao.pdf",
    *,
    by: str = "giang",
    about: str = "",
    is_declared: bool = True,
    at: datetime | None = None,
    actor: Actor | None = None,
    unit: str = "",
) -> Outcome:
    """One file as one of the cast brings it in for the own unit."""
    actor = actor or world.person(by).actor_at(at or world.at)
    with commands.spooled(BytesIO(content), name=name) as spool:
        return commands.take_in(
            spool=spool,
            name=name,
            unit_id=world.unit(unit) if unit else actor.unit_id or 0,
            is_declared=is_declared,
            about=about,
            by=actor,
            at=at or world.at,
        )


def send(person: Person, *sent: tuple[str, bytes], as_script: bool = False, **typed: Any) -> HttpResponse:
    """The files as a browser sends them: all at once, or as the page's script does."""
    given = {"declared": "on", **typed, "files": [SimpleUploadedFile(name, content) for name, content in sent]}
    answer: HttpResponse = person.client.post(TAKE_IN, given, headers={"HX-Request": "true"} if as_script else {})
    return answer


def kept_files() -> set[str]:
    """Every file in the data folder that holds, or may hold, what came in."""
    root = Path(settings.PHOIHOP_DATA)
    return {
        str(path.relative_to(root))
        for folder in ("documents", "quarantine", "spool")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }
