"""How a concern stands, copied out to whoever has its code."""

from __future__ import annotations

from datetime import datetime

from phoihop.concerns.models import Concern
from phoihop.concerns.queries.copies import alone_copy, tracking_copies
from phoihop.ground.actor import Actor
from phoihop.publications import commands as publications


def show(row: Concern, *, by: Actor, at: datetime) -> None:
    """Brings the public's view of this concern, and of those merged into it, up to date."""
    for copy in tracking_copies(row):
        publications.track(copy=copy, by=by.through("concern.track"), at=at)


def show_alone(row: Concern, *, by: Actor, at: datetime) -> None:
    """Of one concern, where its group is not touched."""
    publications.track(copy=alone_copy(row), by=by.through("concern.track"), at=at)
