"""What the templates of this room may know."""

from phoihop.documents.pages.items import (
    describe_page,
    described,
    document_page,
    mark_form,
    mark_page,
    register_page,
    share_form,
    share_page,
)
from phoihop.documents.pages.lists import (
    documents_about,
    held_page,
    list_page,
    not_taken,
    result_of,
    take_in_page,
    tray_page,
)

__all__ = [
    "describe_page",
    "described",
    "document_page",
    "documents_about",
    "held_page",
    "list_page",
    "mark_form",
    "mark_page",
    "not_taken",
    "register_page",
    "result_of",
    "share_form",
    "share_page",
    "take_in_page",
    "tray_page",
]
