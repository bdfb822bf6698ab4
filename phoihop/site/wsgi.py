"""The web application. It does not start while a view stands without a door."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")

from django.core.wsgi import get_wsgi_application

import phoihop
from phoihop.site.family import leave_with_parent
from phoihop.site.options import options
from phoihop.site.watching import counters, kinds, traces


def _application() -> Callable[..., Any]:
    application: Callable[..., Any] = get_wsgi_application()
    from phoihop.ground.door import walls

    holes = walls()  # also loads every address, so that the first reader does not wait for it
    if holes:
        raise SystemExit(f"these views have neither @door nor @open_door: {', '.join(holes)}")
    from django.conf import settings

    from phoihop.site.page_cache import PageCache, known_edition

    application = PageCache(
        application,
        edition=known_edition,
        room=options().page_cache_mb * 2**20,
        cookies=(settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME),
        tell=lambda outcome: counters.PAGES.labels(outcome).inc(),
    )
    counters.start()
    if not options().proxies:
        return traces.only_from_proxies(application, ())
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    wrapped = wrap_wsgi_with_proxy_headers(application, trusted_hosts=list(options().proxies))
    return traces.only_from_proxies(wrapped, options().proxies)


application = _application()


def in_worker() -> Callable[..., Any]:
    """The application for a worker of `phoihop web`: a worker leaves when its server has ended."""
    leave_with_parent()
    counters.begun()
    traces.begin(options().otlp_url, kind=kinds.kind(), node=options().node, version=phoihop.__version__)
    if kinds.kind() == "web":  # the public process's database role writes no sign of life
        from phoihop.site.watching.beats import beat_in_thread

        beat_in_thread()
    return application
