"""A question of the press: put down with its clock, given to who answers, answered by a spokesperson or refused on one
of four grounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import fold
from phoihop.mail import commands as mail
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.plans import queries as plans
from phoihop.press import events
from phoihop.press.commands.asking_basics import (
    due_of,
    goes_out,
    is_late,
    kept,
    line_of,
    load,
    mail_of,
    next_state,
    outlet_of,
    post_of,
    read,
    reason_of,
    seen_code,
    term_of,
    words_of,
)
from phoihop.press.models import Spokesperson
from phoihop.press.models.asking import AskingTerm, PressQuery
from phoihop.press.queries.asking_words import GROUND_WORDS
from phoihop.press.queries.register import contact_of
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states

DUTY = "press_query.answer"
TITLE = gettext_lazy("Trả lời %(outlet)s: %(text)s")
SUBJECT = gettext_lazy("Trả lời câu hỏi của %(outlet)s (%(code)s)")
ANSWER = gettext_lazy("%(outlet)s hỏi:\n\n%(text)s\n\nTrả lời:\n\n%(answer)s\n\n%(spoke)s\n%(unit)s\nMã: %(code)s.")
REFUSAL = gettext_lazy(
    "%(outlet)s hỏi:\n\n%(text)s\n\n%(unit)s chưa cung cấp được thông tin này: %(ground)s.\n\n%(referral)s\n\n"
    "Mã: %(code)s."
)


@command("press_query.receive")
def receive_query(
    *,
    owner_id: int,
    outlet: str,
    text: str,
    way: str,
    mail: str = "",
    received_at: datetime | None = None,
    dossier: str = "",
    about: str = "",
    answerer_id: int | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.PressQueryReceived:
    """Puts a question down; its day follows from the term of the body, and the body owes the answer.

    Refused: no outlet, no question, a moment to come, a topic or release that one does not see, a unit that is no more.
    """
    ask(by, "press_query.receive", unit_id=owner_id)
    answerer = answerer_id or owner_id
    _check_units([owner_id, answerer], at)
    outlet, question = outlet_of(outlet), words_of(text, rules.LONGEST_TEXT)
    if not question:
        raise Refused(_("Cần ghi báo chí hỏi gì. Chưa ghi gì; hãy chép câu hỏi rồi gửi lại."))
    if way not in states.QUERY_WAYS:
        raise Refused(_("Hãy chọn câu hỏi đến bằng cách nào. Chưa ghi gì."))
    moment = received_at or at
    if moment > at:
        raise Refused(_("Giờ nhận không thể sau lúc này. Chưa ghi gì; hãy xem lại."))
    if dossier and dossier not in plans.visible_topics(by, [dossier]) | plans.visible_plans(by, [dossier]):
        raise NotVisible
    due = due_of(owner_id, "query", moment)
    territory = unit_names([owner_id])[owner_id].territory
    series = f"CH-{territory}-{local_date(at).year}"
    row = PressQuery.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=territory,
        owner_id=owner_id,
        answerer_id=answerer,
        outlet=outlet,
        fold=fold(f"{outlet} {question}")[:400],
        way=way,
        mail=mail_of(mail),
        text=question,
        dossier=dossier,
        about=seen_code(by, about, "TC-", "HB-"),
        received_at=moment,
        received_post=post_of(by),
        due_date=due.day,
        due_at=due.moment,
        explanation=kept(due.explanation),
        is_illustration=is_illustration,
    )
    told = tell(
        events.PressQueryReceived(
            **labels(row), due=row.due_date.isoformat(), day=words.day(row.due_date), about=row.about
        )
    )
    owe(row, by.through("press_query.receive"), at)
    return told


@command("press_query.assign")
def assign_query(
    *, code: str, unit_id: int, spokesperson: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryAssigned:
    """Another unit answers, or a spokesperson is named; the day stays. Twice is harmless.

    Refused: a unit that is no more, a spokesperson who does not speak for it today, once it is settled.
    """
    row = load(PressQuery, code, "press_query.assign", by, version)
    following = next_state(states.QUERY, row, "assign")
    _check_units([unit_id], at)
    if spokesperson:
        _speaker(spokesperson, unit_id, at)
    if (row.answerer_id, row.spokesperson) == (unit_id, spokesperson):
        nothing_changed()
        return events.PressQueryAssigned(**labels(row), spokesperson=spokesperson)
    if row.answerer_id == unit_id:
        change(row, spokesperson=spokesperson)
        return tell(events.PressQueryAssigned(**labels(row), spokesperson=spokesperson))
    through = by.through("press_query.assign")
    reason = on_record(gettext_lazy("Cơ quan khác trả lời."))
    obligations.withdraw_obligations(origins=[origin(row)], reason=reason, by=through, at=at)
    change(row, state=following, answerer_id=unit_id, spokesperson=spokesperson, times=row.times + 1)
    told = tell(events.PressQueryAssigned(**labels(row), spokesperson=spokesperson))
    owe(row, through, at)
    return told


@command("press_query.write")
def write_answer(
    *, code: str, answer: str, spokesperson: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryWritten:
    """Keeps the answer and who is to give it. Twice is harmless. Refused: it lies before the approver, or is settled; a
    spokesperson who does not speak for the unit today."""
    row = load(PressQuery, code, "press_query.write", by, version)
    if row.state != "OPEN":
        next_state(states.QUERY, row, "present")  # says how it stands
    given = words_of(answer, rules.LONGEST_ANSWER)
    if spokesperson:
        _speaker(spokesperson, row.answerer_id, at)
    event = events.PressQueryWritten(**labels(row))
    if (row.answer, row.spokesperson) == (given, spokesperson):
        nothing_changed()
        return event
    change(row, answer=given, spokesperson=spokesperson, written_account_id=by.account_id)
    return tell(event)


@command("press_query.present")
def present_answer(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PressQueryPresented:
    """The answer goes before an approver. Refused: no answer, no spokesperson in force, what the secrecy guard does not
    let out; of a topic under proceedings, what communications does not let be said."""
    row = load(PressQuery, code, "press_query.present", by, version)
    following = next_state(states.QUERY, row, "present")
    _check_answer(row, at)
    change(
        row,
        state=following,
        presented_at=at,
        presented_post=post_of(by),
        presented_account_id=by.account_id,
        reason="",
    )
    return tell(events.PressQueryPresented(**labels(row)))


@command("press_query.approve")
def return_answer(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryReturned:
    """The approver wants it changed. Refused: no word about what."""
    row = load(PressQuery, code, "press_query.approve", by, version)
    reason = reason_of(reason)
    change(row, state=next_state(states.QUERY, row, "return"), reason=reason)
    return tell(events.PressQueryReturned(**labels(row), reason=reason))


@command("press_query.approve")
def approve_answer(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PressQueryAnswered:
    """The answer goes out, by mail where the outlet gave an address. Refused: who wrote or presented it; a spokesperson
    whose days are over; what may not be said."""
    row = load(PressQuery, code, "press_query.approve", by, version)
    following = next_state(states.QUERY, row, "approve")
    if by.account_id is not None and by.account_id in (row.written_account_id, row.presented_account_id):
        raise NotAllowed(
            _("Người viết hoặc trình câu trả lời không tự duyệt. %(code)s vẫn chờ duyệt; hãy để người khác xem.")
            % {"code": code}
        )
    spoke = _check_answer(row, at)
    late = is_late(row, at)
    change(row, state=following, spoke=spoke, settled_at=at, settled_post=post_of(by), is_late=late, reason="")
    told = tell(events.PressQueryAnswered(**labels(row), is_late=late))
    _settle(row, "press_query.approve", by, at)
    _send(row, ANSWER, by.through("press_query.approve"), at, answer=row.answer, spoke=spoke)
    return told


@command("press_query.refuse")
def refuse_query(
    *, code: str, ground: str, referral: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryRefused:
    """Does not answer, on one of four grounds, and says who can be asked instead.

    Refused: no such ground; nobody named to be asked; what the secrecy guard does not let out.
    """
    row = load(PressQuery, code, "press_query.refuse", by, version)
    following = next_state(states.QUERY, row, "refuse")
    if ground not in rules.GROUNDS:
        raise Refused(
            _("Chỉ từ chối được vì một trong bốn lý do: %(grounds)s. Chưa gửi gì; hãy chọn lý do, hoặc trả lời.")
            % {"grounds": "; ".join(str(GROUND_WORDS[one]) for one in rules.GROUNDS)}
        )
    instead = words_of(referral, rules.LONGEST_NOTE)
    if rules.is_too_short(instead):
        raise Refused(
            _(
                "Cần một câu nói báo chí có thể hỏi cơ quan nào, hoặc khi nào hỏi lại được. Chưa gửi gì; "
                "hãy viết câu đó."
            )
        )
    goes_out(instead)
    late = is_late(row, at)
    change(
        row,
        state=following,
        ground=ground,
        referral=instead,
        settled_at=at,
        settled_post=post_of(by),
        is_late=late,
        reason="",
    )
    told = tell(events.PressQueryRefused(**labels(row), ground=ground, referral=instead, is_late=late))
    _settle(row, "press_query.refuse", by, at)
    through = by.through("press_query.refuse")
    _send(row, REFUSAL, through, at, ground=on_record(GROUND_WORDS[ground]), referral=instead)
    return told


@command("press_query.extend")
def extend_query(
    *, code: str, due_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryExtended:
    """A later day, with the reason, which the explanation of the day keeps. Refused: no reason, a day not later."""
    row = load(PressQuery, code, "press_query.extend", by, version)
    following = next_state(states.QUERY, row, "extend")
    reason = reason_of(reason)
    if due_date <= row.due_date or due_date <= local_date(at):
        raise Refused(
            _("Ngày mới phải sau hạn hiện tại %(day)s và sau hôm nay. Hạn giữ nguyên; hãy chọn ngày khác.")
            % {"day": words.day(row.due_date)}
        )
    explained = read(row.explanation)
    later = explained and explained.extended(
        new_due=due_date, granted_by=post_of(by), granted_date=local_date(at), reason=reason
    )
    change(
        row,
        state=following,
        due_date=due_date,
        due_at=None,
        reason=reason,
        explanation=kept(later) if later else "",
    )
    told = tell(
        events.PressQueryExtended(**labels(row), due=due_date.isoformat(), day=words.day(due_date), reason=reason)
    )
    owe(row, by.through("press_query.extend"), at)
    return told


@command("press_query.withdraw")
def withdraw_query(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressQueryWithdrawn:
    """The outlet asks no more. Twice is harmless. Refused: no reason, once it is settled."""
    row = load(PressQuery, code, "press_query.withdraw", by, version)
    reason = reason_of(reason)
    event = events.PressQueryWithdrawn(**labels(row), reason=reason)
    if row.state == "WITHDRAWN":
        nothing_changed()
        return event
    change(row, state=next_state(states.QUERY, row, "withdraw"), reason=reason, settled_at=at, settled_post=post_of(by))
    through = by.through("press_query.withdraw")
    obligations.withdraw_obligations(origins=[origin(row)], reason=reason, by=through, at=at)
    return tell(event)


@command("asking_term.set")
def set_asking_term(
    *, unit_id: int, key: str, amount: int, measure: str, by: Actor, at: datetime
) -> events.AskingTermSet:
    """How long the body gives itself or waits; what has a day keeps it. Twice is harmless. Refused: no such term."""
    ask(by, "asking_term.set", unit_id=unit_id)
    if key not in rules.DEFAULTS or measure not in rules.MEASURES or not 1 <= amount <= rules.MOST:
        raise Refused(
            _("Thời hạn phải từ 1 đến %(most)s ngày làm việc, ngày hoặc giờ. Chưa ghi gì.") % {"most": rules.MOST}
        )
    name = unit_names([unit_id])[unit_id]
    event = events.AskingTermSet(
        code=name.code, unit_id=unit_id, unit_name=name.name, key=key, amount=amount, measure=measure
    )
    if term_of(unit_id, key) == rules.Term(amount, measure):
        nothing_changed()
        return event
    AskingTerm.rows.update_or_create(unit_id=unit_id, key=key, defaults={"amount": amount, "measure": measure})
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def labels(row: PressQuery) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "outlet": row.outlet,
        "owner_id": row.owner_id,
        "answerer_id": row.answerer_id,
        "answerer_name": unit_names([row.answerer_id])[row.answerer_id].name,
    }


def origin(row: PressQuery) -> str:
    """What the duty to answer is made from; a further one where another unit came to answer."""
    return f"{row.code}/answer/{row.times}"


def owe(row: PressQuery, by: Actor, at: datetime) -> None:
    """Who answers owes it to who was asked, by the question's day: late ones climb by the ladder of duties."""
    obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=origin(row),
                title=on_record(TITLE, outlet=row.outlet, text=" ".join(row.text.split()))[:500],
                duty=DUTY,
                source=row.code,
                year=local_date(row.received_at).year,
                territory=row.territory,
                lead_id=row.answerer_id,
                entitled_id=row.owner_id,
                dossier=row.dossier,
                due_date=row.due_date,
                explanation=read(row.explanation),
                is_illustration=row.is_illustration,
            )
        ],
        by=by,
        at=at,
    )


