"""Acts of the room of documents."""

from phoihop.documents.commands.books import close_book, open_book
from phoihop.documents.commands.clock import tick
from phoihop.documents.commands.held import drop_held, finish_release, propose_release, release_held
from phoihop.documents.commands.intake import (
    Judged,
    Outcome,
    accept_file,
    hold_file,
    judge,
    refuse_file,
    spooled,
    take_in,
    take_in_text,
)
from phoihop.documents.commands.registering import (
    add_version,
    describe_document,
    discard_draft,
    freeze_document,
    recall_document,
    register_document,
    replace_file,
    retain_document,
    unfreeze_document,
)
from phoihop.documents.commands.rendering import add_rendition, finish_file, keep_redacted, redact_document
from phoihop.documents.commands.sharing import (
    link_document,
    note_opening,
    open_document,
    open_page,
    share_document,
    unlink_document,
    unshare_document,
)

__all__ = [
    "Judged",
    "Outcome",
    "accept_file",
    "add_rendition",
    "add_version",
    "close_book",
    "describe_document",
    "discard_draft",
    "drop_held",
    "finish_file",
    "finish_release",
    "freeze_document",
    "hold_file",
    "judge",
    "keep_redacted",
    "link_document",
    "note_opening",
    "open_book",
    "open_document",
    "open_page",
    "propose_release",
    "recall_document",
    "redact_document",
    "refuse_file",
    "register_document",
    "release_held",
    "replace_file",
    "retain_document",
    "share_document",
    "spooled",
    "take_in",
    "take_in_text",
    "tick",
    "unfreeze_document",
    "unlink_document",
    "unshare_document",
]
