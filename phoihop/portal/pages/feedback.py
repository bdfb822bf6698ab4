"""A reader's word on something published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.parts import Link
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.publications import queries

OPEN_TO = ("ARTICLE", "RELEASE", "CARD", "PLAN", "TOPIC", "REVIEW", "ANSWER", "CORRECTION")


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """The form, or what its sender is told."""

    title: str
    head: Head
    about: Link
    unit: str
    form: Any
    shield: Any
    receipt: str = ""


def feedback_page(folder: str, code: str, site: Site, *, form: Any, shield: Any, receipt: str = "") -> FeedbackPage:
    """Refused (NotVisible): nothing is out at this address, or nobody answers for it."""
    line = published(folder, code)
    return FeedbackPage(
        title=_("Đã nhận góp ý") if receipt else _("Góp ý về bài đã đăng"),
        head=Head(is_indexed=False),
        about=Link(line.title, site.url(line.path)),
        unit=line.unit_name,
        form=form,
        shield=shield,
        receipt=receipt,
    )


def published(folder: str, code: str) -> queries.PublicationLine:
    """What stands at this address now."""
    line = queries.by_codes([code]).get(code)
    if line is None or line.kind not in OPEN_TO or line.path != f"/{folder}/{code}/":
        raise NotVisible
    return line


def territory_of(code: str) -> str:
    """The territory that a code carries: TT-kg-2021-0001 is of kg."""
    return code.split("-")[1]
