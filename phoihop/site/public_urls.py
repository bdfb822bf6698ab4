"""The addresses of the public process: the portal and the open API."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from phoihop.site import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
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
