"""Doors to releases."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import outward as forms
from phoihop.communications.pages import release_acts as acts
from phoihop.communications.pages import releases as pages
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="release.list")
def releases(request: Any) -> HttpResponse:
    page = pages.releases_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "communications/releases.html", page)


@door(needs="release.see")
def release(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/release.html", pages.release_page(request.actor, code, request.at))


@door(needs="release.begin", methods=BOTH)
def begin_release(request: Any) -> HttpResponse:
    topics = acts.topics_to_speak_of(request.actor, request.at)
    form = forms.given(forms.BeginRelease, request, topics=topics, initial={"dossier": request.GET.get("ve", "")})
    if not form.is_valid():
        return _ask(request, acts.begin_release_page(request.actor, form))
    unit_id = request.actor.unit_id
    begun = commands.begin_release(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:write-release", begun.code)


@door(needs="release.write", methods=BOTH)
def write_release(request: Any, code: str) -> HttpResponse:
    contacts = acts.contacts(request.actor, code, request.at)
    start = acts.start_of(request.actor, code, request.at)
    form = forms.given(forms.WriteRelease, request, contacts=contacts, initial=start)
    if not form.is_valid():
        page = acts.write_release_page(request.actor, code, form)
        return respond(request, "communications/write_release.html", page, status=422 if form.is_bound else 200)
    commands.write_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.present", methods=POST)
def present_release(request: Any, code: str) -> HttpResponse:
    commands.present_release(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.see", methods=POST)
def preview_release(request: Any, code: str) -> HttpResponse:
    token = commands.preview_release(code=code, by=request.actor, at=request.at)
    return redirect(f"/xem-truoc/{token}/")


@door(needs="release.present", methods=POST)
def drop_release(request: Any, code: str) -> HttpResponse:
    commands.drop_release(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.present", methods=POST)
def restore_release(request: Any, code: str) -> HttpResponse:
    commands.restore_release(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.return", methods=BOTH)
def return_release(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Reason)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "return", form))
    commands.return_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.record_event", methods=BOTH)
def record_release_event(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.RecordEvent)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "event", form))
    commands.record_release_event(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.override", methods=BOTH)
def override_wording(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Override)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "override", form))
    commands.override_wording(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.give", methods=BOTH)
def give_release(request: Any, code: str) -> HttpResponse:
    units = acts.offices(request.actor, request.POST, request.POST.getlist("units"), request.at)
    form = forms.given(forms.Give, request, units=units)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "give", form))
    commands.give_release(code=code, unit_ids=form.cleaned_data["units"], by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.give", methods=POST)
def remove_holder(request: Any, code: str) -> HttpResponse:
    text = request.POST.get("unit", "")
    unit_id = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    commands.remove_holder(code=code, unit_id=unit_id, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.open")
def open_release(request: Any, code: str) -> HttpResponse:
    opened = commands.open_release(code=code, by=request.actor, at=request.at)
    return respond(request, "communications/release_text.html", acts.opened_page(request.actor, opened))


@door(needs="release.approve", methods=POST)
def approve_release(request: Any, code: str) -> HttpResponse:
    text = request.POST.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    commands.approve_release(code=code, number=number, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.approve", methods=BOTH)
def take_back_release(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Reason)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "take-back", form))
    commands.take_back_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.present", methods=BOTH)
def revise_release(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Reason)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "revise", form))
    commands.revise_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:write-release", code)


@door(needs="release.withdraw", methods=BOTH)
def withdraw_release(request: Any, code: str) -> HttpResponse:
    form = _form(request, code, forms.Reason)
    if not form.is_valid():
        return _ask(request, acts.release_act_page(request.actor, code, "withdraw", form))
    commands.withdraw_release(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:release", code)


@door(needs="release.arrange", methods=BOTH)
def release_habit(request: Any) -> HttpResponse:
    form = forms.given(forms.Habit, request, initial=acts.habit_start(request.actor))
    if not form.is_valid():
        return _ask(request, acts.habit_page(request.actor, form))
    unit_id = request.actor.unit_id
    commands.set_release_habit(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:releases")


@door(needs="proceedings.note", methods=BOTH)
def note_proceedings(request: Any, code: str) -> HttpResponse:
    owners = acts.owners_of(request.actor, code, request.at)
    form = forms.given(forms.Proceedings, request, owners=owners, initial=acts.proceedings_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, acts.proceedings_page(request.actor, code, form))
    owner_id, stage = form.cleaned_data["owner"], form.cleaned_data["stage"]
    commands.note_proceedings(dossier=code, owner_id=owner_id, stage=stage, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


def _form(request: Any, code: str, kind: Any) -> Any:
    start = acts.start_of(request.actor, code, request.at, request.GET.dict())
    return forms.given(kind, request, initial=start)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
