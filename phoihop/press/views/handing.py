"""Doors to hand-offs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press import commands
from phoihop.press.forms import handing as forms
from phoihop.press.pages import handing as pages

BOTH = ("GET", "HEAD", "POST")


@door(needs="handoff.list")
def handoffs(request: Any) -> HttpResponse:
    page = pages.handoffs_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "press/handing/list.html", page)


@door(needs="handoff.see")
def handoff(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/handing/handoff.html", pages.handoff_page(request.actor, code, request.at))


@door(needs="handoff.give", methods=BOTH)
def give_handoff(request: Any, story: str) -> HttpResponse:
    form = _give_form(request, story)
    if not form.is_valid():
        return _ask(request, pages.give_page(request.actor, story, form))
    unit_id, follows = request.actor.unit_id, request.GET.get("tiep", "")
    values = {"unit_id": unit_id, "story": story, "follows": follows, **form.values()}
    given = commands.give_handoff(**values, by=request.actor, at=request.at)
    return redirect("press:handoff", given.code)


@door(needs="handoff.answer", methods=BOTH)
def answer_handoff(request: Any, code: str) -> HttpResponse:
    form = forms.asked(forms.AnswerHandoff, request, initial=pages.act_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.handoff_act_page(request.actor, code, "answer", form))
    commands.answer_handoff(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:handoff", code)


@door(needs="handoff.refuse", methods=BOTH)
def refuse_handoff(request: Any, code: str) -> HttpResponse:
    start = pages.act_start(request.actor, code)
    units = pages.offices(request.actor, request.POST, request.POST.getlist("next_unit_id"), request.at)
    form = forms.asked(forms.RefuseHandoff, request, units=units, initial=start)
    if not form.is_valid():
        return _ask(request, pages.handoff_act_page(request.actor, code, "refuse", form))
    commands.refuse_handoff(code=code, **form.values(), by=request.actor, at=request.at)
    return redirect("press:handoff", code)


@door(needs="handoff.withdraw", methods=BOTH)
def withdraw_handoff(request: Any, code: str) -> HttpResponse:
    form = forms.asked(forms.WithdrawHandoff, request, initial=pages.act_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.handoff_act_page(request.actor, code, "withdraw", form))
    commands.withdraw_handoff(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:handoff", code)


def _give_form(request: Any, story: str) -> Any:
    start = pages.give_start(request.actor, story, request.GET.get("tiep", ""), request.at)
    start = {"dossier": request.GET.get("ve", ""), **start}
    chosen = request.POST.getlist("agency_id") or [str(start.get("agency_id") or "")]
    units = pages.offices(request.actor, request.POST, chosen, request.at)
    topics = pages.topics_of(request.actor, story)
    return forms.asked(forms.GiveHandoff, request, units=units, topics=topics, initial=start)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
