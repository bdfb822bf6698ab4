"""Who acts: a person in a seat, a named system clock, or nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a seat lets its holder do. Rights hang on the seat, never on the person."""

    DRAFTER = "drafter"
    APPROVER = "approver"
    FOCAL = "focal"
    CLERK = "clerk"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.DRAFTER: _("chuyên viên soạn thảo"),
    Role.APPROVER: _("người duyệt"),
    Role.FOCAL: _("cán bộ đầu mối"),
    Role.CLERK: _("văn thư"),
    Role.EDITOR: _("biên tập viên"),
    Role.AUDITOR: _("kiểm tra viên"),
    Role.ADMINISTRATOR: _("quản trị viên"),
}

SYSTEM_WORDS = {
    "deadline-clock": _("Đồng hồ hạn (tự động)"),
    "loader": _("Nạp từ tệp chương trình"),
    "sample-builder": _("Dữ liệu mẫu"),
    "administrator-console": _("Dòng lệnh quản trị"),
    "front-door": _("Cửa đăng nhập"),
    "document-works": _("Xử lý văn bản (tự động)"),
    "postman": _("Người đưa thư (tự động)"),
    "link": _("Qua liên kết, không có tài khoản"),
    "mail": _("Qua thư trả lời"),
    "portal": _("Cổng thông tin (người gửi không cần tài khoản)"),
    "open311": _("Ứng dụng khác (Open311)"),
    "front-desk": _("Tiếp nhận từ cổng thông tin (tự động)"),
}

SEATED = frozenset(Role)
DOERS = frozenset({Role.DRAFTER, Role.APPROVER, Role.FOCAL})
EVERYWHERE = "*"  # an auditor of the whole country audits this territory


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting from one unit, or a named system actor. There is no anonymous None."""

    kind: str  # "person", "system", "office" (by a signed link or a mail) or "nobody"
    name: str = ""
    account_id: int | None = None
    unit_id: int | None = None
    unit_name: str = ""
    post: str = ""
    roles: frozenset[Role] = frozenset()
    audits: frozenset[str] = frozenset()  # territory slugs, or EVERYWHERE
    inherits: frozenset[int] = frozenset()  # units that went over wholly into this one: what they had may be read
    acting_for: str = ""  # the post this person stands in for, as its deputy
    power: str = ""  # of an office: the one power its link or mail was given for
    about: str = ""  # of an office: the code of the one thing
    cause: tuple[str, ...] = ()  # the powers through which this act came about, oldest first
    language: str = "vi"

    @classmethod
    def system(cls, name: str) -> Actor:
        """A clock, loader or listener with its own name and its own powers."""
        return cls(kind="system", name=name)

    @classmethod
    def office(cls, unit_id: int, unit_name: str, *, power: str, about: str, way: str) -> Actor:
        """Whoever holds a link or a mail sent to a unit: may do one act on one thing. `way`: "link" or "mail"."""
        return cls(kind="office", name=way, unit_id=unit_id, unit_name=unit_name, power=power, about=about)

    @classmethod
    def nobody(cls) -> Actor:
        return cls(kind="nobody")

    def units(self, *, with_inherited: bool) -> frozenset[int]:
        """The unit acted from; to read with those it is the heir of."""
        own = frozenset() if self.unit_id is None else frozenset({self.unit_id})
        return own | self.inherits if with_inherited else own

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    def through(self, power: str) -> Actor:
        """The same actor, acting because `power` was exercised; the ledger shows the chain."""
        return replace(self, cause=(*self.cause, power))

    def has_role(self, roles: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    def audits_territory(self, territory: str) -> bool:
        return EVERYWHERE in self.audits or territory in self.audits
