"""The world of the tests, made through commands: the units of Kiên Giang in 2021 and the cast in their posts.

Rooms put layers of their own on it, in `tests/world/<room>.py`: functions that take the world and return ids.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from phoihop.ground.actor import Actor, Role
from phoihop.organizations import commands, queries
from tests.world.cast import CAST, Part, Person

AT = datetime(2021, 8, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday
LOADER = Actor.system("loader")
KG, VN = "kg", "vn"

TERRITORIES = (
    # slug, name, level, parent
    (VN, "Việt Nam", "central", ""),
    (KG, "Kiên Giang", "province", VN),
    ("kg.vinhthanh", "Phường Vĩnh Thanh", "commune", KG),
    ("ag", "An Giang", "province", VN),
)

UNITS = (
    # territory, key, name, short name, kind, level, parent
    (VN, "ban-bi-thu", "Ban Bí thư Trung ương Đảng", "", "party_committee", "central", ""),
    (VN, "btg-tw", "Ban Tuyên giáo Trung ương", "", "party_commission", "central", "ban-bi-thu"),
    (KG, "tinh-uy", "Tỉnh ủy Kiên Giang", "TU", "party_committee", "province", ""),
    (KG, "btv-tinh-uy", "Ban Thường vụ Tỉnh ủy Kiên Giang", "", "party_committee", "province", "tinh-uy"),
    (KG, "btg-tinh-uy", "Ban Tuyên giáo Tỉnh ủy Kiên Giang", "BTGTU", "party_commission", "province", "tinh-uy"),
    (KG, "vp-tinh-uy", "Văn phòng Tỉnh ủy Kiên Giang", "VPTU", "party_office", "province", "tinh-uy"),
    (KG, "ubkt-tinh-uy", "Ủy ban Kiểm tra Tỉnh ủy Kiên Giang", "UBKTTU", "party_commission", "province", "tinh-uy"),
    (KG, "hdnd-tinh", "Thường trực Hội đồng nhân dân tỉnh Kiên Giang", "HĐND", "elected_body", "province", ""),
    (KG, "ubnd-tinh", "Ủy ban nhân dân tỉnh Kiên Giang", "UBND", "executive", "province", ""),
    (KG, "vks-tinh", "Viện kiểm sát nhân dân tỉnh Kiên Giang", "VKSND", "judicial", "province", ""),
    (KG, "ta-tinh", "Tòa án nhân dân tỉnh Kiên Giang", "TAND", "judicial", "province", ""),
    *(
        (KG, key, f"Sở {name} tỉnh Kiên Giang", "", "department", "province", "ubnd-tinh")
        for key, name in (
            ("so-nnptnt", "Nông nghiệp và Phát triển nông thôn"),
            ("so-tttt", "Thông tin và Truyền thông"),
            ("so-yte", "Y tế"),
            ("so-xaydung", "Xây dựng"),  # party to nothing
        )
    ),
    (KG, "quan-tri", "Bộ phận quản trị hệ thống", "", "other", "province", "vp-tinh-uy"),
)


@dataclass
class World:
    """Numbers of what is there, by the names the tests use."""

    at: datetime = AT
    territory: str = KG
    units: dict[str, int] = field(default_factory=dict)  # key -> number
    posts: dict[tuple[str, str], int] = field(default_factory=dict)  # (unit key, title) -> number
    accounts: dict[str, int] = field(default_factory=dict)  # user name -> number

    def unit(self, key: str) -> int:
        return self.units[key]

    def code(self, key: str) -> str:
        """The code of a unit of the province."""
        return f"DV-{self.territory}-{key}"

    def person(self, username: str) -> Person:
        return Person(self.accounts[username], self.at, username)

    def add_unit(self, key: str, name: str, *, parent: str = "", kind: str = "department") -> int:
        event = commands.create_unit(
            territory=self.territory,
            key=key,
            name=name,
            kind=kind,
            level="province",
            parent_id=self.units.get(parent),
            by=LOADER,
            at=self.at,
        )
        self.units[key] = event.unit_id
        return event.unit_id

    def add_person(
        self, username: str, unit: str, roles: Iterable[Role], *, post: str = "Chuyên viên", name: str = ""
    ) -> Person:
        """One more person beside the cast; the post is made if the unit has none of this title."""
        self._enter(Part(username, name or f"Nguyễn {username.title()}", unit, post, tuple(roles)))
        return self.person(username)

    def _enter(self, part: Part) -> None:
        if part.username not in self.accounts:
            opened = commands.open_account(username=part.username, full_name=part.name, by=LOADER, at=self.at)
            self.accounts[part.username] = opened.account_id
        place = (part.unit, part.post)
        if place not in self.posts:
            created = commands.create_post(
                unit_id=self.units[part.unit], title=part.post, is_head=part.is_head, by=LOADER, at=self.at
            )
            self.posts[place] = created.post_id
        for role in part.roles:
            commands.seat_person(
                account_id=self.accounts[part.username],
                post_id=self.posts[place],
                role=role,
                valid_from=date(2021, 1, 1),
                by=LOADER,
                at=self.at,
            )


def build() -> World:
    """Everything anew, in about a tenth of a second."""
    world = World()
    for slug, name, level, parent in TERRITORIES:
        commands.create_territory(slug=slug, name=name, level=level, parent_slug=parent, by=LOADER, at=AT)
    for territory, key, name, short, kind, level, parent in UNITS:
        event = commands.create_unit(
            territory=territory,
            key=key,
            name=name,
            short=short,
            kind=kind,
            level=level,
            parent_id=world.units.get(parent),
            by=LOADER,
            at=AT,
        )
        world.units[key] = event.unit_id
    for part in CAST:
        world._enter(part)
    commands.name_deputy(
        post_id=world.posts["btg-tinh-uy", "Trưởng ban"],
        account_id=world.accounts["minh"],
        kinds=["approve"],
        from_date=date(2021, 7, 26),
        to_date=date(2021, 8, 31),
        reason="Trưởng ban đi công tác",
        by=LOADER,
        at=AT,
    )
    return world


def stand() -> World:
    """The world, built again where a test that commits has swept it away. The caller may change what he gets."""
    if not _built or queries.account_ids([part.username for part in CAST]) != _built[-1].accounts:
        _built.append(build())
    return copy.deepcopy(_built[-1])


_built: list[World] = []
