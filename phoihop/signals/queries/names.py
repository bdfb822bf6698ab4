"""Words of sources, methods and outcomes, and what an alarm is called."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.organizations.queries import TerritoryName, territories, territories_inside
from phoihop.signals.rules.limits import FEW

SOURCES: dict[str, str | Promise] = {
    "CONCERNS": gettext_lazy("Phản ánh của người dân"),
    "PRESS": gettext_lazy("Tin báo"),
}
METHODS: dict[str, str | Promise] = {
    "C1": gettext_lazy("EARS C1: so với bảy ngày ngay trước"),
    "C2": gettext_lazy("EARS C2: so với bảy ngày, cách ra hai ngày"),
    "C3": gettext_lazy("EARS C3: cộng ba ngày liền của C2"),
    "FARRINGTON": gettext_lazy("Farrington: so với cùng tuần của các năm trước"),
}
SHORT = {"C1": "C1", "C2": "C2", "C3": "C3", "FARRINGTON": "Farrington"}
OUTCOMES: dict[str, str | Promise] = {
    "TRUE": gettext_lazy("Có thật"),
    "FALSE": gettext_lazy("Báo nhầm"),
    "TOO_LATE": gettext_lazy("Có thật nhưng báo muộn"),
}


def counted(number: int, source: str) -> str:
    """A count as it may be shown: below the small-number threshold only that it is below."""
    few = FEW[source]
    return _("dưới %(few)s") % {"few": few} if 0 < number < few else str(number)


def known_places(roots: Iterable[str]) -> dict[str, TerritoryName]:
    """The country, all provinces, and the communes of these provinces, by slug: nothing finer is ever kept."""
    found = [*territories(), *(one for root in sorted(set(roots)) for one in territories_inside(root))]
    return {one.slug: one for one in found}


def root_of(place: str) -> str:
    """The province that the place is, or lies in."""
    return place.partition(".")[0]
