"""The people of every test. An's office leads, Chi's takes part, Dũng's is party to nothing, Khách is not signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth import get_user_model
from django.test import Client

from phoihop.ground.actor import Actor, Role
from phoihop.organizations.queries import actor_of


@dataclass(frozen=True)
class Part:
    """One of the cast: who, where, in which post and roles."""

    username: str
    name: str
    unit: str
    post: str
    roles: tuple[Role, ...]
    is_head: bool = False


CAST = (
    Part("an", "Nguyễn Văn An", "btg-tinh-uy", "Chuyên viên Phòng Tuyên truyền", (Role.DRAFTER, Role.FOCAL)),
    Part("binh", "Trần Thanh Bình", "btg-tinh-uy", "Trưởng ban", (Role.APPROVER,), is_head=True),
    Part("chi", "Lê Thị Chi", "so-yte", "Chuyên viên Văn phòng Sở", (Role.FOCAL,)),
    Part("dung", "Phạm Quốc Dũng", "so-xaydung", "Chuyên viên Văn phòng Sở", (Role.FOCAL, Role.DRAFTER)),
    Part("giang", "Đỗ Hương Giang", "btg-tinh-uy", "Văn thư", (Role.CLERK,)),
    Part("ha", "Võ Thu Hà", "btg-tinh-uy", "Biên tập viên", (Role.EDITOR,)),
    Part("kim", "Ngô Thiên Kim", "ubkt-tinh-uy", "Kiểm tra viên", (Role.AUDITOR,)),
    Part("long", "Hồ Hoàng Long", "quan-tri", "Quản trị hệ thống", (Role.ADMINISTRATOR,)),
    Part("minh", "Bùi Công Minh", "btg-tinh-uy", "Phó trưởng ban", (Role.APPROVER,)),
)


class Person:
    """One of the cast on stage: as an actor, and as a browser that has signed in."""

    def __init__(self, account_id: int | None, at: datetime, name: str = "") -> None:
        self.account_id, self.at, self.name = account_id, at, name

    def __repr__(self) -> str:
        return self.name

    @cached_property
    def actor(self) -> Actor:
        return self.actor_at(self.at)

    def actor_at(self, at: datetime, seat_unit_id: int | None = None) -> Actor:
        """The same person at another time, or from another of his units."""
        return Actor.nobody() if self.account_id is None else actor_of(self.account_id, seat_unit_id, at)

    @cached_property
    def client(self) -> Client:
        client = Client()
        if self.account_id is not None:
            client.force_login(get_user_model()._default_manager.get(pk=self.account_id))
        return client
