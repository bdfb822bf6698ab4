"""A letter to look at, for previews and the check of a template. Invented, and says so. No framework."""

from __future__ import annotations

from datetime import date

from phoihop.reporting.rules.layouts import PARTY, STATE
from phoihop.reporting.rules.letters import Letter

_TEXT = (
    "Thực hiện Quy chế phối hợp trong công tác thông tin, tuyên truyền, đề nghị các cơ quan thực hiện nội dung sau:",
    "1. Cử cán bộ đầu mối và gửi danh sách trước ngày 15 hằng tháng.",
    "2. Cung cấp số liệu, tài liệu liên quan theo danh mục đã thống nhất.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh để kịp thời phối hợp giải quyết",
)


def letter(system: str, *, has_type: bool = False) -> Letter:
    """A công văn, or a plan where `has_type`, as this system writes it."""
    number = {
        (STATE, False): "05/ABC-VP",
        (STATE, True): "05/KH-ABC",
        (PARTY, False): "05-CV/ABC",
        (PARTY, True): "05-KH/ABC",
    }[system, has_type]
    return Letter(
        system=system,
        parent="Cơ quan chủ quản" if system == STATE else "Tỉnh ủy",
        organ="Cơ quan ban hành",
        number=number,
        place="Địa danh",
        date=date(2026, 1, 5),
        type_name="Kế hoạch" if has_type else "",
        subject="Phối hợp thông tin, tuyên truyền",
        grounds=("Căn cứ Quy chế phối hợp đã ký giữa các bên", "Căn cứ chương trình công tác năm") if has_type else (),
        body=_TEXT,
        addressees=() if has_type else ("Các cơ quan, đơn vị phối hợp",),
        authority="KT",
        authority_of="Thủ trưởng",
        post="Phó Thủ trưởng",
        signer="Họ và tên",
        recipients=("Như trên", "Cơ quan cấp trên (để báo cáo)"),
        archive="đơn vị soạn" if system == STATE else "Văn phòng",
        is_illustration=True,
    )
