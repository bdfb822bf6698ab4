"""Kiên Giang and An Giang on 1 July 2025: which communes became which, and the decision written as one batch.

Facts: the places, their codes of before and after, and which went into which (Nghị quyết 1654/NQ-UBTVQH15 as the
official conversion table has it); district level, its Party commissions, courts and procuracies end on 30 June 2025
(Nghị quyết 203/2025/QH15, Quy định 298-QĐ/TW, Nghị quyết 225/2025/QH15); Kiên Giang becomes part of An Giang, which
takes over the code 91 (Nghị quyết 202/2025/QH15, Quyết định 19/2025/QĐ-TTg).

Arranged for the drill: Kiên Giang's departments stand as they were before 1 March 2025, so that one batch holds every
kind of step; three districts make one court region; the seat of a district is its first commune.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from phoihop.ground.text import fold

DATE, LAST_DAY = "2025-07-01", "2025-06-30"
BASIS = "Nghị quyết 202/2025/QH15; Nghị quyết 1654/NQ-UBTVQH15"
PROVINCES = {"kg": ("Kiên Giang", "91"), "ag": ("An Giang", "89")}
NEW_CODE = "91"  # of An Giang since 1 July 2025; until the day before it was Kiên Giang's
DISTRICTS_OF_A_REGION = 3

# key, name without the province, kind, key of the one above
KG = (
    ("tinh-uy", "Tỉnh ủy", "party_committee", ""),
    ("vp-tinh-uy", "Văn phòng Tỉnh ủy", "party_office", "tinh-uy"),
    ("btg", "Ban Tuyên giáo Tỉnh ủy", "party_commission", "tinh-uy"),
    ("bdv", "Ban Dân vận Tỉnh ủy", "party_commission", "tinh-uy"),
    ("ubkt", "Ủy ban Kiểm tra Tỉnh ủy", "party_commission", "tinh-uy"),
    ("dang-doan-hdnd", "Đảng đoàn Hội đồng nhân dân tỉnh", "party_committee", "tinh-uy"),
    ("hdnd", "Hội đồng nhân dân tỉnh", "elected_body", ""),
    ("ubnd", "Ủy ban nhân dân tỉnh", "executive", ""),
    ("vks", "Viện kiểm sát nhân dân tỉnh", "judicial", ""),
    ("ta", "Tòa án nhân dân tỉnh", "judicial", ""),
    ("bao", "Báo", "media", "tinh-uy"),
    ("dai-ptth", "Đài Phát thanh và Truyền hình", "media", "ubnd"),
    ("quan-tri", "Bộ phận quản trị hệ thống tỉnh", "other", "vp-tinh-uy"),
    *(
        (key, f"Sở {name} tỉnh", "department", "ubnd")
        for key, name in (
            ("so-tttt", "Thông tin và Truyền thông"),
            ("so-khcn", "Khoa học và Công nghệ"),
            ("so-vhtt", "Văn hóa và Thể thao"),
            ("so-dl", "Du lịch"),
            ("so-nnptnt", "Nông nghiệp và Phát triển nông thôn"),
            ("so-tnmt", "Tài nguyên và Môi trường"),
            ("so-yte", "Y tế"),
            ("so-ldtbxh", "Lao động - Thương binh và Xã hội"),
            ("so-noivu", "Nội vụ"),
            ("so-khdt", "Kế hoạch và Đầu tư"),
            ("so-taichinh", "Tài chính"),
            ("so-gtvt", "Giao thông vận tải"),
            ("so-xaydung", "Xây dựng"),
            ("so-gddt", "Giáo dục và Đào tạo"),
            ("so-congthuong", "Công Thương"),
            ("so-tuphap", "Tư pháp"),
        )
    ),
)
AG = (
    *(one for one in KG[:13] if one[0] not in ("btg", "bdv", "dang-doan-hdnd", "quan-tri")),
    ("btgdv", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "party_commission", "tinh-uy"),
    *(one for one in KG if one[0] in ("so-khcn", "so-yte", "so-noivu", "so-taichinh", "so-xaydung", "so-gddt")),
    *(one for one in KG if one[0] in ("so-congthuong", "so-tuphap")),
    ("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch tỉnh", "department", "ubnd"),
    ("so-nnmt", "Sở Nông nghiệp và Môi trường tỉnh", "department", "ubnd"),
)
FEW = {"kg": ("tinh-uy", "btg", "bdv", "ubnd", "so-tttt", "so-yte"),
       "ag": ("tinh-uy", "btgdv", "ubnd", "so-khcn", "so-vhttdl", "so-yte")}  # fmt: skip

# What ends on both sides and goes into a new body, by the key of the new one.
MERGED = {
    "tinh-uy-2025": ("kg/tinh-uy", "ag/tinh-uy"),
    "vp-tinh-uy-2025": ("kg/vp-tinh-uy", "ag/vp-tinh-uy"),
    "btgdv-2025": ("kg/btg", "kg/bdv", "ag/btgdv"),
    "ubkt-2025": ("kg/ubkt", "ag/ubkt"),
    "hdnd-2025": ("kg/hdnd", "ag/hdnd"),
    "ubnd-2025": ("kg/ubnd", "ag/ubnd"),
    "vks-2025": ("kg/vks", "ag/vks"),
    "ta-2025": ("kg/ta", "ag/ta"),
    "bao-ptth-2025": ("kg/bao", "kg/dai-ptth", "ag/bao", "ag/dai-ptth"),
    "so-yte-2025": ("kg/so-yte", "ag/so-yte"),
    "so-nnmt-2025": ("kg/so-nnptnt", "kg/so-tnmt", "ag/so-nnmt"),
}
NAMES = {
    "btgdv-2025": "Ban Tuyên giáo và Dân vận Tỉnh ủy An Giang",
    "bao-ptth-2025": "Báo và Phát thanh, Truyền hình An Giang",
    "so-nnmt-2025": "Sở Nông nghiệp và Môi trường tỉnh An Giang",
}
# What of Kiên Giang goes into a department of An Giang that goes on.
ABSORBED = {
    "ag/so-khcn": ("kg/so-khcn",),
    "ag/so-vhttdl": ("kg/so-vhtt", "kg/so-dl"),
    "ag/so-noivu": ("kg/so-noivu", "kg/so-ldtbxh"),
    "ag/so-taichinh": ("kg/so-taichinh", "kg/so-khdt"),
    "ag/so-xaydung": ("kg/so-xaydung", "kg/so-gtvt"),
    "ag/so-gddt": ("kg/so-gddt",),
    "ag/so-congthuong": ("kg/so-congthuong",),
    "ag/so-tuphap": ("kg/so-tuphap",),
}
OF_DISTRICT = (
    ("huyen-uy", "Ban Thường vụ cấp ủy", "party_committee", ""),
    ("btg", "Ban Tuyên giáo cấp ủy", "party_commission", "huyen-uy"),
    ("ubnd", "Ủy ban nhân dân", "executive", ""),
    ("ta", "Tòa án nhân dân", "judicial", ""),
    ("vks", "Viện kiểm sát nhân dân", "judicial", ""),
)
OF_COMMUNE = (("dang-uy", "Đảng ủy", "party_committee"), ("ubnd", "Ủy ban nhân dân", "executive"))


@dataclass(frozen=True)
class Commune:
    """A commune of June 2025, and what it became part of."""

    province: str
    code: str
    name: str
    district: str
    district_name: str
    heirs: tuple[tuple[str, str], ...]  # code and name; the first takes what nothing else decides
    goes_on: bool = False

    @property
    def slug(self) -> str:
        return f"{self.province}.{self.code}"

    @property
    def over(self) -> str:
        """The slug of its district."""
        return f"{self.province}.h{self.district}"


@dataclass(frozen=True)
class Facts:
    communes: tuple[Commune, ...]
    bodies: dict[str, tuple[tuple[str, str, str, str], ...]] = field(default_factory=dict)

    @cached_property
    def districts(self) -> dict[str, list[Commune]]:
        found: dict[str, list[Commune]] = {}
        for one in self.communes:
            found.setdefault(one.over, []).append(one)
        return found

    @cached_property
    def refs(self) -> set[str]:
        return {f"{slug}/{body[0]}" for slug, bodies in self.bodies.items() for body in bodies}

    @cached_property
    def new(self) -> dict[str, tuple[str, str]]:
        """Slug -> code and name of the communes that begin; those that go on keep their slugs."""
        begun = (heir for one in self.communes if not one.goes_on for heir in one.heirs)
        return {new_slug(name): (code, name) for code, name in begun}

    def heir_slugs(self, one: Commune) -> list[str]:
        return [one.slug] if one.goes_on else [new_slug(name) for _code, name in one.heirs]


def new_slug(name: str) -> str:
    """`ag.rachgia`, of Phường Rạch Giá: no two of the 102 bear one name."""
    for kind in ("Phường ", "Xã ", "Đặc khu "):
        name = name.removeprefix(kind)
    return f"ag.{''.join(filter(str.isalnum, fold(name)))}"


def official(folder: Path) -> Facts:
    """Both provinces whole, from the official tables."""
    with (folder / "ward_map_2025-07.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["new_province_code"] == NEW_CODE]
    slugs = {"91": "kg", "89": "ag"}
    whole: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        whole.setdefault(row["old_ward_code"], []).append(row)
    communes = tuple(
        Commune(
            slugs[first["old_province_code"]],
            code,
            first["old_ward"],
            first["old_district_code"],
            first["old_district"],
            tuple((row["new_ward_code"], row["new_ward"]) for row in told),
            first["relation"] == "unchanged",
        )
        for code, told in whole.items()
        for first in told[:1]
    )
    return Facts(communes, {"kg": KG, "ag": AG})


def few() -> Facts:
    """Eight communes and twelve bodies: a merger of two, one that is parted, two that go on, an island."""
    rach_gia, chau_doc, vinh_te = (
        ("30742", "Phường Rạch Giá"),
        ("30316", "Phường Châu Đốc"),
        ("30325", "Phường Vĩnh Tế"),
    )
    communes = (
        Commune("kg", "30736", "Phường Vĩnh Quang", "899", "Thành phố Rạch Giá", (rach_gia,)),
        Commune("kg", "30742", "Phường Vĩnh Thanh Vân", "899", "Thành phố Rạch Giá", (rach_gia,)),
        Commune("kg", "30781", "Xã Tiên Hải", "900", "Thành phố Hà Tiên", (("30781", "Xã Tiên Hải"),), goes_on=True),
        Commune("kg", "31105", "Xã Thổ Châu", "911", "Thành phố Phú Quốc", (("31105", "Đặc khu Thổ Châu"),)),
        Commune("ag", "30313", "Xã Mỹ Hòa Hưng", "883", "Thành phố Long Xuyên", (("30313", "Xã Mỹ Hòa Hưng"),), True),
        Commune("ag", "30316", "Phường Châu Phú B", "884", "Thành phố Châu Đốc", (chau_doc,)),
        Commune("ag", "30325", "Phường Núi Sam", "884", "Thành phố Châu Đốc", (vinh_te,)),
        Commune("ag", "30334", "Xã Vĩnh Châu", "884", "Thành phố Châu Đốc", (chau_doc, vinh_te)),
    )
    bodies = {slug: tuple(one for one in known if one[0] in FEW[slug]) for slug, known in (("kg", KG), ("ag", AG))}
    return Facts(communes, bodies)


def decision(facts: Facts) -> dict[str, Any]:
    """The batch as a document of the reorganisation file, without the answers that a split needs."""
    return {
        "batch": {
            "key": "ag-2025-07",
            "title": "Hợp nhất Kiên Giang và An Giang, tổ chức chính quyền hai cấp",
            "territory": "ag",
            "date": DATE,
            "legal_basis": BASIS,
        },
        "territories": list(_places(facts)),
        "create": [*_new_bodies(facts), *_new_offices(facts)],
        "steps": [*_steps_of_provinces(facts), *_steps_of_districts(facts), *_steps_of_communes(facts)],
        "answers": {"kg/dang-doan-hdnd:post": "ag/tinh-uy-2025"} if "kg/dang-doan-hdnd" in facts.refs else {},
    }


def _places(facts: Facts) -> Iterator[dict[str, Any]]:
    yield {"slug": "ag", "code": NEW_CODE, "from": ["kg", *facts.districts]}
    into: dict[str, list[str]] = {slug: [] for slug in facts.new}
    for one in facts.communes:
        if one.goes_on:
            yield {"slug": one.slug, "parent": "ag"}
        else:
            into[new_slug(one.heirs[0][1])].append(one.slug)
    for slug, (code, name) in facts.new.items():
        yield {"slug": slug, "name": name, "level": "commune", "parent": "ag", "code": code, "from": into[slug]}


def _new_bodies(facts: Facts) -> Iterator[dict[str, Any]]:
    kinds = {f"{slug}/{key}": rest for slug, bodies in facts.bodies.items() for key, *rest in bodies}
    for key, froms in MERGED.items():
        there = [ref for ref in froms if ref in kinds]
        if there:
            name, kind, over = kinds[there[-1]]
            yield {
                "territory": "ag",
                "key": key,
                "name": NAMES.get(key, f"{name} An Giang"),
                "kind": kind,
                "level": "province",
                "parent": "ag/tinh-uy-2025" if kind == "media" else f"ag/{over}-2025" if over else None,
            }
    if "kg/quan-tri" in kinds:
        name, kind, over = kinds["kg/quan-tri"]
        yield {"territory": "ag", "key": "quan-tri-2025", "name": f"{name} An Giang", "kind": kind,
               "level": "province", "parent": f"ag/{over}-2025"}  # fmt: skip
    for number, _districts in enumerate(regions(facts), start=1):
        for key, name in (("ta", "Tòa án nhân dân"), ("vks", "Viện kiểm sát nhân dân")):
            yield {"territory": "ag", "key": f"{key}-kv-{number}", "name": f"{name} khu vực {number} - An Giang",
                   "kind": "judicial", "level": "district",
                   "parent": f"ag/{key}-2025" if f"kg/{key}" in facts.refs else None}  # fmt: skip


def _new_offices(facts: Facts) -> Iterator[dict[str, Any]]:
    """A Party committee, a people's committee and the commission under the former, in each of the communes to be."""
    for slug, name in {slug: name for one in facts.communes for slug, name in _named(facts, one)}.items():
        for key, words, kind in OF_COMMUNE if slug in facts.new else ():
            over = "ag/tinh-uy-2025" if key == "dang-uy" else "ag/ubnd-2025"
            yield {"territory": slug, "key": key, "name": f"{words} {_in_words(name)}", "kind": kind,
                   "level": "commune", "parent": over}  # fmt: skip
        words = "Ban Tuyên giáo và Dân vận" if name.startswith("Đặc khu") else "Ban Xây dựng Đảng"
        yield {"territory": slug, "key": "ban-dang", "name": f"{words} {_in_words(name)}", "kind": "party_commission",
               "level": "commune", "parent": f"{slug}/dang-uy"}  # fmt: skip


