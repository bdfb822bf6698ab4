"""The documents of the synthetic country: about ten a topic, short texts of real words, by the room's own commands."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PAPERS_A_TOPIC = 10  # 47,000 at scale 1, as DESIGN section 6 counts them
TYPES = (("KH", "Kế hoạch"), ("BC", "Báo cáo"), ("TB", "Thông báo"), ("TTr", "Tờ trình"), ("QĐ", "Quyết định"))
ABOUT = (
    "phòng, chống dịch bệnh trên địa bàn",
    "giải phóng mặt bằng và tái định cư",
    "khai thác hải sản đúng quy định",
    "chuyển đổi số trong cơ quan nhà nước",
    "cấp nước sạch nông thôn mùa khô",
    "bảo đảm trật tự an toàn giao thông",
    "bảo tồn di tích và lễ hội truyền thống",
    "thu gom và xử lý rác thải sinh hoạt",
    "thực hiện chỉ tiêu kinh tế - xã hội",
    "xây dựng nông thôn mới nâng cao",
    "an toàn thực phẩm trong trường học",
    "ứng phó hạn hán, xâm nhập mặn",
    "phòng, chống sạt lở bờ sông, bờ biển",
    "cải cách thủ tục hành chính",
    "phát triển du lịch cộng đồng",
)
SENTENCES = (
    "Căn cứ quy chế phối hợp đã ký, cơ quan chủ trì đề nghị các đơn vị gửi số liệu đúng hạn.",
    "Các địa phương rà soát, tổng hợp ý kiến của nhân dân và báo cáo những khó khăn, vướng mắc.",
    "Kết quả bước đầu cho thấy tiến độ đạt yêu cầu, một số nơi còn chậm do thời tiết.",
    "Giao văn phòng theo dõi, đôn đốc và báo cáo kết quả vào ngày mười lăm hằng tháng.",
    "Đề nghị cơ quan báo chí phối hợp thông tin kịp thời, chính xác đến người dân.",
    "Kinh phí thực hiện lấy từ nguồn ngân sách đã giao và các nguồn hợp pháp khác.",
    "Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh để cùng xem xét, giải quyết.",
    "Tổ công tác liên ngành kiểm tra thực tế tại các xã ven biển và hải đảo.",
    "Người dân được hướng dẫn thủ tục trực tiếp tại trung tâm phục vụ hành chính công.",
    "Cuộc họp thống nhất kéo dài thời gian lấy ý kiến thêm mười ngày làm việc.",
)


def papers_of_topic(
    *,
    topic: str,
    place: str,
    partner_id: int,
    partner: str,
    lead_id: int,
    chance: random.Random,
    by: Actor,
    now: datetime,
) -> int:
    """Makes the documents that a partner has about one topic; gives some of them to the lead."""
    for number in range(PAPERS_A_TOPIC):
        days = chance.randrange(1, 150)
        at = datetime.combine(now.date() - timedelta(days=days), time(9), tzinfo=ZONE)
        _paper(
            topic=topic,
            place=place,
            partner_id=partner_id,
            partner=partner,
            lead_id=lead_id if number < 4 else None,
            day=at.date(),
            chance=chance,
            by=by,
            at=at,
        )
    return PAPERS_A_TOPIC


def _paper(
    *,
    topic: str,
    place: str,
    partner_id: int,
    partner: str,
    lead_id: int | None,
    day: date,
    chance: random.Random,
    by: Actor,
    at: datetime,
) -> None:
    key, named = chance.choice(TYPES)
    subject = f"{named} về {chance.choice(ABOUT)} tại {place}"
    body = "\n".join(chance.choice(SENTENCES) for _ in range(chance.randrange(6, 18)))
    text = f"{partner.upper()}\n{named.upper()}\nvề {subject}\n{body}\nSố tham chiếu {chance.getrandbits(40):x}"
    taken = documents.take_in_text(text=text, name=f"{key}.txt", unit_id=partner_id, about=topic, by=by, at=at)
    documents.register_document(
        code=taken.code,
        direction=chance.choice(("IN", "KEPT", "KEPT")),
        system="STATE",
        type_key=key,
        citation=f"{chance.randrange(1, 2000):02}/{key}-VP",
        issued_date=day,
        issuer=partner,
        subject=subject,
        by=by,
        at=at,
    )
    if lead_id is not None:
        documents.share_document(
            code=taken.code, unit_ids=[lead_id], because=topic, is_personal_confirmed=True, by=by, at=at
        )
