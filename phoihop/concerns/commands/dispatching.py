"""To the agencies: assigned, begun, passed on to the next owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns.commands.basics import (
    decide,
    labels,
    load,
    name_of,
    note_step,
    post_of,
    reason_of,
    said,
    words_of,
)
from phoihop.concerns.commands.obliging import oblige, release, set_parts
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import ConcernAssigned, ConcernPassedOn, ConcernStarted
from phoihop.concerns.models import Concern, Dispute, Part, Transfer
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.organizations.queries import unit_names, units_in_force

ASSIGNED = gettext_lazy("Đã chuyển đến %(lead)s trả lời.")
ASSIGNED_WITH = gettext_lazy("Đã chuyển đến %(lead)s trả lời, cùng %(others)s.")
PASSED_ON = gettext_lazy("%(from_unit)s chuyển đến %(to_unit)s vì việc này thuộc thẩm quyền cơ quan đó.")
STARTED = gettext_lazy("%(lead)s đang xử lý.")


@command("concern.assign")
def assign_concern(
    *, code: str, lead_id: int, supporting: Mapping[int, str], version: int | None = None, by: Actor, at: datetime
) -> ConcernAssigned:
    """Gives it to the agency that answers, and to those that add a part (unit: what it is asked for). Given again, the
    agencies change and the date stays. One obligation with a lane each. Refused: a unit that is not in force."""
    row = load(code, "concern.assign", by=by, version=version)
    state = decide(row, "assign")
    check_units([lead_id, *supporting], at)
    before = row.lead_id
    if before is not None and before != lead_id:
        note_transfer(row, before, lead_id, said(gettext_lazy("Giao lại.")), by=by, at=at)
    give(row, lead_id, supporting, state=state, by=by, at=at)
    others = ", ".join(names[pk].name for names in [unit_names(supporting)] for pk in names if pk != lead_id)
    words = ASSIGNED_WITH if others else ASSIGNED
    step = note_step(row, "assign", said(words, lead=name_of(lead_id), others=others), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(
        ConcernAssigned(
            **labels(row),
            lead_name=name_of(lead_id),
            unit_ids=(lead_id, *(pk for pk in supporting if pk != lead_id)),
            due=row.promised_date.isoformat(),
        )
    )


@command("concern.start")
def start_concern(*, code: str, version: int | None = None, by: Actor, at: datetime) -> ConcernStarted:
    """The lead begins. Refused unless it has just been given it, or it was reopened."""
    row = load(code, "concern.start", by=by, version=version)
    change(row, state=decide(row, "start"))
    step = note_step(row, "start", said(STARTED, lead=name_of(row.lead_id)), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernStarted(**labels(row)))


@command("concern.pass_on")
def pass_on_concern(
    *, code: str, to_unit_id: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> ConcernPassedOn:
    """Not the lead's to answer: it names whose it is, and there it goes, with what others have added and the same date.

    Refused: no reason, no other unit in force, one that has itself passed it on already: then it is a disagreement.
    """
    row = load(code, "concern.pass_on", by=by, version=version)
    state = decide(row, "pass_on")
    reason = reason_of(reason)
    from_id = row.lead_id or row.reception_id
    if to_unit_id == from_id:
        raise Refused(_("Cần nêu cơ quan khác. Chưa có gì thay đổi; hãy chọn cơ quan có thẩm quyền."))
    check_units([to_unit_id], at)
    if Transfer.rows.filter(concern=row, from_unit_id=to_unit_id).exists():
        raise Refused(
            _(
                "%(unit)s đã chuyển phản ánh này đi. Chưa có gì thay đổi; nếu vẫn cho là của cơ quan đó, hãy nêu bất"
                " đồng để cơ quan cấp trên quyết định."
            )
            % {"unit": name_of(to_unit_id)}
        )
    if Dispute.rows.filter(concern=row, state="DECIDED").exists():
        raise Refused(
            _("Cơ quan cấp trên đã quyết định ai trả lời. Chưa có gì thay đổi; hãy trả lời, hoặc nêu lại bất đồng.")
        )
    note_transfer(row, from_id, to_unit_id, reason, by=by, at=at)
    supporting = {unit_id: "" for unit_id in supporting_of(row) if unit_id != to_unit_id}
    give(row, to_unit_id, supporting, state=state, by=by, at=at)
    words = said(PASSED_ON, from_unit=name_of(from_id), to_unit=name_of(to_unit_id))
    step = note_step(row, "pass_on", words, more=reason, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernPassedOn(**labels(row), from_name=name_of(from_id), owner=name_of(to_unit_id), reason=reason))


def give(row: Concern, lead_id: int, supporting: Mapping[int, str], *, state: str, by: Actor, at: datetime) -> None:
    """The concern's row first, then its parts and its obligation. A new lead means a new round, with an obligation of
    its own; the old one is withdrawn."""
    is_new = row.lead_id != lead_id or row.round == 0
    if is_new:
        release(row, by=by, at=at)
    change(
        row,
        state=state,
        lead_id=lead_id,
        decider_id=None,
        round=row.round + 1 if is_new else row.round,
        assigned_at=row.assigned_at or at,
    )
    set_parts(row, lead_id, [(pk, words_of(asked, 300)) for pk, asked in supporting.items()])
    if is_new:  # lanes of the new obligation are open: what was written stays, and is handed in again
        Part.rows.filter(concern=row, state="WRITTEN").update(state="OPEN")
    keep_obligation(row, by=by, at=at)


def keep_obligation(row: Concern, *, by: Actor, at: datetime) -> None:
    """The obligation as the concern now stands, its code kept with the concern."""
    code = oblige(row, by=by, at=at)
    if code != row.obligation:
        Concern.rows.filter(pk=row.pk).update(obligation=code)
        row.obligation = code


def note_transfer(row: Concern, from_id: int, to_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    Transfer.rows.create(concern=row, from_unit_id=from_id, to_unit_id=to_id, reason=reason, at=at, post=post_of(by))


def supporting_of(row: Concern) -> list[int]:
    rows = Part.rows.filter(concern=row, role="SUPPORTING").exclude(state="LEFT").order_by("pk")
    return list(rows.values_list("unit_id", flat=True))


def check_units(unit_ids: list[int], at: datetime) -> None:
    if set(unit_ids) - units_in_force(unit_ids, at):
        raise Refused(_("Có cơ quan không còn hoạt động. Chưa giao gì; hãy chọn cơ quan đang hoạt động."))
