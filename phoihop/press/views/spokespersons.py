"""Doors to the register of spokespersons."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press import commands, forms, pages

BOTH = ("GET", "HEAD", "POST")


@door(needs="spokesperson.list")
def spokespersons(request: Any) -> HttpResponse:
    return respond(request, "press/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="spokesperson.see")
def spokesperson(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/spokesperson.html", pages.spokesperson_page(request.actor, code, request.at))


@door(needs="spokesperson.name", methods=BOTH)
def name(request: Any) -> HttpResponse:
    form = forms.given(forms.Name, request)
    if not form.is_valid():
        return _ask(request, pages.name_page(request.actor, form))
    unit_id = request.actor.unit_id
    named = commands.name_spokesperson(unit_id=unit_id, **form.values(), by=request.actor, at=request.at)
    return redirect("press:spokesperson", named.code)


@door(needs="spokesperson.amend", methods=BOTH)
def amend(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reach, request, initial=pages.start_of(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "amend", form, request.at))
    commands.amend_spokesperson(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:spokesperson", code)


@door(needs="spokesperson.end", methods=BOTH)
def end(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.End, request, initial=pages.start_of(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "end", form, request.at))
    commands.end_spokesperson(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:spokesperson", code)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
