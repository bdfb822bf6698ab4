"""Every part of the menu on one page, for narrow screens and readers without script."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.parts import Link
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class MorePage:
    title: str
    own: tuple[Link, ...]
    why: str


def more_page() -> MorePage:
    return MorePage(
        title=_("Tất cả các phần"),
        own=(
            Link(_("Tài khoản của tôi"), reverse("organizations:own_account")),
            Link(_("Chọn vị trí làm việc"), reverse("organizations:choose_seat")),
        ),
        why=str(SIGNED_IN),
    )
