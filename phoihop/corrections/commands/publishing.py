"""Out to the public, as a frozen copy with the files of its evidence; and back, with a note."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.corrections import events
from phoihop.corrections.commands.basics import labels, load, next_state, reason_of, text_of, unchanged
from phoihop.corrections.commands.working import check_whole
from phoihop.corrections.models import Claim
from phoihop.corrections.queries.copies import PaperOut, public_copy
from phoihop.corrections.queries.names import verdict_name
from phoihop.corrections.rules import limits
from phoihop.documents import commands as register
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.powers import ask
from phoihop.obligations import commands as obligations
from phoihop.publications import commands as publications
from phoihop.publications import queries as published

CONCLUDED = gettext_lazy("Kết luận đã công bố: %(verdict)s.")


@command("correction.publish")
def publish_correction(
    *, code: str, note: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.CorrectionPublished:
    """What was approved goes out, as a further version if it is out already; the duty to check is done with it.

    Refused: what is not approved, a further version without a note why it changed.
    """
    row = load(code, "correction.publish", by, version)
    note = text_of(note, limits.LONGEST_NOTE)
    following = next_state(row, "publish")
    if row.state == "PUBLISHED":
        raise Refused(_("%(code)s đã công bố. Không có gì thay đổi; muốn sửa hãy mở kiểm tra lại.") % {"code": code})
    if row.number and not note:
        raise Refused(_("Cần ghi vì sao kết luận thay đổi để người đọc biết. Bản đang công khai giữ nguyên."))
    check_whole(row)
    event = _send_out(row, note=note, by=by, at=at, state=following)
    obligations.settle_obligation(
        origin=limits.origin(row.code, row.times),
        statement=on_record(CONCLUDED, verdict=verdict_name(row.verdict)),
        reference=row.code,
        accept=True,
        by=by.through("correction.publish"),
        at=at,
    )
    return event


@command("correction.withdraw")
def withdraw_correction(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.CorrectionWithdrawn:
    """Takes a correction back: its address stays and shows the note. Twice is harmless. Refused without a note, and
    what never went out."""
    row = load(code, "correction.withdraw", by, version)
    note = reason_of(note)
    event = events.CorrectionWithdrawn(**labels(row), note=note)
    if row.state == "WITHDRAWN":
        return unchanged(event)
    following = next_state(row, "withdraw")
    if not row.is_out:
        raise Refused(_("%(code)s chưa công bố nên không có gì để rút; có thể thôi kiểm chứng.") % {"code": code})
    change(row, state=following, reason=note, is_out=False, recheck_date=None)
    publications.withdraw(code=row.code, note=note, by=by.through("correction.withdraw"), at=at)
    return tell(event)


def publish_again(row: Claim, *, note: str, by: Actor, at: datetime) -> None:
    """A reply was added to what is out: the same finding with it, as a further version."""
    ask(by, "correction.publish", row)
    _send_out(row, note=note, by=by, at=at, state="PUBLISHED")


def _send_out(row: Claim, *, note: str, by: Actor, at: datetime, state: str) -> events.CorrectionPublished:
    whole = public_copy(row, by, at)
    through = by.through("correction.publish")
    for paper in whole.papers:
        _send_paper(paper, by, at)
    change(row, state=state, is_out=True, number=row.number + 1, published_at=row.published_at or at)
    publications.publish(copy=whole.copy, note=note, by=through, at=at)
    return tell(events.CorrectionPublished(**labels(row), verdict=row.verdict, number=row.number, note=note))


def _send_paper(paper: PaperOut, by: Actor, at: datetime) -> None:
    """The file itself, opened by whoever lets it out and so on record. Refused: too large for the public."""
    opened = register.open_document(code=paper.document, kind=paper.kind, by=by, at=at)
    with opened.file as file:
        content = file.read(limits.LARGEST_PUBLIC_FILE + 1)
    if len(content) > limits.LARGEST_PUBLIC_FILE:
        raise Refused(
            _(
                "Tệp của %(document)s lớn quá %(most)s MB nên không công khai được. Chưa công bố; hãy chỉ nêu số văn"
                " bản."
            )
            % {"document": paper.document, "most": limits.LARGEST_PUBLIC_FILE // 1_000_000}
        )
    known = published.files([paper.key]).get(paper.key)
    if known is not None and known.size == len(content) and known.sha256 == _digest(content):
        return
    publications.publish_file(
        key=paper.key,
        name=f"{paper.key}{_ending(opened.media_type)}",
        title=paper.title,
        media_type=opened.media_type,
        content=content,
        by=by.through("correction.publish"),
        at=at,
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _ending(media_type: str) -> str:
    return {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}.get(media_type, "")
