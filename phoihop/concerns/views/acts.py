"""Doors to acts over one concern. What needs words has a form on a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.concerns import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


def _back(code: str) -> HttpResponse:
    return redirect("concerns:concern", code)


def _ask(request: Any, code: str, act: str, form: Any) -> HttpResponse:
    page = pages.act_page(request.actor, code, act, form, request.at)
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)


def _given(request: Any, code: str, act: str, kind: Any, **more: Any) -> Any:
    return forms.given(kind, request, initial=pages.start_of(request.actor, code, act, request.at), **more)


def _again(request: Any, code: str, **wrong: Any) -> HttpResponse:
    page = pages.concern_page(request.actor, code, request.at, forms.fresh, wrong)
    return respond(request, "concerns/concern.html", page, status=422)


# ── coming in ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="concern.record", methods=BOTH)
def record(request: Any) -> HttpResponse:
    choices = pages.record_choices(request.actor)
    form = forms.given(forms.Record, request, **choices)
    if not form.is_valid():
        page = pages.record_page(request.actor, form)
        return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
    told = commands.record_concern(reception_id=request.actor.unit_id, **form.given(), by=request.actor, at=request.at)
    receipt = pages.receipt_page(request.actor, told.code, told.key, request.at)
    return respond(request, "concerns/receipt.html", receipt)


@door(needs="concern.moderate", methods=("POST",))
def moderate(request: Any, code: str) -> HttpResponse:
    form = forms.Moderate(request.POST)
    if not form.is_valid():
        return _again(request, code, moderate=form)
    commands.moderate_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.moderate", methods=("POST",))
def admit(request: Any, code: str) -> HttpResponse:
    commands.admit_concern(code=code, version=version_in(request), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.moderate", methods=("POST",))
def hold(request: Any, code: str) -> HttpResponse:
    commands.hold_concern(code=code, version=version_in(request), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.refuse", methods=BOTH)
def refuse(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "refuse", forms.Refuse, reasons=pages.reasons())
    if not form.is_valid():
        return _ask(request, code, "refuse", form)
    commands.refuse_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.refuse", methods=BOTH)
def reconsider(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "reconsider", forms.Reason)
    if not form.is_valid():
        return _ask(request, code, "reconsider", form)
    commands.reconsider_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.merge", methods=BOTH)
def merge(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "merge", forms.Merge)
    if not form.is_valid():
        return _ask(request, code, "merge", form)
    commands.merge_concerns(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.merge", methods=BOTH)
def unmerge(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "unmerge", forms.Reason)
    if not form.is_valid():
        return _ask(request, code, "unmerge", form)
    commands.unmerge_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


# ── going round ─────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="concern.assign", methods=BOTH)
def assign(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "assign", forms.Assign, units=pages.units(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, code, "assign", form)
    commands.assign_concern(code=code, **form.given(), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.start", methods=("POST",))
def start(request: Any, code: str) -> HttpResponse:
    commands.start_concern(code=code, version=version_in(request), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.pass_on", methods=BOTH)
def pass_on(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "pass-on", forms.PassOn, units=pages.units(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, code, "pass-on", form)
    commands.pass_on_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.dispute", methods=BOTH)
def dispute(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "dispute", forms.Reason)
    if not form.is_valid():
        return _ask(request, code, "dispute", form)
    commands.dispute_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.decide", methods=BOTH)
def decide(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "decide", forms.Decide, units=pages.units(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, code, "decide", form)
    commands.decide_dispute(code=code, **form.given(), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.ask_more", methods=BOTH)
def ask_more(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "ask", forms.AskMore)
    if not form.is_valid():
        return _ask(request, code, "ask", form)
    commands.ask_more(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.take_more", methods=BOTH)
def add_more(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "more", forms.More)
    if not form.is_valid():
        return _ask(request, code, "more", form)
    commands.add_more(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.take_more", methods=("POST",))
def resume(request: Any, code: str) -> HttpResponse:
    commands.resume_concern(code=code, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.extend", methods=BOTH)
def extend(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "extend", forms.Extend)
    if not form.is_valid():
        return _ask(request, code, "extend", form)
    commands.extend_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


# ── the answer ──────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="concern.write_part", methods=("POST",))
def write_part(request: Any, code: str) -> HttpResponse:
    form = forms.WritePart(request.POST)
    if not form.is_valid():
        return _again(request, code, part=form)
    commands.write_part(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.compose", methods=BOTH)
def compose(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "compose", forms.Compose)
    if not form.is_valid():
        return _ask(request, code, "compose", form)
    commands.compose_answer(code=code, **form.given(), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.compose", methods=BOTH)
def submit(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "submit", forms.Submit)
    if not form.is_valid():
        return _ask(request, code, "submit", form)
    commands.submit_answer(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.answer", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "return", forms.Reason)
    if not form.is_valid():
        return _ask(request, code, "return", form)
    commands.return_answer(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.answer", methods=("POST",))
def approve(request: Any, code: str) -> HttpResponse:
    commands.approve_answer(code=code, version=version_in(request), by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.publish", methods=BOTH)
def publish(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "publish", forms.Publish)
    if not form.is_valid():
        return _ask(request, code, "publish", form)
    commands.publish_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.publish", methods=BOTH)
def unpublish(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "unpublish", forms.Reason)
    if not form.is_valid():
        return _ask(request, code, "unpublish", form)
    commands.unpublish_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="concern.reopen", methods=BOTH)
def reopen(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "reopen", forms.Reopen, reasons=pages.reopen_reasons())
    if not form.is_valid():
        return _ask(request, code, "reopen", form)
    commands.reopen_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.rate", methods=BOTH)
def rate(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "rate", forms.Rate)
    if not form.is_valid():
        return _ask(request, code, "rate", form)
    commands.rate_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)


@door(needs="concern.moderate", methods=BOTH)
def file(request: Any, code: str) -> HttpResponse:
    form = _given(request, code, "file", forms.File)
    if not form.is_valid():
        return _ask(request, code, "file", form)
    commands.file_concern(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return _back(code)