def _named(facts: Facts, one: Commune) -> Iterable[tuple[str, str]]:
    return zip(facts.heir_slugs(one), [name for _code, name in one.heirs], strict=True)


def _in_words(name: str) -> str:
    return name[0].lower() + name[1:]


def regions(facts: Facts) -> list[list[str]]:
    found = list(facts.districts)
    return [found[start : start + DISTRICTS_OF_A_REGION] for start in range(0, len(found), DISTRICTS_OF_A_REGION)]


def _steps_of_provinces(facts: Facts) -> Iterator[dict[str, Any]]:
    for key, froms in MERGED.items():
        if there := [ref for ref in froms if ref in facts.refs]:
            yield {"merge": {"from": there, "to": f"ag/{key}"}}
    for heir, froms in ABSORBED.items():
        if there := [ref for ref in froms if ref in facts.refs]:
            yield {"absorb": {"from": there, "to": heir}}
    if "kg/so-ldtbxh" in facts.refs:
        yield {"move_function": {"from": "kg/so-ldtbxh", "to": "ag/so-yte-2025", "function": "trẻ em, bảo trợ xã hội",
                                 "takes": ["partner.warn"]}}  # fmt: skip
    if "kg/dang-doan-hdnd" in facts.refs:
        yield {"dissolve": {"from": "kg/dang-doan-hdnd", "default": "ag/tinh-uy-2025"}}
    if "kg/quan-tri" in facts.refs:
        yield {"rename": {"from": "kg/quan-tri", "to": "ag/quan-tri-2025"}}
    press = {"unit": "ag/so-vhttdl", "function": "báo chí, xuất bản", "posts": ["Trưởng phòng Báo chí - Xuất bản"]}
    yield {"split": {"from": "kg/so-tttt", "to": [{"unit": "ag/so-khcn"}, press]}}


