"""The few doors that belong to no room."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

import phoihop
from phoihop.ground.door import open_door
from phoihop.ledger.queries import backlog


@open_door(reason="a load balancer asks whether this process can serve; nothing of the data is told")
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no", "database": "no"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "version": phoihop.__version__})


@open_door(reason="numbers for a monitor on this machine: answered to loopback only, and nothing of the data is told")
def metrics(request: HttpRequest) -> HttpResponse:
    if not ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        return HttpResponse(status=404)
    lines = [f'phoihop_info{{version="{phoihop.__version__}"}} 1']
    lines += [f'phoihop_deliveries{{state="{state}"}} {number}' for state, number in backlog().items()]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")


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
