"""The wording rules: sentences that must be found, and sentences that must be let pass, by stage of the proceedings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.communications.rules import presumption
from phoihop.communications.rules.presumption import (
    APPEAL,
    BEFORE,
    CLEARED,
    IN_FORCE,
    INVESTIGATION,
    PROSECUTION,
    REPORT,
    RULES,
    STAGES,
    TRIAL,
)

# stage, sentence, the rule that must find it
FOUND = (
    (INVESTIGATION, "Công an đã bắt giữ kẻ phạm tội ngay trong đêm.", "offender"),
    (INVESTIGATION, "Kẻ giết người bị đưa về trụ sở.", "offender"),
    (INVESTIGATION, "Đối tượng phạm tội sinh năm 1990.", "offender"),
    (PROSECUTION, "Người phạm tội đã sắp đặt từ trước.", "offender"),
    (TRIAL, "Kẻ cướp đứng trước vành móng ngựa.", "offender"),
    (APPEAL, "Kẻ tham ô vẫn kêu oan.", "offender"),
    (INVESTIGATION, "Thủ phạm là một thanh niên trong xã.", "culprit"),
    (INVESTIGATION, "Hung thủ ra tay lúc nửa đêm.", "culprit"),
    (TRIAL, "Ông ta là chủ mưu của vụ việc.", "culprit"),
    (APPEAL, "Thủ phạm lĩnh hội phán quyết sơ thẩm.", "culprit"),
    (INVESTIGATION, "Tên Nguyễn Văn A bị bắt tại nhà.", "name-with-ten"),
    (TRIAL, "Khi tên Trần B bước vào phòng xử, mọi người im lặng.", "name-with-ten"),
    (PROSECUTION, "Cùng tên Lê Thị C, nhóm này bị truy tố.", "name-with-ten"),
    (INVESTIGATION, "Bị can đã giết hai người trong đêm 3/2.", "act-as-fact"),
    (INVESTIGATION, "Ông A đã chiếm đoạt 3 tỷ đồng của ngân hàng.", "act-as-fact"),
    (PROSECUTION, "Nhóm này đã thực hiện nhiều vụ trộm tại cảng cá.", "act-as-fact"),
    (TRIAL, "Bị cáo đã tham ô tiền quỹ trong bốn năm.", "act-as-fact"),
    (INVESTIGATION, "Người này từng nhận hối lộ của doanh nghiệp.", "act-as-fact"),
    (INVESTIGATION, "Họ liên tiếp gây án trên địa bàn.", "act-as-fact"),
    (TRIAL, "Bị cáo nhẫn tâm sát hại người thân.", "act-as-fact"),
    (APPEAL, "Bị cáo đã phạm tội nhiều lần.", "act-as-fact"),
    (CLEARED, "Người này đã lừa đảo hàng chục hộ dân.", "act-as-fact"),
    (INVESTIGATION, "Tội phạm Nguyễn Văn A sẽ bị dẫn giải.", "criminal-named"),
    (TRIAL, "Hành vi giết người của bị cáo gây phẫn nộ.", "guilt-assumed"),
    (INVESTIGATION, "Động cơ gây án của đối tượng là tiền.", "guilt-assumed"),
    (INVESTIGATION, "Hắn bỏ trốn về huyện Giang Thành.", "guilt-assumed"),
    (TRIAL, "Tội ác của bị cáo làm cả xóm bàng hoàng.", "guilt-assumed"),
    (TRIAL, "Bị cáo rõ ràng là có tội.", "guilty-said"),
    (INVESTIGATION, "Chứng cứ không thể chối cãi đã được thu giữ.", "guilty-said"),
    (PROSECUTION, "Ông A chắc chắn phạm tội như đã nêu.", "guilty-said"),
    (INVESTIGATION, "Cơ quan chức năng có đủ chứng cứ khẳng định bà B phạm tội.", "proof-claimed"),
    (INVESTIGATION, "Bị can khai nhận toàn bộ hành vi phạm tội.", "confession"),
    (INVESTIGATION, "Sau hai giờ, người này cúi đầu nhận tội.", "confession"),
    (PROSECUTION, "Ông A thừa nhận hành vi lừa đảo của mình.", "confession"),
    (INVESTIGATION, "Phạm nhân được đưa đi thực nghiệm hiện trường.", "status-convict"),
    (INVESTIGATION, "Nghi phạm 35 tuổi, làm nghề biển.", "status-suspect"),
    (INVESTIGATION, "Bị cáo hiện bị tạm giam.", "status-defendant"),
    (REPORT, "Bị can đã được mời lên làm việc.", "status-accused"),
    (CLEARED, "Ông A lọt lưới nhờ thiếu chứng cứ.", "after-clearing"),
    (TRIAL, "Tên cướp máu lạnh không hề ăn năn.", "demeaning"),
    (IN_FORCE, "Tên sát nhân bị đưa về trại giam.", "demeaning"),
    (IN_FORCE, "Con người ấy là quỷ dữ, mất nhân tính.", "demeaning"),
    (PROSECUTION, "Bị can chắc chắn sẽ bị kết án.", "verdict-foretold"),
    (TRIAL, "Bị cáo có thể phải ngồi tù nhiều năm.", "verdict-foretold"),
    (TRIAL, "Người này khó thoát án tử.", "verdict-foretold"),
    (PROSECUTION, "Nhiều khả năng bị cáo sẽ lĩnh án nặng.", "verdict-foretold"),
    (INVESTIGATION, "Bị can đối mặt với mức án chung thân.", "verdict-foretold"),
    (TRIAL, "Dự kiến bị cáo sẽ được trắng án.", "verdict-foretold"),
    (TRIAL, "Tòa án phải trừng trị thật nặng để làm gương.", "verdict-urged"),
    (TRIAL, "Người dân mong một bản án thích đáng.", "verdict-urged"),
    (INVESTIGATION, "Vụ việc cần được xử thật nghiêm.", "verdict-urged"),
    (TRIAL, "Việc làm này không thể dung thứ.", "verdict-urged"),
    (APPEAL, "Đề nghị tòa phúc thẩm tuyên án cao nhất.", "verdict-urged"),
    (TRIAL, "Dư luận đòi tòa trừng trị nhóm này.", "verdict-urged"),
)
# stage, a sentence in which nothing may be found
PASSED = (
    (INVESTIGATION, "Cơ quan Cảnh sát điều tra đã khởi tố vụ án, khởi tố bị can đối với 3 người."),
    (INVESTIGATION, "Các bị can bị cáo buộc đã chiếm đoạt tài sản của 12 hộ dân."),
    (INVESTIGATION, "Bị can bị khởi tố về hành vi lừa đảo chiếm đoạt tài sản."),
    (INVESTIGATION, "Có dấu hiệu cho thấy người này đã nhận hối lộ."),
    (INVESTIGATION, "Công an đang truy tìm thủ phạm vụ cháy."),
    (INVESTIGATION, "Hiện chưa rõ hung thủ là ai."),
    (INVESTIGATION, "Không ai bị coi là có tội khi chưa có bản án kết tội đã có hiệu lực."),
    (TRIAL, "Theo nguyên tắc suy đoán vô tội, bị cáo chưa bị coi là người phạm tội."),
    (TRIAL, "Theo cáo trạng, bị cáo đã tham ô 400 triệu đồng."),
    (TRIAL, "Bị cáo cho rằng mình không có tội."),
    (TRIAL, "Tòa án xem xét bị cáo có tội hay không."),
    (TRIAL, "Bị cáo có tội danh bị truy tố theo Điều 353."),
    (TRIAL, "Hội đồng xét xử dự kiến tuyên án lúc 14 giờ ngày 20/8."),
    (TRIAL, "Phiên tòa sẽ tiếp tục vào sáng mai."),
    (TRIAL, "Đại diện Viện kiểm sát đề nghị tuyên phạt bị cáo mức án theo khoản 2 Điều 353."),
    (TRIAL, "Luật sư đề nghị hội đồng xét xử tuyên phạt mức nhẹ nhất."),
    (TRIAL, "Bị cáo không nhận tội tại phiên tòa."),
    (APPEAL, "Bị cáo kháng cáo, đề nghị xét xử lại; bản án sơ thẩm chưa có hiệu lực."),
    (APPEAL, "Viện kiểm sát kháng nghị đề nghị cấp phúc thẩm tuyên phạt theo khung khác."),
    (PROSECUTION, "Viện kiểm sát nhân dân tỉnh đã ban hành cáo trạng truy tố 5 bị can."),
    (PROSECUTION, "Khung hình phạt của tội này từ 2 đến 7 năm tù."),
    (REPORT, "Công an xã tiếp nhận tin báo và đang xác minh người bị tố giác."),
    (REPORT, "Cơ quan điều tra chưa khởi tố bị can nào."),
    (INVESTIGATION, "Người dân cần nâng cao cảnh giác, phòng, chống tội phạm trên không gian mạng."),
    (INVESTIGATION, "Tình hình tội phạm trên địa bàn giảm so với cùng kỳ."),
    (INVESTIGATION, "Cục Cảnh sát phòng, chống Tội phạm Công nghệ cao phối hợp điều tra."),
    (INVESTIGATION, "Bắt người phạm tội quả tang là việc ai cũng được làm."),
    (INVESTIGATION, "Cơ sở đã giết mổ gia súc không phép bị đình chỉ."),
    (INVESTIGATION, "Cơn bão đã cướp đi nhiều tài sản của ngư dân."),
    (INVESTIGATION, "Nạn nhân tên Lê Văn D được đưa đi cấp cứu."),
    (INVESTIGATION, "Người bị hại có tên Trần Thị E, ngụ phường Vĩnh Thanh."),
    (INVESTIGATION, "Tên Công ty TNHH Biển Xanh bị ghi sai trong bản tin trước."),
    (INVESTIGATION, "Tên gọi của dự án được đổi từ năm 2020."),
    (INVESTIGATION, "Tên lửa đẩy không liên quan đến vụ việc."),
    (INVESTIGATION, "Công an khuyến khích người liên quan ra đầu thú, tự thú để hưởng khoan hồng."),
    (INVESTIGATION, "Cần xử lý nghiêm vi phạm trong khai thác thủy sản."),
    (INVESTIGATION, "Người dân không nên tin kẻ gian lợi dụng dịch bệnh, cần cảnh giác."),
    (PROSECUTION, "Bị can được bảo đảm quyền bào chữa."),
    (PROSECUTION, "Không thể coi bị can là tội phạm khi chưa có bản án của Tòa án."),
    (CLEARED, "Cơ quan điều tra đã đình chỉ vụ án vì hành vi không cấu thành tội phạm."),
    (CLEARED, "Tòa án tuyên ông không phạm tội và khôi phục quyền lợi cho ông."),
    (IN_FORCE, "Bản án có hiệu lực xác định người này phạm tội tham ô tài sản."),
    (IN_FORCE, "Phạm nhân được xét giảm thời hạn theo quy định."),
    (IN_FORCE, "Người bị kết án đã chiếm đoạt 400 triệu đồng, theo bản án số 12."),
    (IN_FORCE, "Thủ phạm được xác định trong bản án đã có hiệu lực."),
    (TRIAL, "Ông đặt tên Minh Anh cho con gái đầu lòng."),
    (TRIAL, "Phiên tòa được mở công khai; báo chí được tham dự."),
    (TRIAL, "Bị cáo có thể yêu cầu thay đổi người bào chữa."),
)


def keys(sentence: str, stage: str) -> list[str]:
    return [one.key for one in presumption.check(sentence, stage)]


def test_tables_are_large_enough() -> None:
    assert len(FOUND) >= 40
    assert len(PASSED) >= 40
    assert {rule.key for rule in RULES} == {key for _stage, _sentence, key in FOUND}


@pytest.mark.parametrize(("stage", "sentence", "key"), FOUND)
def test_must_be_found(stage: str, sentence: str, key: str) -> None:
    assert key in keys(sentence, stage)


@pytest.mark.parametrize(("stage", "sentence"), PASSED)
def test_must_be_let_pass(stage: str, sentence: str) -> None:
    assert keys(sentence, stage) == []


def test_fewer_rules_once_the_judgment_is_in_force() -> None:
    """The sentences that only a judgment makes true are let pass then, and insults are not."""
    for _stage, sentence, key in FOUND:
        found = keys(sentence, IN_FORCE)
        assert (key in found) == (key == "demeaning"), sentence


def test_findings_name_their_place_and_what_to_write() -> None:
    text = "Tòa mở phiên xử.\nHung thủ ra tay lúc nửa đêm. Vụ việc cần được xử thật nghiêm."
    first, second = presumption.check(text, TRIAL)
    assert text[first.start : first.end] == first.words == "Hung thủ"
    assert text[second.start : second.end] == second.words
    assert (first.is_absolute, second.is_absolute) == (False, True)
    assert all((first.why, first.suggestion))
    assert first.sentence == "Hung thủ ra tay lúc nửa đêm."


def test_capitals_white_space_and_line_ends_do_not_hide_words() -> None:
    assert keys("HUNG THỦ bị bắt", INVESTIGATION) == ["culprit"]
    assert keys("Bị can đã   giết\u00a0người.", INVESTIGATION) == ["act-as-fact"]
    assert keys("Bị can bị cáo buộc.\nBị can đã giết người", INVESTIGATION) == ["act-as-fact"]


def test_an_answer_for_words_lets_them_stand_but_never_the_absolute_ones() -> None:
    text = "Nghi phạm bị tạm giữ. Bị can chắc chắn sẽ bị kết án."
    found = presumption.check(text, PROSECUTION)
    answered = [(one.key, one.words) for one in found]
    assert [one.key for one in presumption.stopping(found, answered)] == ["verdict-foretold"]
    assert [one.key for one in presumption.stopping(found, [("status-suspect", "nghi phạm")])] == ["verdict-foretold"]


def test_unknown_stage_is_refused() -> None:
    with pytest.raises(KeyError):
        presumption.check("Bị can.", "VERDICT")


@settings(max_examples=50)
@given(st.text(max_size=300), st.sampled_from(STAGES))
def test_any_text_is_judged_quickly_and_within_its_bounds(text: str, stage: str) -> None:
    for one in presumption.check(text, stage):
        assert 0 <= one.start < one.end <= len(text)


def test_long_text_is_no_trap() -> None:
    """Patterns with gaps stay linear: thirty thousand letters without an end of a sentence."""
    for piece in ("đề nghị a b c ", "có đủ căn cứ kết luận ", "đã ", "Tên A", "sẽ phải bị ", "dư luận a b c đòi "):
        presumption.check(piece * (30_000 // len(piece)), TRIAL)


def test_every_stage_before_a_judgment_keeps_the_core() -> None:
    for stage in BEFORE:
        assert "culprit" in keys("Thủ phạm là người quen.", stage)
