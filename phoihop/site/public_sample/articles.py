"""News of the sample: the portal's own words, headings, pages, six articles with drawn pictures, two cards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.communications import commands, queries
from phoihop.ground.actor import Actor
from phoihop.organizations.queries import UnitName, units_by_keys
from phoihop.plans import queries as plans
from phoihop.publications import commands as publications
from phoihop.site.public_sample.drawings import drawn

TERRITORY = "kg"
LEAD = "btg-tinh-uy"
UNITS = (LEAD, "so-yte", "so-nnptnt", "so-tttt", "ta-tinh", "ubnd-tinh", "vp-tinh-uy")
CREDIT = "Tranh minh họa"
CATEGORIES = (
    ("nghe-ca", "Nghề cá", "Fishing"),
    ("y-te", "Y tế", "Health"),
    ("xet-xu", "Xét xử", "Courts"),
    ("nghi-quyet", "Nghị quyết", "Resolutions"),
    ("van-hoa", "Văn hóa, di tích", "Culture"),
    ("phoi-hop", "Việc phối hợp", "Working together"),
)
LINKS = (
    ("Cổng thông tin điện tử Chính phủ", "https://www.chinhphu.vn/"),
    ("Cổng dịch vụ công quốc gia", "https://dichvucong.gov.vn/"),
)
PAGES = (
    (
        "Giới thiệu",
        "Trang này nói ai đã hứa gì với người dân và đã làm tới đâu.",
        (
            "Đây là **dữ liệu minh họa** của một chương trình phối hợp. Các cơ quan chọn việc mỗi năm, chia việc cho "
            "nhau có "
            "thời hạn, rồi công bố kết quả ở đây.\n\n## Đọc gì ở đây\n\n- tin của từng cơ quan\n- kế hoạch và vấn đề, "
            "với việc đã xong, đang làm và quá hạn\n- câu trả lời phản ánh của người dân\n- đính chính có chứng cứ\n\n"
            "Con số nào cũng mở ra được những việc nó đếm."
        ),
        10,
    ),
    (
        "Khả năng tiếp cận",
        "Trang này đọc được bằng bàn phím, trình đọc màn hình, trên điện thoại nhỏ và khi tắt JavaScript.",
        (
            "Trang được làm theo WCAG 2.2 mức AA. Ảnh có lời mô tả; biểu đồ nào cũng có bảng bên cạnh; chữ phóng to "
            "được.\n\n"
            "## Khi có chỗ không dùng được\n\nHãy gửi phản ánh ở mục Phản ánh, không cần tài khoản; hoặc gọi bộ phận "
            "tiếp nhận của cơ quan chủ quản. Chúng tôi ghi lại và trả lời như mọi phản ánh khác."
        ),
        20,
    ),
    (
        "Dữ liệu cá nhân được giữ thế nào",
        "Giữ ít nhất có thể, mã hóa, có ngày xóa.",
        (
            "- Đọc trang không cần tài khoản; trang không đặt cookie, không theo dõi, không gọi trang nào khác.\n"
            "- Gửi phản ánh không cần để lại tên. Số điện thoại hay địa chỉ thư nếu có chỉ dùng để trả lời, được "
            "mã hóa và xóa vào ngày ghi trên biên nhận.\n- Ảnh gửi kèm được xóa thông tin ẩn trước khi giữ.\n"
            "- Góp ý về một bài viết được xóa sau 90 ngày.\n\n## Muốn xem, sửa hoặc xóa\n\nMở biên nhận của phản ánh "
            "và chọn „Dữ liệu của tôi“. Yêu cầu có hạn trả lời ghi ngay trên trang đó."
        ),
        30,
    ),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One article: written by a unit so many days ago, perhaps from a topic, with a drawing."""

    unit: str
    days: int
    category: str
    title: str
    summary: str
    text: str
    drawing: str
    alt: str
    caption: str
    topic: str = ""
    byline: str = ""


