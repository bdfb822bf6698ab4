"""What the sample's press desk has of illegal fishing: a source, stories, a standing query, digests, a story handed to
its agency, and a question of the press. No outlet in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.press import commands, queries

PUBLISHER = "Bản tin giấy nhận tại bàn báo chí (minh họa)"
SEA, MARKET, COAST = "Báo Cửa Biển (minh họa)", "Bản tin Chợ Quê (minh họa)", "Đài Bờ Tây (minh họa)"
EXPRESSION = '"thiết bị giám sát" OR "khai thác hải sản" OR (tàu "vùng biển nước ngoài")'
MONTH_AGO, FIRST, SECOND = 30, 3, 0  # days ago: the query and the source; the digest that went out; the draft

MONITORS = (
    "Toàn tỉnh còn 86 tàu cá từ 15 mét chưa bật lại thiết bị giám sát hành trình. Đội kỹ thuật trực tại cảng Tắc Cậu"
    " mỗi ngày từ 6 giờ, hướng dẫn chủ tàu đăng ký lại và kiểm tra máy trước khi rời bến."
)


@dataclass(frozen=True, slots=True)
class Clipping:
    publisher: str
    title: str
    url: str
    extract: str
    days: int  # ago, with the digest that quotes it
    hours: float  # before that digest


CLIPPINGS = (
    Clipping(SEA, "Còn 86 tàu cá chưa bật thiết bị giám sát", "https://cuabien.example/86-tau", MONITORS, FIRST, 6),
    Clipping(COAST, "Còn 86 tàu cá chưa bật thiết bị giám sát", "https://botay.example/86-tau-ca", MONITORS, FIRST, 5),
    Clipping(
        MARKET,
        "Ngư dân hỏi: mất sóng giữa biển có bị phạt không?",
        "https://choque.example/mat-song",
        "Nhiều chủ tàu ở An Minh muốn biết thiết bị giám sát mất sóng thì báo cho ai và báo trong bao lâu.",
        FIRST,
        4,
    ),
    Clipping(
        SEA,
        "Hai xã tổ chức buổi nói chuyện về khai thác hải sản",
        "https://cuabien.example/noi-chuyen",
        "Hơn một trăm người dự ở Tây Yên và Nam Thái; nội dung là vùng biển được phép và sổ nhật ký chuyến biển.",
        SECOND,
        12,
    ),
    Clipping(
        COAST,
        "Bàn thủ tục ban đêm cho tàu nhỏ: chủ tàu mong sớm mở",
        "https://botay.example/ban-dem",
        "Tàu nhỏ thường rời bến lúc hai giờ sáng. Chủ tàu đề nghị nơi khai báo khai thác hải sản mở cả ban đêm.",
        SECOND,
        9,
    ),
    Clipping(
        MARKET,
        "Giá cá cơm tăng nhẹ đầu tháng 8",
        "https://choque.example/gia-ca-com",
        "Tiểu thương cho biết giá tăng vì ít tàu ra khơi trong những ngày gió mạnh.",
        SECOND,
        7,
    ),
)
HANDED = "https://choque.example/mat-song"
QUESTION = "Thiết bị mất sóng giữa biển thì chủ tàu báo cho ai, trong bao lâu?"
ANSWER = "Chủ tàu báo về trung tâm giám sát mỗi sáu giờ bằng máy thông tin, ghi vào sổ chuyến biển. Nội dung minh họa."


def build(topic: str, *, lead: int, agency: int, by: Actor, at: datetime) -> int:
    if any(line.publisher == PUBLISHER for line in queries.all_sources(by)):
        return 0
    begun = at - timedelta(days=MONTH_AGO)
    source = commands.add_source(
        unit_id=lead, kind="MANUAL", publisher=PUBLISHER, is_illustration=True, by=by, at=begun
    ).code
    commands.begin_standing_query(
        unit_id=lead,
        topic=topic,
        title="Thiết bị giám sát và khai thác trái phép",
        expression=EXPRESSION,
        is_illustration=True,
        by=by,
        at=begun,
    )
    stories = _clip(source, FIRST, lead, by, at)
    issued = at - timedelta(days=FIRST)
    digest = commands.make_digest(unit_id=lead, is_illustration=True, by=by, at=issued).code
    commands.approve_digest(code=digest, by=by, at=issued)
    commands.issue_digest(code=digest, by=by, at=issued)
    handed = commands.give_handoff(
        unit_id=lead,
        story=stories[HANDED],
        agency_id=agency,
        question=QUESTION,
        due_date=local_date(at) + timedelta(days=1),
        dossier=topic,
        is_illustration=True,
        by=by,
        at=issued,
    ).code
    commands.answer_handoff(code=handed, answer=ANSWER, by=by, at=at - timedelta(days=1))
    stories |= _clip(source, SECOND, lead, by, at)
    commands.make_digest(unit_id=lead, is_illustration=True, by=by, at=at)
    commands.receive_query(
        owner_id=lead,
        answerer_id=agency,
        outlet=SEA,
        text="Đến nay còn bao nhiêu tàu cá chưa có thiết bị giám sát hoạt động, và khi nào xong?",
        way="PHONE",
        dossier=topic,
        is_illustration=True,
        by=by,
        at=at - timedelta(hours=1),
    )
    return 6 + len(set(stories.values()))  # source, standing query, two digests, hand-off, question


def _clip(source: str, days: int, lead: int, by: Actor, at: datetime) -> dict[str, str]:
    """Stories by the address of what was clipped."""
    stories = {}
    for one in CLIPPINGS:
        if one.days != days:
            continue
        moment = at - timedelta(days=days, hours=one.hours)
        stories[one.url] = commands.clip(
            unit_id=lead,
            publisher=one.publisher,
            title=one.title,
            url=one.url,
            extract=one.extract,
            published_at=moment - timedelta(hours=1),
            source=source,
            by=by,
            at=moment,
        ).story
    return stories
