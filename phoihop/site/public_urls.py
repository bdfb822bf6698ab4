"""The addresses of the public process: the portal and the open API."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from phoihop.site import views

urlpatterns = [
    path("healthz", views.ready, name="healthz"),
    path("healthz/live", views.live, name="live"),
    path("healthz/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
    *[
        path("", include((import_module(f"phoihop.{room}.urls").urlpatterns, room)))
        for room in ("portal", "api")
        if find_spec(f"phoihop.{room}.urls")
    ],
]

handler400 = "phoihop.site.stopping.bad_request"
handler403 = "phoihop.site.stopping.forbidden"
handler404 = "phoihop.site.stopping.not_found"
handler500 = "phoihop.site.stopping.broken"