ARTICLES = (
    Piece(
        "so-nnptnt",
        12,
        "nghe-ca",
        "Chủ tàu đăng ký thiết bị giám sát theo một mẫu chung",
        "Từ đợt này chỉ còn một mẫu giấy, nộp ở cảng cá hay ở xã đều được.",
        "Ba cơ quan đã thống nhất **một mẫu đăng ký** thay cho ba mẫu trước đây.\n\n## Chủ tàu cần mang gì\n\n"
        "- giấy đăng ký tàu\n- số máy của thiết bị, nếu đã lắp\n\n## Nộp ở đâu\n\nTại cảng cá hoặc tại xã, giờ "
        "làm việc. "
        "Ai chưa lắp thiết bị được hướng dẫn tại chỗ.\n\n> Mọi câu hỏi về mẫu này được trả lời trong năm ngày "
        "làm việc.",
        "harbour",
        "Ba tàu cá ở bến, vẽ bằng hình khối",
        "Tàu cá ở bến.",
        topic="Tàu cá không vi phạm vùng biển nước ngoài",
    ),
    Piece(
        "so-yte",
        9,
        "y-te",
        "Ba việc mỗi khu dân cư làm ngay để phòng dịch",
        "Lịch phun khử khuẩn, điểm lấy mẫu và số điện thoại trực được dán ở từng khu.",
        "Mỗi khu dân cư có một bảng tin với ba nội dung:\n\n- lịch phun khử khuẩn trong tuần\n- điểm lấy mẫu gần "
        "nhất và "
        "giờ mở\n- số điện thoại trực của trạm y tế\n\n## Khi có triệu chứng\n\nGọi số trực trước khi đến trạm. Người "
        "sống một mình được hỗ trợ lấy mẫu tại nhà.",
        "clinic",
        "Một trạm y tế nhỏ, vài người đứng chờ cách xa nhau, vẽ bằng hình khối",
        "Chờ ở trạm y tế, giữ khoảng cách.",
        topic="Phòng, chống dịch trong các khu dân cư",
        byline="Tổ biên tập Sở Y tế (minh họa)",
    ),
    Piece(
        "so-tttt",
        7,
        "phoi-hop",
        "Loa xã phát lịch trả lời báo chí mỗi chiều thứ Sáu",
        "Câu hỏi của báo chí và câu trả lời được đọc trên loa và đăng ở đây cùng lúc.",
        "Người không dùng mạng cũng nghe được cơ quan đã trả lời báo chí điều gì. Bản đọc trên loa giống hệt bản "
        "đăng.\n\n"
        "- giờ phát: 17 giờ thứ Sáu\n- mỗi câu trả lời không quá hai phút\n- có số điện thoại để hỏi thêm",
        "loudspeaker",
        "Cột loa đứng giữa các mái nhà, vẽ bằng hình khối",
        "Loa truyền thanh của xã.",
        topic="Trả lời báo chí về các việc người dân quan tâm",
    ),
    Piece(
        "ta-tinh",
        6,
        "xet-xu",
        "Lịch tuần của tòa được dán và đăng trước bảy ngày",
        "Lịch chỉ nêu ngày, giờ, phòng; kết quả công bố sau khi tòa tuyên.",
        "Lịch xét xử của tuần được dán ở cổng tòa và đăng trên trang này trước bảy ngày. Lịch **không nêu nội dung vụ "
        "việc**; kết quả chỉ được công bố sau khi tòa đã tuyên, bằng thông cáo của chính tòa.\n\nNgười muốn dự "
        "phiên công "
        "khai đến trước giờ mở mười lăm phút.",
        "hall",
        "Phòng họp với các hàng ghế trống, vẽ bằng hình khối",
        "Phòng với các hàng ghế.",
    ),
    Piece(
        "ubnd-tinh",
        4,
        "van-hoa",
        "Người dân góp ý bản vẽ tôn tạo khu di tích trong hai tuần",
        "Bản vẽ được treo tại chỗ; mỗi ý kiến có mã để theo dõi.",
        "Bản vẽ tôn tạo được treo ở cổng khu di tích và ở nhà văn hóa xã. Ai có ý kiến ghi vào sổ hoặc gửi ở mục "
        "Phản ánh; mỗi ý kiến có một mã và được trả lời.\n\n## Sau hai tuần\n\nCơ quan công bố bảng tổng hợp: ý "
        "kiến nào "
        "được tiếp thu, ý kiến nào không và vì sao.",
        "ruins",
        "Cổng cũ với giàn giáo, vẽ bằng hình khối",
        "Cổng di tích đang tôn tạo.",
        topic="Tôn tạo khu di tích gắn với du lịch",
    ),
    Piece(
        LEAD,
        2,
        "phoi-hop",
        "Tám kế hoạch phối hợp năm nay: việc gì, ai làm, bao giờ xong",
        "Tất cả các kế hoạch đã chọn vấn đề; việc của từng cơ quan có thời hạn và mở ra xem được.",
        "Năm nay có tám kế hoạch, mỗi kế hoạch một vấn đề do cơ quan phối hợp chọn. Mỗi vấn đề đi qua ba giai đoạn: "
        "**trước, trong, sau**.\n\n- việc nào quá hạn đều hiện rõ, kèm lý do\n- tài liệu được gửi trước khi bắt "
        "đầu giai "
        "đoạn\n- cuối kỳ các bên cùng sơ kết và rút bài học\n\nXem từng kế hoạch ở mục **Kế hoạch**.",
        "table",
        "Năm người quanh một bàn với một tờ giấy, vẽ bằng hình khối",
        "Các cơ quan cùng một bàn.",
    ),
)
CARDS = (
    {
        "unit": "so-nnptnt",
        "topic": "Tàu cá không vi phạm vùng biển nước ngoài",
        "title": "Một mẫu đăng ký dùng chung cho ba cơ quan",
        "problem": "Chủ tàu phải điền ba mẫu gần giống nhau ở ba nơi; sai một ô là phải đi lại.",
        "practice": (
            "Ba cơ quan ngồi một buổi, gạch các ô trùng nhau, còn một tờ. Ai nhận trước thì gửi cho hai nơi kia."
        ),
        "result": "Mỗi chủ tàu đi một lần thay vì ba; hồ sơ thiếu giảm rõ trong tháng đầu (số liệu minh họa).",
        "cost": "Một buổi họp và nửa ngày in mẫu.",
        "contact": "Văn phòng Sở",
    },
    {
        "unit": "so-yte",
        "topic": "Phòng, chống dịch trong các khu dân cư",
        "title": "Bảng tin ba dòng ở mỗi khu dân cư",
        "problem": "Thông báo dài, dán nhiều nơi, mỗi nơi một nội dung.",
        "practice": "Mỗi khu một bảng, chỉ ba dòng: lịch, điểm đến, số trực. Tổ trưởng thay bảng mỗi sáng thứ Hai.",
        "result": "Số cuộc gọi hỏi lại giảm; người lớn tuổi đọc được từ xa (số liệu minh họa).",
        "cost": "Một bảng mỗi khu, mười phút mỗi tuần.",
        "contact": "Phòng Nghiệp vụ Y",
    },
)


