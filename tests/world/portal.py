"""One of everything that can stand on the portal, published as the rooms do it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta

from PIL import Image, ImageDraw

from phoihop.publications import commands
from tests.world.build import LOADER, World
from tests.world.publications import copy

TOPIC, PLAN = "VD-kg-2021-0001", "KH-kg-2021-so-nnptnt"
PHOTO, FILE = "AN-kg-2021-0001", "so-ket/SK-kg-2021-0001.pdf"
ABOUT_BOATS = commands.ArticleDetails(photo_caption="Tàu chờ lắp thiết bị", related=(PLAN, "TC-kg-2021-0001"))
ADDRESSES = (
    "/",
    "/tin/",
    "/tin/muc/nghe-ca/",
    "/tin/TT-kg-2021-0001/",
    "/tin/TT-kg-2021-0002/",
    "/thong-cao/",
    "/thong-cao/TC-kg-2021-0001/",
    "/ke-hoach/",
    f"/ke-hoach/{PLAN}/",
    f"/ke-hoach/{PLAN}/tin/",
    "/van-de/",
    f"/van-de/{TOPIC}/",
    f"/van-de/{TOPIC}/tin/",
    "/so-ket/",
    "/so-ket/SK-kg-2021-0001/",
    "/tra-loi/",
    "/tra-loi/TL-kg-2021-0001/",
    "/kinh-nghiem/",
    "/kinh-nghiem/KN-kg-2021-0001/",
    "/trang/TR-kg-2021-0001/",
    "/nguoi-phat-ngon/",
    "/anh/",
    f"/anh/{PHOTO}/",
    "/ban/TT-kg-2021-0001/",
    "/tin/TT-kg-2021-0001/gop-y/",
    "/tim/",
    "/tim/?q=thiet+bi",
    "/tim/?q=khong-co-dau-ca-zzz",
    "/nguon-tin/",
)
FEEDS = (
    "/tin/",
    "/tin/muc/nghe-ca/",
    f"/ke-hoach/{PLAN}/",
    f"/van-de/{TOPIC}/",
    "/dinh-chinh/",
    "/tra-loi/",
    "/kinh-nghiem/",
    "/so-ket/",
)


def drawing(width: int = 900, height: int = 560) -> bytes:
    """A photo that nobody took: water, a boat."""
    image = Image.new("RGB", (width, height), "#9ec9d6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height * 0.6, width, height), fill="#2b6f86")
    pen.polygon([(width * 0.3, height * 0.58), (width * 0.7, height * 0.58), (width * 0.62, height * 0.7)], fill="#743")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def picture(world: World, code: str = PHOTO, *, alt: str = "Thuyền rời cảng cá buổi sáng") -> str:
    commands.publish_picture(
        code=code,
        alt=alt,
        caption="Cảng cá, ngày ra khơi",
        credit="Sở NN&PTNT",
        taken_date=date(2021, 7, 30),
        files=commands.rendered(drawing()),
        by=LOADER,
        at=world.at,
    )
    return code


def frame(world: World) -> None:
    """The portal's own words, headings, links, who speaks."""
    commands.write_note(
        note=commands.PortalNote(
            territory="kg",
            programme="Chương trình phối hợp tỉnh Kiên Giang 2021–2025",
            headline="Các cơ quan đã hứa gì, làm đến đâu, chứng cứ ở đâu",
            lede="Tám kế hoạch phối hợp của tỉnh Kiên Giang, 2021–2025",
            publisher="Ban Tuyên giáo Tỉnh ủy Kiên Giang",
            is_illustration=True,
        ),
        by=LOADER,
        at=world.at,
    )
    commands.arrange_categories(
        categories=[
            commands.CategoryCopy(key="nghe-ca", name="Nghề cá", english="Fisheries", order=1),
            commands.CategoryCopy(key="y-te", name="Y tế", english="Health", order=2),
        ],
        by=LOADER,
        at=world.at,
    )
    commands.arrange_links(
        links=[commands.LinkCopy(url="https://vanban.example.vn/", name="Văn bản của tỉnh")], by=LOADER, at=world.at
    )
    commands.arrange_spokespersons(
        territory="kg",
        spokespersons=[
            commands.SpokespersonCopy(
                key="NP-kg-2021-0001",
                unit_name="Sở Y tế tỉnh Kiên Giang",
                name="Nguyễn Minh Họa",
                post="Phó Giám đốc",
                phone="0297 3000 000",
                email="phatngon@example.vn",
                since_date=date(2021, 1, 4),
                is_illustration=True,
            ),
            commands.SpokespersonCopy(
                key="NP-kg-2021-0002",
                unit_name="Sở Y tế tỉnh Kiên Giang",
                name="Trần Đã Thôi",
                post="Chánh Văn phòng",
                until_date=date(2021, 7, 31),
            ),
        ],
        by=LOADER,
        at=world.at,
    )


