"""A story is put before the agency that can answer it: an obligation of that agency, so that the clock, the ladder,
evidence and extensions are the house's. What comes of the obligation comes back here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import fold, nfc
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.plans import queries as plans
from phoihop.press.events import handing as events
from phoihop.press.models import Handoff, Story
from phoihop.press.states import handing as states

DUTY = "press.answer"
TITLE = gettext_lazy("Trả lời về tin báo: %(title)s")
LONGEST_QUESTION, LONGEST_REASON = 2_000, 1_000
LONGEST_TERM = 366  # days
NOT_NOW = {
    "OPEN": gettext_lazy("%(code)s đang chờ cơ quan được hỏi trả lời."),
    "ANSWERED": gettext_lazy("%(code)s đã có câu trả lời, đang chờ nghiệm thu."),
    "ACCEPTED": gettext_lazy("%(code)s đã được trả lời và nghiệm thu."),
    "REFUSED": gettext_lazy("%(code)s đã bị từ chối; hãy chuyển cho cơ quan được nêu."),
    "WITHDRAWN": gettext_lazy("%(code)s đã được rút."),
}


@command("handoff.give")
def give_handoff(
    *,
    unit_id: int,
    story: str,
    agency_id: int,
    question: str,
    due_date: date,
    dossier: str = "",
    follows: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.HandoffGiven:
    """Puts a story before an agency, which owes an answer by the day. The same to the same agency for the same topic
    gives the first. `follows` names the refused one that this goes on from.

    Refused: no question, one that the secrecy guard stops, a day that is over, the own unit, one that is no more.
    """
    ask(by, "handoff.give", unit_id=unit_id)
    told = _story(story)
    if dossier and dossier not in plans.visible_topics(by, [dossier]):
        raise NotVisible
    first = Handoff.rows.filter(
        story=told.code, agency_id=agency_id, dossier=dossier, state__in=states.LIVING, unit_id=unit_id
    ).first()
    if first is not None:
        nothing_changed()
        return _given(first)
    if agency_id == unit_id or agency_id not in units_in_force([agency_id], at):
        raise Refused(_("Hãy chọn một cơ quan khác đang hoạt động. Chưa chuyển gì."))
    others = Handoff.rows.filter(story=told.code, agency_id=agency_id, dossier=dossier, state__in=states.LIVING)
    if code := others.values_list("code", flat=True).first():
        raise Refused(
            _("Cơ quan này đã được hỏi về tin này ở %(code)s, do cơ quan khác chuyển. Chưa chuyển thêm.")
            % {"code": code}
        )
    question = _needed(question, LONGEST_QUESTION, _("Cần ghi câu hỏi cho cơ quan trả lời. Chưa chuyển gì."))
    check_text(question)
    _check_day(due_date, local_date(at))
    unit = unit_names([unit_id])[unit_id]
    series = f"GB-{unit.territory}-{local_date(at).year}"
    row = _insert(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=unit.territory,
        unit_id=unit_id,
        agency_id=agency_id,
        story=told.code,
        title=told.title,
        publisher=told.publisher,
        url=told.url,
        dossier=dossier,
        question=question,
        due_date=due_date,
        follows=_refused(follows, by) if follows else None,
        handed_at=at,
        handed_post=post_of(by),
        fold=fold(f"{told.title} {question}")[:700],
        is_illustration=is_illustration or told.is_illustration,
    )
    opened = obligations.open_obligations(openings=[_opening(row)], by=by.through("handoff.give"), at=at)
    Handoff.rows.filter(pk=row.pk).update(obligation=next(iter(opened.opened), ""))
    return tell(_given(row))


@command("handoff.answer")
def answer_handoff(
    *, code: str, answer: str, reference: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.HandoffAnswered:
    """The agency answers: the answer is what it hands in for its obligation. Late is allowed and recorded as late.

    Refused: no answer, not waiting for one, what the secrecy guard stops, a reference that is none.
    """
    row = _load(code, "handoff.answer", by, version)
    _step(row, "answer")
    if answer.strip():
        check_text(answer)
    obligations.hand_in_obligation(code=row.obligation, statement=answer, reference=reference, by=by, at=at)
    nothing_changed()  # told by what follows from the hand-in
    row.refresh_from_db()
    return events.HandoffAnswered(**labels(row), is_late=row.is_late)


@command("handoff.refuse")
def refuse_handoff(
    *, code: str, reason: str, next_unit_id: int | None = None, version: int | None = None, by: Actor, at: datetime
) -> events.HandoffRefused:
    """The agency is not the one to answer, says why, and who is. Its obligation is withdrawn.

    Refused: no reason, not waiting for an answer, itself or the asking unit named as the next.
    """
    row = _load(code, "handoff.refuse", by, version)
    following = _step(row, "refuse")
    reason = _needed(reason, LONGEST_REASON, _("Cần nêu lý do không trả lời. Chưa có gì thay đổi."))
    if next_unit_id is not None and (
        next_unit_id in (row.agency_id, row.unit_id) or next_unit_id not in units_in_force([next_unit_id], at)
    ):
        raise Refused(_("Hãy nêu một cơ quan khác đang hoạt động, hoặc để trống. Chưa có gì thay đổi."))
    change(row, state=following, reason=reason, next_unit_id=next_unit_id, closed_at=at)
    _withdraw(row, reason, by.through("handoff.refuse"), at)
    names = unit_names([next_unit_id]) if next_unit_id else {}
    return tell(
        events.HandoffRefused(
            **labels(row),
            reason=reason,
            next_unit_id=next_unit_id,
            next_unit_name=names[next_unit_id].name if next_unit_id in names else "",
        )
    )


@command("handoff.withdraw")
def withdraw_handoff(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.HandoffWithdrawn:
    """No answer is wanted any more. Refused: no reason, over already."""
    row = _load(code, "handoff.withdraw", by, version)
    following = _step(row, "withdraw")
    reason = _needed(reason, LONGEST_REASON, _("Cần nêu lý do rút. Chưa có gì thay đổi."))
    change(row, state=following, reason=reason, closed_at=at)
    _withdraw(row, reason, by.through("handoff.withdraw"), at)
    return tell(events.HandoffWithdrawn(**labels(row), reason=reason))


@command("handoff.follow")
def follow_obligation(
    *,
    code: str,
    act: str,
    text: str = "",
    reference: str = "",
    is_late: bool = False,
    due_date: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """What became of the obligation becomes of the hand-off. Where this room did it itself, nothing happens."""
    row = Handoff.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, "handoff.follow", row)
    if act == "extend":
        _extend(row, due_date)
        return
    following = states.after(row.state, act)
    if following is None:
        nothing_changed()
        return
    match act:
        case "answer":
            change(
                row,
                state=following,
                answer=text or reference,
                reference=reference,
                is_late=is_late,
                answered_at=at,
                reason="",
            )
            tell(events.HandoffAnswered(**labels(row), is_late=is_late))
        case "accept":
            change(row, state=following, closed_at=at)
            tell(events.HandoffAccepted(**labels(row)))
        case "return":
            change(row, state=following, reason=text[:LONGEST_REASON])
            tell(events.HandoffReturned(**labels(row), reason=text))
        case _:
            change(row, state=following, reason=text[:LONGEST_REASON], closed_at=at)
            tell(events.HandoffWithdrawn(**labels(row), reason=text))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def labels(row: Handoff) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": row.title,
        "story": row.story,
        "unit_id": row.unit_id,
        "agency_id": row.agency_id,
        "agency_name": unit_names([row.agency_id])[row.agency_id].name,
    }


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def _given(row: Handoff) -> events.HandoffGiven:
    return events.HandoffGiven(**labels(row), due=row.due_date.isoformat(), day=words.day(row.due_date))


def _load(code: str, power: str, by: Actor, version: int | None) -> Handoff:
    row = Handoff.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def _story(code: str) -> Story:
    """The story, or the one it was merged into."""
    row = Story.rows.select_related("into").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row.into if row.into is not None else row


def _insert(**values: Any) -> Handoff:
    """A new row. Of two who hand on the same at once one inserts."""
    try:
        with transaction.atomic():
            return Handoff.rows.create(**values)
    except IntegrityError as error:
        raise SomebodyWasFaster(values["story"]) from error


def _refused(code: str, by: Actor) -> Handoff:
    row = Handoff.objects.visible_to(by).filter(code=code, state="REFUSED").first()
    if row is None:
        raise NotVisible
    return row


def _step(row: Handoff, act: str) -> str:
    following = states.after(row.state, act)
    if following is None:
        said = str(NOT_NOW[row.state]) % {"code": row.code}
        raise Refused(_("%(said)s Không có gì thay đổi.") % {"said": said})
    return following


def _extend(row: Handoff, due_date: date | None) -> None:
    if due_date is None or due_date == row.due_date or row.state not in states.ASKED:
        nothing_changed()
        return
    change(row, due_date=due_date)
    tell(events.HandoffExtended(**labels(row), due=due_date.isoformat(), day=words.day(due_date)))


def _needed(text: str, most: int, missing: str) -> str:
    given = nfc(text).strip()
    if not given:
        raise Refused(missing)
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return given


def _check_day(day: date, today: date) -> None:
    if not today <= day <= today + timedelta(days=LONGEST_TERM):
        raise Refused(_("Hạn trả lời phải từ hôm nay và trong vòng một năm. Chưa chuyển gì; hãy chọn ngày khác."))


def _opening(row: Handoff) -> obligations.Opening:
    return obligations.Opening(
        origin=row.code,
        title=on_record(TITLE, title=row.title)[:500],
        duty=DUTY,
        source=row.code,
        year=local_date(row.handed_at).year,
        territory=row.territory,
        lead_id=row.agency_id,
        entitled_id=row.unit_id,
        dossier=row.dossier,
        rule={"on": row.due_date.isoformat()},
        is_illustration=row.is_illustration,
    )


def _withdraw(row: Handoff, reason: str, by: Actor, at: datetime) -> None:
    obligations.withdraw_obligations(origins=[row.code], reason=reason, by=by, at=at)
