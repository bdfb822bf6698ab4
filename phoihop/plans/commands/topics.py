"""Topics from proposal to notice, to the next year or to their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import commands as dispatches
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask, may
from phoihop.ground.text import fold, nfc
from phoihop.obligations import commands as obligations
from phoihop.obligations import queries as obligation_queries
from phoihop.organizations import queries as organizations
from phoihop.organizations.commands import take_numbers
from phoihop.plans import rules, states
from phoihop.plans.commands.compiling import compile_topic
from phoihop.plans.commands.finding import plan_of, topic_of
from phoihop.plans.commands.rounds import refuse_after_round, refuse_closed_plan
from phoihop.plans.events import (
    TopicAcknowledged,
    TopicCarried,
    TopicClosed,
    TopicDropped,
    TopicJoined,
    TopicNotified,
    TopicProposed,
    TopicRefused,
    TopicSelected,
)
from phoihop.plans.models import Plan, PlanPhase, Topic, TopicPhase, TopicUnit


@command("topic.propose")
def propose_topic(
    *,
    code: str,
    kind: str,
    title: str,
    summary: str = "",
    is_ad_hoc: bool = False,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> TopicProposed:
    """Puts a topic on the plan. Refused: no title, an unknown kind, a closed plan, a closed round unless ad hoc."""
    plan = plan_of(code)
    ask(by, "topic.propose", plan)
    if is_ad_hoc:
        refuse_closed_plan(plan)
    else:
        refuse_after_round(plan)
    topic = make_topic(plan, kind, title, summary, is_ad_hoc=is_ad_hoc, is_illustration=is_illustration)
    return tell(TopicProposed(code=topic.code, dossier=topic.code, title=topic.title, is_ad_hoc=is_ad_hoc))


def make_topic(
    plan: Plan,
    kind: str,
    title: str,
    summary: str,
    *,
    is_ad_hoc: bool = False,
    is_illustration: bool = False,
    carried_from: Topic | None = None,
) -> Topic:
    """The row and its phases; shared by proposing, carrying over and the programme file."""
    title, summary = " ".join(nfc(title).split()), nfc(summary).strip()
    if kind not in rules.TOPIC_KINDS:
        raise Refused(_("Loại vấn đề không có trong danh mục."))
    if not title or len(title) > 300:
        raise Refused(_("Tên vấn đề cần từ 1 đến 300 ký tự."))
    number = take_numbers(f"VD-{plan.territory}-{plan.year}").start
    topic = Topic.rows.create(
        code=f"VD-{plan.territory}-{plan.year}-{number:04}",
        plan=plan,
        lead_id=plan.lead_id,
        partner_id=plan.partner_id,
        territory=plan.territory,
        year=plan.year,
        kind=kind,
        title=title,
        title_fold=fold(title),
        summary=summary,
        is_ad_hoc=is_ad_hoc,
        carried_from=carried_from,
        is_illustration=is_illustration or plan.is_illustration,
    )
    TopicPhase.rows.bulk_create(
        TopicPhase(topic=topic, key=phase.key, name=phase.name, position=phase.position)
        for phase in PlanPhase.rows.filter(plan=plan).order_by("position")
    )
    return topic


@command("topic.propose")
def add_ad_hoc_topic(*, code: str, kind: str, title: str, summary: str = "", by: Actor, at: datetime) -> TopicProposed:
    """A topic between rounds, in one act: proposed, and where the partner itself brings it chosen and notified too.

    Refused as proposing is; the lead's own idea still waits for the partner's choice.
    """
    plan = plan_of(code)
    ask(by, "topic.propose", plan)
    refuse_closed_plan(plan)
    topic = make_topic(plan, kind, title, summary, is_ad_hoc=True)
    told = tell(TopicProposed(code=topic.code, dossier=topic.code, title=topic.title, is_ad_hoc=True))
    if may(by, "topic.select", topic) and may(by, "topic.notify", plan):
        _select(topic, plan, version=None, by=by, at=at)
        _notify(plan, [topic], "", by=by, at=at)
    return told


@command("topic.select")
def select_topic(*, code: str, version: int | None = None, by: Actor, at: datetime) -> TopicSelected:
    """The partner chooses the topic; its obligations are opened. Refused when it is past choosing."""
    topic = topic_of(code)
    ask(by, "topic.select", topic)
    return _select(topic, topic.plan, version=version, by=by, at=at)


@command("topic.select")
def select_and_notify(
    *, code: str, body: str = "", version: int | None = None, by: Actor, at: datetime
) -> TopicNotified:
    """Choosing and telling the lead in one act, as an officer means it. Refused where either is."""
    topic = topic_of(code)
    ask(by, "topic.select", topic)
    ask(by, "topic.notify", topic.plan)
    _select(topic, topic.plan, version=version, by=by, at=at)
    return _notify(topic.plan, [topic], body, by=by, at=at)[0]


@command("topic.notify")
def notify_topics(*, code: str, topics: Sequence[str], body: str = "", by: Actor, at: datetime) -> list[TopicNotified]:
    """Sends the lead one dispatch about the topics chosen. Refused: none named, or one not chosen or sent before."""
    plan = plan_of(code)
    ask(by, "topic.notify", plan)
    chosen = list(Topic.rows.filter(plan=plan, code__in=topics).order_by("pk"))
    if not chosen or len(chosen) != len(set(topics)):
        raise Refused(_("Hãy chọn ít nhất một vấn đề của kế hoạch này."))
    return _notify(plan, chosen, body, by=by, at=at)


@command("topic.notify")
def notify_topic(*, code: str, body: str = "", version: int | None = None, by: Actor, at: datetime) -> TopicNotified:
    """The same for one topic. Refused when it is not chosen, or the lead knows of it."""
    topic = topic_of(code)
    ask(by, "topic.notify", topic.plan)
    return _notify(topic.plan, [topic], body, version=version, by=by, at=at)[0]


def _select(topic: Topic, plan: Plan, *, version: int | None, by: Actor, at: datetime) -> TopicSelected:
    refuse_closed_plan(plan)
    before, state = topic.state, _move(topic, "select")
    change(topic, version=version, state=state, selected_date=local_date(at))
    if plan.answer != "TOPICS":
        change(plan, answer="TOPICS", answer_reason="")
    told = tell(
        TopicSelected(code=topic.code, dossier=topic.code, title=topic.title), changes={"state": (before, state)}
    )
    through = by.through("topic.select")
    compile_topic(topic_id=topic.pk, by=through, at=at)
    hand_in_selection(topic, plan, by=through, at=at)
    return told


def _notify(
    plan: Plan, topics: Sequence[Topic], body: str, *, version: int | None = None, by: Actor, at: datetime
) -> list[TopicNotified]:
    refuse_closed_plan(plan)
    for topic in topics:
        if topic.notified_date is not None:
            raise Refused(_("Vấn đề %(code)s đã được thông báo.") % {"code": topic.code})
    through = by.through("topic.notify")
    about = topics[0].code if len(topics) == 1 else plan.code
    sent = dispatches.send_dispatch(
        sender_id=plan.partner_id,
        recipient_ids=[plan.lead_id],
        purpose="DO",
        subject=on_record(gettext_lazy("Thông báo vấn đề phối hợp năm %(year)s"), year=plan.year),
        body="\n".join([nfc(body).strip(), *(f"{topic.code}: {topic.title}" for topic in topics)]).strip(),
        about=about,
        dossier=about,
        is_formal=by.is_person,  # what a file of the past records had its letter then
        is_illustration=plan.is_illustration,
        by=through,
        at=at,
    )
    told = []
    for topic in topics:
        before, state = topic.state, _move(topic, "notify")
        change(topic, version=version, state=state, notified_date=local_date(at), dispatch=sent.code, reason="")
        told.append(
            tell(
                TopicNotified(code=topic.code, dossier=topic.code, title=topic.title, dispatch=sent.code),
                changes={"state": (before, state)},
            )
        )
        compile_topic(topic_id=topic.pk, by=through, at=at)
        _settle(topic, plan, sent.code, accept=False, by=through, at=at)
    return told


@command("plan.settle")
def settle_notice(*, dispatch: str, reservation: str, by: Actor, at: datetime) -> None:
    """The lead acknowledged the dispatch: its topics are acknowledged, and what the partner owed for it is accepted."""
    ask(by, "plan.settle")
    through = by.through("plan.settle")
    topics = list(
        Topic.rows.select_related("plan").filter(
            dispatch=dispatch, state__in=states.from_states(states.TOPIC, "acknowledge"), acknowledged_date=None
        )
    )
    for topic in topics:
        before, state = topic.state, _move(topic, "acknowledge")
        change(topic, state=state, acknowledged_date=local_date(at))
        tell(
            TopicAcknowledged(code=topic.code, dossier=topic.code, title=topic.title, reservation=reservation),
            changes={"state": (before, state)},
        )
        _settle(topic, topic.plan, dispatch, accept=True, by=through, at=at)
        compile_topic(topic_id=topic.pk, by=through, at=at)
    if not topics:
        nothing_changed()


@command("plan.settle")
def unsettle_notice(*, dispatch: str, reason: str, by: Actor, at: datetime) -> None:
    """The lead refused the dispatch, or the partner recalled it: its topics wait to be notified again."""
    ask(by, "plan.settle")
    topics = list(
        Topic.rows.filter(
            dispatch=dispatch, state__in=states.from_states(states.TOPIC, "refuse"), acknowledged_date=None
        )
    )
    for topic in topics:
        before, state = topic.state, _move(topic, "refuse")
        change(topic, state=state, notified_date=None, dispatch="", reason=reason)
        tell(
            TopicRefused(code=topic.code, dossier=topic.code, title=topic.title, reason=reason),
            changes={"state": (before, state)},
        )
        obligations.reopen_obligation(
            origin=rules.origin(topic.code, rules.NOTIFY_TOPICS), reason=reason, by=by.through("plan.settle"), at=at
        )
    if not topics:
        nothing_changed()


@command("topic.drop")
def drop_topic(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> TopicDropped:
    """Takes a topic off the plan before it is notified. Refused without a reason; its obligations are withdrawn."""
    topic = topic_of(code)
    ask(by, "topic.drop", topic)
    reason = _reason(reason)
    before, state = topic.state, _move(topic, "drop")
    change(topic, version=version, state=state, reason=reason)
    told = tell(
        TopicDropped(code=topic.code, dossier=topic.code, title=topic.title, reason=reason),
        changes={"state": (before, state)},
    )
    through = by.through("topic.drop")
    _withdraw(topic, reason, by=through, at=at)
    _take_back_answer(topic.plan, reason, by=through, at=at)
    return told


@command("topic.carry")
def carry_over_topic(
    *, code: str, into: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> TopicCarried:
    """Goes on with the topic in a later year's plan of the same partners, under a new code, with the reason.

    Open obligations of the old year are withdrawn; the new topic opens its own. Refused: no reason, a plan that is
    closed, earlier, or of other parties.
    """
    topic = topic_of(code)
    ask(by, "topic.carry", topic)
    reason = _reason(reason)
    target = plan_of(into)
    if (target.lead_id, target.partner_id) != (topic.lead_id, topic.partner_id) or target.year <= topic.year:
        raise Refused(_("Chỉ chuyển được sang kế hoạch năm sau của cùng hai cơ quan."))
    refuse_closed_plan(target)
    before, state = topic.state, _move(topic, "carry")
    change(topic, version=version, state=state, reason=reason)
    through = by.through("topic.carry")
    _withdraw(topic, reason, by=through, at=at)
    successor = make_topic(target, topic.kind, topic.title, topic.summary, carried_from=topic)
    change(successor, state="SELECTED", selected_date=local_date(at))
    if target.answer != "TOPICS":
        change(target, answer="TOPICS", answer_reason="")
    tell(TopicSelected(code=successor.code, dossier=successor.code, title=successor.title))
    compile_topic(topic_id=successor.pk, by=through, at=at)
    hand_in_selection(successor, target, by=through, at=at)
    return tell(
        TopicCarried(code=topic.code, dossier=topic.code, title=topic.title, into=successor.code, reason=reason),
        changes={"state": (before, state)},
    )


@command("topic.close")
def close_topic(*, code: str, result: str, version: int | None = None, by: Actor, at: datetime) -> TopicClosed:
    """Ends the topic with its result. Refused while a phase is open, an obligation is open, or no result is said."""
    topic = topic_of(code)
    ask(by, "topic.close", topic)
    result = nfc(result).strip()
    if not result:
        raise Refused(_("Cần ghi kết quả của vấn đề."))
    before, state = topic.state, _move(topic, "close")
    if TopicPhase.rows.filter(topic=topic, closed_date__isnull=True).exists():
        raise Refused(_("Còn giai đoạn chưa kết thúc."))
    still = obligation_queries.open_codes(by.through("topic.close"), dossier=topic.code)
    if still:
        raise Refused(_("Còn nghĩa vụ chưa xong: %(codes)s.") % {"codes": ", ".join(still[:10])})
    change(topic, version=version, state=state, result=result)
    return tell(
        TopicClosed(code=topic.code, dossier=topic.code, title=topic.title, result=result),
        changes={"state": (before, state)},
    )


@command("topic.join")
def join_topic(*, code: str, unit_id: int, by: Actor, at: datetime) -> TopicJoined | None:
    """Gives a supporting unit a lane in the topic's phases. Twice is harmless; refused for an ended topic or unit."""
    topic = topic_of(code)
    ask(by, "topic.join", topic)
    if topic.state not in states.ALIVE:
        raise Refused(_("Vấn đề đã kết thúc."))
    if unit_id in (topic.lead_id, topic.partner_id):
        raise Refused(_("Cơ quan này đã là một bên của vấn đề."))
    name = organizations.unit_names([unit_id]).get(unit_id)
    if name is None:
        raise Refused(_("Không có cơ quan này."))
    if not organizations.units_in_force([unit_id], at):
        said = {"units": name.name, "day": words.day(local_date(at))}
        raise Refused(_("%(units)s không còn hoặc chưa có hiệu lực vào ngày %(day)s.") % said)
    if not TopicUnit.rows.get_or_create(topic=topic, unit_id=unit_id)[1]:
        nothing_changed()
        return None
    told = tell(TopicJoined(code=topic.code, dossier=topic.code, unit_name=name.name))
    compile_topic(topic_id=topic.pk, by=by.through("topic.join"), at=at)
    return told


