"""Types of documents, keyed by (system, abbreviation): QĐ is a decision, and for the Party also a regulation.

State: Decree 30/2020/NĐ-CP, annex III. Party: kinds of Quy định 399-QĐ/TW, abbreviated as programs in use do (no
official table was seen: data, no legal claim).
"""

from __future__ import annotations

STATE, PARTY = "STATE", "PARTY"
LETTER = "CV"  # công văn: written without a type in the State's numbers, with CV in the Party's

_STATE = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "SY": "Bản sao y",
    "TrS": "Bản trích sao",
    "SL": "Bản sao lục",
    LETTER: "Công văn",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "L": "Luật",
}
_PARTY = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định, quy định",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "QC": "Quy chế",
    "TT": "Thông tri",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "BC": "Báo cáo",
    "KH": "Kế hoạch",
    "QH": "Quy hoạch",
    "CTr": "Chương trình",
    "CL": "Chiến lược",
    "ĐA": "Đề án",
    "PA": "Phương án",
    "DA": "Dự án",
    "TTr": "Tờ trình",
    LETTER: "Công văn",
    "BB": "Biên bản",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "PC": "Phiếu chuyển",
    "PG": "Phiếu gửi",
}

TYPES: dict[tuple[str, str], str] = {
    **{(STATE, key): name for key, name in _STATE.items()},
    **{(PARTY, key): name for key, name in _PARTY.items()},
}


def name_of(system: str, key: str) -> str:
    """The Vietnamese name of a type; the abbreviation itself where it is not known."""
    return TYPES.get((system, key), key)
