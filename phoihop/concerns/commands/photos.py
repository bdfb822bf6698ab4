"""Photos pass the secrecy guard before any of them is kept; what it does not let in leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from phoihop.concerns.models import Concern, ConcernPhoto
from phoihop.concerns.outside import boxes
from phoihop.documents import commands as documents

_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"RIFF", "image/webp", "webp"),
)
_LET_IN = ("ACCEPTED", "INTERNAL")
_NO_WORDS = "G7"  # the guard found nothing to read: of a paper a reason to ask, of a photo the usual case


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that the guard has seen. With `rules` it was not let in, and has no bytes any more."""

    number: int
    media_type: str
    content: bytes
    rules: tuple[str, ...] = ()


def judge_photos(photos: Sequence[bytes]) -> tuple[Photo, ...]:
    """Reads each in a bounded child process, before any transaction begins; keeps nothing."""
    judged = []
    for number, content in enumerate(photos, start=1):
        media_type, ending = type_of(content)
        if not media_type:
            judged.append(Photo(number, "", b"", ("not_a_photo",)))
            continue
        with documents.spooled(BytesIO(content), name=f"anh-{number}.{ending}") as spool:
            verdict = documents.judge(spool, name=f"anh-{number}.{ending}").verdict
        rules = tuple(dict.fromkeys(finding.rule for finding in verdict.findings))
        if verdict.decision in _LET_IN or rules == (_NO_WORDS,):
            judged.append(Photo(number, media_type, content))
        else:
            judged.append(Photo(number, media_type, b"", rules or (str(verdict.decision),)))
    return tuple(judged)


def keep_photos(row: Concern, photos: Sequence[Photo], box: boxes.UnitBox) -> None:
    """Of those let in, encrypted; belongs into the transaction of the act."""
    ConcernPhoto.rows.bulk_create(
        ConcernPhoto(
            concern=row,
            number=photo.number,
            media_type=photo.media_type,
            sealed=box.close(photo.content, of=f"photo:{row.code}:{photo.number}"),
            delete_on=row.delete_on,
        )
        for photo in photos
        if not photo.rules
    )


def type_of(content: bytes) -> tuple[str, str]:
    """Media type and ending by the first bytes; empty: no photo that we know."""
    for head, media_type, ending in _TYPES:
        if content.startswith(head) and (media_type != "image/webp" or content[8:12] == b"WEBP"):
            return media_type, ending
    return "", ""
