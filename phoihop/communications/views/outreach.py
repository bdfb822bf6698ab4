"""Doors to communication plans and their lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import outreach as forms
from phoihop.communications.pages import outreach as pages
from phoihop.communications.pages import outreach_acts as acts
from phoihop.communications.pages import outreach_lines as line_pages
from phoihop.communications.pages import outreach_looking as looking_pages
from phoihop.communications.rules import outreach as rules
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="outreach.list")
def plans(request: Any) -> HttpResponse:
    page = pages.list_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/outreach/plans.html", page)


@door(needs="outreach.list")
def gaps(request: Any) -> HttpResponse:
    page = looking_pages.gaps_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/outreach/gaps.html", page)


@door(needs="outreach.look")
def clashes(request: Any) -> HttpResponse:
    page = looking_pages.clashes_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/outreach/clashes.html", page)


@door(needs="outreach.look")
def ahead(request: Any) -> HttpResponse:
    page = looking_pages.ahead_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/outreach/ahead.html", page)


@door(needs="outreach.block", methods=BOTH)
def set_window(request: Any) -> HttpResponse:
    form = forms.given(forms.Window, request)
    if not form.is_valid():
        return ask(request, acts.window_page(request.actor, form))
    commands.set_window(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach-clashes")


@door(needs="outreach.block", methods=POST)
def lift_window(request: Any, window: int) -> HttpResponse:
    commands.lift_window(window=window, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outreach-clashes")


@door(needs="outreach.begin", methods=BOTH)
def begin(request: Any) -> HttpResponse:
    choices = acts.begin_choices(request.actor, request.at)
    form = forms.given(forms.BeginOutreach, request, initial=acts.begin_start(request.GET.dict()), **choices)
    if not form.is_valid():
        return ask(request, acts.begin_page(request.actor, form))
    begun = commands.begin_outreach(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach", begun.code)


@door(needs="outreach.see")
def plan(request: Any, code: str) -> HttpResponse:
    page = pages.outreach_page(request.actor, code, request.at)
    return respond(request, "communications/outreach/plan.html", page)


@door(needs="outreach.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    found = acts.clauses(request.actor, code, request.at)
    start = acts.plan_start(request.actor, code, request.at)
    form = forms.given(forms.WriteOutreach, request, clauses=found, initial=start)
    if not form.is_valid():
        return ask(request, acts.plan_act_page(request.actor, code, "write", form, request.at))
    commands.write_outreach(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=POST)
def present(request: Any, code: str) -> HttpResponse:
    commands.present_outreach(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=POST)
def take_back(request: Any, code: str) -> HttpResponse:
    commands.take_back_outreach(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.approve", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    form = _of_plan(request, code, forms.Reason)
    if not form.is_valid():
        return ask(request, acts.plan_act_page(request.actor, code, "give_back", form, request.at))
    commands.return_outreach(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.approve", methods=POST)
def approve(request: Any, code: str) -> HttpResponse:
    commands.approve_outreach(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=BOTH)
def revise(request: Any, code: str) -> HttpResponse:
    form = _of_plan(request, code, forms.Reason)
    if not form.is_valid():
        return ask(request, acts.plan_act_page(request.actor, code, "revise", form, request.at))
    commands.revise_outreach(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.approve", methods=BOTH)
def close(request: Any, code: str) -> HttpResponse:
    form = _of_plan(request, code, forms.Close)
    if not form.is_valid():
        return ask(request, acts.plan_act_page(request.actor, code, "close", form, request.at))
    commands.close_outreach(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=POST)
def drop(request: Any, code: str) -> HttpResponse:
    commands.drop_outreach(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=POST)
def drop_paper(request: Any, code: str) -> HttpResponse:
    commands.drop_paper(code=code, paper=number_in(request, "paper"), by=request.actor, at=request.at)
    return redirect("communications:outreach", code)


@door(needs="outreach.write", methods=BOTH)
def clear_flag(request: Any, code: str, flag: int) -> HttpResponse:
    number, start = acts.flag_start(request.actor, code, flag)
    form = forms.given(forms.ClearFlag, request, initial=start)
    if not form.is_valid():
        return ask(request, acts.clear_page(request.actor, code, number, form, request.at))
    commands.clear_flag(code=code, flag=flag, **form.cleaned_data, by=request.actor, at=request.at)
    return _to_place(code, number)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="outreach.write", methods=BOTH)
def add_line(request: Any, code: str) -> HttpResponse:
    channel = request.GET.get("kenh", "")
    if channel not in rules.CHANNELS:
        return respond(
            request,
            "communications/outreach/channels.html",
            line_pages.channels_page(request.actor, code, request.at),
            status=422 if request.method == "POST" else 200,
        )
    units = acts.offices(request.actor, request.POST, None, request.at)
    form = forms.given(forms.Line, request, channel=channel, units=units)
    if not form.is_valid():
        return ask(request, acts.add_line_page(request.actor, code, channel, form, request.at))
    values = form.values()
    added = commands.add_line(code=code, channel=channel, **values, by=request.actor, at=request.at)
    return redirect("communications:outreach-line", code, added.number)


@door(needs="outreach.see")
def line(request: Any, code: str, number: int) -> HttpResponse:
    page = line_pages.line_page(request.actor, code, number, request.at)
    return respond(request, "communications/outreach/line.html", page)


@door(needs="outreach.write", methods=BOTH)
def write_line(request: Any, code: str, number: int) -> HttpResponse:
    start = acts.line_start(request.actor, code, number, request.at)
    units = acts.offices(request.actor, request.POST, start["owner_id"], request.at)
    form = forms.given(forms.Line, request, channel=start["channel"], units=units, initial=start)
    if not form.is_valid():
        return ask(request, acts.line_act_page(request.actor, code, number, "write", form, request.at))
    commands.write_line(code=code, number=number, **form.values(), by=request.actor, at=request.at)
    return redirect("communications:outreach-line", code, number)


@door(needs="outreach.move", methods=BOTH)
def move_line(request: Any, code: str, number: int) -> HttpResponse:
    form = _of_line(request, code, number, forms.MoveLine)
    if not form.is_valid():
        return ask(request, acts.line_act_page(request.actor, code, number, "move", form, request.at))
    commands.move_line(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach-line", code, number)


@door(needs="outreach.write", methods=BOTH)
def drop_line(request: Any, code: str, number: int) -> HttpResponse:
    form = _of_line(request, code, number, forms.Reason)
    if not form.is_valid():
        return ask(request, acts.line_act_page(request.actor, code, number, "drop", form, request.at))
    commands.drop_line(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outreach-line", code, number)


@door(needs="outreach.flag", methods=BOTH)
def flag(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.given(forms.Flag, request, fields=acts.fields_for(number))
    if not form.is_valid():
        return ask(request, _place_page(request, code, number, "flag", form))
    commands.flag_field(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return _to_place(code, number)


@door(needs="outreach.write", methods=BOTH)
def attach(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.given(forms.GivePaper, request)
    if not form.is_valid():
        return ask(request, _place_page(request, code, number, "attach", form))
    commands.attach_paper(code=code, number=number, paper=form.paper(), by=request.actor, at=request.at)
    return _to_place(code, number)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _of_plan(request: Any, code: str, kind: Any) -> Any:
    return forms.given(kind, request, initial=acts.plan_start(request.actor, code, request.at))


def _of_line(request: Any, code: str, number: int, kind: Any) -> Any:
    return forms.given(kind, request, initial=acts.line_start(request.actor, code, number, request.at))


def _place_page(request: Any, code: str, number: int, act: str, form: Any) -> ActPage:
    if number:
        return acts.line_act_page(request.actor, code, number, act, form, request.at)
    return acts.plan_act_page(request.actor, code, act, form, request.at)


def _to_place(code: str, number: int) -> HttpResponse:
    if number:
        return redirect("communications:outreach-line", code, number)
    return redirect("communications:outreach", code)


def number_in(request: Any, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