def _settle(row: PressQuery, power: str, by: Actor, at: datetime) -> None:
    done = gettext_lazy("Đã trả lời.") if row.state == "ANSWERED" else gettext_lazy("Đã từ chối có căn cứ.")
    obligations.settle_obligation(
        origin=origin(row), statement=on_record(done), reference=row.code, accept=True, by=by.through(power), at=at
    )


def _send(row: PressQuery, body: Any, by: Actor, at: datetime, **said: str) -> None:
    if not row.mail:
        return
    unit = unit_names([row.answerer_id])[row.answerer_id].name
    common = {"outlet": row.outlet, "text": row.text, "code": row.code, "unit": unit}
    mail.queue_mail(
        key=f"press-query/{row.code}",
        to_address=row.mail,
        subject=on_record(SUBJECT, outlet=row.outlet, code=row.code),
        text=on_record(body, **common, **said),
        about=row.code,
        by=by,
        at=at,
    )


def _check_answer(row: PressQuery, at: datetime) -> str:
    """Who speaks, as one line. Refused: no answer, nobody in force, what may not leave the house."""
    if not row.answer:
        raise Refused(_("%(code)s chưa có câu trả lời. Chưa trình; hãy viết rồi trình lại.") % {"code": row.code})
    if not row.spokesperson:
        raise Refused(_("Chưa chọn người phát ngôn trả lời. Chưa trình; hãy chọn người đang có hiệu lực."))
    spoke = _speaker(row.spokesperson, row.answerer_id, at)
    goes_out(row.answer)
    return spoke


def _speaker(code: str, unit_id: int, at: datetime) -> str:
    """Name and post of a spokesperson. Refused: not of this unit, or not in force today."""
    one = Spokesperson.rows.filter(code=code, unit_id=unit_id).first()
    if one is None or not contact_of(code, local_date(at)):
        raise Refused(
            _("Người phát ngôn %(code)s không thuộc cơ quan trả lời hoặc không còn hiệu lực hôm nay. Chưa ghi gì.")
            % {"code": line_of(code, 80)}
        )
    return f"{one.name}, {one.post}"


def _check_units(ids: list[int], at: datetime) -> None:
    if len(units_in_force(set(ids), at)) != len(set(ids)):
        raise Refused(_("Có cơ quan không còn hoặc chưa có hiệu lực. Chưa ghi gì; hãy chọn lại cơ quan."))
