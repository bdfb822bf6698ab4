"""Doors to corrections asked of the press."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press.commands import asked as commands
from phoihop.press.forms import asking as forms
from phoihop.press.pages import asked as pages
from phoihop.press.pages.asking import topics

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="asked_correction.list")
def asked_corrections(request: Any) -> HttpResponse:
    page = pages.asked_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "press/asking/asked_list.html", page)


@door(needs="asked_correction.see")
def asked_correction(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/asking/asked.html", pages.asked_one_page(request.actor, code, request.at))


@door(needs="asked_correction.open", methods=BOTH)
def open_asked(request: Any) -> HttpResponse:
    start = pages.start_of_open_asked(request.at, request.GET.dict())
    form = forms.sent(forms.OpenAsked, request, topics=topics(request.actor, request.at), initial=start)
    if not form.is_valid():
        return _ask(request, pages.open_asked_page(request.actor, form))
    unit_id = request.actor.unit_id
    told = commands.open_asked_correction(unit_id=unit_id, **form.values(), by=request.actor, at=request.at)
    return redirect("press:asked-correction", told.code)


@door(needs="asked_correction.write", methods=BOTH)
def write_asked(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "write", _form(request, code, forms.WriteAsked), commands.write_asked_correction)


@door(needs="asked_correction.write", methods=BOTH)
def asked_evidence(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "paper", _form(request, code, forms.AskedPaper), commands.attach_asked_evidence)


@door(needs="asked_correction.write", methods=POST)
def drop_asked_evidence(request: Any, code: str, number: int) -> HttpResponse:
    version = version_in(request)
    commands.drop_asked_evidence(code=code, number=number, version=version, by=request.actor, at=request.at)
    return redirect("press:asked-correction", code)


@door(needs="asked_correction.write", methods=POST)
def present_asked(request: Any, code: str) -> HttpResponse:
    commands.present_asked_correction(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:asked-correction", code)


@door(needs="asked_correction.approve", methods=POST)
def approve_asked(request: Any, code: str) -> HttpResponse:
    commands.approve_asked_correction(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:asked-correction", code)


@door(needs="asked_correction.approve", methods=BOTH)
def return_asked(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "give_back", _form(request, code, forms.AskingReason), commands.return_asked_correction)


@door(needs="asked_correction.send", methods=BOTH)
def send_asked(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.SendAsked, units=pages.recipients(request.actor, request.at))
    return _act(request, code, "send", form, commands.send_asked_correction)


@door(needs="asked_correction.record", methods=BOTH)
def settle_asked(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "settle", _form(request, code, forms.SettleAsked), commands.settle_asked_correction)


@door(needs="asked_correction.drop", methods=BOTH)
def drop_asked(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "drop", _form(request, code, forms.AskingReason), commands.drop_asked_correction)


def _form(request: Any, code: str, kind: Any, **more: Any) -> Any:
    return forms.sent(kind, request, initial=pages.start_of_asked(request.actor, code, request.at), **more)


def _act(request: Any, code: str, act: str, form: Any, run: Any) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, pages.asked_act_page(request.actor, code, act, form, request.at))
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:asked-correction", code)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
