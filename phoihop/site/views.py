"""The few doors that belong to no room."""

from __future__ import annotations

import ipaddress
import logging
from datetime import UTC, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

import phoihop
from phoihop.ground import clock
from phoihop.ground.door import Request, door, open_door
from phoihop.ground.respond import respond
from phoihop.site.options import options
from phoihop.site.watching import health

log = logging.getLogger(__name__)


@open_door(reason="a supervisor asks whether this process answers; no database is asked, and nothing is told")
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok", "version": phoihop.__version__})


@open_door(reason="a load balancer asks whether this process can serve; nothing of the data is told")
def ready(request: HttpRequest) -> HttpResponse:
    now = health.readiness()
    status = "ok" if now.is_ready else "no"
    told = {"status": status, **now.parts, "version": phoihop.__version__}
    return JsonResponse(told, status=200 if now.is_ready else 503, headers={"Cache-Control": "no-store"})


@open_door(reason="numbers for a monitor, answered to loopback and to networks the operator named; no data is told")
def metrics(request: HttpRequest) -> HttpResponse:
    if not _is_monitor(request):
        return HttpResponse(status=404)
    from phoihop.site.watching import gauges

    house = b""
    if settings.ROOT_URLCONF == "phoihop.site.urls":  # the public process's database role sees none of it
        from phoihop.site.watching import state

        try:
            house = gauges.of_house(state.lately(clock.now()))
        except DatabaseError as fault:  # the numbers of the processes are told all the more
            log.warning("the house could not be looked at for metrics: %s", fault)
    return HttpResponse(gauges.of_processes() + house, content_type=gauges.TYPE)


@open_door(reason="whoever finds a hole is told whom to write to")
def security_contact(request: HttpRequest) -> HttpResponse:
    """`security.txt` of RFC 9116; good for another half year whenever it is asked for."""
    contact = options().security_contact
    if not contact:
        return HttpResponse(status=404)
    expires = (clock.now() + timedelta(days=180)).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: vi, en")
    answer = HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@door(needs="status.see")
def status(request: Request) -> HttpResponse:
    from phoihop.site.watching.pages import status_page

    return respond(request, "site/status.html", status_page(request.actor, request.at))


def _is_monitor(request: HttpRequest) -> bool:
    """Asked on this machine or from a named network. What a proxy relays is of loopback too, but nobody of here."""
    address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    if any(address in network for network in options().metrics_networks):
        return True
    return address.is_loopback and not {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys()


@open_door(reason="everybody may choose the language of the pages", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
