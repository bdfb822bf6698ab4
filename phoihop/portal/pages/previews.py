"""What is not out yet, exactly as it would stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phoihop.ground.powers import NotVisible
from phoihop.portal.pages.answers import card_of
from phoihop.portal.pages.corrections import correction_of
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.news import article_of
from phoihop.portal.pages.work import plan_of, topic_of
from phoihop.publications import queries

SHOWN: dict[str, tuple[str, Any]] = {
    "ARTICLE": ("portal/article.html", article_of),
    "RELEASE": ("portal/article.html", article_of),
    "CARD": ("portal/piece.html", card_of),
    "PLAN": ("portal/work.html", plan_of),
    "TOPIC": ("portal/work.html", topic_of),
    "CORRECTION": ("portal/correction.html", correction_of),
}


def preview_page(token: str, site: Site, at: datetime) -> tuple[str, Any]:
    """The template and page of a laid copy. Refused (NotVisible): no such preview, or its hour is over."""
    value = queries.preview(token, at)
    if value is None or value.line.kind not in SHOWN:
        raise NotVisible
    template, page_of = SHOWN[value.line.kind]
    return template, page_of(value, site)
