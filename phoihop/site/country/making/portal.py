"""What the portal of the synthetic country says of itself, made once."""

from __future__ import annotations

from datetime import datetime

from phoihop.communications import commands, queries
from phoihop.ground.actor import Actor

CATEGORIES = (
    ("doi-song", "Đời sống", "Daily life"),
    ("y-te", "Y tế", "Health"),
    ("giao-thong", "Giao thông", "Roads"),
    ("nong-nghiep", "Nông nghiệp", "Farming"),
    ("phoi-hop", "Việc phối hợp", "Working together"),
)
PAGES = ("Giới thiệu", "Khả năng tiếp cận", "Dữ liệu cá nhân được giữ thế nào")


def begin(*, by: Actor, at: datetime) -> None:
    """Nothing where the portal has a page already."""
    if queries.portal_pages():
        return
    commands.set_portal_words(
        programme="Cả nước cùng phối hợp (dữ liệu tổng hợp)",
        headline="Ai đã hứa gì với người dân, và đã làm tới đâu",
        lede="Dữ liệu tổng hợp để đo sức chứa; tên nơi là thật, mọi việc là minh họa.",
        publisher="Dữ liệu tổng hợp",
        contact="Không có ai đứng sau trang này",
        territory="vn",
        is_illustration=True,
        by=by,
        at=at,
    )
    commands.set_categories(lines=CATEGORIES, by=by, at=at)
    for order, title in enumerate(PAGES, start=1):
        commands.write_page(
            title=title,
            text=f"{title}: trang minh họa của dữ liệu tổng hợp, dùng để đo chứ không dùng để tra cứu.",
            order=order * 10,
            territory="vn",
            is_illustration=True,
            by=by,
            at=at,
        )