def hand_in_selection(topic: Topic, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Having chosen a topic is what the yearly duty to choose asks for; the lead accepts it with the notice."""
    obligations.settle_obligation(
        origin=rules.origin(plan.code, rules.SELECT_TOPICS, str(plan.year)),
        statement=on_record(gettext_lazy("Đã chọn vấn đề của năm")),
        reference=topic.code,
        accept=False,
        by=by,
        at=at,
    )


def _settle(topic: Topic, plan: Plan, dispatch: str, *, accept: bool, by: Actor, at: datetime) -> None:
    """The dispatch is the evidence of having notified the topic; acknowledged, it settles the year's choice too."""
    statement = on_record(gettext_lazy("Thông báo vấn đề %(code)s bằng công văn"), code=topic.code)
    origins = [rules.origin(topic.code, rules.NOTIFY_TOPICS)]
    if accept:
        origins.append(rules.origin(plan.code, rules.SELECT_TOPICS, str(plan.year)))
    for origin in origins:
        obligations.settle_obligation(
            origin=origin, statement=statement, reference=dispatch, accept=accept, by=by, at=at
        )


def _take_back_answer(plan: Plan, reason: str, *, by: Actor, at: datetime) -> None:
    """With its last topic gone the plan's answer is open again while the round is."""
    if plan.answer != "TOPICS" or plan.round.state != "CALLED" or plan.state != "DRAFT":
        return
    if Topic.rows.filter(plan=plan, state__in=[*states.CHOSEN, "CARRIED"]).exists():
        return
    change(plan, answer="")
    selecting = rules.origin(plan.code, rules.SELECT_TOPICS, str(plan.year))
    obligations.reopen_obligation(origin=selecting, reason=reason, by=by, at=at)


def _withdraw(topic: Topic, reason: str, *, by: Actor, at: datetime) -> None:
    origins = [
        origin
        for origin, dossier in obligation_queries.open_origins(by, source=topic.plan.code).items()
        if dossier == topic.code
    ]
    if origins:
        obligations.withdraw_obligations(origins=origins, reason=reason, by=by, at=at)


def _reason(text: str) -> str:
    text = nfc(text).strip()
    if not text:
        raise Refused(_("Cần nêu lý do."))
    return text


def _move(topic: Topic, act: str) -> str:
    state = states.after(states.TOPIC, topic.state, act)
    if state is None:
        raise Refused(_("Vấn đề %(code)s không còn ở bước cho phép việc này.") % {"code": topic.code})
    return state
