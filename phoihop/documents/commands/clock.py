"""What the clock does in this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from phoihop.documents.commands.held import expire_held
from phoihop.documents.commands.registering import forget_blobs
from phoihop.documents.models import Held
from phoihop.documents.outside import quarantine, store
from phoihop.ground.actor import Actor

SETTLED = timedelta(days=1)  # a file stored this long ago belongs to an act that has ended, one way or the other


def tick(*, by: Actor, at: datetime) -> int:
    """Lets held files go when their days are over; sweeps up files whose act was cut short. Returns how many went."""
    count = expire_held(by=by, at=at)
    quarantine.sweep(set(Held.rows.filter(state="HELD").values_list("ticket", flat=True)))
    stale = set(store.walk(older_than=SETTLED))
    return count + (forget_blobs(stale) if stale else 0)
