"""What a process that stays begins with, and ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import phoihop
from phoihop.site.options import options
from phoihop.site.watching import numbers, traces

if TYPE_CHECKING:
    from phoihop.site.watching.beats import Pulse


@contextmanager
def stay(kind: str) -> Iterator[Pulse]:
    """This process counts for its node, traces if that is set, and beats whenever the pulse is called."""
    site = options()
    numbers.begin(kind, site.data)
    from phoihop.site.watching import counters  # after the folder is known: they take their place when they are made
    from phoihop.site.watching.beats import Pulse

    counters.start()
    counters.begun()
    traces.begin(site.otlp_url, kind=kind, node=site.node, version=phoihop.__version__)
    try:
        yield Pulse()
    finally:
        traces.end()
