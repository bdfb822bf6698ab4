"""Doors to meetings, their roll on the day and their minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.meetings import commands, forms, pages

BOTH = ("GET", "HEAD", "POST")


@door(needs="meeting.list")
def meetings(request: Any) -> HttpResponse:
    return respond(request, "meetings/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="meeting.see")
def meeting(request: Any, code: str) -> HttpResponse:
    number = request.GET.get("buoi", "")
    asked = int(number) if number.isdecimal() and len(number) < 5 else None
    page = pages.meeting_page(request.actor, code, request.at, asked)
    return respond(request, "meetings/meeting.html", page)


# ── arranging ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="meeting.call", methods=BOTH)
def call(request: Any) -> HttpResponse:
    typed = request.POST
    chosen = [*typed.getlist("required"), *typed.getlist("optional")]
    units = pages.offices(request.actor, typed.get("find", ""), chosen, request.at)
    start = {"about": request.GET.get("ve", ""), **forms.new_key()}
    form = forms.given(forms.Call, request, units=units, initial=start)
    if not form.is_valid():
        return _ask(request, pages.call_page(request.actor, form), "meetings/call.html")
    unit_id = request.actor.unit_id
    told = commands.draft_meeting(**form.meeting(), organiser_id=unit_id, by=request.actor, at=request.at)
    return redirect("meetings:meeting", told.code)


@door(needs="meeting.arrange", methods=("POST",))
def invite(request: Any, code: str) -> HttpResponse:
    version = version_in(request)
    commands.call_meeting(code=code, version=version, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def change(request: Any, code: str) -> HttpResponse:
    start = pages.start_of(request.actor, code, "change", request.at)
    form = forms.given(forms.Change, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "change", form)
    commands.change_meeting(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def cancel(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Cancel, request, initial=pages.start_of(request.actor, code, "cancel", request.at))
    if not form.is_valid():
        return _act(request, code, "cancel", form)
    commands.cancel_meeting(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def add_unit(request: Any, code: str) -> HttpResponse:
    start = pages.start_of(request.actor, code, "add-unit", request.at)
    units = pages.offices(request.actor, request.GET.get("tim", ""), [request.POST.get("unit_id", "")], request.at)
    form = forms.given(forms.AddUnit, request, units=units, initial=start)
    if not form.is_valid():
        return _act(request, code, "add-unit", form)
    commands.add_unit(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=("POST",))
def remove_unit(request: Any, code: str) -> HttpResponse:
    form = forms.RemoveUnit(request.POST)
    if not form.is_valid():
        return _meeting(request, code)
    commands.remove_unit(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def attach(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Paper, request)
    if not form.is_valid():
        return _act(request, code, "attach", form)
    commands.attach_paper(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def add_occasion(request: Any, code: str) -> HttpResponse:
    start = pages.start_of(request.actor, code, "add-occasion", request.at)
    form = forms.given(forms.Occasion, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "add-occasion", form)
    commands.add_occurrence(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def move_occasion(request: Any, code: str, number: int) -> HttpResponse:
    start = pages.start_of(request.actor, code, "move-occasion", request.at, number)
    form = forms.given(forms.Occasion, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "move-occasion", form, number)
    commands.change_occurrence(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def cancel_occasion(request: Any, code: str, number: int) -> HttpResponse:
    start = pages.start_of(request.actor, code, "cancel-occasion", request.at, number)
    form = forms.given(forms.Cancel, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "cancel-occasion", form, number)
    commands.cancel_occurrence(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.arrange", methods=BOTH)
def decide(request: Any, code: str, counter_id: int) -> HttpResponse:
    form = forms.given(forms.Decide, request)
    if not form.is_valid():
        return _act(request, code, "decide", form)
    given = form.cleaned_data
    commands.decide_counter(code=code, counter_id=counter_id, **given, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


# ── answering ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="meeting.answer", methods=BOTH)
def answer(request: Any, code: str, number: int) -> HttpResponse:
    start = pages.start_of(request.actor, code, "answer", request.at, number)
    form = forms.given(forms.Answer, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "answer", form, number)
    given = {**form.answer_given(), "number": number}
    commands.answer_invitation(code=code, unit_id=request.actor.unit_id, **given, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.answer", methods=BOTH)
def counter(request: Any, code: str, number: int) -> HttpResponse:
    start = pages.counter_start(request.actor, code, number, request.at)
    form = forms.given(forms.Counter, request, initial=start)
    if not form.is_valid():
        return _act(request, code, "counter", form, number)
    given = {**form.cleaned_data, "unit_id": request.actor.unit_id, "number": number}
    commands.counter_invitation(code=code, **given, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


# ── the day ─────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="meeting.roll")
def attend(request: Any, code: str, number: int) -> HttpResponse:
    return _roll(request, code, number)


@door(needs="meeting.roll", methods=("POST",))
def mark(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.Mark(request.POST)
    if not form.is_valid():
        return _roll(request, code, number, status=422)
    commands.take_attendance(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("meetings:attend", code, number)


@door(needs="meeting.roll", methods=("POST",))
def codes(request: Any, code: str, number: int) -> HttpResponse:
    made = commands.open_attendance(code=code, number=number, by=request.actor, at=request.at)
    page = pages.codes_page(code, number, made, request.build_absolute_uri("/"))
    return respond(request, "meetings/codes.html", page)


@door(needs="meeting.roll", methods=("POST",))
def hold(request: Any, code: str, number: int) -> HttpResponse:
    version = version_in(request)
    commands.hold_occurrence(code=code, number=number, version=version, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


@door(needs="meeting.attend", methods=("POST",))
def check_in(request: Any, code: str) -> HttpResponse:
    form = forms.CheckIn(request.POST)
    if not form.is_valid():
        return _meeting(request, code)
    given = form.cleaned_data
    commands.check_in(code=code, unit_id=request.actor.unit_id, **given, by=request.actor, at=request.at)
    return redirect("meetings:meeting", code)


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="meeting.minute", methods=BOTH)
def minutes(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.given(forms.Minutes, request, **pages.minutes_units(request.actor, code, number, request.at))
    if not form.is_valid():
        page = pages.act_page(request.actor, code, "minutes", form, request.at, number)
        return _ask(request, page, "meetings/minutes.html")
    commands.write_minutes(code=code, number=number, **form.minutes(), by=request.actor, at=request.at)
    return redirect("meetings:print", code, number)


@door(needs="meeting.approve", methods=("POST",))
def approve(request: Any, code: str, number: int) -> HttpResponse:
    version = version_in(request)
    commands.approve_minutes(code=code, number=number, version=version, by=request.actor, at=request.at)
    return redirect("meetings:print", code, number)


@door(needs="meeting.see")
def print_minutes(request: Any, code: str, number: int) -> HttpResponse:
    return respond(request, "meetings/print.html", pages.print_page(request.actor, code, number, request.at))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _act(request: Any, code: str, act: str, form: Any, number: int | None = None) -> HttpResponse:
    return _ask(request, pages.act_page(request.actor, code, act, form, request.at, number))


def _ask(request: Any, page: ActPage, template: str = "ground/act.html") -> HttpResponse:
    return respond(request, template, page, status=422 if page.form.is_bound else 200)


def _meeting(request: Any, code: str) -> HttpResponse:
    page = pages.meeting_page(request.actor, code, request.at, None)
    return respond(request, "meetings/meeting.html", page, status=422)


def _roll(request: Any, code: str, number: int, status: int = 200) -> HttpResponse:
    page = pages.attend_page(request.actor, code, number, request.at)
    return respond(request, "meetings/attend.html", page, status=status)
