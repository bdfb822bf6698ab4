"""Doors to assessments: the list, one file, its parts, evaluation, validation, what came, the summary."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.assessments import commands, forms, pages, queries
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="assessment.list")
def assessments(request: Any) -> HttpResponse:
    return respond(request, "assessments/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="assessment.see")
def assessment(request: Any, code: str) -> HttpResponse:
    page = pages.assessment_page(request.actor, code, request.at)
    return respond(request, "assessments/assessment.html", page)


@door(needs="assessment.see")
def file(request: Any, code: str, kind: str) -> HttpResponse:
    content = commands.render_assessment(code=code, kind=kind, by=request.actor, at=request.at)
    return HttpResponse(content, headers=pages.file_headers(code, kind))


@door(needs="assessment.see")
def version(request: Any, code: str, number: int) -> HttpResponse:
    content, sha256 = queries.version_content(request.actor, code, number)
    return HttpResponse(content.encode(), headers=pages.file_headers(f"{code}-{number}", "json", sha256))


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="assessment.ask", methods=BOTH)
def ask(request: Any) -> HttpResponse:
    units = pages.units(request.actor, request.at, request.POST)
    form = forms.given(forms.Ask, request, units=units, initial={"topic": request.GET.get("ve", "")[:80]})
    if not form.is_valid():
        return _ask(request, pages.ask_page(request.actor, form))
    by, at = request.actor, request.at
    told = commands.ask_assessment(owner_id=by.unit_id, **form.cleaned_data, by=by, at=at)
    return redirect("assessments:assessment", told.code)


@door(needs="group_size.set", methods=BOTH)
def set_group_size(request: Any) -> HttpResponse:
    form = forms.given(forms.GroupSize, request, initial=pages.start_of_group_size(request.actor))
    if not form.is_valid():
        return _ask(request, pages.group_size_page(request.actor, form))
    by, at = request.actor, request.at
    commands.set_smallest_group(unit_id=by.unit_id, **form.cleaned_data, by=by, at=at)
    return redirect("assessments:list")


@door(needs="assessment.ask_again", methods=BOTH)
def ask_again(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "ask-again", forms.AskAgain, commands.ask_again)


@door(needs="assessment.accept", methods=POST)
def accept(request: Any, code: str) -> HttpResponse:
    return _press(request, code, commands.accept_assessment)


@door(needs="assessment.decline", methods=BOTH)
def decline(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "decline", forms.Reason, commands.decline_assessment)


@door(needs="assessment.withdraw", methods=BOTH)
def withdraw(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "withdraw", forms.Reason, commands.withdraw_assessment)


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="assessment.write", methods=BOTH)
def scope(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "scope", forms.Scope, commands.scope_assessment)


@door(needs="assessment.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "write", forms.Write, commands.write_assessment)


@door(needs="assessment.write", methods=BOTH)
def group(request: Any, code: str, number: int = 0) -> HttpResponse:
    return _act(request, code, "group", forms.Group, commands.set_group, number)


@door(needs="assessment.write", methods=BOTH)
def impact(request: Any, code: str, number: int = 0) -> HttpResponse:
    groups = pages.groups(request.actor, code, request.at)
    return _act(request, code, "impact", forms.Impact, commands.set_impact, number, groups=groups)


@door(needs="assessment.write", methods=BOTH)
def left(request: Any, code: str, number: int) -> HttpResponse:
    return _act(request, code, "left", forms.Left, commands.score_what_is_left, number)


@door(needs="assessment.write", methods=BOTH)
def add_evidence(request: Any, code: str, number: int) -> HttpResponse:
    return _act(request, code, "add-evidence", forms.Evidence, commands.add_evidence, number)


@door(needs="assessment.write", methods=BOTH)
def measure(request: Any, code: str, number: int = 0) -> HttpResponse:
    return _act(request, code, "measure", forms.Measure, commands.set_measure, number, **_of_measures(request, code))


@door(needs="assessment.write", methods=BOTH)
def add_measure_for(request: Any, code: str, number: int) -> HttpResponse:
    """A new measure, for this impact."""
    more = _of_measures(request, code)
    return _act(request, code, "measure", forms.Measure, commands.set_measure, number, is_new=True, **more)


@door(needs="assessment.write", methods=BOTH)
def question(request: Any, code: str, number: int = 0) -> HttpResponse:
    return _act(request, code, "question", forms.Question, commands.set_question, number)


@door(needs="assessment.write", methods=BOTH)
def consult(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "consult", forms.Consult, commands.record_consultation)


@door(needs="assessment.write", methods=BOTH)
def take_over(request: Any, code: str) -> HttpResponse:
    sources = pages.sources(request.actor, code)
    return _act(request, code, "take-over", forms.TakeOver, commands.take_over, sources=sources)


@door(needs="assessment.write", methods=POST)
def drop(request: Any, code: str, part: str, number: int) -> HttpResponse:
    by, at = request.actor, request.at
    commands.drop_part(code=code, part=part, number=number, version=version_in(request), by=by, at=at)
    return redirect("assessments:assessment", code)


# ── evaluation and validation ───────────────────────────────────────────────────────────────────────────────


@door(needs="assessment.present", methods=POST)
def present(request: Any, code: str) -> HttpResponse:
    return _press(request, code, commands.present_assessment)


@door(needs="assessment.evaluate", methods=BOTH)
def remark(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "remark", forms.Remark, commands.make_remark)


@door(needs="assessment.write", methods=BOTH)
def answer(request: Any, code: str, number: int) -> HttpResponse:
    return _act(request, code, "answer", forms.Answer, commands.answer_remark, number)


@door(needs="assessment.evaluate", methods=POST)
def settle(request: Any, code: str, number: int) -> HttpResponse:
    return _press(request, code, commands.settle_remark, number=number)


@door(needs="assessment.evaluate", methods=BOTH)
def hand_on(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "pass", forms.Pass, commands.pass_assessment)


@door(needs="assessment.return", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "return", forms.Reason, commands.return_assessment)


@door(needs="assessment.dissent", methods=BOTH)
def dissent(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "dissent", forms.Dissent, commands.dissent_assessment)


@door(needs="assessment.validate", methods=BOTH)
def validate(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "validate", forms.Validate, commands.validate_assessment)


@door(needs="assessment.revise", methods=BOTH)
def revise(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "revise", forms.Revise, commands.revise_assessment)


# ── what came, and what goes out ────────────────────────────────────────────────────────────────────────────


@door(needs="assessment.rescore", methods=BOTH)
def rescore(request: Any, code: str, number: int) -> HttpResponse:
    return _act(request, code, "rescore", forms.Rescore, commands.rescore_impact, number)


@door(needs="assessment.rescore", methods=BOTH)
def unforeseen(request: Any, code: str) -> HttpResponse:
    groups = pages.groups(request.actor, code, request.at)
    return _act(request, code, "unforeseen", forms.Unforeseen, commands.add_unforeseen, groups=groups)


@door(needs="assessment.close", methods=BOTH)
def close(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "close", forms.Close, commands.close_assessment)


@door(needs="assessment.publish", methods=POST)
def publish(request: Any, code: str) -> HttpResponse:
    return _press(request, code, commands.publish_summary)


@door(needs="assessment.take_back", methods=BOTH)
def take_back(request: Any, code: str) -> HttpResponse:
    return _act(request, code, "take-back", forms.Reason, commands.take_back_summary)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _act(
    request: Any, code: str, act: str, kind: Any, run: Any, number: int = 0, *, is_new: bool = False, **more: Any
) -> HttpResponse:
    """One act of a file or of a line of it: its form, or what it does."""
    form = forms.given(kind, request, initial=pages.start_of(request.actor, code, act, number, request.at), **more)
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, act, form, request.at))
    of = {"number": number} if number and not is_new else {}
    run(code=code, **of, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("assessments:assessment", code)


def _press(request: Any, code: str, run: Any, **more: Any) -> HttpResponse:
    run(code=code, version=version_in(request), **more, by=request.actor, at=request.at)
    return redirect("assessments:assessment", code)


def _of_measures(request: Any, code: str) -> dict[str, Any]:
    return {
        "units": pages.units(request.actor, request.at, request.POST),
        "impacts": pages.impacts(request.actor, code, request.at),
    }


def _ask(request: Any, page: Any) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
