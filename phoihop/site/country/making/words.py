"""Words that the country's citizens, editors and offices put together: ordinary matters of a place, nobody's name."""

from __future__ import annotations

import random

TROUBLES = (
    ("giao-thong", "đường {spot} có ổ gà sâu, xe máy ngã", "mặt đường hỏng"),
    ("giao-thong", "biển báo ở ngã ba {spot} bị cây che", "biển báo bị che"),
    ("giao-thong", "cầu ván ở {spot} mục hai tấm, học sinh qua mỗi ngày", "cầu ván mục"),
    ("dien", "đèn đường {spot} tắt đã nhiều đêm", "đèn đường tắt"),
    ("dien", "dây điện võng thấp trước trường ở {spot}", "dây điện võng"),
    ("moi-truong", "rác dồn ở {spot} mấy ngày không ai gom", "rác chưa gom"),
    ("moi-truong", "cơ sở ở {spot} xả khói vào buổi tối", "khói bụi"),
    ("moi-truong", "nước thải chảy ra mương {spot}, mùi nồng", "nước thải"),
    ("cap-nuoc", "nước máy ở {spot} yếu và đục vào buổi sáng", "nước máy đục"),
    ("cap-nuoc", "mưa một lúc là {spot} ngập tới gối", "ngập sau mưa"),
    ("cap-nuoc", "nắp cống ở {spot} bị mất, tối dễ sụp chân", "mất nắp cống"),
    ("y-te", "lịch tiêm ở trạm {spot} đổi hai lần trong tuần", "lịch tiêm đổi"),
    ("y-te", "trạm ở {spot} hết thuốc nhỏ mắt theo bảo hiểm", "thiếu thuốc"),
    ("thu-tuc", "giấy tờ nộp ở {spot} quá hẹn chưa trả", "trả kết quả chậm"),
    ("thu-tuc", "quầy ở {spot} bảo bổ sung hai lần khác nhau", "hướng dẫn không thống nhất"),
    ("khac", "loa ở {spot} phát quá lớn lúc năm giờ sáng", "loa phát sớm"),
)
OPENINGS = ("Xin phản ánh", "Bà con nhờ cơ quan xem giúp", "Đề nghị kiểm tra", "Tôi ở gần đây thấy", "Xin hỏi")
SINCE = (
    "đã hơn một tuần",
    "từ đầu tháng",
    "mấy hôm nay",
    "sau trận mưa lớn",
    "cả tháng nay",
    "từ khi sửa xong đợt trước",
)
WISHES = (
    "mong được xử lý trước mùa mưa",
    "đề nghị cho biết bao giờ xong",
    "xin cử người xuống xem tại chỗ",
    "mong có biển cảnh báo trong khi chờ",
    "đề nghị trả lời cho cả xóm cùng biết",
)
DONE = (
    "đã kiểm tra tại chỗ và xử lý xong",
    "đã giao đội bảo trì làm trong tuần, nay đã xong",
    "đã lắp tạm và sẽ thay mới trong đợt bảo dưỡng",
    "đã làm việc với đơn vị thi công, phần còn lại hết tháng này xong",
    "đã hướng dẫn lại cho người phụ trách và niêm yết cách làm đúng",
)
SPOTS = ("Chợ", "Bến đò", "Trường học", "Nhà văn hóa", "Trạm y tế", "Ngã ba", "Kênh xáng", "Khu tái định cư")
MATTERS = (
    "phòng, chống dịch bệnh",
    "giải phóng mặt bằng",
    "khai thác hải sản",
    "chuyển đổi số",
    "nước sạch nông thôn",
    "an toàn giao thông",
    "bảo tồn di tích",
    "thu gom rác thải",
    "nông thôn mới",
    "an toàn thực phẩm",
    "tuyển sinh đầu cấp",
    "hạn mặn",
    "sạt lở bờ sông",
    "cải cách thủ tục",
    "bảo hiểm y tế",
    "du lịch cộng đồng",
    "phòng cháy",
    "giảm nghèo",
    "trồng rừng ven biển",
    "dạy nghề",
)
DOINGS = ("Bàn về", "Kiểm tra", "Gỡ vướng", "Cùng làm", "Hỏi về", "Chuyện", "Tuần lễ", "Ý kiến về")
PRINTED = (
    "nước sạch",
    "hạn mặn",
    "rác thải",
    "dịch bệnh",
    "bến cá",
    "di tích",
    "tuyển sinh",
    "sạt lở",
    "du lịch",
    "phòng cháy",
    "giảm nghèo",
    "dạy nghề",
    "trồng rừng",
    "chợ đêm",
    "cầu đường",
    "trường học",
)
NEWS = (
    "{place} bàn cách làm mới về {matter}",
    "Nhiều hộ ở {place} tham gia {matter}",
    "{place}: {matter} vào tuần cao điểm",
    "Ý kiến người dân {place} về {matter}",
    "Kiểm tra việc {matter} tại {place}",
    "{place} công bố kết quả {matter} quý này",
    "Chuyện {matter} ở một xóm nhỏ của {place}",
    "{place} gỡ vướng cho {matter} trước mùa mưa",
    "Học sinh {place} cùng làm {matter}",
    "Vì sao {matter} ở {place} chậm hơn dự kiến",
)
FACTS = (
    "Buổi làm việc thống nhất lịch từng tuần và người phụ trách từng việc",
    "Số hộ đăng ký tăng so với tháng trước, theo bảng theo dõi của cơ quan",
    "Khó nhất là vật tư và người làm trong mùa thu hoạch",
    "Danh sách được niêm yết ở nhà văn hóa để ai cũng xem được",
    "Các tổ báo cáo mỗi chiều thứ Sáu, chỗ nào chậm nêu rõ lý do",
    "Người lớn tuổi được hướng dẫn tại nhà, không phải đi lại nhiều lần",
    "Ba cơ quan dùng chung một mẫu giấy thay cho ba mẫu trước đây",
    "Đoàn ghi nhận hai vướng mắc và hẹn trả lời trong mười ngày",
    "Lớp hướng dẫn mở buổi tối cho người đi làm ban ngày",
    "Kinh phí lấy từ nguồn đã giao, phần thiếu được xin ý kiến ngay tại họp",
    "Bảng chỉ dẫn mới dựng ở ba lối vào, chữ to đọc được từ xa",
    "Việc còn lại chia cho bốn tổ, mỗi tổ một tuyến",
)


def sentences(chance: random.Random, count: int) -> str:
    """Different ones, in a drawn order, each with a number of its own: two texts of ours are not copies."""
    drawn = [chance.choice(FACTS) for _each in range(count)]
    return " ".join(f"{fact}, {chance.randrange(2, 9_999)} lượt ghi trong sổ." for fact in drawn)
