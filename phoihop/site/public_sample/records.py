"""What stands on record in the sample's public side: spokespersons, plans and topics in the open, a release that two
people let go, one of the court that waits for its judgment, and an issue of the internal bulletin.

All through the commands; all illustrations. Nobody named here exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from phoihop.communications import commands, queries
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.organizations.queries import UnitName, account_ids, actor_of, units_by_keys
from phoihop.plans import queries as plans
from phoihop.plans.commands import approve_plan
from phoihop.press import commands as press
from phoihop.press import queries as press_queries

TERRITORY = "kg"
LEAD, COURT, OFFICE = "btg-tinh-uy", "ta-tinh", "vp-tinh-uy"
YEAR = 2021
READER = Actor.system("loader")  # knows the units
APPROVED = ("so-nnptnt", "so-yte", "vp-tinh-uy")  # partners whose plans the lead approves and shows

# unit, kind, name, post, telephone, mail, announcing document
SPOKESPERSONS = (
    (LEAD, "HEAD", "Trần Thanh Bình (mẫu)", "Trưởng ban", "0297 3800 001", "phatngon@btg.example", "01-TB/BTGTU"),
    ("so-yte", "APPOINTED", "Hoàng Thị Lan (mẫu)", "Chánh Văn phòng Sở", "0297 3800 002", "", "15/QĐ-SYT"),
    ("so-nnptnt", "APPOINTED", "Lâm Văn Hải (mẫu)", "Phó Giám đốc Sở", "0297 3800 003", "", "22/QĐ-SNNPTNT"),
    (COURT, "APPOINTED", "Đặng Thu Thủy (mẫu)", "Phó Chánh án", "0297 3800 004", "", "09/QĐ-TA"),
    ("vks-tinh", "HEAD", "Ngô Minh Đức (mẫu)", "Viện trưởng", "0297 3800 005", "", "07/QĐ-VKS"),
)
RELEASE = (
    "Lịch cung cấp thông tin cho báo chí quý III năm 2021",
    "Mỗi tháng một lần; có việc đột xuất thì trong ngày.",
    (
        "Ban Tuyên giáo Tỉnh ủy cùng các cơ quan phối hợp cung cấp thông tin định kỳ cho báo chí:\n\n"
        "- **Tháng 8**: tuần thứ hai, về nghề cá và y tế\n- **Tháng 9**: tuần thứ hai, về văn hóa, di tích\n\n"
        "Danh sách người phát ngôn của từng cơ quan có trên trang này."
    ),
)
CASE = (
    "Kết quả phiên xét xử lưu động (chờ tuyên án)",
    "Thông tin về phiên tòa xét xử công khai.",
    (
        "Tòa án nhân dân tỉnh mở phiên tòa xét xử lưu động theo quyết định đưa vụ án ra xét xử. Phiên tòa công khai; "
        "báo chí được tham dự theo quy định.\n\nKết quả được thông báo sau khi bản án đã tuyên."
    ),
)
BULLETIN = (
    "Thông tin xây dựng Đảng, số 8 năm 2021",
    "Bản tin gửi các cơ quan cấp tỉnh; mỗi cơ quan phổ biến trong chi bộ và xác nhận.",
    (
        (
            "Cách làm hay: sinh hoạt chi bộ theo một việc cụ thể",
            (
                "Một chi bộ chọn mỗi tháng **một việc** để bàn tới cùng, giao người, giao ngày, tháng sau xem lại.\n\n"
                "- việc tháng 6: hướng dẫn ngư dân đăng ký thiết bị\n- việc tháng 7: nơi tiếp người dân gọn hơn"
            ),
        ),
        (
            "Lịch thông báo của cấp ủy trong tháng 8",
            "Tuần đầu: phổ biến kết luận hội nghị. Tuần thứ ba: báo cáo việc đã giao.",
        ),
        (
            "Một câu hỏi thường gặp",
            "Văn bản nào được dẫn trong bản tin đều có số, ngày; muốn đọc toàn văn thì hỏi văn thư cơ quan mình.",
        ),
    ),
)
INTRODUCTION = "Hai cơ quan cùng làm những việc dưới đây; con số lấy thẳng từ sổ theo dõi."


def build(*, by: Actor, at: datetime) -> int:
    """Gives how many things were made; what is there already stays."""
    units = units_by_keys(READER, TERRITORY, {LEAD, COURT, OFFICE, *(one[0] for one in SPOKESPERSONS)})
    if LEAD not in units:
        return 0
    made = _spokespersons(units, by, at) + _in_the_open(units[LEAD], by, at)
    made += _release(units[LEAD], by, at)
    if COURT in units:
        made += _case(units[COURT], by, at)
    if OFFICE in units:
        made += _bulletin(units[OFFICE], by, at)
    return made


def _spokespersons(units: Mapping[str, UnitName], by: Actor, at: datetime) -> int:
    known = {line.name for line in press_queries.spokespersons(by, local_date(at), limit=500).lines}
    made = 0
    for key, kind, name, post, phone, email, document in SPOKESPERSONS:
        if key not in units or name in known:
            continue
        press.name_spokesperson(
            unit_id=units[key].id,
            kind=kind,
            name=name,
            post=post,
            phone=phone,
            email=email,
            announced_by=document,
            from_date=date(YEAR, 7, 1),
            is_illustration=True,
            by=by,
            at=at,
        )
        made += 1
    return made


def _in_the_open(lead: UnitName, by: Actor, at: datetime) -> int:
    """Plans and topics of the year; what may not go out (a case, a plan without approval) stays inside."""
    codes = []
    approved = {name.id for name in units_by_keys(READER, TERRITORY, APPROVED).values()}
    for plan in plans.recorded_plans(by, lead.id, YEAR):
        codes += [*(topic.code for topic in plan.topics), plan.code]
        if plan.partner_id in approved and plan.code not in queries.published_codes([plan.code]):
            approve_plan(code=plan.code, note="", by=by, at=at)
    out = queries.published_codes(codes)
    made = 0
    for code in codes:
        if code in out:
            continue
        try:
            commands.publish_record(code=code, summary=INTRODUCTION if code.startswith("KH-") else "", by=by, at=at)
        except Refused:
            continue  # as it would be for an editor: the reason is told there
        made += 1
    return made


def _release(lead: UnitName, by: Actor, at: datetime) -> int:
    """Two people of the lead let it go; the clock lets it out after the window."""
    title, summary, text = RELEASE
    if any(line.title == title for line in queries.release_list(_office(lead)).lines):
        return 0
    people = account_ids(["binh", "minh"])
    if len(people) < 2:
        return 0
    code = commands.begin_release(unit_id=lead.id, title=title, is_illustration=True, by=by, at=at).code
    commands.write_release(code=code, title=title, summary=summary, text=text, by=by, at=at)
    commands.present_release(code=code, by=by, at=at)
    for account_id in people.values():
        commands.approve_release(code=code, number=1, by=actor_of(account_id, lead.id, at), at=at)
    commands.tick(by=Actor.system("deadline-clock"), at=at + timedelta(minutes=10))
    return 1


def _case(court: UnitName, by: Actor, at: datetime) -> int:
    title, summary, text = CASE
    if any(line.title == title for line in queries.release_list(_office(court)).lines):
        return 0
    dossier = next(
        (
            topic.code
            for plan in plans.recorded_plans(by, _lead_of(), YEAR)
            if plan.partner_id == court.id
            for topic in plan.topics
            if topic.kind == "case"
        ),
        "",
    )
    if not dossier:
        return 0
    commands.note_proceedings(dossier=dossier, owner_id=court.id, stage="TRIAL", by=by, at=at)
    code = commands.begin_release(
        unit_id=court.id, title=title, dossier=dossier, is_illustration=True, by=by, at=at
    ).code
    commands.write_release(code=code, title=title, summary=summary, text=text, by=by, at=at)
    commands.present_release(code=code, by=by, at=at)
    return 1


def _bulletin(office: UnitName, by: Actor, at: datetime) -> int:
    """The eighth plan of the programme lives from it: two units have acknowledged."""
    title, lede, items = BULLETIN
    if any(line.title == title for line in queries.bulletin_list(_office(office)).lines):
        return 0
    plan = next((one.code for one in plans.recorded_plans(by, _lead_of(), YEAR) if one.partner_id == office.id), "")
    code = commands.begin_bulletin(
        unit_id=office.id, title=title, dossier=plan, is_illustration=True, by=by, at=at
    ).code
    until = local_date(at) + timedelta(days=7)
    commands.write_bulletin(code=code, title=title, lede=lede, acknowledge_by=until, by=by, at=at)
    for position, (heading, text) in enumerate(items, start=1):
        commands.write_item(code=code, position=position, title=heading, text=text, source=plan, by=by, at=at)
    commands.set_audience(code=code, levels=["province"], by=by, at=at)
    commands.issue_bulletin(code=code, by=by, at=at)
    for username in ("an", "chi"):
        for account_id in account_ids([username]).values():
            commands.acknowledge_bulletin(code=code, note="Đã phổ biến", by=actor_of(account_id, None, at), at=at)
    return 1


def _lead_of() -> int:
    return units_by_keys(READER, TERRITORY, [LEAD])[LEAD].id


def _office(unit: UnitName) -> Actor:
    """A reader of the unit, to look what is there."""
    return Actor(kind="person", unit_id=unit.id, unit_name=unit.name, roles=DOERS)
