"""Doors to the outputs of communication plans."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.communications import commands
from phoihop.communications.forms import outreach as forms
from phoihop.communications.pages import outreach_acts as acts
from phoihop.communications.pages import outreach_outputs as pages
from phoihop.communications.views.outreach import BOTH, POST, ask, number_in
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond


@door(needs="outreach.list")
def outputs(request: Any) -> HttpResponse:
    page = pages.outputs_page(request.actor, request.GET.dict())
    return respond(request, "communications/outreach/outputs.html", page)


@door(needs="output.begin", methods=BOTH)
def begin(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.given(forms.BeginOutput, request)
    if not form.is_valid():
        return ask(request, acts.line_act_page(request.actor, code, number, "begin", form, request.at))
    begun = commands.begin_output(code=code, number=number, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", begun.code)


@door(needs="output.see")
def output(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/outreach/output.html", pages.output_page(request.actor, code))


@door(needs="output.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.WriteOutput)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "write", form))
    commands.write_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.write", methods=BOTH)
def link(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.LinkProduct)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "link", form))
    commands.link_product(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.write", methods=POST)
def send(request: Any, code: str) -> HttpResponse:
    commands.send_output(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.write", methods=POST)
def take_back(request: Any, code: str) -> HttpResponse:
    commands.take_back_output(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.write", methods=POST)
def drop(request: Any, code: str) -> HttpResponse:
    commands.drop_output(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:outputs")


@door(needs="output.approve", methods=POST)
def approve(request: Any, code: str) -> HttpResponse:
    commands.approve_output(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.approve", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.Reason)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "give_back", form))
    commands.return_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=BOTH)
def schedule(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.Schedule)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "schedule", form))
    commands.schedule_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=BOTH)
def give_paper(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.GiveOutputPaper, request)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "prove", form))
    is_proof = bool(form.cleaned_data["is_proof"])
    commands.give_paper(code=code, paper=form.paper(), is_proof=is_proof, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=POST)
def take_paper(request: Any, code: str) -> HttpResponse:
    commands.take_paper(code=code, paper=number_in(request, "paper"), by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=BOTH)
def finish(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.FinishOutput, hint=acts.reach_hint(request.actor, code))
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "finish", form))
    commands.finish_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=BOTH)
def miss(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.Reason)
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "miss", form))
    commands.miss_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


@door(needs="output.work", methods=BOTH)
def count(request: Any, code: str) -> HttpResponse:
    form = _of_output(request, code, forms.CountOutput, hint=acts.reach_hint(request.actor, code))
    if not form.is_valid():
        return ask(request, acts.output_act_page(request.actor, code, "count", form))
    commands.count_output(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:output", code)


def _of_output(request: Any, code: str, kind: Any, **more: Any) -> Any:
    return forms.given(kind, request, initial=acts.output_start(request.actor, code, request.at), **more)
