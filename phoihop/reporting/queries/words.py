"""Words of a letterhead that its form and its page share."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy

from phoihop.reporting.queries.letterheads import Signer
from phoihop.reporting.rules import letters

SYSTEM_WORDS = [("STATE", gettext_lazy("Nhà nước")), ("PARTY", gettext_lazy("Đảng"))]
MEASURE_WORDS = {
    "margin_top": gettext_lazy("Lề trên (mm)"),
    "margin_bottom": gettext_lazy("Lề dưới (mm)"),
    "margin_left": gettext_lazy("Lề trái (mm)"),
    "margin_right": gettext_lazy("Lề phải (mm)"),
    "title_size": gettext_lazy("Cỡ chữ Quốc hiệu hoặc tiêu đề Đảng"),
    "organ_size": gettext_lazy("Cỡ chữ tên cơ quan"),
    "body_size": gettext_lazy("Cỡ chữ nội dung"),
    "line": gettext_lazy("Cách dòng (Nhà nước: số lần dòng đơn; Đảng: số pt)"),
    "indent": gettext_lazy("Thụt đầu dòng (mm)"),
    "gap": gettext_lazy("Cách đoạn (pt)"),
}


def plain(number: float) -> float | int:
    """14 and not 14.0."""
    return int(number) if number == int(number) else number


def day_on_paper(day: date) -> str:
    """„ngày 05 tháng 01 năm 2026“, as it stands on papers."""
    return letters.place_and_date("", day)


def signing_in_words(system: str, signer: Signer) -> str:
    """The lines over a signature as one, as a register keeps them: „KT. Giám đốc / Phó Giám đốc“."""
    return letters.signing_in_words(system, signer.authority, signer.authority_of, signer.post)


def signer_from_words(system: str, words: str, name: str) -> Signer:
    """The same read back from a register."""
    authority, authority_of, post = letters.signing_from_words(system, words)
    return Signer(authority, authority_of, post, name)


def signer_line(system: str, signer: Signer) -> str:
    mark = letters.MARKS[system].get(signer.authority, "")
    first = f"{mark} {signer.authority_of or signer.post}".strip()
    parts = (first, signer.post, signer.name) if signer.authority_of else (first, signer.name)
    return " | ".join(parts).rstrip("| ")
