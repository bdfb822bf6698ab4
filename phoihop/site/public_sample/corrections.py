"""Corrections of the sample: a claim under each verdict, one of them an error of one's own. Nothing in them happened,
no publisher in them exists.

All through the commands, at the moments they would have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.corrections import commands, queries
from phoihop.documents import commands as register
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.organizations.queries import units_by_keys
from phoihop.publications import queries as public

TERRITORY = "kg"
OWNER = "btg-tinh-uy"
RECHECK_DAYS = 14


@dataclass(frozen=True, slots=True)
class Story:
    """One claim from its opening to what came of it. `step`: how far it has come."""

    text: str
    publisher: str
    address: str
    agency: str
    verdict: str
    fact: str
    explanation: str
    paper: tuple[str, str, str]  # number, subject, page; empty: none was found
    days: int  # ago
    step: str = "published"
    supports: tuple[str, ...] = ()
    is_own_error: bool = False
    reply: str = ""


NOT_REAL = "Nội dung minh họa."
STORIES = (
    Story(
        text="Từ 1/7/2021 mỗi tàu cá dưới 6 mét ở Kiên Giang phải nộp 2 triệu đồng tiền thiết bị giám sát hành trình",
        publisher="Trang tin Cửa Biển (minh họa)",
        address="https://cuabien.example/thiet-bi-giam-sat",
        agency="so-nnptnt",
        supports=("so-tttt",),
        verdict="FALSE",
        fact="Tàu dưới 6 mét không thuộc diện lắp thiết bị; không có khoản thu nào như vậy.",
        explanation=(
            "Danh mục đối tượng lắp thiết bị của sở chỉ gồm tàu từ 15 mét trở lên.\n\n- tàu dưới 6 mét chỉ đăng ký với"
            " xã\n- không cơ quan nào được giao thu tiền\n\n" + NOT_REAL
        ),
        paper=("41/BC-SNNPTNT-MH", "Báo cáo minh họa về thiết bị giám sát hành trình tàu cá", "2"),
        days=20,
        reply="Chúng tôi đã sửa bài và ghi rõ chỗ sửa. Cảm ơn cơ quan đã cung cấp danh mục.",
    ),
    Story(
        text="Toàn bộ 98 xã, phường của Kiên Giang dừng họp chợ từ ngày 12/7/2021",
        publisher="Bản tin Chợ Quê (minh họa)",
        address="Số 27, trang 4",
        agency="so-yte",
        verdict="PARTLY",
        fact="Chỉ các chợ trong vùng cách ly tạm dừng; nơi khác vẫn họp và giãn cách.",
        explanation="Thông báo của sở nêu tên từng chợ tạm dừng, không phải toàn bộ.\n\n" + NOT_REAL,
        paper=("88/TB-SYT-MH", "Thông báo minh họa về các chợ tạm dừng", "1"),
        days=16,
    ),
    Story(
        text="Số ca mắc ở Kiên Giang trong tuần đầu tháng 7/2021 tăng gấp 4 lần tuần trước",
        publisher="Trang tin Cửa Biển (minh họa)",
        address="https://cuabien.example/tang-gap-bon",
        agency="so-yte",
        verdict="CONTEXT",
        fact="Tăng từ 2 lên 8 ca; con số gấp bốn đúng nhưng không nói số ca còn rất ít.",
        explanation="So sánh tỷ lệ trên số rất nhỏ dễ gây hiểu lầm; báo cáo tuần ghi cả hai con số.\n\n" + NOT_REAL,
        paper=("91/BC-SYT-MH", "Báo cáo minh họa tình hình tuần", "3"),
        days=12,
    ),
    Story(
        text="Một đoạn đê biển dài 300 mét ở An Minh bị sạt trong đêm 20/7/2021",
        publisher="Đài truyền thanh Bờ Tây (minh họa)",
        address="Buổi phát 6 giờ ngày 21/7",
        agency="so-nnptnt",
        verdict="UNPROVEN",
        fact="Chưa có biên bản đo đạc; đoàn kiểm tra chưa tới được do biển động.",
        explanation="Có ảnh chụp sạt lở nhưng chưa rõ nơi chụp. Sẽ kết luận khi có biên bản.\n\n" + NOT_REAL,
        paper=("", "", ""),
        days=8,
    ),
    Story(
        text="Bản tin của cổng thông tin ghi hạn đăng ký thiết bị giám sát tàu cá là 21/8/2021",
        publisher="Cổng thông tin này",
        address="Bản tin đã công bố",
        agency="so-nnptnt",
        verdict="CORRECTED",
        fact="Hạn đúng là 31/8/2021; bản tin đã sửa, bản cũ vẫn xem được.",
        explanation="Lỗi khi chép lại từ văn bản. Chúng tôi xin lỗi người đọc.\n\n" + NOT_REAL,
        paper=("57/TB-SNNPTNT-MH", "Thông báo minh họa về hạn đăng ký", "1"),
        days=6,
        is_own_error=True,
    ),
    Story(
        text="Cảng cá Tắc Cậu thu phí neo đậu 500.000 đồng mỗi đêm từ ngày 25/7/2021",
        publisher="Bản tin Chợ Quê (minh họa)",
        address="Số 29, trang 2",
        agency="so-nnptnt",
        verdict="FALSE",
        fact="",
        explanation="",
        paper=("", "", ""),
        days=2,
        step="opened",
    ),
)


def build(*, by: Actor, at: datetime) -> int:
    """Gives how many claims were made; none where there are some already."""
    if queries.claims(by).lines:
        return 0
    names = units_by_keys(
        by, TERRITORY, sorted({OWNER, *(key for one in STORIES for key in (one.agency, *one.supports))})
    )
    units = {key: unit.id for key, unit in names.items()}
    commands.set_desk(unit_id=units[OWNER], by=by, at=at)
    return sum(_tell(one, units, by, at - timedelta(days=one.days)) for one in STORIES)


def _tell(story: Story, units: dict[str, int], by: Actor, at: datetime) -> int:
    wrong = _own_publication() if story.is_own_error else ""
    if story.is_own_error and not wrong:
        return 0
    code = commands.open_claim(
        owner_id=units[OWNER],
        agency_id=units[story.agency],
        supporting_ids=[units[key] for key in story.supports],
        text=story.text,
        publisher=story.publisher,
        address=story.address,
        day=local_date(at) - timedelta(days=1),
        is_own_error=story.is_own_error,
        corrected=wrong,
        is_illustration=True,
        by=by,
        at=at,
    ).code
    if not story.is_own_error:
        until = local_date(at) + timedelta(days=5)
        commands.ask_reply(code=code, number=1, way="HAND", until=until, by=by, at=at)
    if story.step == "opened":
        return 1
    number, subject, page = story.paper
    if number:
        document = _paper(number, subject, units[story.agency], local_date(at), by, at)
        commands.attach_evidence(code=code, document=document, page=page, by=by, at=at)
    commands.write_finding(
        code=code,
        verdict=story.verdict,
        fact=story.fact,
        explanation=story.explanation,
        recheck_date=local_date(at) + timedelta(days=RECHECK_DAYS) if story.verdict == "UNPROVEN" else None,
        by=by,
        at=at,
    )
    if story.reply:
        commands.record_reply(code=code, publisher=story.publisher, text=story.reply, by=by, at=at)
        commands.show_reply(code=code, number=1, by=by, at=at)
    commands.present_claim(code=code, by=by, at=at)
    commands.approve_claim(code=code, by=by, at=at)
    commands.publish_correction(code=code, by=by, at=at)
    return 1


def _paper(number: str, subject: str, unit_id: int, day: date, by: Actor, at: datetime) -> str:
    """An illustration of a paper in the agency's register."""
    text = f"{subject}\nSố: {number}\n{NOT_REAL}"
    taken = register.take_in_text(text=text, name=f"{number.replace('/', '-')}.txt", unit_id=unit_id, by=by, at=at)
    line = documents.documents_of(by, [taken.code])[taken.code]
    if line.state == "DRAFT":
        register.register_document(
            code=taken.code,
            direction="KEPT",
            system="STATE",
            type_key="",
            citation=number,
            issued_date=day,
            issuer="",
            subject=subject,
            by=by,
            at=at,
        )
    return taken.code


def _own_publication() -> str:
    """The newest piece of news that may have been wrong."""
    lines, _key = public.newest(kinds=("ARTICLE",), limit=1)
    return lines[0].code if lines else ""
