"""What the commands of this room share: loading, texts, lines, frozen versions, who had which part."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from phoihop.assessments import states
from phoihop.assessments.models import Assessment, Hand, Party, Version
from phoihop.assessments.queries.freezing import content_of
from phoihop.assessments.queries.names import refusal_of, wording_in_words
from phoihop.assessments.rules import limits, wording
from phoihop.documents import queries as documents
from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, nothing_changed
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import units_in_force

Told = TypeVar("Told")
WRITE, EVALUATE = "WRITE", "EVALUATE"


def load(code: str, power: str, by: Actor, version: int | None = None) -> Assessment:
    """The assessment, if the actor holds the power over it and it is still what his page shows."""
    row = Assessment.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def labels(row: Assessment) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": row.title,
        "owner_id": row.owner_id,
        "assessor_id": row.assessor_id,
        "evaluator_id": row.evaluator_id,
    }


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def next_state(row: Assessment, act: str) -> str:
    """The state that the act leads to. Refused, with how the file stands, where the table has no such step."""
    following = states.after(states.ASSESSMENT, row.state, act)
    if following is None:
        raise Refused(refusal_of(row.code, row.state))
    return following


def in_work(row: Assessment) -> None:
    """Refused unless the file is being written."""
    if row.state != "WORKING":
        raise Refused(refusal_of(row.code, row.state))


def unchanged(event: Told) -> Told:
    """The work was done already: twice is harmless."""
    nothing_changed()
    return event


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────


def line_of(text: str, most: int = limits.LONGEST_LINE) -> str:
    return _checked(" ".join(nfc(text).split()), most)


def text_of(text: str, most: int = limits.LONGEST_TEXT) -> str:
    return _checked(nfc(text).strip(), most)


def needed(text: str, what: str, most: int = limits.LONGEST_TEXT) -> str:
    """Refused: nothing but spaces."""
    given = text_of(text, most)
    if not given:
        raise Refused(_("Còn thiếu: %(what)s. Chưa ghi gì; hãy viết rồi gửi lại.") % {"what": what})
    return given


def needed_line(text: str, what: str, most: int = limits.LONGEST_LINE) -> str:
    return needed(line_of(text, most), what, most)


def reason_of(text: str) -> str:
    return needed(text, _("lý do"), limits.LONGEST_NOTE)


def _checked(given: str, most: int) -> str:
    """Refused: too long, a person in it, marked secret."""
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    if faults := wording.faults_of(given):
        raise Refused(_("Chưa ghi gì. %(why)s") % {"why": wording_in_words(faults)})
    if given:
        check_text(given)
    return given


def future_day(day: date, at: datetime) -> date:
    if day <= local_date(at):
        raise Refused(
            _("Ngày phải sau hôm nay (%(today)s). Chưa ghi gì; hãy chọn ngày khác.")
            % {"today": words.day(local_date(at))}
        )
    return day


def past_day(day: date, at: datetime) -> date:
    if day > local_date(at):
        raise Refused(_("Ngày không thể sau hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    return day


def check_units(ids: Collection[int], at: datetime) -> None:
    if len(units_in_force(set(ids), at)) != len(set(ids)):
        raise Refused(_("Có cơ quan không còn hoặc chưa có hiệu lực. Chưa ghi gì; hãy chọn lại cơ quan."))


def document_of(code: str, by: Actor) -> documents.DocumentLine:
    """A registered document that the writer may see. Refused: another one."""
    given = code.strip()[:80]
    line = documents.documents_of(by, [given]).get(given) if given else None
    if line is None or line.state != "REGISTERED":
        raise Refused(
            _("Không thấy văn bản „%(code)s“ đã vào sổ mà bạn xem được. Chưa ghi gì; hãy ghi mã như VB-kg-2021-000012.")
            % {"code": given}
        )
    return line


# ── lines, versions, hands ──────────────────────────────────────────────────────────────────────────────────


def next_number(row: Assessment) -> int:
    """The number of one more line; the file is brought on by one version."""
    change(row, serial=row.serial + 1)
    return row.serial


def check_room(count: int) -> None:
    if count >= limits.MOST_LINES:
        raise Refused(_("Mỗi phần có nhiều nhất %(most)s dòng. Chưa ghi gì.") % {"most": limits.MOST_LINES})


def freeze(row: Assessment, why: str, by: Actor, at: datetime) -> Version:
    """One more version of the whole file, with its hash."""
    content = content_of(row)
    return Version.rows.create(
        assessment=row,
        number=row.number + 1,
        why=why,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        at=at,
        post=post_of(by),
    )


def keep_apart(row: Assessment, by: Actor, *parts: str) -> None:
    """Refused: somebody who had one of these parts in the assessment already."""
    if by.account_id is None:
        return
    if Hand.rows.filter(assessment=row, account_id=by.account_id, part__in=parts).exists():
        raise NotAllowed(
            _(
                "Người đánh giá không tự thẩm tra, và người đánh giá hoặc thẩm tra không tự xác nhận. %(code)s giữ"
                " nguyên; hãy để người khác làm bước này."
            )
            % {"code": row.code}
        )


def take_part(row: Assessment, by: Actor, part: str) -> None:
    if by.account_id is not None:
        Hand.rows.get_or_create(assessment=row, account_id=by.account_id, part=part)


def join(row: Assessment, unit_ids: Collection[int]) -> None:
    """These units read the file from now on."""
    known = set(Party.rows.filter(assessment=row).values_list("unit_id", flat=True))
    new = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id not in known]
    Party.rows.bulk_create([Party(assessment=row, unit_id=unit_id) for unit_id in new])
