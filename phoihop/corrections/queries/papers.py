"""Which file of a document may go out as evidence, for this reader."""

from __future__ import annotations

from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed, NotVisible

KINDS = ("PUBLIC", "REDACTED", "PRINTED", "ORIGINAL")  # the first there is goes out
CLEAN = ("PUBLIC", "REDACTED")  # made for others to read


def is_openable(actor: Actor, line: documents.DocumentLine) -> bool:
    """Whether the reader may read the document itself, not only see that it is there."""
    if not actor.is_person:
        return True
    try:
        documents.personal_in(actor, line.code)
    except (NotAllowed, NotVisible):
        return False
    return True


def publishable_kind(actor: Actor, line: documents.DocumentLine) -> str:
    """The rendition that may go out: one made for it, or the paper itself where no personal data was found in its
    text. Empty: none, or a reader who may not open it."""
    if line.is_internal or line.state != "REGISTERED":
        return ""
    try:
        value = documents.document_value(actor, line.code)
        kinds = {one.kind for one in value.renditions}
        found = next((kind for kind in KINDS if kind in kinds), "")
        if not value.rights.open or (found and found not in CLEAN and documents.personal_in(actor, line.code)):
            return ""
    except (NotAllowed, NotVisible):
        return ""
    return found
