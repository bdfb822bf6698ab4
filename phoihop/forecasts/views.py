"""Doors to forecast questions: the list, one question, its acts, how desks did."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.forecasts import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="question.list")
def questions(request: Any) -> HttpResponse:
    return respond(request, "forecasts/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="question.list")
def export(request: Any) -> HttpResponse:
    answer = HttpResponse(pages.csv_of(request.actor, request.GET.dict()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="du-bao.csv"'
    return answer


@door(needs="question.list")
def scores(request: Any) -> HttpResponse:
    return respond(request, "forecasts/scores.html", pages.scores_page(request.actor, request.GET.dict()))


@door(needs="question.see")
def question(request: Any, code: str) -> HttpResponse:
    return respond(request, "forecasts/question.html", pages.question_page(request.actor, code, request.at))


@door(needs="question.see")
def print_question(request: Any, code: str) -> HttpResponse:
    return respond(request, "forecasts/print.html", pages.question_page(request.actor, code, request.at))


# ── before it opens ─────────────────────────────────────────────────────────────────────────────────────────


@door(needs="question.draft", methods=BOTH)
def draft(request: Any) -> HttpResponse:
    form = forms.given(forms.Draft, request, initial=pages.start_of_draft(request.GET))
    if not form.is_valid():
        page = pages.draft_page(request.actor, form)
        return respond(request, "forecasts/draft.html", page, status=422 if request.method == "POST" else 200)
    by, at = request.actor, request.at
    told = commands.draft_question(desk_id=by.unit_id, **form.values(), by=by, at=at)
    return redirect("forecasts:question", told.code)


@door(needs="question.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Write, request, initial=pages.start_of(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, code, "write", form)
    version = form.cleaned_data["version"]
    commands.write_question(code=code, **form.values(), version=version, by=request.actor, at=request.at)
    return redirect("forecasts:question", code)


@door(needs="question.present", methods=POST)
def present(request: Any, code: str) -> HttpResponse:
    commands.present_question(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("forecasts:question", code)


@door(needs="question.return", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "return", forms.Reason, commands.return_question)


@door(needs="question.open", methods=BOTH)
def open_one(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "open", forms.Open, commands.open_question)


@door(needs="question.drop", methods=BOTH)
def drop(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "drop", forms.Reason, commands.drop_question)


# ── estimates and results ───────────────────────────────────────────────────────────────────────────────────


@door(needs="estimate.give", methods=BOTH)
def estimate(request: Any, code: str) -> HttpResponse:
    outcomes = pages.outcomes(request.actor, code, request.at)
    start = pages.start_of_estimate(request.actor, code, request.at)
    form = forms.given(forms.Estimate, request, outcomes=outcomes, initial=start)
    if not form.is_valid():
        return _ask(request, code, "estimate", form)
    commands.give_estimate(code=code, **form.values(), by=request.actor, at=request.at)
    return redirect("forecasts:question", code)


@door(needs="question.resolve", methods=BOTH)
def resolve(request: Any, code: str) -> HttpResponse:
    results = pages.results(request.actor, code, request.at)
    return _act(request, code, "resolve", forms.Resolve, commands.propose_resolution, outcomes=results)


@door(needs="question.confirm", methods=POST)
def confirm(request: Any, code: str) -> HttpResponse:
    commands.confirm_resolution(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("forecasts:question", code)


@door(needs="question.confirm", methods=BOTH)
def refuse(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "refuse", forms.Reason, commands.refuse_resolution)


@door(needs="question.dispute", methods=BOTH)
def dispute(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "dispute", forms.Reason, commands.dispute_question)


def _act(request: Any, code: str, act: str, kind: Any, run: Any, **more: Any) -> HttpResponse:
    """One act of a question: its form, or what it does."""
    version = {"version": pages.start_of(request.actor, code, request.at)["version"]}
    form = forms.given(kind, request, initial=version, **more)
    if not form.is_valid():
        return _ask(request, code, act, form)
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("forecasts:question", code)


def _ask(request: Any, code: str, act: str, form: Any) -> HttpResponse:
    page = pages.act_page(request.actor, code, act, form, request.at)
    return respond(request, "forecasts/act.html", page, status=422 if request.method == "POST" else 200)
