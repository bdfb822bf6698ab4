"""Doors to questions of the press."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press.commands import asking as commands
from phoihop.press.forms import asking as forms
from phoihop.press.pages import asking as pages

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="press_query.list")
def queries(request: Any) -> HttpResponse:
    page = pages.queries_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "press/asking/queries.html", page)


@door(needs="press_query.see")
def query(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/asking/query.html", pages.query_page(request.actor, code, request.at))


@door(needs="press_query.receive", methods=BOTH)
def receive_query(request: Any) -> HttpResponse:
    start = pages.start_of_receive(request.actor, request.at, request.GET.dict())
    form = forms.sent(forms.Receive, request, topics=pages.topics(request.actor, request.at), initial=start)
    if not form.is_valid():
        return _ask(request, pages.receive_page(request.actor, form))
    unit_id = request.actor.unit_id
    told = commands.receive_query(owner_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:press-query", told.code)


@door(needs="press_query.assign", methods=BOTH)
def assign_query(request: Any, code: str) -> HttpResponse:
    units = pages.answering_units(request.actor, code, request.at, request.POST)
    form = _form(request, code, forms.Assign, units=units)
    if not form.is_valid():
        return _ask(request, pages.query_act_page(request.actor, code, "assign", form, request.at))
    commands.assign_query(code=code, **form.values(), by=request.actor, at=request.at)
    return redirect("press:press-query", code)


@door(needs="press_query.write", methods=BOTH)
def write_answer(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Answer, speakers=pages.speakers(request.actor, code, request.at))
    return _act(request, code, "write", form, commands.write_answer)


@door(needs="press_query.present", methods=POST)
def present_answer(request: Any, code: str) -> HttpResponse:
    commands.present_answer(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:press-query", code)


@door(needs="press_query.approve", methods=POST)
def approve_answer(request: Any, code: str) -> HttpResponse:
    commands.approve_answer(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:press-query", code)


@door(needs="press_query.approve", methods=BOTH)
def return_answer(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.AskingReason)
    return _act(request, code, "give_back", form, commands.return_answer)


@door(needs="press_query.refuse", methods=BOTH)
def refuse_query(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "refuse", _form(request, code, forms.RefuseQuery), commands.refuse_query)


@door(needs="press_query.extend", methods=BOTH)
def extend_query(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "extend", _form(request, code, forms.ExtendQuery), commands.extend_query)


@door(needs="press_query.withdraw", methods=BOTH)
def withdraw_query(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "withdraw", _form(request, code, forms.AskingReason), commands.withdraw_query)


@door(needs="asking_term.set", methods=BOTH)
def asking_terms(request: Any) -> HttpResponse:
    form = forms.sent(forms.Terms, request, initial=pages.start_of_terms(request.actor))
    if not form.is_valid():
        return _ask(request, pages.terms_page(request.actor, form))
    unit_id = request.actor.unit_id
    commands.set_asking_term(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:press-queries")


def _form(request: Any, code: str, kind: Any, **more: Any) -> Any:
    start = pages.start_of_query(request.actor, code, request.at)
    return forms.sent(kind, request, initial=start, **more)


def _act(request: Any, code: str, act: str, form: Any, run: Any) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, pages.query_act_page(request.actor, code, act, form, request.at))
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:press-query", code)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
