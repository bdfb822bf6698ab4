"""Rounds and plans: call, answer none, approve, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.agreements import queries as agreements
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, on_record, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.obligations import commands as obligations
from phoihop.organizations import queries as organizations
from phoihop.plans import rules, states
from phoihop.plans.commands.compiling import compile_plan
from phoihop.plans.commands.finding import plan_of, round_of
from phoihop.plans.events import PhasesDefined, PlanApproved, PlanClosed, RoundCalled, RoundClosed, RoundDeclined
from phoihop.plans.models import PhaseTemplate, Plan, PlanPhase, Round, Topic


@command("phases.define")
def define_phases(*, lead_id: int, phases: Sequence[tuple[str, str]], by: Actor, at: datetime) -> PhasesDefined:
    """Names the phases of the lead's later plans, in order. Refused: none, more than nine, a key or name twice."""
    ask(by, "phases.define", unit_id=lead_id)
    keys, names = [key for key, _name in phases], [nfc(name).strip() for _key, name in phases]
    if not 1 <= len(phases) <= 9 or len(set(keys)) != len(keys) or len(set(names)) != len(names) or not all(names):
        raise Refused(_("Cần từ 1 đến 9 giai đoạn, mỗi giai đoạn một tên riêng."))
    PhaseTemplate.rows.filter(lead_id=lead_id).delete()
    PhaseTemplate.rows.bulk_create(
        PhaseTemplate(lead_id=lead_id, key=key, name=name, position=position)
        for position, (key, name) in enumerate(zip(keys, names, strict=True))
    )
    lead = organizations.unit_names([lead_id])[lead_id]
    return tell(PhasesDefined(code=f"DV-{lead.territory}-{lead.key}", phases=tuple(names)))


