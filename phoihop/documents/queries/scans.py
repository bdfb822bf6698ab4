"""Where the words of scanned pages stand."""

from __future__ import annotations

import gzip
import json

from phoihop.documents.models import Content, Document
from phoihop.documents.outside import store
from phoihop.documents.rules.reading import ScanPage


def scans_of(row: Document) -> tuple[ScanPage, ...]:
    """The kept hOCR of a document's scanned pages; none for a file with a text of its own."""
    kept = Content.rows.filter(document=row).values_list("scans", flat=True).first()
    if not kept:
        return ()
    return tuple(ScanPage(**page) for page in json.loads(gzip.decompress(store.read(kept))))
