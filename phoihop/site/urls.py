"""Every address of the site: the few of its own, and those of each room under the room's name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLResolver, include, path

from phoihop.site import views


def _rooms() -> list[URLResolver]:
    """A room's `urls.py` gives whole paths; its names are called `<room>:<name>`. The public's addresses are looked
    through first: they are asked for most."""
    modules = {room: f"phoihop.{room}.urls" for room in sorted(settings.ROOMS, key=lambda room: room != "portal")}
    return [
        path("", include((import_module(module).urlpatterns, room)))
        for room, module in modules.items()
        if find_spec(module)
    ]


urlpatterns = [
    path("healthz", views.ready, name="healthz"),
    path("healthz/live", views.live, name="live"),
    path("healthz/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
    path("lam-viec/quan-tri/tinh-trang/", views.status, name="status"),
    path("ngon-ngu/", views.language, name="language"),
    *_rooms(),
]

handler400 = "phoihop.site.stopping.bad_request"
handler403 = "phoihop.site.stopping.forbidden"
handler404 = "phoihop.site.stopping.not_found"
handler500 = "phoihop.site.stopping.broken"
