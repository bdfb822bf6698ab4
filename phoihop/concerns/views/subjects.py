"""Doors to personal data: how a raiser is reached, what is held of him, and what he may ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.concerns import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


@door(needs="contact.open")
def contact(request: Any, code: str) -> HttpResponse:
    value = commands.open_contact(code=code, by=request.actor, at=request.at)
    return _kept_to_oneself(respond(request, "concerns/contact.html", pages.contact_page(code, value, request.actor)))


@door(needs="data.handle")
def requests(request: Any) -> HttpResponse:
    page = pages.requests_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "concerns/requests.html", page)


@door(needs="data.handle")
def held(request: Any, code: str) -> HttpResponse:
    return _held(request, code)


@door(needs="data.handle", methods=BOTH)
def request_data(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Request, request, wishes=pages.wishes())
    if not form.is_valid():
        page = pages.data_act_page(request.actor, code, "request", form)
        return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
    commands.request_data(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("concerns:data", code)


@door(needs="data.handle", methods=("POST",))
def correct(request: Any, code: str) -> HttpResponse:
    form = forms.Contact(request.POST)
    if not form.is_valid():
        return _held(request, code, form)
    commands.correct_contact(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("concerns:data", code)


@door(needs="data.handle")
def export(request: Any, code: str) -> HttpResponse:
    content = commands.export_data(code=code, by=request.actor, at=request.at)
    return HttpResponse(content, headers=pages.export_headers(code))


@door(needs="data.handle", methods=BOTH)
def erase(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Erase, request)
    if not form.is_valid():
        page = pages.data_act_page(request.actor, code, "erase", form)
        return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
    commands.erase_data(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("concerns:data", code)


@door(needs="data.handle", methods=("POST",))
def settle(request: Any, code: str) -> HttpResponse:
    form = forms.Settle(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    told = commands.settle_request(request=code, outcome=outcome, by=request.actor, at=request.at)
    return redirect("concerns:data", told.code)


def _held(request: Any, code: str, wrong: Any = None) -> HttpResponse:
    page = pages.data_page(request.actor, code, request.at, forms.fresh, wrong)
    status = 200 if wrong is None else 422
    return _kept_to_oneself(respond(request, "concerns/data.html", page, status=status))


def _kept_to_oneself(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
