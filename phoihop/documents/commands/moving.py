"""Accepted and held files from the data folder to the bucket, or back. May be stopped and begun again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from phoihop.documents.outside.shelves import BucketShelf, folder_shelf, site_bucket
from phoihop.documents.outside.spool import PIECE, Spool
from phoihop.documents.outside.store import SHELVES, BucketStore, Damaged, Missing, Store, folder_store
from phoihop.ground.command import Refused

COPIED, THERE, DAMAGED = "copied", "there", "damaged"


def move_files(*, is_back: bool = False) -> Iterator[tuple[str, str]]:
    """Copies what the other side has not yet; each file's name and what became of it: copied, there or damaged.

    Each is checked as a whole when it is read and again when it is kept; nothing is deleted on the side it comes from.
    Refused: no bucket set, Unreachable, NoRoom; what was copied until then stays.
    """
    bucket = site_bucket()
    if bucket is None:
        raise Refused(_("PHOIHOP_OBJECTS_URL chưa đặt: không có kho tệp nào để chép tới. Chưa có gì thay đổi."))
    sides: list[Store] = [folder_store(), BucketStore(bucket)]
    source, target = reversed(sides) if is_back else sides
    for shelf in SHELVES:
        there = set(target.walk(shelf))
        for name in source.walk(shelf):
            yield name, THERE if name in there else _copy(name, source, target)
    near, far = folder_shelf(), BucketShelf(bucket)
    giving, taking = (far, near) if is_back else (near, far)
    held = set(taking.items())
    for item in giving.items():
        if item not in held:
            with giving.open(item) as file:
                taking.add(item, iter(lambda: file.read(PIECE), b""))
        yield item, THERE if item in held else COPIED


def _copy(name: str, source: Store, target: Store) -> str:
    try:
        with source.open(name) as file, Spool.holding(file) as spool:
            target.put(spool)
    except Missing:  # deleted meanwhile, as the house does all day
        return THERE
    except Damaged:
        return DAMAGED
    return COPIED
