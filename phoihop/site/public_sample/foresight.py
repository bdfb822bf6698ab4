"""Foresight on one topic of the sample, illegal fishing: what is told to whom, what the press brought, an alarm, an
assessment of what a measure does to people, and forecasts. Nothing in it happened.

All through the commands, at the moments they would have happened. What is there already stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.assessments import commands as assessments
from phoihop.assessments import queries as assessed
from phoihop.forecasts import commands as forecasts
from phoihop.forecasts import queries as asked
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.organizations.queries import account_ids, actor_of, units_by_keys
from phoihop.plans import queries as plans
from phoihop.signals import commands as signals
from phoihop.signals import queries as watched
from phoihop.site.public_sample import outreach, presswork

TERRITORY = "kg"
LEAD, AGENCY, PRESS_AGENCY = "btg-tinh-uy", "so-nnptnt", "so-tttt"
FORECASTERS = ("an", "ha")
NOT_REAL = "Nội dung minh họa."


@dataclass(frozen=True, slots=True)
class Forecast:
    """A question about the topic. `turns`: days ago, tenths of a percent for yes of each forecaster, and why."""

    text: str
    rule: str
    counts: tuple[int, int]
    opened: int  # days ago
    closes: int  # days from now, as the next
    resolves: int
    turns: tuple[tuple[int, tuple[int, int], str], ...]
    came: str = ""  # why it came out as yes; empty: still open


SOURCE = "Báo cáo tuần minh họa của Sở Nông nghiệp và Phát triển nông thôn"
CLASS = "Các kỳ báo cáo tuần của những đợt vận động trước (số liệu minh họa)"
FORECASTS = (
    Forecast(
        text="Đến hết tháng 8/2021, tỷ lệ tàu cá từ 15 mét bật thiết bị giám sát có đạt từ 95 % trở lên không?",
        rule="Có: báo cáo tuần cuối của tháng 8/2021 ghi tỷ lệ từ 95 % trở lên. Không: ghi tỷ lệ thấp hơn 95 %.",
        counts=(5, 7),
        opened=9,
        closes=20,
        resolves=36,
        turns=(
            (8, (450, 600), "Đợt trước đạt sau năm tuần; nhiều tàu đang ở ngoài khơi."),
            (3, (550, 620), "Thêm hai đội kỹ thuật lắp thiết bị ở cảng."),
        ),
    ),
    Forecast(
        text="Đến hết ngày 23/7/2021, số xã ven biển đã tổ chức tuyên truyền cho ngư dân có từ 20 xã trở lên không?",
        rule="Có: báo cáo tuần tính đến ngày 23/7/2021 ghi từ 20 xã trở lên. Không: ghi số xã ít hơn 20.",
        counts=(6, 4),
        opened=25,
        closes=-9,
        resolves=-8,
        turns=(
            (24, (600, 700), "Lịch của các xã đã có; một số nơi có thể phải hoãn."),
            (14, (750, 800), "Đã có mười bốn xã tổ chức xong."),
        ),
        came="Báo cáo tuần ghi 22 xã đã tổ chức, theo quy tắc là có.",
    ),
)


def build(*, by: Actor, at: datetime) -> int:
    """Gives how many things were made; none without the topic or where all is there."""
    names = units_by_keys(by, TERRITORY, (LEAD, AGENCY, PRESS_AGENCY))
    if len(names) < 3:
        return 0
    units = {key: name.id for key, name in names.items()}
    topic = _topic(by, units, at)
    if not topic:
        return 0
    made = presswork.build(topic, lead=units[LEAD], agency=units[AGENCY], by=by, at=at)
    made += outreach.build(topic, lead=units[LEAD], agency=units[AGENCY], press=units[PRESS_AGENCY], by=by, at=at)
    made += _alarm(topic, units, by, at) + _assessment(topic, units, by, at)
    return made + _forecasts(topic, units, by, at)


def _topic(by: Actor, units: Mapping[str, int], at: datetime) -> str:
    """The first topic of this year's plan with the agency."""
    for plan in plans.recorded_plans(by, units[LEAD], local_date(at).year):
        if plan.partner_id == units[AGENCY]:
            return next((topic.code for topic in plan.topics), "")
    return ""


def _alarm(topic: str, units: Mapping[str, int], by: Actor, at: datetime) -> int:
    """Its false alarms are measured by the command on what was counted; nothing is counted for it."""
    if watched.alarms(by).lines:
        return 0
    signals.set_alarm(
        unit_id=units[LEAD],
        source="PRESS",
        place=TERRITORY,
        topic=topic,
        told_ids=[units[AGENCY]],
        is_illustration=True,
        by=by,
        at=at - timedelta(days=6),
    )
    return 1


