"""Writing a release, putting it before its approvers, giving it to holders, and the case it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    check_public,
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
    unit_name_of,
    words_of,
)
from phoihop.communications.models import (
    Proceedings,
    Release,
    ReleaseApproval,
    ReleaseHabit,
    ReleaseHolder,
    ReleaseOpening,
    ReleaseText,
)
from phoihop.communications.queries.releases import UNDO_MINUTES, OpenedText, standing_findings
from phoihop.communications.queries.speaking import may_speak
from phoihop.communications.rules import presumption
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.plans import queries as plans
from phoihop.press import queries as press

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_REASON = 300, 1_000, 30_000, 1_000
MOST_HOLDERS = 50
NO_REASON = gettext_lazy("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")


@command("release.begin")
def begin_release(
    *,
    unit_id: int,
    title: str,
    dossier: str = "",
    stage: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.ReleaseBegun:
    """A body begins a text of its own. With `stage`, or about a topic under proceedings, it is case information.

    Refused: another body's case, a topic or plan that the writer may not see, an unknown stage, a unit that is no more.
    """
    ask(by, "release.begin", unit_id=unit_id)
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi thông cáo nào."))
    title = needed(
        line_of(title, LONGEST_TITLE), LONGEST_TITLE, _("Cần có tiêu đề. Chưa ghi gì; hãy viết rồi gửi lại.")
    )
    if stage and stage not in presumption.STAGES:
        raise Refused(_("Hãy chọn giai đoạn tố tụng có trong danh sách."))
    if dossier and dossier not in plans.visible_topics(by, [dossier]) | plans.visible_plans(by, [dossier]):
        raise NotVisible
    speaking = may_speak(dossier)
    if speaking.is_case and speaking.owner_id != unit_id:
        raise Refused(
            _("%(dossier)s là vụ việc thuộc thẩm quyền của %(owner)s; chỉ cơ quan ấy được phát thông cáo. Chưa ghi gì.")
            % {"dossier": dossier, "owner": speaking.owner}
        )
    territory = territory_of(unit_id)
    series = f"TC-{territory}-{local_date(at).year}"
    row = Release.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=territory,
        unit_id=unit_id,
        dossier=dossier,
        is_case=speaking.is_case or bool(stage),
        stage=speaking.stage if speaking.is_case else stage,
        title=title,
        opened_at=at,
        opened_post=post_of(by),
        is_illustration=is_illustration,
    )
    return tell(events.ReleaseBegun(**named(row), is_case=row.is_case))


@command("release.write")
def write_release(
    *,
    code: str,
    title: str,
    summary: str,
    text: str,
    contact: str = "",
    embargo_until: datetime | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ReleaseWritten:
    """Keeps the text, the spokesperson to ask, and the moment before which it may not go out.

    Refused: not a draft, no title, a spokesperson who does not speak for the body, a moment that is over.
    """
    row = load(Release, code, "release.write", by)
    if row.state != "DRAFT":
        raise Refused(
            _("Thông cáo %(code)s không còn là bản nháp nên không sửa được; mọi thứ giữ nguyên. Hãy trả lại để sửa.")
            % {"code": code}
        )
    new: dict[str, Any] = {
        "title": needed(line_of(title, LONGEST_TITLE), LONGEST_TITLE, _("Cần có tiêu đề. Chưa ghi gì.")),
        "summary": words_of(summary, LONGEST_SUMMARY),
        "text": words_of(text, LONGEST_TEXT),
        "contact": contact,
        "embargo_until": embargo_until,
    }
    event = events.ReleaseWritten(**{**named(row), "title": new["title"]})
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    if not changed:
        nothing_changed()
        return event
    if "contact" in changed and contact:
        here = press.choices_of(by, row.unit_id, local_date(at))
        if contact not in dict(here):
            raise Refused(_("Người liên hệ phải là người phát ngôn đang có hiệu lực của cơ quan. Chưa ghi gì."))
    if "embargo_until" in changed and embargo_until is not None and embargo_until <= at:
        raise Refused(_("Giờ được phát đã qua. Chưa ghi gì; hãy chọn giờ sau bây giờ hoặc để trống."))
    change(row, version=version, **changed)
    return tell(event)


@command("release.present")
def present_release(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ReleasePresented:
    """Puts the text before the approvers and, with it, the holders. Its words are frozen as text `number`.

    Refused: no text, what the secrecy guard does not let out, words that foretell or press for a verdict.
    """
    row = load(Release, code, "release.present", by)
    following = next_state(states.RELEASE, row, "present")
    if not row.text:
        raise Refused(
            _("Thông cáo %(code)s chưa có nội dung nên chưa trình. Hãy viết nội dung trước.") % {"code": code}
        )
    check_public(row.title, row.summary, row.text)
    if row.is_case:
        check_wording(row, with_overridable=False)
    change(row, version=version, state=following, presented_at=at)
    kept = {
        "title": row.title,
        "summary": row.summary,
        "text": row.text,
        "presented_at": at,
        "presented_post": post_of(by),
    }
    ReleaseText.rows.update_or_create(release=row, number=row.number, defaults=kept)
    return tell(events.ReleasePresented(**named(row), number=row.number))


@command("release.return")
def return_release(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseReturned:
    """An approver wants something changed; an approval given counts no more. Refused: no word about what."""
    row = load(Release, code, "release.return", by)
    reason = needed(reason, LONGEST_REASON, NO_REASON)
    change(row, version=version, state=next_state(states.RELEASE, row, "return"), note=reason)
    end_approvals(row, at)
    return tell(events.ReleaseReturned(**named(row), reason=reason))


@command("release.present")
def drop_release(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ReleaseDropped:
    """Gives up a text that never went out. Refused: it has been published before."""
    row = load(Release, code, "release.present", by)
    if row.published_at is not None:
        raise Refused(_("Thông cáo %(code)s đã công bố nên không bỏ được; hãy bỏ lần sửa, hoặc rút.") % {"code": code})
    change(row, version=version, state=next_state(states.RELEASE, row, "drop"))
    end_approvals(row, at)
    return tell(events.ReleaseDropped(**named(row)))


# ── holders ─────────────────────────────────────────────────────────────────────────────────────────────────


@command("release.give")
def give_release(*, code: str, unit_ids: Sequence[int], by: Actor, at: datetime) -> list[events.ReleaseHolderAdded]:
    """Lists units that may open the text before it is public; each opening is recorded. Twice is harmless.

    Refused: once it goes out; a unit that is no more; more than MOST_HOLDERS.
    """
    row = load(Release, code, "release.give", by)
    _check_before(row)
    there = set(ReleaseHolder.rows.filter(release=row).values_list("unit_id", flat=True))
    fresh = [pk for pk in dict.fromkeys(unit_ids) if pk not in there and pk != row.unit_id]
    if set(fresh) - units_in_force(fresh, at):
        raise Refused(_("Có cơ quan không còn hiệu lực trong danh sách. Chưa giao cho ai; hãy chọn lại."))
    if len(there) + len(fresh) > MOST_HOLDERS:
        raise Refused(
            _("Nhiều nhất %(most)s cơ quan giữ trước một thông cáo. Chưa giao thêm.") % {"most": MOST_HOLDERS}
        )
    if not fresh:
        nothing_changed()
        return []
    change(row)
    names = unit_names(fresh)
    told = []
    for pk in fresh:
        ReleaseHolder.rows.create(
            release=row, unit_id=pk, unit_name=names[pk].name, given_at=at, given_post=post_of(by)
        )
        told.append(tell(events.ReleaseHolderAdded(**named(row), holder_id=pk, holder_name=names[pk].name)))
    return told


@command("release.give")
def remove_holder(*, code: str, unit_id: int, by: Actor, at: datetime) -> events.ReleaseHolderRemoved:
    """Takes a unit off the list. Refused: it has opened the text already, that stays on record."""
    row = load(Release, code, "release.give", by)
    _check_before(row)
    holder = ReleaseHolder.rows.filter(release=row, unit_id=unit_id).first()
    if holder is None:
        raise NotVisible
    if ReleaseOpening.rows.filter(holder=holder).exists():
        raise Refused(
            _("%(unit)s đã mở văn bản; tên cơ quan ấy ở lại danh sách để còn dấu vết. Không có gì thay đổi.")
            % {"unit": holder.unit_name}
        )
    change(row)
    holder.delete()
    return tell(events.ReleaseHolderRemoved(**named(row), holder_id=unit_id, holder_name=holder.unit_name))


@command("release.open")
def open_release(*, code: str, by: Actor, at: datetime) -> OpenedText:
    """The text as it stands before its approvers. A holder's opening is recorded, each time.

    Refused: nothing is before the approvers yet, or it is withdrawn or dropped.
    """
    row = load(Release, code, "release.open", by)
    text = ReleaseText.rows.filter(release=row).order_by("-number").first()
    if text is None or row.state in ("DROPPED", "WITHDRAWN"):
        raise Refused(
            _("Thông cáo %(code)s chưa trình, hoặc không còn nữa, nên chưa có văn bản để mở.") % {"code": code}
        )
    opened = OpenedText(row.code, text.number, text.title, text.summary, text.text)
    holder = ReleaseHolder.rows.filter(release=row, unit_id=by.unit_id or 0).first()
    if holder is None or row.state == "PUBLISHED":
        nothing_changed()
        return opened
    ReleaseOpening.rows.create(holder=holder, number=text.number, post=post_of(by), opened_at=at)
    tell(events.ReleaseOpened(**named(row), holder_id=holder.unit_id, holder_name=holder.unit_name, number=text.number))
    return opened


# ── the case and the habits ─────────────────────────────────────────────────────────────────────────────────


@command("proceedings.note")
def note_proceedings(*, dossier: str, owner_id: int, stage: str, by: Actor, at: datetime) -> events.ProceedingsNoted:
    """Notes that a topic is under proceedings: whose case, and how far. Twice is harmless.

    A party of the topic notes it first; after that only the owner changes it. Refused: anybody else, an unknown stage.
    """
    speaking = may_speak(dossier)
    if not speaking.party_ids or dossier not in plans.visible_topics(by, [dossier]):
        raise NotVisible
    if by.is_person:
        ask(by, "proceedings.note", unit_id=by.unit_id)
        allowed = {speaking.owner_id} if speaking.is_case else set(speaking.party_ids)
        if by.unit_id not in allowed:
            raise NotAllowed(
                _("Chỉ cơ quan có thẩm quyền trong vụ việc mới sửa được ghi nhận này; mọi thứ giữ nguyên.")
            )
    else:
        ask(by, "proceedings.note")
    if stage not in presumption.STAGES:
        raise Refused(_("Hãy chọn giai đoạn tố tụng có trong danh sách."))
    if owner_id not in units_in_force([owner_id], at):
        raise Refused(_("Cơ quan có thẩm quyền không còn hiệu lực. Chưa ghi gì; hãy chọn cơ quan khác."))
    owner = unit_names([owner_id])[owner_id]
    event = events.ProceedingsNoted(
        code=dossier, dossier=dossier, owner_id=owner_id, owner_name=owner.name, stage=stage
    )
    row = Proceedings.rows.filter(dossier=dossier).first()
    if row is not None and (row.owner_id, row.stage) == (owner_id, stage):
        nothing_changed()
        return event
    values: dict[str, Any] = {"owner_id": owner_id, "stage": stage, "noted_at": at, "noted_post": post_of(by)}
    if row is None:
        Proceedings.rows.create(dossier=dossier, **values)
    else:
        change(row, **values)
    Release.rows.filter(dossier=dossier, unit_id=owner_id).exclude(
        state__in=("PUBLISHED", "WITHDRAWN", "DROPPED")
    ).update(is_case=True, stage=stage)
    return tell(event)


@command("release.arrange")
def set_release_habit(*, unit_id: int, minutes: int, by: Actor, at: datetime) -> events.ReleaseHabitSet:
    """How long a release waits after its second approval, to be taken back. Twice is harmless."""
    ask(by, "release.arrange", unit_id=unit_id)
    if not 1 <= minutes <= 1440:
        raise Refused(_("Thời gian chờ từ 1 phút đến 1440 phút. Chưa ghi gì; hãy chọn số khác."))
    name = unit_names([unit_id])[unit_id]
    event = events.ReleaseHabitSet(code=name.code, unit_id=unit_id, unit_name=name.name, minutes=minutes)
    there = ReleaseHabit.rows.filter(unit_id=unit_id).values_list("undo_minutes", flat=True).first()
    if (there or UNDO_MINUTES) == minutes:
        nothing_changed()
        return event
    ReleaseHabit.rows.update_or_create(unit_id=unit_id, defaults={"undo_minutes": minutes})
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def named(row: Release) -> dict[str, Any]:
    """Labels of events. The topic's own timeline tells of it only once it is out: its other parties hold nothing."""
    return {
        "code": row.code,
        "dossier": row.dossier if row.published_at is not None else "",
        "title": row.title,
        "unit_id": row.unit_id,
        "unit_name": unit_name_of(row.unit_id),
    }


def end_approvals(row: Release, at: datetime) -> None:
    ReleaseApproval.rows.filter(release=row, taken_back_at=None).update(taken_back_at=at)


def check_wording(row: Release, *, with_overridable: bool) -> None:
    """Refused: words that the rules of this stage find and that nobody has answered for."""
    standing = standing_findings(row)
    if not with_overridable:
        standing = tuple(one for one in standing if one.is_absolute)
    if standing:
        one = standing[0]
        raise Refused(
            _("Còn câu chữ phải sửa: “%(words)s”. %(why)s Chưa có gì phát đi; hãy viết lại (%(instead)s)%(override)s.")
            % {
                "words": one.words,
                "why": _(one.why),
                "instead": _(one.suggestion),
                "override": "" if one.is_absolute else " " + _("hoặc để người duyệt ghi lý do giữ lại"),
            }
        )


def _check_before(row: Release) -> None:
    if row.state not in ("DRAFT", "PRESENTED") or row.published_at is not None:
        raise Refused(
            _("Thông cáo %(code)s đã hoặc sắp phát nên danh sách cơ quan giữ trước không đổi được nữa.")
            % {"code": row.code}
        )