@command("round.call")
def call_round(
    *,
    lead_id: int,
    year: int,
    answer_by: date | None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> RoundCalled:
    """Opens the year's round: a plan for each partner of each agreement of the lead in force in that year.

    Called again it takes in partners whose agreement came later. Refused when all of them are called already, the
    round is closed, no agreement is in force, or the day of answer has passed.
    """
    ask(by, "round.call", unit_id=lead_id)
    lead = organizations.unit_names([lead_id])[lead_id]
    through = by.through("round.call")
    in_force = agreements.in_force(through, lead_id, year=year)
    if not in_force:
        raise Refused(_("Năm %(year)s không có quy chế phối hợp nào còn hiệu lực.") % {"year": year})
    row = Round.rows.filter(lead_id=lead_id, year=year).first()
    if row is None:
        if by.is_person:
            _check_answer_by(answer_by, year, at)
        row = _new_round(lead, year, answer_by, is_illustration=is_illustration, at=at)
    elif row.state != "CALLED":
        raise Refused(_("Đợt chọn vấn đề năm %(year)s đã kết thúc.") % {"year": year})
    else:
        change(row)  # of two who call later partners at once, one is told so
    there = set(Plan.rows.filter(round=row).values_list("agreement_id", "partner_id"))
    names = organizations.unit_names([p for agreement in in_force for p in agreement.partner_ids])
    plans = [
        _open_plan(row, agreement, partner_id, names[partner_id].key)
        for agreement in in_force
        for partner_id in agreement.partner_ids
        if (agreement.id, partner_id) not in there
    ]
    if not plans:
        raise Refused(_("Đợt chọn vấn đề năm %(year)s đã được mở cho mọi cơ quan.") % {"year": year})
    called = tell(
        RoundCalled(
            code=row.code,
            dossier=row.code,
            year=year,
            lead_id=lead_id,
            plans=tuple(plan.code for plan in plans),
            answer_by=row.answer_by.isoformat() if row.answer_by else "",
        )
    )
    for plan in plans:
        compile_plan(plan_id=plan.pk, by=through, at=at)
    return called


def _new_round(
    lead: organizations.UnitName, year: int, answer_by: date | None, *, is_illustration: bool, at: datetime
) -> Round:
    code = f"DC-{lead.territory}-{year}-{lead.key}"
    try:
        with transaction.atomic():
            return Round.rows.create(
                code=code,
                lead_id=lead.id,
                territory=lead.territory,
                year=year,
                called_at=at,
                answer_by=answer_by,
                is_illustration=is_illustration,
            )
    except IntegrityError as trouble:
        raise SomebodyWasFaster(code) from trouble


def _open_plan(row: Round, agreement: agreements.AgreementValue, partner_id: int, partner_key: str) -> Plan:
    code = f"KH-{row.territory}-{row.year}-{partner_key}"
    if Plan.rows.filter(code=code).exists():  # a second agreement with the same partner, or another lead's plan
        code = f"{code}-{agreement.code.lower()}"
    plan = Plan.rows.create(
        code=code,
        round=row,
        agreement_id=agreement.id,
        lead_id=row.lead_id,
        partner_id=partner_id,
        territory=row.territory,
        year=row.year,
        is_illustration=row.is_illustration or agreement.is_illustration,
    )
    template = PhaseTemplate.rows.filter(lead_id=row.lead_id).order_by("position").values_list("key", "name")
    PlanPhase.rows.bulk_create(
        PlanPhase(plan=plan, key=key, name=name, position=position)
        for position, (key, name) in enumerate(list(template) or rules.DEFAULT_PHASES)
    )
    return plan


@command("plan.answer")
def decline_round(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> RoundDeclined:
    """The partner answers "none" with its reason. Refused without a reason, after the round closed, or with topics."""
    plan = plan_of(code)
    ask(by, "plan.answer", plan)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(_("Trả lời “không có vấn đề” cần nêu lý do."))
    refuse_after_round(plan)
    if Topic.rows.filter(plan=plan, state__in=states.ALIVE).exists():
        raise Refused(_("Kế hoạch đã có vấn đề; hãy bỏ các vấn đề đó trước khi trả lời “không có”."))
    change(plan, version=version, answer="NONE", answer_reason=reason)
    told = tell(RoundDeclined(code=plan.code, dossier=plan.code, year=plan.year, reason=reason))
    obligations.settle_obligation(
        origin=rules.origin(plan.code, rules.SELECT_TOPICS, str(plan.year)),
        statement=on_record(gettext_lazy("Trả lời không có vấn đề: %(reason)s"), reason=reason),
        reference=plan.code,
        accept=False,
        by=by.through("plan.answer"),
        at=at,
    )
    return told


@command("round.close")
def close_round(*, code: str, version: int | None = None, by: Actor, at: datetime) -> RoundClosed:
    """Ends the call. Topics may still come ad hoc. Refused while a partner has answered neither topics nor none."""
    row = round_of(code)
    ask(by, "round.close", row)
    _move(states.ROUND, row.state, "close", _("Đợt chọn vấn đề này đã kết thúc."))
    silent = Plan.rows.filter(round=row, answer="").order_by("code").values_list("code", flat=True)
    if silent:
        raise Refused(_("Còn cơ quan chưa trả lời: %(codes)s.") % {"codes": ", ".join(silent)})
    change(row, version=version, state="CLOSED")
    return tell(RoundClosed(code=row.code, dossier=row.code, year=row.year))


@command("plan.approve")
def approve_plan(*, code: str, note: str, version: int | None = None, by: Actor, at: datetime) -> PlanApproved:
    """The lead's approver approves the plan of the year. Refused when it is not a draft, or has not been answered."""
    plan = plan_of(code)
    ask(by, "plan.approve", plan)
    state = _move(states.PLAN, plan.state, "approve", _("Kế hoạch này đã được duyệt hoặc đã kết thúc."))
    if not plan.answer:
        raise Refused(_("Cơ quan phối hợp chưa chọn vấn đề cũng chưa trả lời “không có”; chưa duyệt được."))
    change(plan, version=version, state=state)
    return tell(
        PlanApproved(code=plan.code, dossier=plan.code, note=nfc(note).strip()), changes={"state": ("DRAFT", state)}
    )


@command("plan.close")
def close_plan(*, code: str, note: str, version: int | None = None, by: Actor, at: datetime) -> PlanClosed:
    """Ends the plan's year. Refused while a topic is alive: close it or carry it over first."""
    plan = plan_of(code)
    ask(by, "plan.close", plan)
    state = _move(states.PLAN, plan.state, "close", _("Kế hoạch này đã kết thúc."))
    alive = Topic.rows.filter(plan=plan, state__in=states.ALIVE).order_by("pk").values_list("code", flat=True)
    if alive:
        raise Refused(_("Còn vấn đề chưa kết thúc hoặc chuyển năm: %(codes)s.") % {"codes": ", ".join(alive)})
    before = plan.state
    change(plan, version=version, state=state)
    return tell(
        PlanClosed(code=plan.code, dossier=plan.code, note=nfc(note).strip()), changes={"state": (before, state)}
    )


def refuse_after_round(plan: Plan) -> None:
    """What belongs to the round is refused once the round or the plan is closed."""
    if plan.round.state != "CALLED":
        raise Refused(_("Đợt chọn vấn đề năm %(year)s đã kết thúc; hãy thêm vấn đề phát sinh.") % {"year": plan.year})
    refuse_closed_plan(plan)


def refuse_closed_plan(plan: Plan) -> None:
    if plan.state == "CLOSED":
        raise Refused(_("Kế hoạch %(code)s đã kết thúc; không ghi thêm được.") % {"code": plan.code})


def _check_answer_by(answer_by: date | None, year: int, at: datetime) -> None:
    today = local_date(at)
    if abs(year - today.year) > 1:
        raise Refused(_("Chỉ mở được đợt của năm nay, năm trước hoặc năm sau."))
    if answer_by is not None and not today <= answer_by <= date(year, 12, 31):
        raise Refused(_("Hạn trả lời phải từ hôm nay đến hết năm của đợt."))


def _move(table: dict[str, dict[str, str]], state: str, act: str, sentence: str) -> str:
    to = states.after(table, state, act)
    if to is None:
        raise Refused(sentence)
    return to
