"""A person looks first: admitted, given a public wording, refused with whom to turn to instead, looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    covered,
    decide,
    labels,
    load,
    needed,
    note_step,
    reason_of,
    said,
    words_of,
)
from phoihop.concerns.commands.keeping import erase, keep
from phoihop.concerns.commands.obliging import release
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import (
    ConcernAdmitted,
    ConcernModerated,
    ConcernReconsidered,
    ConcernRefused,
    PersonalErased,
)
from phoihop.concerns.models import Concern, Service, Spot
from phoihop.concerns.queries import routing
from phoihop.concerns.queries.words import REASONS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell

ADMITTED = gettext_lazy("Đã tiếp nhận. Sẽ chuyển đến cơ quan trả lời.")
HELD = gettext_lazy("Có người xem lại nội dung trước khi chuyển đến cơ quan trả lời.")
REFUSED = gettext_lazy("Không tiếp nhận: %(reason)s. Nơi tiếp nhận: %(owner)s.")
RECONSIDERED = gettext_lazy("Đã xem xét lại và tiếp nhận.")


@command("concern.moderate")
def admit_concern(*, code: str, version: int | None = None, by: Actor, at: datetime) -> ConcernAdmitted:
    """Lets a concern that waited go its way. Refused unless it waits to be looked at."""
    row = load(code, "concern.moderate", by=by, version=version)
    change(row, state=decide(row, "admit"), flags="")
    step = note_step(row, "admit", said(ADMITTED), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernAdmitted(**labels(row)))


@command("concern.moderate")
def hold_concern(*, code: str, version: int | None = None, by: Actor, at: datetime) -> ConcernModerated:
    """Puts it back among what a person looks at first. Refused once it is with an agency."""
    row = load(code, "concern.moderate", by=by, version=version)
    change(row, state=decide(row, "hold"))
    note_step(row, "hold", said(HELD), at=at)
    show(row, by=by, at=at)
    return tell(ConcernModerated(**labels(row)))


@command("concern.moderate")
def moderate_concern(
    *,
    code: str,
    title: str,
    public_text: str,
    service: str = "",
    place: str | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ConcernModerated | None:
    """What everybody may read of it: telephone numbers and the like are covered by rule, names by whoever does this.

    Service and place may be put right with it, while no agency has it. Refused: no title, a merged or refused concern.
    """
    row = load(code, "concern.moderate", by=by, version=version)
    if row.state in ("REFUSED", "MERGED"):
        decide(row, "admit")
    title = covered(needed(title, _("Cần có tiêu đề. Chưa ghi gì."), LONGEST_TITLE))
    text = covered(words_of(public_text, LONGEST_TEXT))
    values: dict[str, Any] = {"title": title, "public_text": text, **_place(row, service, place)}
    before = {name: getattr(row, name) for name in values}
    if before == values:
        nothing_changed()
        return None
    change(row, **values)
    show(row, by=by, at=at)
    return tell(ConcernModerated(**labels(row)))


@command("concern.refuse")
def refuse_concern(
    *, code: str, reason: str, owner: str, words: str = "", version: int | None = None, by: Actor, at: datetime
) -> ConcernRefused:
    """Not taken up, with the reason and whom to turn to. Of a complaint or denunciation only the pointer stays: its
    text goes at once. Refused: nobody named to turn to; an answer that is out already."""
    row = load(code, "concern.refuse", by=by, version=version)
    state = decide(row, "refuse")
    if reason not in states.REASONS:
        raise Refused(_("Cần chọn lý do. Chưa có gì thay đổi."))
    owner = covered(
        needed(owner, _("Cần nêu nơi người phản ánh phải đến. Chưa có gì thay đổi; hãy ghi tên cơ quan."), 300)
    )
    words = covered(words_of(words, 2000))
    release(row, by=by, at=at)
    kept_days = timedelta(days=routing.term(row.territory, "refused_keep").days)
    until = local_date(at) + kept_days
    change(
        row,
        state=state,
        refusal=reason,
        refused_to=owner,
        refusal_words=words,
        closed_at=at,
        resumes="",
        question="",
        asked_at=None,
    )
    told = said(REFUSED, reason=said(REASONS[reason]), owner=owner)
    step = note_step(row, "refuse", told, more=words, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    if reason in states.DROPS_TEXT:
        erase(row, at)
        Concern.rows.filter(pk=row.pk).update(title="", public_text="")
        row.title = row.public_text = ""
        tell(PersonalErased(**labels(row), why="refused"))
    else:
        keep(row, until)
    return tell(ConcernRefused(**labels(row), reason=reason, owner=owner))


@command("concern.refuse")
def reconsider_concern(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> ConcernReconsidered:
    """A refusal is taken back; it starts anew at the reception unit, with the date it had. Refused: no reason; where
    nothing is left of what was written."""
    row = load(code, "concern.refuse", by=by, version=version)
    state = decide(row, "reconsider")
    reason = reason_of(reason)
    if not row.sealed:
        raise Refused(
            _("Nội dung của phản ánh này không còn được giữ. Không có gì thay đổi; người phản ánh cần gửi lại.")
        )
    until = max(row.delete_on, row.promised_date + timedelta(days=routing.term(row.territory, "personal_keep").days))
    change(row, state=state, refusal="", refused_to="", refusal_words="", lead_id=None, closed_at=None, delete_on=until)
    keep(row, until)
    step = note_step(row, "reconsider", said(RECONSIDERED), more=reason, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernReconsidered(**labels(row), reason=reason))


def _place(row: Concern, service: str, place: str | None) -> dict[str, str]:
    values = {}
    if service and service != row.service:
        if not Service.rows.filter(territory=row.territory, key=service).exists():
            raise Refused(_("Không có lĩnh vực này. Chưa ghi gì; hãy chọn lĩnh vực khác."))
        values["service"] = service
    if place is not None and place != row.place:
        if place and not Spot.rows.filter(territory=row.territory, key=place).exists():
            raise Refused(_("Không có địa điểm này trong danh sách. Chưa ghi gì; hãy chọn lại địa điểm."))
        values["place"] = place
    if values and row.state not in states.UNASSIGNED:
        raise Refused(_("Phản ánh đã giao cho cơ quan; lĩnh vực và địa điểm không sửa được nữa. Chưa ghi gì."))
    return values
