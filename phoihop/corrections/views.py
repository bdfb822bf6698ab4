"""Doors to claims: the list, one claim, its acts, replies, and what the public asks to be checked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.corrections import commands, forms, pages
from phoihop.ground.door import door, takes_files
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="claim.list")
def claims(request: Any) -> HttpResponse:
    return respond(request, "corrections/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="claim.see")
def claim(request: Any, code: str) -> HttpResponse:
    return respond(request, "corrections/claim.html", pages.claim_page(request.actor, code, request.at))


@door(needs="claim.see", methods=POST)
def preview(request: Any, code: str) -> HttpResponse:
    return redirect(commands.preview_claim(code=code, by=request.actor, at=request.at))


# ── opening, places, evidence ───────────────────────────────────────────────────────────────────────────────


@takes_files
@door(needs="claim.open", methods=BOTH)
def open_one(request: Any) -> HttpResponse:
    units = pages.units(request.actor, request.at, request.POST, with_own=True)
    start = pages.start_of_open(request.actor, request.GET)
    form = forms.given(forms.Open, request, units=units, initial=start)
    if not form.is_valid() or pages.is_known(request.actor, form):
        page = pages.open_page(request.actor, form)
        return respond(request, "corrections/open.html", page, status=422 if request.method == "POST" else 200)
    snapshot = _snapshot(request, form)
    by, at = request.actor, request.at
    told = commands.open_claim(owner_id=by.unit_id, **form.values(), snapshot=snapshot, by=by, at=at)
    return redirect("corrections:claim", told.code)


@takes_files
@door(needs="claim.archive", methods=BOTH)
def appear(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Appear, request, initial=pages.start_of(request.actor, code, request.at))
    page = pages.act_page(request.actor, code, "appear", form)
    if not form.is_valid():
        return respond(request, "corrections/file.html", page, status=422 if request.method == "POST" else 200)
    snapshot = _snapshot(request, form)
    commands.add_appearance(code=code, **form.values(), snapshot=snapshot, by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


@door(needs="claim.evidence", methods=BOTH)
def attach(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "attach", forms.Evidence, commands.attach_evidence)


@door(needs="claim.evidence", methods=POST)
def drop_evidence(request: Any, code: str, number: int) -> HttpResponse:
    version = version_in(request)
    commands.drop_evidence(code=code, number=number, version=version, by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


# ── the finding ─────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="claim.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    verdicts = pages.verdicts(request.actor, code)
    return _act(request, code, "write", forms.Finding, commands.write_finding, verdicts=verdicts)


@door(needs="claim.present", methods=POST)
def present(request: Any, code: str) -> HttpResponse:
    commands.present_claim(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


@door(needs="claim.return", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "return", forms.Reason, commands.return_claim)


@door(needs="claim.approve", methods=POST)
def approve(request: Any, code: str) -> HttpResponse:
    commands.approve_claim(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


@door(needs="correction.publish", methods=BOTH)
def publish(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "publish", forms.Publish, commands.publish_correction)


@door(needs="claim.drop", methods=BOTH)
def drop(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "drop", forms.Reason, commands.drop_claim)


@door(needs="claim.recheck", methods=BOTH)
def recheck(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "recheck", forms.Recheck, commands.recheck_claim)


@door(needs="correction.withdraw", methods=BOTH)
def withdraw(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "withdraw", forms.Withdraw, commands.withdraw_correction)


# ── the right of reply ──────────────────────────────────────────────────────────────────────────────────────


@door(needs="reply.ask", methods=BOTH)
def ask(request: Any, code: str) -> HttpResponse:
    offered = {
        "places": pages.places(request.actor, code),
        "units": pages.units(request.actor, request.at, request.POST),
    }
    return _act(request, code, "ask", forms.Ask, commands.ask_reply, **offered)


@door(needs="reply.record", methods=BOTH)
def record(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "record", forms.Record, commands.record_reply)


@door(needs="reply.check", methods=BOTH)
def show(request: Any, code: str, number: int) -> HttpResponse:
    return _reply(request, code, number, "show-reply", forms.Show, commands.show_reply)


@door(needs="reply.check", methods=BOTH)
def pass_over(request: Any, code: str, number: int) -> HttpResponse:
    return _reply(request, code, number, "pass-over-reply", forms.Reason, commands.pass_over_reply)


# ── what the public asks to be checked ──────────────────────────────────────────────────────────────────────


@door(needs="check.see")
def checks(request: Any) -> HttpResponse:
    return respond(request, "corrections/checks.html", pages.checks_page(request.actor, request.GET.get("sau", "")))


@door(needs="check.see")
def check(request: Any, code: str) -> HttpResponse:
    return respond(request, "corrections/check.html", pages.check_page(request.actor, code))


@door(needs="desk.set", methods=POST)
def set_desk(request: Any) -> HttpResponse:
    commands.set_desk(unit_id=request.actor.unit_id, by=request.actor, at=request.at)
    return redirect("corrections:checks")


@door(needs="check.decline", methods=BOTH)
def decline(request: Any, code: str) -> HttpResponse:
    return _check(request, code, "decline", forms.Reason, commands.decline_check)


@door(needs="check.open", methods=BOTH)
def join(request: Any, code: str) -> HttpResponse:
    return _check(request, code, "join", forms.Join, commands.join_check)


def _act(request: Any, code: str, act: str, kind: Any, run: Any, **more: Any) -> HttpResponse:
    """One act of a claim: its form, or what it does."""
    form = forms.given(kind, request, initial=pages.start_of(request.actor, code, request.at), **more)
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, act, form))
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


def _reply(request: Any, code: str, number: int, act: str, kind: Any, run: Any) -> HttpResponse:
    form = forms.given(kind, request, initial=pages.start_of_reply(request.actor, code, number))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, act, form))
    run(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("corrections:claim", code)


def _check(request: Any, code: str, act: str, kind: Any, run: Any) -> HttpResponse:
    form = forms.given(kind, request, initial=pages.start_of_check(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.check_act_page(request.actor, code, act, form))
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("corrections:check", code)


def _ask(request: Any, page: Any) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)


def _snapshot(request: Any, form: Any) -> commands.Snapshot | None:
    """The copy that was sent along, past the guard before the act begins."""
    file = form.cleaned_data.get("file")
    if not file:
        return None
    return commands.judge_snapshot(file=file, unit_id=request.actor.unit_id, by=request.actor, at=request.at)
