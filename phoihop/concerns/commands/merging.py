"""Several wrote of the same thing: one concern is worked on for all, and all get its one answer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import decide, group_of, labels, load, note_step, reason_of, said
from phoihop.concerns.commands.keeping import spread
from phoihop.concerns.commands.obliging import release
from phoihop.concerns.commands.showing import show, show_alone
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import ConcernMerged, ConcernUnmerged
from phoihop.concerns.models import Concern, Step
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotVisible, ask

MERGED = gettext_lazy("Gộp với phản ánh %(code)s cùng nội dung: một câu trả lời cho tất cả.")
UNMERGED = gettext_lazy("Tách khỏi phản ánh %(code)s: sẽ được trả lời riêng.")


@command("concern.merge")
def merge_concerns(*, code: str, into: str, version: int | None = None, by: Actor, at: datetime) -> ConcernMerged:
    """`code`, with whatever was merged into it, becomes part of `into`. Its raisers are told, and if the answer is out
    already they get it now.

    Refused: into itself; into one that is merged, refused or over; of another territory.
    """
    row = load(code, "concern.merge", by=by, version=version)
    main = Concern.rows.filter(code=into).first()
    if main is None:
        raise NotVisible
    ask(by, "concern.merge", main)
    state = decide(row, "merge")
    if main.pk == row.pk:
        raise Refused(_("Không gộp một phản ánh vào chính nó. Chưa có gì thay đổi; hãy chọn phản ánh khác."))
    if main.territory != row.territory or main.state not in (*states.OPEN, "ANSWERED"):
        raise Refused(
            _("Không gộp được vào %(code)s: phản ánh đó đã gộp, đã từ chối, đã khép hoặc của địa bàn khác. Chưa gộp.")
            % {"code": main.code}
        )
    moved = group_of(row)
    release(row, by=by, at=at)
    change(row, state=state, merged_into_id=main.pk, resumes="", question="", asked_at=None)
    change(main)  # whoever answers at the same moment sees that somebody came in
    Concern.rows.filter(merged_into=row).update(merged_into=main)
    steps = [(one, note_step(one, "merge", said(MERGED, code=main.code), at=at)) for one in moved]
    main.delete_on = max(main.delete_on, *(one.delete_on for one in moved))
    spread(main)
    show(main, by=by, at=at)
    for one, step in steps:
        tell_raisers(main, step, whom=[one], by=by, at=at)
    if main.state == "ANSWERED":
        answer = Step.rows.filter(concern=main, act="answer").order_by("-pk").first()
        if answer is not None:
            tell_raisers(main, answer, number=main.answer_number, whom=moved, by=by, at=at)
    return tell(ConcernMerged(**labels(row), into=main.code))


@command("concern.merge")
def unmerge_concern(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> ConcernUnmerged:
    """It was not the same after all: it goes its own way again, from the reception unit, with the date it had.

    Refused: no reason, unless it is merged, and once the answer for all is out: then its raiser reopens.
    """
    row = load(code, "concern.merge", by=by, version=version)
    state = decide(row, "unmerge")
    reason = reason_of(reason)
    main = Concern.rows.get(pk=row.merged_into_id or 0)
    if main.state in states.DONE:
        raise Refused(
            _("Câu trả lời chung đã gửi cho mọi người. Không có gì thay đổi; nếu chưa đúng, hãy mở lại %(code)s.")
            % {"code": main.code}
        )
    change(row, state=state, merged_into_id=None, lead_id=None)
    change(main)
    step = note_step(row, "unmerge", said(UNMERGED, code=main.code), at=at)
    show_alone(row, by=by, at=at)
    show(main, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernUnmerged(**labels(row), reason=reason, was_in=main.code))
