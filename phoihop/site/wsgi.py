"""The web application. It does not start while a view stands without a door."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")

from django.core.wsgi import get_wsgi_application

from phoihop.site.family import leave_with_parent
from phoihop.site.options import options


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
    )
    if not options().proxies:
        return application
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    wrapped: Callable[..., Any] = wrap_wsgi_with_proxy_headers(application, trusted_hosts=list(options().proxies))
    return wrapped


application = _application()


def in_worker() -> Callable[..., Any]:
    """The application for a worker of `phoihop web`: a worker leaves when its server has ended."""
    leave_with_parent()
    return application
