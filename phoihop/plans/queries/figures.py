"""What reports tell of plans and topics, and what a report may be about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.ground.powers import NotVisible
from phoihop.organizations.queries import unit_names
from phoihop.plans.models import Plan, Round, Topic, TopicPhase

MOST_RESULTS = 200


class _Topic(NamedTuple):
    pk: int
    code: str
    plan_id: int
    title: str
    state: str
    result: str
    is_ad_hoc: bool
    selected_date: date | None


class _Phase(NamedTuple):
    topic_id: int
    key: str
    entered_date: date | None
    closed_date: date | None


def report_scope(actor: Actor, code: str) -> Scope:
    """Of a plan (KH-…) that plan; of a round (DC-…) all its plans: with topics and units. Refused: NotVisible.

    Three queries, and those for the names.
    """
    found = list(Plan.objects.visible_to(actor).filter(code=code).select_related("round"))
    if found:
        kind, lead_id, year = "plan", found[0].lead_id, found[0].year
    else:
        called = Round.objects.visible_to(actor).filter(code=code).first()
        if called is None:
            raise NotVisible
        found = list(Plan.objects.visible_to(actor).filter(round=called).order_by("code"))
        kind, lead_id, year = "programme", called.lead_id, called.year
    topics = Topic.objects.visible_to(actor).filter(plan__in=[plan.pk for plan in found]).order_by("code")
    partners = sorted({plan.partner_id for plan in found} - {lead_id})
    names = unit_names([lead_id, *partners])
    values = {"lead": names[lead_id].name, "year": year}
    if kind == "plan":
        values["partner"] = names[found[0].partner_id].name
        title = _("Kế hoạch phối hợp năm %(year)s giữa %(lead)s và %(partner)s") % values
    else:
        title = _("Chương trình phối hợp năm %(year)s của %(lead)s") % values
    return Scope(
        kind=kind,
        code=code,
        title=title,
        year=year,
        lead_id=lead_id,
        plans=tuple(sorted(plan.code for plan in found)),
        unit_ids=(lead_id, *partners),
        dossiers=tuple(topics.values_list("code", flat=True)),
        is_illustration=any(plan.is_illustration for plan in found),
    )


def topics_under(actor: Actor, plans: Collection[str]) -> list[str]:
    """Codes of the topics of these plans that the reader may see."""
    rows = Topic.objects.visible_to(actor).filter(plan__code__in=list(plans))
    return list(rows.order_by("code").values_list("code", flat=True))


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Topics chosen, answers of none, phases entered and closed, results as they are written. Four queries.

    A topic's steps have days; that it was dropped, carried on or ended has none in its row, so what the record says of
    that when the report is made is taken, with the last day of its phases for an ended one.
    """
    plans = list(Plan.objects.visible_to(actor).filter(code__in=scope.plans).order_by("code"))
    if not plans:
        return None
    topics = _topics(actor, [plan.pk for plan in plans])
    phases = _phases([topic.pk for topic in topics])
    codes = {topic.pk: topic.code for topic in topics}
    last = min(period.last, on)
    chosen = [topic for topic in topics if topic.selected_date is not None and topic.selected_date <= on]
    ended = _ended(topics, phases, period.first, last)
    entered = [f"{codes[p.topic_id]}/{p.key}" for p in phases if _within(p.entered_date, period.first, last)]
    closed = [f"{codes[p.topic_id]}/{p.key}" for p in phases if _within(p.closed_date, period.first, last)]
    until = day(on)
    is_known = bool(topics)
    in_period = [topic.code for topic in chosen if _within(topic.selected_date, period.first, last)]
    over = {topic.pk for topic in _ended(topics, phases, date.min, on)}
    open_ones = [t.code for t in chosen if t.state not in ("DROPPED", "CARRIED") and t.pk not in over]
    figures = (
        counted(
            "plans.plans",
            _("Kế hoạch phối hợp"),
            _("Số kế hoạch phối hợp trong phạm vi báo cáo."),
            [plan.code for plan in plans],
        ),
        counted(
            "plans.none",
            _("Kế hoạch trả lời không có vấn đề"),
            _("Số kế hoạch mà cơ quan phối hợp trả lời không có vấn đề, có nêu lý do, theo sổ lúc lập báo cáo."),
            [plan.code for plan in plans if plan.answer == "NONE"],
        ),
        counted(
            "plans.unanswered",
            _("Kế hoạch chưa trả lời đợt chọn"),
            _(
                "Số kế hoạch mà cơ quan phối hợp chưa chọn vấn đề, cũng chưa trả lời là không có, theo sổ"
                " lúc lập báo cáo."
            ),
            [plan.code for plan in plans if not plan.answer],
        ),
        counted(
            "topics.chosen",
            _("Vấn đề đã chọn"),
            _("Số vấn đề có ngày chọn không sau ngày %(day)s, kể cả vấn đề về sau bỏ hoặc chuyển năm.")
            % {"day": until},
            [topic.code for topic in chosen],
            is_known=is_known,
        ),
        counted(
            "topics.chosen_in_period",
            _("Vấn đề chọn trong kỳ"),
            _("Số vấn đề có ngày chọn trong kỳ báo cáo và không sau ngày %(day)s.") % {"day": until},
            in_period,
            is_known=is_known,
        ),
        counted(
            "topics.ad_hoc",
            _("Vấn đề phát sinh"),
            _("Trong số vấn đề đã chọn, số vấn đề chọn ngoài đợt hằng năm."),
            [topic.code for topic in chosen if topic.is_ad_hoc],
            is_known=is_known,
        ),
        counted(
            "topics.phases_entered",
            _("Giai đoạn bắt đầu trong kỳ"),
            _("Số giai đoạn của các vấn đề có ngày bắt đầu trong kỳ báo cáo và không sau ngày %(day)s.")
            % {"day": until},
            entered,
            is_known=is_known,
        ),
        counted(
            "topics.phases_closed",
            _("Giai đoạn kết thúc trong kỳ"),
            _("Số giai đoạn của các vấn đề có ngày kết thúc trong kỳ báo cáo và không sau ngày %(day)s.")
            % {"day": until},
            closed,
            is_known=is_known,
        ),
        counted(
            "topics.ended",
            _("Vấn đề đã kết thúc, có kết quả"),
            _("Số vấn đề đã ghi kết quả, giai đoạn cuối kết thúc trong kỳ báo cáo và không sau ngày %(day)s.")
            % {"day": until},
            [topic.code for topic in ended],
            is_known=is_known,
        ),
        counted(
            "topics.open",
            _("Vấn đề đang phối hợp"),
            _("Số vấn đề đã chọn đến ngày %(day)s, chưa kết thúc, chưa bỏ, chưa chuyển năm.") % {"day": until},
            open_ones,
            is_known=is_known,
        ),
    )
    return SectionValue(
        key="plans",
        title=str(_("Kế hoạch và vấn đề phối hợp")),
        figures=figures,
        paragraphs=_none_lines(plans),
        tables=tuple(filter(None, (_by_plan(plans, topics, figures), _results(plans, ended)))),
    )