def _steps_of_districts(facts: Facts) -> Iterator[dict[str, Any]]:
    for number, districts in enumerate(regions(facts), start=1):
        for key in ("ta", "vks"):
            yield {"merge": {"from": [f"{slug}/{key}" for slug in districts], "to": f"ag/{key}-kv-{number}"}}
    for slug, communes in facts.districts.items():
        heirs = list(dict.fromkeys(heir for one in communes for heir in facts.heir_slugs(one)))
        for key, heir_key in (("huyen-uy", "dang-uy"), ("btg", "ban-dang"), ("ubnd", "ubnd")):
            to = [f"{heir}/{heir_key}" for heir in heirs]
            if len(to) == 1:
                yield {"absorb": {"from": [f"{slug}/{key}"], "to": to[0]}}
            else:
                yield {"split": {"from": f"{slug}/{key}", "to": [{"unit": ref} for ref in to], "default": to[0]}}


def _steps_of_communes(facts: Facts) -> Iterator[dict[str, Any]]:
    whole: dict[str, list[str]] = {}
    for one in facts.communes:
        for key, _words, _kind in OF_COMMUNE:
            to = [f"{heir}/{key}" for heir in facts.heir_slugs(one)]
            if one.goes_on:
                over = "ag/tinh-uy-2025" if key == "dang-uy" else "ag/ubnd-2025"
                yield {"change_parent": {"unit": [f"{one.slug}/{key}"], "parent": over}}
            elif len(to) == 1:
                whole.setdefault(to[0], []).append(f"{one.slug}/{key}")
            else:
                parts = [{"unit": ref} for ref in to]
                yield {"split": {"from": f"{one.slug}/{key}", "to": parts, "default": to[0]}}
    for heir, froms in whole.items():
        yield {"merge" if len(froms) > 1 else "rename": {"from": froms if len(froms) > 1 else froms[0], "to": heir}}
