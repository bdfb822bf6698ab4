"""Complaints and denunciations are told apart from reflections by their wording; a word alone is not enough."""

import unicodedata

import pytest

from phoihop.intake.queries import channel_for
from phoihop.intake.rules.channels import COMPLAINT, DENUNCIATION, kind_of
from phoihop.intake.rules.texts import signs_of

DENUNCIATIONS = [
    "đơn tố cáo",
    "ĐƠN TỐ CÁO\nKính gửi: Chủ tịch huyện",
    "Tôi xin tố cáo ông Nguyễn Văn A nhận tiền của dân.",
    "Tố cáo hành vi lấn chiếm bãi biển của công ty.",
    "Tôi gửi đơn tố cáo cán bộ xã nhận hối lộ.",
    "Nay tôi viết đơn này tố giác hành vi phá rừng phòng hộ.",
    "Chúng tôi khiếu nại nhiều lần không được nên nay tố cáo lãnh đạo xã.",
    "don to cao can bo xa",
]
COMPLAINTS = [
    "Tôi khiếu nại quyết định số 12/QĐ-UBND ngày 3/5/2021.",
    "Kính gửi UBND xã. Tôi làm đơn này khiếu nại về việc thu hồi đất.",
    "Đơn khiếu nại",
    "Đơn khiếu kiện về đất đai",
    "Chúng tôi khiếu nại việc bồi thường giải phóng mặt bằng.",
    "Gia đình tôi muốn khiếu nại hành vi của cán bộ địa chính.",
    "Khiếu nại lần hai về quyết định bồi thường.",
    "toi khieu nai quyet dinh thu hoi dat",
]
NEITHER = [
    "không có gì để khiếu nại",
    "phản ánh",
    "Tôi phản ánh đèn đường hỏng ba tối nay.",
    "Tôi không khiếu nại, chỉ phản ánh để xã biết.",
    "Đây không phải là đơn tố cáo.",
    "Muốn khiếu nại thì gửi ở đâu?",
    "Cho tôi hỏi nộp đơn khiếu nại ở đâu?",
    "Xã chưa niêm yết thủ tục khiếu nại, tố cáo.",
    "Hòm thư tố cáo ở trụ sở xã bị hỏng khóa.",
    "Luật Khiếu nại sao không có ở thư viện xã?",
    "Tôi muốn góp ý về việc giải quyết khiếu nại chậm.",
    "Bà con không hề tố cáo ai, chỉ mong sửa cầu.",
    "Biển hướng dẫn khiếu nại bị gãy.",
    "Tôi chưa muốn khiếu nại, xin xã trả lời trước.",
    "Nghị quyết quyết định hỗ trợ ngư dân chưa được niêm yết.",
    "chung toi to chuc cao diem don rac",
    "",
]


@pytest.mark.parametrize("text", DENUNCIATIONS)
def test_a_denunciation(text: str) -> None:
    assert kind_of(text) == DENUNCIATION


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint(text: str) -> None:
    assert kind_of(text) == COMPLAINT


@pytest.mark.parametrize("text", NEITHER)
def test_a_reflection(text: str) -> None:
    assert kind_of(text) == ""


def test_the_channel_is_told_in_words_however_it_is_typed() -> None:
    channel = channel_for(unicodedata.normalize("NFD", "Tôi khiếu nại quyết định\u200b số 12."))
    assert channel is not None
    assert channel.kind == COMPLAINT
    assert "nơi tiếp công dân" in channel.words
    assert channel_for("Đèn đường hỏng.") is None


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Đèn đường trước chợ hỏng ba tối nay.", ()),
        ("Xem http://a.example và www.b.example và c.com/x đi", ("links",)),
        ("Đăng ở http://xa.example, nhờ xem giúp.", ()),
        ("aaaaaaaaaaaaaaaaaaaa", ("repeats",)),
        ("mua ngay " * 20, ("repeats",)),
        ("x" * 80, ("repeats",)),
    ],
)
def test_signs(text: str, signs: tuple[str, ...]) -> None:
    assert signs_of(text) == signs


def test_long_hostile_text_is_looked_through_at_once() -> None:
    for text in ("tôi xin " * 5000, "đơn " * 20000, "không có gì để " * 5000 + "khiếu nại", "a" * 100_000):
        kind_of(text)
        signs_of(text)