def articles(world: World, count: int = 1, *, first: int = 10, title: str = "") -> list[str]:
    """News by the dozen, each an hour older than the one before."""
    codes = []
    for number in range(first, first + count):
        code = f"TT-kg-2021-{number:04d}"
        commands.publish(
            copy=copy(
                world,
                code=code,
                title=title or f"Bản tin số {number} về nghề cá",
                category="nghe-ca",
                picture=PHOTO,
                dossier=TOPIC,
                published_at=world.at - timedelta(hours=number),
                details=commands.ArticleDetails(),
            ),
            by=LOADER,
            at=world.at,
        )
        codes.append(code)
    return codes


def everything_out(world: World) -> None:
    """One of each kind, a second version, something withdrawn."""
    frame(world)
    picture(world)
    for one in _copies(world):
        commands.publish(copy=one, by=LOADER, at=world.at)
    commands.publish(
        copy=copy(
            world,
            category="nghe-ca",
            picture=PHOTO,
            dossier=TOPIC,
            byline="Lê Minh Họa",
            details=ABOUT_BOATS,
            text="Hạn thống nhất là **31/8/2021**.\n\nLoa xã phát lại từ 2/8.\n\n## Ai phải đến\n\n- chủ tàu từ 15 m\n",
        ),
        note="Thêm ai phải đến",
        by=LOADER,
        at=world.at + timedelta(hours=2),
    )
    commands.withdraw(code="TT-kg-2021-0002", note="Bản tin ghi nhầm ngày; xem bản mới.", by=LOADER, at=world.at)
    commands.publish_file(
        key=FILE,
        name="so-ket-quy-2.pdf",
        title="Báo cáo sơ kết quý II",
        media_type="application/pdf",
        content=b"%PDF-1.7 " + b"0" * 3000,
        by=LOADER,
        at=world.at,
    )


def doors(world: World) -> dict[str, dict[str, object]]:
    """What the places in the addresses of the portal's reading pages stand for, once everything is out."""
    everything_out(world)
    article, form = "TT-kg-2021-0001", "atom.xml"
    codes = {
        "article": article,
        "release": "TC-kg-2021-0001",
        "plan": PLAN,
        "plan-news": PLAN,
        "plan-feed": PLAN,
        "topic": TOPIC,
        "topic-news": TOPIC,
        "topic-feed": TOPIC,
        "review": "SK-kg-2021-0001",
        "answer": "TL-kg-2021-0001",
        "card": "KN-kg-2021-0001",
        "page": "TR-kg-2021-0001",
        "versions": article,
        "share-card": article,
        "feedback": article,
        "photo": PHOTO,
        "picture": PHOTO,
    }
    feeds = ("news", "category", "plan", "topic", "review", "answer", "card", "correction")
    places: dict[str, dict[str, object]] = {f"portal:{name}": {"code": code} for name, code in codes.items()}
    for name in feeds:
        places.setdefault(f"portal:{name}-feed", {})["form"] = form
    for name in ("category", "category-feed"):
        places.setdefault(f"portal:{name}", {})["key"] = "nghe-ca"
    for name in ("share-card", "feedback"):
        places[f"portal:{name}"]["folder"] = "tin"
    places["portal:picture"]["width"] = 640
    places["portal:file"] = {"key": FILE}
    places["portal:site-map-part"] = {"part": 1}
    return places


