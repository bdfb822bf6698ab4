"""Doors to routing and clocks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from phoihop.concerns import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


def _back(territory: str) -> HttpResponse:
    return redirect(f"{reverse('concerns:settings')}?dia_ban={territory}")


def _ask(request: Any, page: Any) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)


@door(needs="service.see")
def settings(request: Any) -> HttpResponse:
    territory = pages.territory_of(request.actor, request.GET.get("dia_ban", ""))
    return respond(request, "concerns/settings.html", pages.settings_page(request.actor, territory))


@door(needs="service.arrange", methods=BOTH)
def desk(request: Any, territory: str) -> HttpResponse:
    form = forms.given(forms.Desk, request, units=pages.unit_choices(request.actor, territory, request.at))
    if not form.is_valid():
        return _ask(request, pages.desk_page(territory, form))
    commands.set_desk(territory=territory, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=BOTH)
def add_service(request: Any, territory: str) -> HttpResponse:
    form = forms.given(forms.Service, request, units=pages.unit_choices(request.actor, territory, request.at))
    if not form.is_valid():
        return _ask(request, pages.service_page(territory, form))
    wanted = pages.with_service(request.actor, territory, form.cleaned_data)
    commands.arrange_services(territory=territory, **wanted, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=BOTH)
def service(request: Any, territory: str, key: str) -> HttpResponse:
    start = pages.service_start(request.actor, territory, key)
    units = pages.unit_choices(request.actor, territory, request.at)
    form = forms.given(forms.Service, request, initial=start, units=units)
    if not form.is_valid():
        return _ask(request, pages.service_page(territory, form))
    wanted = pages.with_service(request.actor, territory, {**form.cleaned_data, "key": key})
    commands.arrange_services(territory=territory, **wanted, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=BOTH)
def route(request: Any, territory: str) -> HttpResponse:
    form = forms.given(forms.Route, request, **pages.route_choices(request.actor, territory, request.at))
    if not form.is_valid():
        return _ask(request, pages.route_page(territory, form))
    wanted = pages.with_route(request.actor, territory, form.cleaned_data)
    commands.arrange_services(territory=territory, **wanted, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=("POST",))
def drop_route(request: Any, territory: str) -> HttpResponse:
    asked = request.POST.get("service", ""), request.POST.get("place", "")
    wanted = pages.without_route(request.actor, territory, *asked)
    commands.arrange_services(territory=territory, **wanted, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=BOTH)
def clock(request: Any, territory: str, key: str) -> HttpResponse:
    now = pages.clock_of(request.actor, territory, key)
    form = forms.given(forms.Clock, request, initial={"days": now.days, "is_working": now.is_working})
    if not form.is_valid():
        return _ask(request, pages.clock_page(request.actor, territory, key, form))
    commands.set_clock(territory=territory, key=key, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(territory)


@door(needs="service.arrange", methods=BOTH)
def place(request: Any, territory: str) -> HttpResponse:
    form = forms.given(forms.Place, request, places=pages.place_choices(request.actor, territory))
    if not form.is_valid():
        return _ask(request, pages.place_page(territory, form))
    wanted = pages.with_place(request.actor, territory, form.cleaned_data)
    commands.arrange_places(territory=territory, places=wanted, by=request.actor, at=request.at)
    return _back(territory)
