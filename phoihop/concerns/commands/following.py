"""After the answer: reopened once, rated, published, closed; filed under a topic."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import (
    LONGEST_TEXT,
    as_json,
    decide,
    labels,
    load,
    main_of,
    note_step,
    reason_of,
    said,
    words_of,
)
from phoihop.concerns.commands.dispatching import keep_obligation
from phoihop.concerns.commands.keeping import spread
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import (
    ConcernClosed,
    ConcernFiled,
    ConcernPublished,
    ConcernRated,
    ConcernReopened,
    ConcernUnpublished,
)
from phoihop.concerns.models import Addition, Concern, Part
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries import routing
from phoihop.concerns.queries.copies import public_copy
from phoihop.concerns.queries.words import REOPENS
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.publications import commands as publications

REOPENED = gettext_lazy("Mở lại: %(reason)s. Trả lời lại trước hết ngày %(due)s.")
RATED = gettext_lazy("Bạn đã đánh giá câu trả lời.")
PUBLISHED = gettext_lazy("Câu trả lời đã được công khai, không có thông tin cá nhân.")
ANCHOR = gettext_lazy("ngày mở lại")


@command("concern.reopen")
def reopen_concern(
    *, code: str, reason: str, words: str = "", version: int | None = None, by: Actor, at: datetime
) -> ConcernReopened:
    """Once, within the term: it is owed anew, and judged by another approver. Who was merged reopens for all.

    Refused: no reason, not answered, reopened before, the term over.
    """
    own = load(code, "concern.reopen", by=by, version=version)
    row = main_of(own)
    state = decide(row, "reopen")
    if reason not in states.REOPENS:
        raise Refused(_("Cần chọn lý do mở lại. Chưa có gì thay đổi."))
    if row.reopened_at is not None:
        raise Refused(_("Phản ánh này đã được mở lại một lần. Không có gì thay đổi."))
    if row.reopen_until is None or local_date(at) > row.reopen_until:
        raise Refused(_("Đã hết thời hạn mở lại. Không có gì thay đổi; bạn có thể gửi phản ánh mới."))
    words = words_of(words, LONGEST_TEXT)
    if words:
        number = Addition.rows.filter(concern=own).count() + 1
        Addition.rows.create(
            concern=own,
            at=at,
            sealed=boxes.unit_box(own.reception_id).close_text(words, of=f"more:{own.code}:{number}"),
            delete_on=own.delete_on,
        )
    way = routing.way_of(row.territory, row.service, row.place)
    explanation = routing.counted(way.answer, local_date(at), anchor_name=said(ANCHOR))
    keep = timedelta(days=routing.term(row.territory, "personal_keep").days)
    change(
        row,
        state=state,
        reopened_at=at,
        reopen_until=None,
        round=row.round + 1,
        promised_date=explanation.due,
        explanation=as_json(explanation),
        is_late=False,
        delete_on=max(row.delete_on, explanation.due + keep),
    )
    spread(row)
    Part.rows.filter(concern=row, state="WRITTEN").update(state="OPEN")  # what was written stays, to be gone over
    keep_obligation(row, by=by, at=at)
    due = f"{explanation.due.day}/{explanation.due.month}/{explanation.due.year}"
    step = note_step(row, "reopen", said(REOPENED, reason=said(REOPENS[reason]).lower(), due=due), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernReopened(**labels(row), reason=reason, due=explanation.due.isoformat()))


@command("concern.rate")
def rate_concern(*, code: str, stars: int, version: int | None = None, by: Actor, at: datetime) -> ConcernRated | None:
    """One to five for the answer, from each raiser; given again it is changed. Refused: no such number, no answer."""
    own = load(code, "concern.rate", by=by, version=version)
    row = main_of(own)
    decide(row, "rate")
    if stars not in states.STARS:
        raise Refused(_("Mức hài lòng là từ 1 đến 5. Chưa ghi gì."))
    if own.rating == stars:
        nothing_changed()
        return None
    change(own, rating=stars, rated_at=at)
    show(row, by=by, at=at)
    return tell(ConcernRated(**labels(own), stars=stars))


@command("concern.publish")
def publish_concern(
    *,
    code: str,
    note: str = "",
    is_personal_confirmed: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ConcernPublished:
    """Copies question and answer out to everybody. Refused: not answered, no public wording, something that looks
    personal in the answer and nobody who says that it is the office's own."""
    row = load(code, "concern.publish", by=by, version=version)
    decide(row, "publish")
    copy = public_copy(row)
    if copy is None or not row.public_text:
        raise Refused(_("Chưa có tiêu đề và nội dung công khai. Chưa công bố; hãy xem xét nội dung trước."))
    found = documents.personal_strings([copy.text, *(name for name, _address in _evidence(copy))])
    if found and not is_personal_confirmed:
        kinds = documents.personal_in_words(tuple(dict.fromkeys(kind for kind, _string in found)))
        raise Refused(
            _(
                "Câu trả lời có chỗ giống dữ liệu cá nhân: %(kinds)s. Chưa công bố; hãy sửa, hoặc xác nhận đó là thông"
                " tin của cơ quan."
            )
            % {"kinds": kinds}
        )
    change(row, published_at=row.published_at or at)
    through = by.through("concern.publish")
    publications.publish(copy=public_copy(row) or copy, note=note, by=through, at=at)
    step = note_step(row, "publish", said(PUBLISHED), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernPublished(**labels(row), number=row.answer_number))


@command("concern.publish")
def unpublish_concern(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> ConcernUnpublished:
    """Takes the public copy back; its address stays and says why. Refused: no reason, not published."""
    row = load(code, "concern.publish", by=by, version=version)
    reason = reason_of(reason)
    if row.published_at is None:
        raise Refused(_("Câu trả lời này chưa được công khai. Không có gì thay đổi."))
    change(row, published_at=None)
    publications.withdraw(code=row.code, note=reason, by=by.through("concern.publish"), at=at)
    show(row, by=by, at=at)
    return tell(ConcernUnpublished(**labels(row), reason=reason))


@command("concern.moderate")
def file_concern(
    *, code: str, dossier: str, version: int | None = None, by: Actor, at: datetime
) -> ConcernFiled | None:
    """Under a topic, or out of one. Refused: a code that is none."""
    row = load(code, "concern.moderate", by=by, version=version)
    dossier = words_of(dossier, 80)
    if dossier == row.dossier:
        nothing_changed()
        return None
    if dossier and not dossier.startswith("VD-"):
        raise Refused(_("Chỉ gắn phản ánh vào một vấn đề (mã VD-…). Chưa ghi gì."))
    change(row, dossier=dossier)
    if row.state in states.WORKED_ON:
        keep_obligation(row, by=by, at=at)
    return tell(ConcernFiled(**labels(row)))


@command("concern.expire")
def close_concern(*, code: str, by: Actor, at: datetime) -> ConcernClosed | None:
    """The term in which it could be reopened is over. Nobody is told: nothing happened. Twice is harmless."""
    row = Concern.rows.filter(code=code).first()
    ask(by, "concern.expire")
    if row is None or states.after(states.CONCERN, row.state, "close") is None:
        nothing_changed()
        return None
    change(row, state="CLOSED", closed_at=at, reopen_until=None)
    show(row, by=by, at=at)
    return tell(ConcernClosed(**labels(row)))


def _evidence(copy: publications.Copy) -> tuple[tuple[str, str], ...]:
    return copy.details.evidence if isinstance(copy.details, publications.AnswerDetails) else ()
