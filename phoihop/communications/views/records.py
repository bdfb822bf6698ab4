"""Doors through which plans and topics are shown to the public."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import outward as forms
from phoihop.communications.pages import public_records as pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


@door(needs="plan.publish", methods=BOTH)
def publish_record(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Publish, request, initial=pages.record_start(request.actor, code, request.at))
    if not form.is_valid():
        copy, refusal = commands.draft_record(code=code, by=request.actor, at=request.at)
        page = pages.record_page(request.actor, code, form, copy, refusal, request.at)
        return respond(request, "communications/record.html", page, status=422 if form.is_bound else 200)
    commands.publish_record(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:publish-record", code)


@door(needs="plan.publish", methods=("POST",))
def preview_record(request: Any, code: str) -> HttpResponse:
    summary = request.POST.get("summary", "")
    _copy, token = commands.preview_record(code=code, summary=summary, by=request.actor, at=request.at)
    return redirect(f"/xem-truoc/{token}/")


@door(needs="plan.publish", methods=BOTH)
def withdraw_record(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Withdraw, request, initial=pages.record_start(request.actor, code, request.at))
    if not form.is_valid():
        page = pages.withdraw_record_page(request.actor, code, form, request.at)
        return respond(request, "ground/act.html", page, status=422 if form.is_bound else 200)
    commands.withdraw_record(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:publish-record", code)
