"""Long work after a correction changed for the public: the hub is told that the feeds have something new."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings

from phoihop.corrections import events
from phoihop.corrections.outside.websub import HubRefused, ping

FEEDS = ("/dinh-chinh/atom.xml", "/dinh-chinh/rss.xml", "/dinh-chinh/feed.json")
_log = logging.getLogger(__name__)


def ping_hub(event: events.CorrectionPublished | events.CorrectionWithdrawn, *, at: datetime) -> None:
    """Nothing without a hub. May run twice: telling twice is harmless. A hub that is down is tried again by the queue;
    one that says no is not."""
    hub = settings.PHOIHOP_WEBSUB_HUB
    if not hub:
        return
    try:
        ping(hub, [f"{settings.PHOIHOP_SITE_URL}{path}" for path in FEEDS])
    except HubRefused as refused:
        if not refused.is_final:
            raise
        _log.warning("The hub was not told of %s: %s", event.code, refused)
