from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.dispatches import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond


@door(needs="dispatch.list")
def box(request: Any) -> HttpResponse:
    return respond(request, "dispatches/box.html", pages.box_page(request.actor, request.GET.dict(), request.at))


@door(needs="dispatch.see")
def letter(request: Any, code: str) -> HttpResponse:
    return _letter(request, code)


@door(needs="dispatch.send", methods=("GET", "HEAD", "POST"))
def write(request: Any) -> HttpResponse:
    typed = request.POST
    units = pages.offices(request.actor, typed.get("find", ""), typed.getlist("recipients"), request.at)
    if request.method != "POST" or "search" in typed:
        form = forms.Letter(initial=forms.start(typed, request.GET.get("ve", "")), units=units)
        return respond(request, "dispatches/write.html", pages.write_page(request.actor, form))
    form = forms.Letter(typed, units=units)
    if not form.is_valid():
        return respond(request, "dispatches/write.html", pages.write_page(request.actor, form), status=422)
    sent = commands.send_dispatch(**form.letter(), sender_id=request.actor.unit_id, by=request.actor, at=request.at)
    return redirect("dispatches:letter", sent.code)


@door(needs="dispatch.acknowledge", methods=("POST",))
def acknowledge(request: Any, code: str) -> HttpResponse:
    form = forms.Acknowledge(request.POST, auto_id="ack_%s")
    if not form.is_valid():
        return _letter(request, code, acknowledge=form)
    unit_id = request.actor.unit_id
    commands.acknowledge_dispatch(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.refuse", methods=("POST",))
def refuse(request: Any, code: str) -> HttpResponse:
    form = forms.Refuse(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _letter(request, code, refuse=form)
    unit_id = request.actor.unit_id
    commands.refuse_dispatch(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.recall", methods=("POST",))
def recall(request: Any, code: str) -> HttpResponse:
    form = forms.Recall(request.POST, auto_id="recall_%s")
    if not form.is_valid():
        return _letter(request, code, recall=form)
    commands.recall_dispatch(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.link", methods=("POST",))
def send_link(request: Any, code: str, unit_id: int) -> HttpResponse:
    form = forms.SendLink(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    commands.send_link(code=code, unit_id=unit_id, version=version, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


def _letter(request: Any, code: str, **wrong: Form) -> HttpResponse:
    """The letter with the forms of its acts; `wrong` is the one that could not be taken."""
    page = pages.letter_page(request.actor, code, request.at, forms.acts(wrong))
    return respond(request, "dispatches/letter.html", page, status=422 if wrong else 200)
