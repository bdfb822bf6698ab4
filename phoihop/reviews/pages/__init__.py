"""Pages of reviews: frozen values of finished strings."""

from phoihop.reviews.pages.acts import (
    SchedulePage,
    act_page,
    open_page,
    rounds,
    schedule_page,
    schedule_wanted,
    sources,
    start_of,
)
from phoihop.reviews.pages.below import below_page
from phoihop.reviews.pages.decade import decade_page
from phoihop.reviews.pages.items import list_page, review_page, reviews_on
from phoihop.reviews.pages.parts import (
    answer_page,
    lessons_on_round,
    lessons_on_rounds,
    lessons_page,
    open_cells,
    part_on_obligation,
    part_page,
    propose_page,
    return_page,
    start_of_lesson,
    start_of_part,
)

MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def file_headers(code: str, kind: str) -> dict[str, str]:
    """How a browser takes a text that is downloaded: never from a store shared with others."""
    return {
        "Content-Type": MIME[kind],
        "Content-Disposition": f'attachment; filename="{code}.{kind}"',
        "Cache-Control": "private, no-store",
    }


__all__ = [
    "SchedulePage",
    "act_page",
    "answer_page",
    "below_page",
    "decade_page",
    "file_headers",
    "lessons_on_round",
    "lessons_on_rounds",
    "lessons_page",
    "list_page",
    "open_cells",
    "open_page",
    "part_on_obligation",
    "part_page",
    "propose_page",
    "return_page",
    "review_page",
    "reviews_on",
    "rounds",
    "schedule_page",
    "schedule_wanted",
    "sources",
    "start_of",
    "start_of_lesson",
    "start_of_part",
]