def _copies(world: World) -> Sequence[commands.Copy]:
    at = world.at
    kinds: dict[str, commands.Copy] = {
        "article": copy(
            world,
            category="nghe-ca",
            picture=PHOTO,
            dossier=TOPIC,
            text="Hạn là **31/8**.\n\nLoa xã phát lại từ 2/8.",
            byline="Lê Minh Họa",
            details=ABOUT_BOATS,
        ),
        "gone": copy(world, code="TT-kg-2021-0002", title="Bản tin đã rút", text="Nội dung bí mật của bản cũ."),
        "release": copy(
            world,
            code="TC-kg-2021-0001",
            title="Tòa án nhân dân tỉnh công bố lịch phiên tòa lưu động",
            category="y-te",
            unit_name="Tòa án nhân dân tỉnh Kiên Giang",
            published_at=at - timedelta(days=1),
            details=commands.ReleaseDetails(
                event="Công bố quyết định",
                event_date="2021-07-28",
                stage="Chuẩn bị xét xử",
                contact="Nguyễn Minh Họa, 0297 3000 000",
            ),
        ),
        "plan": copy(
            world,
            code=PLAN,
            title="Kế hoạch phối hợp với Sở NN&PTNT năm 2021",
            summary="Ngư dân và khai thác hải sản đúng pháp luật",
            text="",
            details=commands.PlanDetails(
                year=2021,
                lead="Ban Tuyên giáo Tỉnh ủy",
                partner="Sở NN&PTNT",
                period="2021–2025",
                as_of="2021-08-02",
                done=12,
                doing=9,
                late=1,
                blocked=1,
                planned=10,
                topics=(TOPIC, "VD-kg-2021-0404"),
            ),
        ),
        "topic": copy(
            world,
            code=TOPIC,
            title="Chống khai thác hải sản trái phép",
            dossier=PLAN,
            details=commands.TopicDetails(
                plan=PLAN,
                topic_kind="Chương trình",
                state="Đang làm",
                units=("Sở NN&PTNT", "Bộ đội Biên phòng"),
                phases=(("Trước", "Hoàn thành", "2021-03-01", "2021-06-30"), ("Trong", "Đang làm", "2021-07-01", "")),
                as_of="2021-08-02",
                done=4,
                doing=3,
            ),
        ),
        "answer": copy(
            world,
            code="TL-kg-2021-0001",
            title="Hai hạn đăng ký khác nhau",
            dossier=TOPIC,
            text="**Hạn đúng là 31/8/2021.** Loa xã đã đọc bản cũ.",
            details=commands.AnswerDetails(
                question="Loa xã và thông báo của Sở ghi hai hạn khác nhau.",
                service="Thông tin - truyền thông",
                received_date="2021-07-19",
                answered_date="2021-07-30",
                due_date="2021-08-02",
                parts=(("Sở NN&PTNT", "hạn và thủ tục"), ("Sở TT&TT", "phát thanh")),
                evidence=(("Thông báo hiện hành", "https://vanban.example.vn/1"), ("Lịch phát thanh tháng 8", "")),
                raisers=7,
            ),
        ),
        "correction": copy(
            world,
            code="KC-kg-2021-0901",
            title="Lắp thiết bị rồi vẫn phải ghi nhật ký khai thác",
            dossier=TOPIC,
            details=commands.CorrectionDetails(
                claim="“Lắp giám sát hành trình rồi thì không phải ghi nhật ký”",
                verdict="FALSE",
                verdict_words="Sai",
                shape="late",
            ),
        ),
        "review": copy(
            world,
            code="SK-kg-2021-0001",
            title="Sơ kết quý II của kế hoạch với Sở NN&PTNT",
            dossier=PLAN,
            details=commands.ReviewDetails(
                source=PLAN,
                period="Quý II/2021",
                signed_date="2021-07-15",
                signers=(("Ban Tuyên giáo Tỉnh ủy", "đã ký"), ("Sở NN&PTNT", "ký, bảo lưu mục 2")),
                figures=(("Phần việc hoàn thành", "12", "Nghĩa vụ được nghiệm thu đến ngày chốt"),),
                files=(FILE,),
            ),
        ),
        "card": copy(
            world,
            code="KN-kg-2021-0001",
            title="Loa xã đọc ba buổi sáng liền",
            dossier=TOPIC,
            text="",
            details=commands.CardDetails(
                problem="Thông báo một lần thì ít người nghe.",
                practice="Đọc ba buổi sáng liền,\nbằng hai thứ tiếng.",
                result="Số người đến đăng ký tăng gấp đôi.",
                cost="Không tốn thêm.",
                contact="Phòng Văn hóa",
                source=TOPIC,
            ),
        ),
        "page": copy(
            world,
            code="TR-kg-2021-0001",
            title="Trợ năng",
            text="## Dùng bàn phím\n\nMọi trang dùng được không cần chuột.",
            details=commands.PageDetails(order=1),
        ),
    }
    return tuple(kinds.values())
