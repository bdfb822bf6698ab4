"""Pages of the citizen's side: writing a concern, its receipt, following it, and what everybody may see."""

from phoihop.portal.pages.concerns.following import (
    DataPage,
    Form,
    OpenPage,
    RaiserPage,
    ReceiptPage,
    data_page,
    open_page,
    raiser_page,
    receipt_page,
    refuse,
)
from phoihop.portal.pages.concerns.listing import ListPage, list_page
from phoihop.portal.pages.concerns.writing import (
    WaitPage,
    WritePage,
    choices,
    note_again,
    note_broken,
    note_old,
    note_twice,
    too_large,
    wait_page,
    write_page,
)

__all__ = [
    "DataPage",
    "Form",
    "ListPage",
    "OpenPage",
    "RaiserPage",
    "ReceiptPage",
    "WaitPage",
    "WritePage",
    "choices",
    "data_page",
    "list_page",
    "note_again",
    "note_broken",
    "note_old",
    "note_twice",
    "open_page",
    "raiser_page",
    "receipt_page",
    "refuse",
    "too_large",
    "wait_page",
    "write_page",
]
