"""What the clock does in this room."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from phoihop.documents.commands.held import expire_held
from phoihop.documents.commands.registering import forget_blobs
from phoihop.documents.models import Held
from phoihop.documents.outside import quarantine, store
from phoihop.documents.outside.spool import Unreachable
from phoihop.ground.actor import Actor

SETTLED = timedelta(days=1)  # a file stored this long ago belongs to an act that has ended, one way or the other

log = logging.getLogger(__name__)


def tick(*, by: Actor, at: datetime) -> int:
    """Lets held files go when their days are over; sweeps up files whose act was cut short. Returns how many went.

    One shelf of the store at a time, by chance, so that a tick costs the same however much is kept. While the store
    does not answer nothing is swept, and the clock goes on with the other rooms.
    """
    count = expire_held(by=by, at=at)
    try:
        quarantine.sweep(set(Held.rows.filter(state="HELD").values_list("ticket", flat=True)))
        return count + sweep(secrets.choice(store.SHELVES))
    except Unreachable:
        log.warning("documents: nothing was swept, the object store does not answer; a later tick does it")
        return count


def sweep(shelf: str) -> int:
    """Deletes what stands on this shelf of the store and is named by nothing. Returns how many."""
    stale = set(store.walk(shelf, older_than=SETTLED))
    return forget_blobs(stale) if stale else 0
