"""Which bodies a scale has: a province's commission, its partners, and the same in its communes, with real names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNITS = Path(__file__).resolve().parents[2] / "sample" / "units"
BODIES_OF_A_PROVINCE = 99  # the province's own body and 98 communes: scale 1 of DESIGN section 6
FIRST_PROVINCE = "91"  # An Giang, into which Kiên Giang was merged

PROVINCE_PARTNERS = (
    ("ubnd", "Ủy ban nhân dân", "executive"),
    ("hdnd", "Thường trực Hội đồng nhân dân", "elected_body"),
    ("vks", "Viện kiểm sát nhân dân", "judicial"),
    ("ta", "Tòa án nhân dân", "judicial"),
    ("so-nnmt", "Sở Nông nghiệp và Môi trường", "department"),
    ("so-khcn", "Sở Khoa học và Công nghệ", "department"),
    ("so-yte", "Sở Y tế", "department"),
    ("vp-tinh-uy", "Văn phòng Tỉnh ủy", "party_office"),
    ("so-noivu", "Sở Nội vụ", "department"),
    ("so-tuphap", "Sở Tư pháp", "department"),
    ("so-taichinh", "Sở Tài chính", "department"),
    ("so-congthuong", "Sở Công Thương", "department"),
    ("so-xaydung", "Sở Xây dựng", "department"),
    ("so-gddt", "Sở Giáo dục và Đào tạo", "department"),
    ("so-vhtt", "Sở Văn hóa và Thể thao", "department"),
    ("thanh-tra", "Thanh tra", "department"),
)
COMMUNE_PARTNERS = (
    ("ubnd", "Ủy ban nhân dân", "executive"),
    ("hdnd", "Thường trực Hội đồng nhân dân", "elected_body"),
    ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam", "association"),
    ("tram-yte", "Trạm Y tế", "health_facility"),
    ("phong-kinhte", "Phòng Kinh tế", "department"),
    ("phong-vhxh", "Phòng Văn hóa - Xã hội", "department"),
    ("ttpvhcc", "Trung tâm Phục vụ hành chính công", "other"),
    ("vp-dang-uy", "Văn phòng Đảng ủy", "party_office"),
)
KINDS_OF_PLACE = ("tỉnh", "thành phố", "xã", "phường", "đặc khu")


@dataclass(frozen=True, slots=True)
class Body:
    """One coordinating body: its place, its commission, its partners."""

    territory: str  # slug
    name: str  # of the place
    code: str  # official code of the place
    level: str
    parent: str  # slug of the territory above
    partners: tuple[tuple[str, str, str], ...]

    @property
    def lead(self) -> tuple[str, str]:
        """Key and name of the unit that leads."""
        if self.level == "province":
            return "btgdv", f"Ban Tuyên giáo và Dân vận {_tinh_uy(self.name)}"
        return "ban-xdd", f"Ban Xây dựng Đảng {self.name}"

    @property
    def bare_name(self) -> str:
        """Without what kind of place it is."""
        kind = next(kind for kind in KINDS_OF_PLACE if self.name.startswith(f"{kind} "))
        return self.name.removeprefix(f"{kind} ")

    def partner_name(self, name: str) -> str:
        return name if name.endswith("Tỉnh ủy") else f"{name} {self.name}"


def bodies(scale: float) -> Iterator[Body]:
    """The first round(99 × scale) bodies of the country, province by province, An Giang first. At least one."""
    left = max(1, round(BODIES_OF_A_PROVINCE * scale))
    for province in _provinces():
        slug = f"p{province['code']}"
        wards = [w for w in _read("wards_current") if w["province_code"] == province["code"]]
        places = [
            Body(
                slug,
                f"{province['type'].lower()} {province['name']}",
                province["code"],
                "province",
                "vn",
                PROVINCE_PARTNERS,
            )
        ]
        places += [
            Body(
                f"{slug}.{w['code']}", f"{w['type'].lower()} {w['name']}", w["code"], "commune", slug, COMMUNE_PARTNERS
            )
            for w in wards
        ]
        for body in places[:BODIES_OF_A_PROVINCE]:
            if left == 0:
                return
            left -= 1
            yield body


def _provinces() -> list[dict[str, str]]:
    rows = _read("provinces_current")
    return sorted(rows, key=lambda row: (row["code"] != FIRST_PROVINCE, row["code"]))


def _read(name: str) -> list[dict[str, str]]:
    with (UNITS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row.get("valid_to")]


def _tinh_uy(name: str) -> str:
    return name.replace("tỉnh ", "Tỉnh ủy ", 1).replace("thành phố ", "Thành ủy ", 1)
