"""The sample's plan of who is to learn what about illegal fishing, by which channel, when; and a press conference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from phoihop.communications import commands, queries
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.press import queries as press

FISHERS = "Chủ tàu và ngư dân các xã ven biển"
APPROVED_DAYS = 28  # ago


@dataclass(frozen=True, slots=True)
class Line:
    """`owner`: "lead", "agency" or "press". Days from now. `output`: name, days from now, people reached, proof."""

    channel: str
    owner: str
    audience: str
    message: str
    first: int
    last: int
    details: Mapping[str, object]
    output: tuple[str, int, int, str] = field(default=("", 0, 0, ""))


TITLE = "Truyền thông chống khai thác hải sản trái phép, quý III năm 2021 (minh họa)"
GOAL = "Mọi chủ tàu từ 15 mét biết phải bật thiết bị giám sát suốt chuyến biển và biết hỏi ở đâu."
LINES = (
    Line(
        "LOUDSPEAKER",
        "agency",
        FISHERS,
        "Bật thiết bị giám sát từ khi rời bến đến khi về bến",
        -24,
        -10,
        {"places": "Xã Tây Yên\nXã Nam Thái", "hours": "17:00-17:30", "times": 10},
        ("Bài phát thanh 5 phút", -11, 3200, "Nhật ký phát của hai đài xã, 10 buổi (minh họa)"),
    ),
    Line(
        "VISUAL",
        "lead",
        FISHERS,
        "Ba việc cần làm trước khi rời bến",
        -22,
        -8,
        {"form": "Áp phích tại cảng cá", "quantity": 40, "places": "Cảng cá Tắc Cậu"},
        ("Áp phích ba việc trước khi rời bến", -9, 900, "Biên bản treo 40 áp phích tại cảng (minh họa)"),
    ),
    Line(
        "ORAL",
        "lead",
        "Chi hội nghề cá các xã",
        "Vì sao không đánh bắt ngoài vùng biển nước ta",
        -14,
        -4,
        {"speakers": "Báo cáo viên cấp huyện", "groups": "Chi hội nghề cá", "places": "Xã Nam Thái"},
    ),
    Line(
        "PRESS",
        "press",
        "Người đọc trong tỉnh",
        "Tỉnh đang làm gì để gỡ cảnh báo về khai thác hải sản",
        9,
        16,
        {"outlets": "Báo Cửa Biển (minh họa)", "form": "Bài phản ánh"},
    ),
    Line(
        "CONFERENCE",
        "lead",
        "Báo, đài trong tỉnh",
        "Kết quả sáu tháng chống khai thác trái phép",
        10,
        10,
        {"places": "Hội trường Ban Tuyên giáo Tỉnh ủy", "hours": "8:00-10:00"},
    ),
    Line(
        "WEB",
        "agency",
        FISHERS,
        "Hỏi đáp về thiết bị giám sát hành trình",
        12,
        25,
        {"sites": "Trang của Sở", "section": "Thủy sản"},
    ),
)
CONFERENCE = "Họp báo về chống khai thác hải sản trái phép (minh họa)"


def build(topic: str, *, lead: int, agency: int, press: int, by: Actor, at: datetime) -> int:
    made = 0
    if all(one.title != TITLE for one in queries.outreach_list(by, local_date(at)).rows):
        made += _plan(topic, {"lead": lead, "agency": agency, "press": press}, by, at)
    if not queries.conferences_on(by, topic):
        made += _conference(topic, lead, by, at)
    return made


def _plan(topic: str, units: Mapping[str, int], by: Actor, at: datetime) -> int:
    today, begun = local_date(at), at - timedelta(days=APPROVED_DAYS)
    code = commands.begin_outreach(dossier=topic, title=TITLE, is_illustration=True, by=by, at=begun).code
    commands.write_outreach(code=code, title=TITLE, goal=GOAL, by=by, at=begun)
    for line in LINES:
        commands.add_line(
            code=code,
            audience=line.audience,
            message=line.message,
            channel=line.channel,
            owner_id=units[line.owner],
            first_date=today + timedelta(days=line.first),
            last_date=today + timedelta(days=line.last),
            details=line.details,
            by=by,
            at=begun,
        )
    commands.present_outreach(code=code, by=by, at=begun)
    commands.approve_outreach(code=code, by=by, at=begun + timedelta(hours=3))
    for number, line in enumerate(LINES, start=1):
        if line.output[0]:
            _output(code, number, line, by, at)
    return 1


def _output(plan: str, number: int, line: Line, by: Actor, at: datetime) -> None:
    title, days, reach, proof = line.output
    begun, done = at + timedelta(days=line.first), at + timedelta(days=days)
    code = commands.begin_output(code=plan, number=number, title=title, text=line.message, by=by, at=begun).code
    commands.send_output(code=code, by=by, at=begun)
    commands.approve_output(code=code, by=by, at=begun + timedelta(hours=2))
    commands.give_paper(code=code, paper=commands.Paper("LOG", text=proof), by=by, at=done)
    commands.finish_output(
        code=code, done_date=local_date(done), reach=reach, counted="Ước tính tại chỗ (minh họa)", by=by, at=done
    )


def _conference(topic: str, lead: int, by: Actor, at: datetime) -> int:
    """Still being prepared: nobody is written to by an illustration."""
    begun, day = at - timedelta(days=4), local_date(at) + timedelta(days=10)
    starts = timezone.make_aware(datetime.combine(day, time(8)))
    speakers = press.choices_of(by, lead, day)
    code = commands.begin_conference(
        unit_id=lead,
        title=CONFERENCE,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Hội trường Ban Tuyên giáo Tỉnh ủy",
        text="Kết quả sáu tháng, việc của sáu tháng tới; trả lời câu hỏi của báo, đài.",
        spokesperson=speakers[0][0] if speakers else "",
        about=[topic],
        is_illustration=True,
        by=by,
        at=begun,
    ).code
    commands.add_guests(code=code, name="Báo Cửa Biển (minh họa)", mail="toasoan@cuabien.example", by=by, at=begun)
    return 1