def _assessment(topic: str, units: Mapping[str, int], by: Actor, at: datetime) -> int:
    if assessed.assessments_about(by, topic):
        return 0
    today = local_date(at)
    begun, written, ended = (at - timedelta(days=days) for days in (24, 15, 7))
    code = assessments.ask_assessment(
        owner_id=units[LEAD],
        topic=topic,
        title="Kiểm soát tàu cá tại cảng và thu nhập của hộ nghề ven bờ",
        task="Nhóm nào được lợi, nhóm nào bị thiệt khi kiểm soát tàu trước mỗi chuyến biển; cần làm trước điều gì.",
        assessor_id=units[AGENCY],
        due_date=today - timedelta(days=8),
        is_illustration=True,
        by=by,
        at=begun,
    ).code
    assessments.accept_assessment(code=code, by=by, at=begun)
    _write(code, units, today, by, written)
    assessments.present_assessment(code=code, by=by, at=written)
    assessments.pass_assessment(code=code, note="Đủ căn cứ. " + NOT_REAL, by=by, at=ended)
    assessments.validate_assessment(
        code=code,
        note="Đồng ý với điều kiện đã nêu.",
        rescore_date=today + timedelta(days=150),
        by=by,
        at=ended + timedelta(hours=2),
    )
    return 1


def _write(code: str, units: Mapping[str, int], today: date, by: Actor, at: datetime) -> None:
    answers = dict.fromkeys(assessed.SCOPING_KEYS, ("NO", ""))
    answers |= {"income": ("YES", "Chuyến biển chậm lại vì kiểm soát"), "resource": ("YES", "Nguồn lợi ven bờ")}
    assessments.scope_assessment(code=code, answers=answers, by=by, at=at)
    group = assessments.set_group(
        code=code,
        name="Hộ nghề lưới ven bờ",
        place="Các xã ven biển An Biên, An Minh",
        size=640,
        source="Số liệu minh họa",
        is_vulnerable=True,
        by=by,
        at=at,
    ).number
    harm, good = (
        assessments.set_impact(
            code=code,
            group=group,
            theme=theme,
            text=text,
            is_positive=is_positive,
            severity=3,
            reach=3,
            duration=2,
            likelihood=4,
            by=by,
            at=at,
        ).number
        for theme, text, is_positive in (
            ("LIVELIHOOD", "Mất thời gian làm thủ tục trước mỗi chuyến biển", False),
            ("ENVIRONMENT", "Nguồn lợi ven bờ hồi phục vì bớt nghề cấm", True),
        )
    )
    for number, statement in ((harm, "Ý kiến minh họa của ban quản lý cảng."), (good, "Theo các đợt kiểm soát trước.")):
        assessments.add_evidence(code=code, number=number, grade="D", statement=statement, by=by, at=at)
    assessments.set_measure(
        code=code,
        impact=harm,
        text="Mở bàn làm thủ tục ban đêm ở cảng cá để tàu nhỏ không phải chờ",
        unit_id=units[AGENCY],
        due_date=today + timedelta(days=45),
        is_condition=True,
        by=by,
        at=at,
    )
    assessments.score_what_is_left(code=code, number=harm, severity=2, reach=3, duration=2, likelihood=2, by=by, at=at)
    assessments.write_assessment(
        code=code,
        before="Tàu nhỏ rời bến không qua bàn thủ tục.",
        after="Mỗi chuyến có khai báo; tàu nhỏ làm thủ tục ban đêm trong mười lăm phút.",
        findings="Làm được, với điều kiện có bàn thủ tục ban đêm. " + NOT_REAL,
        summary="Kiểm soát tàu trước chuyến biển, có bàn thủ tục ban đêm cho tàu nhỏ. " + NOT_REAL,
        by=by,
        at=at,
    )


def _forecasts(topic: str, units: Mapping[str, int], by: Actor, at: datetime) -> int:
    known = {line.text for line in asked.questions_about(by, topic)}
    people = account_ids(FORECASTERS)
    if len(people) < len(FORECASTERS):
        return 0
    seats = [actor_of(people[name], units[LEAD], at) for name in FORECASTERS]
    return sum(_forecast(one, topic, units[LEAD], seats, by, at) for one in FORECASTS if one.text not in known)


def _forecast(one: Forecast, topic: str, desk_id: int, seats: list[Actor], by: Actor, at: datetime) -> int:
    today, opened = local_date(at), at - timedelta(days=one.opened)
    code = forecasts.draft_question(
        desk_id=desk_id,
        dossier=topic,
        kind="YESNO",
        text=one.text,
        rule=one.rule,
        source=SOURCE,
        counts=one.counts,
        base_class=CLASS,
        base_source="Số liệu minh họa",
        closes_date=today + timedelta(days=one.closes),
        resolves_date=today + timedelta(days=one.resolves),
        is_illustration=True,
        by=by,
        at=opened,
    ).code
    forecasts.present_question(code=code, by=by, at=opened)
    forecasts.open_question(code=code, is_of_event=True, is_clear=True, by=by, at=opened)
    for days, shares, reason in one.turns:
        for seat, share in zip(seats, shares, strict=True):
            moment = at - timedelta(days=days)
            forecasts.give_estimate(code=code, shares=[share, 1000 - share], reason=reason, by=seat, at=moment)
    if one.came:
        came = at + timedelta(days=one.resolves)
        forecasts.tick(by=Actor.system("deadline-clock"), at=came)
        forecasts.propose_resolution(
            code=code,
            outcome=0,
            decided_date=local_date(came),
            reason=one.came,
            link="https://baocao.example/tuan-tuyen-truyen",
            by=by,
            at=came + timedelta(days=1),
        )
        forecasts.confirm_resolution(code=code, by=by, at=came + timedelta(days=2))
    return 1