def build(*, by: Actor, at: datetime) -> int:
    """Gives how many things were made; none where the portal has a page already."""
    if queries.portal_pages():
        return 0
    units = units_by_keys(by, TERRITORY, UNITS)
    topics = _topics()
    _portal(by, at, units[LEAD].name)
    for piece in ARTICLES:
        _article(piece, units, topics, by, at - timedelta(days=piece.days))
    for card in CARDS:
        _card(card, units, topics, by, at - timedelta(days=3))
    return len(PAGES) + 2 * len(ARTICLES) + len(CARDS)


def _topics() -> dict[str, str]:
    """Codes of the sample's topics by their titles."""
    codes = plans.topic_codes("", 200)
    kinds = {kind: kind for kind in plans.TOPIC_KINDS}
    return {row.title: row.code for row in plans.found_topics(codes, kinds) if row.is_illustration}


def _portal(by: Actor, at: datetime, lead: str) -> None:
    commands.set_portal_words(
        programme="Chương trình phối hợp tỉnh Kiên Giang 2021–2025 (minh họa)",
        headline="Ai đã hứa gì với người dân, và đã làm tới đâu",
        lede="Tin của các cơ quan, kế hoạch và tiến độ, câu trả lời phản ánh, đính chính có chứng cứ.",
        publisher=lead,
        contact="Bộ phận tiếp nhận của Văn phòng, giờ làm việc (minh họa)",
        territory=TERRITORY,
        is_illustration=True,
        by=by,
        at=at,
    )
    commands.set_categories(lines=CATEGORIES, by=by, at=at)
    commands.set_links(lines=LINKS, by=by, at=at)
    commands.copy_calendar(by=by, at=at)
    for title, summary, text, order in PAGES:
        commands.write_page(
            title=title,
            summary=summary,
            text=text,
            order=order,
            territory=TERRITORY,
            is_illustration=True,
            by=by,
            at=at - timedelta(days=14),
        )


def _article(piece: Piece, units: Mapping[str, UnitName], topics: Mapping[str, str], by: Actor, at: datetime) -> None:
    unit_id = units[piece.unit].id
    photo = commands.add_photo(
        unit_id=unit_id,
        drawn=_drawing(piece.drawing),
        alt=piece.alt,
        caption=piece.caption,
        credit=CREDIT,
        is_illustration=True,
        by=by,
        at=at,
    )
    code = commands.begin_article(
        unit_id=unit_id,
        title=piece.title,
        summary=piece.summary,
        text=piece.text,
        byline=piece.byline,
        category=piece.category,
        picture=photo.code,
        source=topics.get(piece.topic, ""),
        is_illustration=True,
        by=by,
        at=at,
    ).code
    commands.send_article(code=code, by=by, at=at)
    commands.approve_article(code=code, by=by, at=at)
    commands.publish_article(code=code, by=by, at=at)
    commands.publish_photo(code=photo.code, by=by, at=at)


def _card(
    card: Mapping[str, str], units: Mapping[str, UnitName], topics: Mapping[str, str], by: Actor, at: datetime
) -> None:
    words = {name: text for name, text in card.items() if name not in ("unit", "topic")}
    code = commands.begin_card(
        unit_id=units[card["unit"]].id,
        source=topics.get(card["topic"], ""),
        is_illustration=True,
        **words,
        by=by,
        at=at,
    ).code
    commands.send_card(code=code, by=by, at=at)
    commands.publish_card(code=code, by=by, at=at)


def _drawing(name: str) -> commands.Drawn:
    """Drawn by this house a moment ago: no file came from outside, so there is nothing that the guard could read."""
    content = drawn(name)
    return commands.Drawn(hashlib.sha256(content).hexdigest(), publications.rendered(content))
