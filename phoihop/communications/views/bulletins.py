"""Doors to the internal bulletin."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import outward as forms
from phoihop.communications.pages import bulletins as pages
from phoihop.communications.pages.release_acts import offices
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="bulletin.list")
def bulletins(request: Any) -> HttpResponse:
    page = pages.bulletins_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/bulletins.html", page)


@door(needs="bulletin.see")
def bulletin(request: Any, code: str) -> HttpResponse:
    commands.read_bulletin(code=code, by=request.actor, at=request.at)
    page = pages.bulletin_page(request.actor, code, forms.Acknowledge())
    return respond(request, "communications/bulletin.html", page)


@door(needs="bulletin.see")
def download_bulletin(request: Any, code: str, kind: str) -> HttpResponse:
    content = commands.render_bulletin(code=code, kind=kind, by=request.actor, at=request.at)
    return HttpResponse(content, headers=pages.bulletin_headers(code, kind))


@door(needs="bulletin.begin", methods=BOTH)
def begin_bulletin(request: Any) -> HttpResponse:
    form = forms.given(forms.BeginBulletin, request, initial={"dossier": request.GET.get("ve", "")})
    if not form.is_valid():
        return _ask(request, pages.begin_bulletin_page(request.actor, form))
    unit_id = request.actor.unit_id
    begun = commands.begin_bulletin(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:bulletin", begun.code)


@door(needs="bulletin.write", methods=BOTH)
def write_bulletin(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.WriteBulletin, request, initial=pages.bulletin_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.bulletin_act_page(request.actor, code, "write", form))
    commands.write_bulletin(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


@door(needs="bulletin.write", methods=BOTH)
def write_item(request: Any, code: str, position: int) -> HttpResponse:
    form = forms.given(forms.Item, request, initial=pages.bulletin_start(request.actor, code, position))
    if not form.is_valid():
        return _ask(request, pages.bulletin_act_page(request.actor, code, "item", form))
    commands.write_item(code=code, position=position, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


@door(needs="bulletin.write", methods=BOTH)
def set_audience(request: Any, code: str) -> HttpResponse:
    start = pages.bulletin_start(request.actor, code)
    ticked = request.POST.getlist("units") or [str(one) for one in start["units"]]
    units = offices(request.actor, request.POST, ticked, request.at)
    places = pages.places_of(request.actor, code)
    form = forms.given(forms.Audience, request, units=units, territories=places, initial=start)
    if not form.is_valid():
        return _ask(request, pages.bulletin_act_page(request.actor, code, "audience", form))
    commands.set_audience(code=code, **form.values(), by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


@door(needs="bulletin.issue", methods=POST)
def issue_bulletin(request: Any, code: str) -> HttpResponse:
    commands.issue_bulletin(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


@door(needs="bulletin.write", methods=POST)
def drop_bulletin(request: Any, code: str) -> HttpResponse:
    commands.drop_bulletin(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:bulletins")


@door(needs="bulletin.acknowledge", methods=POST)
def acknowledge_bulletin(request: Any, code: str) -> HttpResponse:
    form = forms.Acknowledge(request.POST)
    if not form.is_valid():
        page = pages.bulletin_page(request.actor, code, form)
        return respond(request, "communications/bulletin.html", page, status=422)
    commands.acknowledge_bulletin(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


@door(needs="bulletin.recall", methods=BOTH)
def recall_bulletin(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.bulletin_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.bulletin_act_page(request.actor, code, "recall", form))
    commands.recall_bulletin(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:bulletin", code)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
