"""Public copies for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from phoihop.publications import commands
from tests.world.build import World


def copy(world: World, **changed: Any) -> commands.Copy:
    whole = commands.Copy(
        code="TT-kg-2021-0001",
        territory="kg",
        title="Một lịch đăng ký thiết bị giám sát",
        summary="Hạn thống nhất là 31/8.",
        text="Hạn **31/8**.\n\n- ở cảng cá\n- ở xã\n\n<script>alert(1)</script>",
        unit_name="Sở NN&PTNT",
        published_at=world.at,
        details=commands.ArticleDetails(related=("KH-kg-2021-so-yte",)),
    )
    return replace(whole, **changed)
