"""Doors to press conferences, the distribution list, and releases sent to the press."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import conferences as forms
from phoihop.communications.forms.outward import Reason, given
from phoihop.communications.pages import conference_acts as acts
from phoihop.communications.pages import conferences as pages
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="conference.list")
def conferences(request: Any) -> HttpResponse:
    page = pages.conferences_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/conferences/list.html", page)


@door(needs="conference.see")
def conference(request: Any, code: str) -> HttpResponse:
    page = pages.conference_page(request.actor, code, request.at)
    return respond(request, "communications/conferences/conference.html", page)


@door(needs="conference.begin", methods=BOTH)
def begin_conference(request: Any) -> HttpResponse:
    speakers = acts.speakers(request.actor, request.at)
    start = acts.start_of_begin(request.at, request.GET.dict())
    form = given(forms.BeginConference, request, speakers=speakers, initial=start)
    if not form.is_valid():
        return _ask(request, acts.begin_conference_page(request.actor, form))
    unit_id = request.actor.unit_id
    told = commands.begin_conference(unit_id=unit_id, **form.values(), by=request.actor, at=request.at)
    return redirect("communications:conference", told.code)


@door(needs="conference.write", methods=BOTH)
def write_conference(request: Any, code: str) -> HttpResponse:
    speakers = acts.speakers(request.actor, request.at, code)
    form = _form(request, code, forms.WriteConference, speakers=speakers)
    return _act(request, code, "write", form, commands.write_conference)


@door(needs="conference.write", methods=BOTH)
def add_guests(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Guests, outlets=acts.outlet_choices(request.actor))
    return _act(request, code, "guests", form, commands.add_guests)


@door(needs="conference.write", methods=POST)
def remove_guest(request: Any, code: str, number: int) -> HttpResponse:
    commands.remove_guest(code=code, number=number, by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.hold", methods=POST)
def note_guest_answer(request: Any, code: str, number: int) -> HttpResponse:
    answer = {"du": "COMES", "khong": "STAYS_AWAY"}.get(request.GET.get("tra-loi", ""), "")
    commands.note_guest_answer(code=code, number=number, answer=answer, by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.write", methods=BOTH)
def add_material(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "material", _form(request, code, forms.Material), commands.add_material)


@door(needs="conference.write", methods=POST)
def remove_material(request: Any, code: str, number: int) -> HttpResponse:
    commands.remove_material(code=code, number=number, by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.prepare", methods=BOTH)
def ask_preparation(request: Any, code: str) -> HttpResponse:
    units = acts.preparers(request.actor, request.POST, request.at)
    form = _form(request, code, forms.Prepare, units=units)
    if not form.is_valid():
        return _ask(request, acts.conference_act_page(request.actor, code, "prepare", form, request.at))
    commands.ask_preparation(code=code, **form.values(), by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.call", methods=POST)
def call_conference(request: Any, code: str) -> HttpResponse:
    commands.call_conference(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.cancel", methods=BOTH)
def cancel_conference(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "cancel", _form(request, code, Reason), commands.cancel_conference)


@door(needs="conference.cancel", methods=POST)
def drop_conference(request: Any, code: str) -> HttpResponse:
    commands.drop_conference(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:conferences")


@door(needs="conference.hold", methods=BOTH)
def hold_conference(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Hold, guests=acts.guest_choices(request.actor, code, request.at))
    return _act(request, code, "hold", form, commands.hold_conference)


@door(needs="conference.note_question", methods=BOTH)
def note_question(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Question, units=acts.preparers(request.actor, request.POST, request.at))
    return _act(request, code, "question", form, commands.note_question)


@door(needs="conference.write_record", methods=BOTH)
def write_conference_record(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "record", _form(request, code, forms.Record), commands.write_conference_record)


@door(needs="conference.approve_record", methods=POST)
def approve_conference_record(request: Any, code: str) -> HttpResponse:
    commands.approve_conference_record(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:conference", code)


@door(needs="conference.release", methods=POST)
def release_conference(request: Any, code: str) -> HttpResponse:
    told = commands.release_conference(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:release", told.release)


@door(needs="press_habit.set", methods=BOTH)
def press_habit(request: Any) -> HttpResponse:
    form = given(forms.Rhythm, request, initial=acts.start_of_habit(request.actor))
    if not form.is_valid():
        return _ask(request, acts.press_habit_page(request.actor, form))
    unit_id = request.actor.unit_id
    commands.set_press_habit(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:conferences")


@door(needs="outlet.keep", methods=BOTH)
def outlets(request: Any) -> HttpResponse:
    form = given(forms.Outlet, request)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        page = acts.outlets_page(request.actor, form)
        return respond(request, "communications/conferences/outlets.html", page, status=status)
    unit_id = request.actor.unit_id
    commands.keep_outlet(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:outlets")


@door(needs="outlet.keep", methods=POST)
def drop_outlet(request: Any, outlet_id: int) -> HttpResponse:
    commands.drop_outlet(unit_id=request.actor.unit_id, outlet_id=outlet_id, by=request.actor, at=request.at)
    return redirect("communications:outlets")


@door(needs="release.distribute", methods=BOTH)
def release_press(request: Any, code: str) -> HttpResponse:
    start = acts.start_of_release_press(request.actor, code)
    form = given(forms.Distribute, request, outlets=acts.outlet_choices(request.actor), initial=start)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        page = acts.release_press_page(request.actor, code, form, request.at)
        return respond(request, "communications/conferences/release.html", page, status=status)
    commands.distribute_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release-press", code)


def _form(request: Any, code: str, kind: Any, **more: Any) -> Any:
    return given(kind, request, initial=acts.start_of_conference(request.actor, code, request.at), **more)


def _act(request: Any, code: str, act: str, form: Any, run: Any) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, acts.conference_act_page(request.actor, code, act, form, request.at))
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:conference", code)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
