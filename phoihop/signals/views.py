"""Doors to early warning: alerts, alarm settings, acts of the working group, the yearly quality."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond
from phoihop.signals import commands, forms, pages

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="alert.list")
def alerts(request: Any) -> HttpResponse:
    return respond(request, "signals/list.html", pages.list_page(request.actor, request.GET.dict()))


@door(needs="alert.list")
def quality(request: Any) -> HttpResponse:
    page = pages.quality_page(request.actor, request.GET.get("nam", ""), request.at)
    return respond(request, "signals/quality.html", page)


@door(needs="alert.see")
def alert(request: Any, code: str) -> HttpResponse:
    return respond(request, "signals/alert.html", pages.alert_page(request.actor, code, request.at))


# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="alert.list")
def alarms(request: Any) -> HttpResponse:
    page = pages.alarms_page(request.actor, request.GET.get("sau", ""))
    return respond(request, "signals/alarms.html", page)


@door(needs="alarm.see")
def alarm(request: Any, code: str) -> HttpResponse:
    return respond(request, "signals/alarm.html", pages.alarm_page(request.actor, code))


@door(needs="alarm.set", methods=BOTH)
def set_one(request: Any) -> HttpResponse:
    by, at = request.actor, request.at
    form = forms.given(forms.Set, request, **pages.offers(by, at, request.POST))
    if not form.is_valid() or not form.is_seen:
        page = pages.set_page(by, form, at)
        return respond(request, "signals/set.html", page, status=422 if form.is_bound and not form.is_valid() else 200)
    told = commands.set_alarm(unit_id=by.unit_id, **form.values(), by=by, at=at)
    return redirect("signals:alarm", told.code)


@door(needs="alarm.change", methods=BOTH)
def change_one(request: Any, code: str) -> HttpResponse:
    by, at = request.actor, request.at
    form = forms.given(forms.Rule, request, **pages.offers_of(by, code, at))
    if not form.is_valid() or not form.is_seen:
        page = pages.change_page(by, code, form, at)
        return respond(request, "signals/set.html", page, status=422 if form.is_bound and not form.is_valid() else 200)
    commands.change_alarm(code=code, **form.values(), version=form.cleaned_data["version"], by=by, at=at)
    return redirect("signals:alarm", code)


@door(needs="alarm.stop", methods=BOTH)
def stop(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.start_of_alarm(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.stop_page(request.actor, code, form))
    commands.stop_alarm(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("signals:alarm", code)


@door(needs="alarm.stop", methods=POST)
def start(request: Any, code: str) -> HttpResponse:
    commands.start_alarm(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("signals:alarm", code)


# ── the case ────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="alert.take", methods=POST)
def take(request: Any, code: str) -> HttpResponse:
    commands.take_alert(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("signals:alert", code)


@door(needs="alert.join", methods=POST)
def join(request: Any, code: str) -> HttpResponse:
    commands.join_alert(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("signals:alert", code)


@door(needs="alert.share", methods=BOTH)
def share(request: Any, code: str) -> HttpResponse:
    units = pages.units(request.actor, request.at, request.POST)
    return _act(request, code, "share", forms.Share, commands.share_alert, units=units)


@door(needs="alert.join", methods=BOTH)
def decline(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "decline", forms.Reason, commands.decline_alert)


@door(needs="alert.charge", methods=BOTH)
def charge(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "charge", forms.Charge, commands.charge_unit, units=pages.group(request.actor, code))


@door(needs="alert.note", methods=BOTH)
def note(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "note", forms.Note, commands.note_fact)


@door(needs="alert.close", methods=BOTH)
def close(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "close", forms.Close, commands.close_alert)


def _act(request: Any, code: str, act: str, kind: Any, run: Any, **more: Any) -> HttpResponse:
    """One act of an alert: its form, or what it does."""
    form = forms.given(kind, request, initial=pages.start_of(request.actor, code, request.at), **more)
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, act, form))
    values = form.values() if hasattr(form, "values") else form.cleaned_data
    run(code=code, **values, by=request.actor, at=request.at)
    return redirect("signals:alert", code)


def _ask(request: Any, page: Any) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