def _topics(actor: Actor, plan_ids: list[int]) -> list[_Topic]:
    rows = Topic.objects.visible_to(actor).filter(plan__in=plan_ids).order_by("code")
    found = rows.values_list("pk", "code", "plan_id", "title", "state", "result", "is_ad_hoc", "selected_date")
    return [_Topic(*row) for row in found]


def _phases(topic_ids: list[int]) -> list[_Phase]:
    rows = TopicPhase.rows.filter(topic__in=topic_ids).order_by("topic", "position")
    return [_Phase(*row) for row in rows.values_list("topic_id", "key", "entered_date", "closed_date")]


def _within(moment: date | None, first: date, last: date) -> bool:
    return moment is not None and first <= moment <= last


def _ended(topics: list[_Topic], phases: list[_Phase], first: date, last: date) -> list[_Topic]:
    """Closed topics by the day their last phase ended."""
    last_days: dict[int, date] = {}
    for one in phases:
        if one.closed_date is not None:
            last_days[one.topic_id] = max(one.closed_date, last_days.get(one.topic_id, one.closed_date))
    return [topic for topic in topics if topic.state == "CLOSED" and _within(last_days.get(topic.pk), first, last)]


def _none_lines(plans: list[Plan]) -> tuple[str, ...]:
    declined = [plan for plan in plans if plan.answer == "NONE"]
    names = unit_names(plan.partner_id for plan in declined)
    return tuple(
        _("%(unit)s trả lời không có vấn đề: %(reason)s")
        % {"unit": names[plan.partner_id].name, "reason": plan.answer_reason}
        for plan in declined
    )


def _by_plan(plans: list[Plan], topics: list[_Topic], figures: tuple[Figure, ...]) -> Table | None:
    if len(plans) < 2:
        return None
    names = unit_names(plan.partner_id for plan in plans)
    shown = ("topics.chosen", "topics.ad_hoc", "topics.ended", "topics.open")
    sets = [(figure.words, frozenset(figure.rows)) for key in shown for figure in figures if figure.key == key]
    own: dict[int, list[str]] = {}
    for topic in topics:
        own.setdefault(topic.plan_id, []).append(topic.code)

    def number(plan: Plan, rows: Collection[str]) -> str:
        if plan.pk not in own:
            return str(_("không có vấn đề")) if plan.answer == "NONE" else str(_("chưa có số liệu"))
        return str(sum(code in rows for code in own[plan.pk]))

    return Table(
        title=_("Vấn đề theo cơ quan phối hợp"),
        columns=(_("Cơ quan phối hợp"), *(words for words, _rows in sets)),
        rows=tuple((names[plan.partner_id].name, *(number(plan, rows) for _words, rows in sets)) for plan in plans),
        links=tuple(reverse("plans:plan", args=[plan.code]) for plan in plans),
        keys=("", *shown),
        own=tuple(tuple(sorted(own.get(plan.pk, ()))) for plan in plans),
    )


def _results(plans: list[Plan], ended: list[_Topic]) -> Table | None:
    if not ended:
        return None
    names = unit_names(plan.partner_id for plan in plans)
    partners = {plan.pk: names[plan.partner_id].name for plan in plans}
    shown = ended[:MOST_RESULTS]
    title = _("Kết quả của các vấn đề đã kết thúc")
    if len(ended) > len(shown):
        title = _("Kết quả của %(shown)s vấn đề đầu trong %(all)s vấn đề đã kết thúc") % {
            "shown": len(shown),
            "all": len(ended),
        }
    return Table(
        title=title,
        columns=(_("Vấn đề"), _("Cơ quan phối hợp"), _("Kết quả")),
        rows=tuple((topic.title, partners[topic.plan_id], topic.result) for topic in shown),
        links=tuple(reverse("plans:topic", args=[topic.code]) for topic in shown),
    )
