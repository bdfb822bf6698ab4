"""Doors to reviews: the list, one review, parts, lessons, signing, units below, many years."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.reviews import commands, forms, pages
from phoihop.reviews.pages import SchedulePage

BOTH = ("GET", "HEAD", "POST")


@door(needs="review.list")
def reviews(request: Any) -> HttpResponse:
    return respond(request, "reviews/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="review.see")
def review(request: Any, code: str) -> HttpResponse:
    return respond(request, "reviews/review.html", pages.review_page(request.actor, code, request.at))


@door(needs="review.see")
def below(request: Any, code: str) -> HttpResponse:
    return respond(request, "reviews/below.html", pages.below_page(request.actor, code, request.at))


@door(needs="review.list")
def decade(request: Any, code: str) -> HttpResponse:
    return respond(request, "reviews/decade.html", pages.decade_page(request.actor, code, request.at))


@door(needs="review.see")
def download(request: Any, code: str, kind: str) -> HttpResponse:
    number = request.GET.get("ban", "")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    content = commands.render_review(code=code, kind=kind, number=asked, by=request.actor, at=request.at)
    return HttpResponse(content, headers=pages.file_headers(code, kind))


# ── opening and scheduling ──────────────────────────────────────────────────────────────────────────────────


@door(needs="review.open", methods=BOTH)
def open_one(request: Any) -> HttpResponse:
    sources = pages.sources(request.actor, request.at)
    start = {"source": request.GET.get("ve", ""), "period": request.GET.get("ky", "")}
    form = forms.given(forms.Open, request, sources=sources, initial=start)
    if not form.is_valid():
        return _ask(request, pages.open_page(request.actor, form, sources))
    opened = commands.open_review(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", opened.code)


@door(needs="review.schedule", methods=BOTH)
def schedule(request: Any) -> HttpResponse:
    rounds = pages.rounds(request.actor)
    form = forms.given(forms.Schedule, request, sources=rounds)
    if not form.is_valid():
        return _ask(request, pages.schedule_page(request.actor, form), "reviews/schedule.html")
    wanted = pages.schedule_wanted(request.actor, **form.cleaned_data)
    commands.schedule_review(**wanted, by=request.actor, at=request.at)
    return redirect("reviews:schedule")


@door(needs="review.schedule", methods=("POST",))
def unschedule(request: Any) -> HttpResponse:
    source, period = request.POST.get("source", ""), request.POST.get("period", "")
    commands.unschedule_review(source=source, period=period, by=request.actor, at=request.at)
    return redirect("reviews:schedule")


# ── acts of the lead ────────────────────────────────────────────────────────────────────────────────────────


@door(needs="review.compile", methods=("POST",))
def compile_again(request: Any, code: str) -> HttpResponse:
    commands.compile_review(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.gather", methods=BOTH)
def gather(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Gather, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "gather", form))
    commands.gather_parts(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.present", methods=BOTH)
def present(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Present, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "present", form))
    commands.present_review(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.present", methods=BOTH)
def reopen(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "reopen", form))
    commands.reopen_review(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.recall", methods=BOTH)
def recall(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "recall", form))
    commands.recall_review(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.publish", methods=("POST",))
def publish(request: Any, code: str) -> HttpResponse:
    commands.publish_review(code=code, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.withdraw", methods=BOTH)
def withdraw_public(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "withdraw", form))
    commands.withdraw_review(code=code, note=form.cleaned_data["reason"], by=request.actor, at=request.at)
    return redirect("reviews:review", code)


# ── the word of a party ─────────────────────────────────────────────────────────────────────────────────────


@door(needs="review.sign", methods=("POST",))
def sign(request: Any, code: str) -> HttpResponse:
    form = forms.Sign(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else 0
    unit_id = request.actor.unit_id
    commands.sign_review(code=code, unit_id=unit_id, number=number, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


@door(needs="review.sign", methods=BOTH)
def dissent(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Dissent, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "dissent", form))
    unit_id = request.actor.unit_id
    commands.dissent_from_review(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:review", code)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="review.see")
def part(request: Any, code: str, unit_id: int) -> HttpResponse:
    return _part(request, code, unit_id, forms.part(pages.open_cells(request.actor, code, unit_id)))


@door(needs="part.write", methods=("POST",))
def write(request: Any, code: str, unit_id: int) -> HttpResponse:
    form = forms.part(pages.open_cells(request.actor, code, unit_id), request.POST)
    if not form.is_valid():
        return _part(request, code, unit_id, form, status=422)
    commands.write_part(
        code=code,
        unit_id=unit_id,
        texts=form.texts(),
        version=form.cleaned_data["version"],
        by=request.actor,
        at=request.at,
    )
    return redirect("reviews:part", code, unit_id)


@door(needs="part.hand_in", methods=("POST",))
def hand_in(request: Any, code: str, unit_id: int) -> HttpResponse:
    version = version_in(request)
    commands.hand_in_part(code=code, unit_id=unit_id, version=version, by=request.actor, at=request.at)
    return redirect("reviews:part", code, unit_id)


@door(needs="part.accept", methods=("POST",))
def accept(request: Any, code: str, unit_id: int) -> HttpResponse:
    version = version_in(request)
    commands.accept_part(code=code, unit_id=unit_id, version=version, by=request.actor, at=request.at)
    return redirect("reviews:part", code, unit_id)


@door(needs="part.return", methods=BOTH)
def give_back(request: Any, code: str, unit_id: int) -> HttpResponse:
    start = pages.start_of_part(request.actor, code, unit_id)
    form = forms.given(forms.Return, request, initial=start)
    if not form.is_valid():
        return _ask(request, pages.return_page(request.actor, code, unit_id, form))
    commands.return_part(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:part", code, unit_id)


# ── lessons ─────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="review.see")
def lessons(request: Any, code: str) -> HttpResponse:
    return respond(request, "reviews/lessons.html", pages.lessons_page(request.actor, code))


@door(needs="lesson.propose", methods=BOTH)
def propose(request: Any, code: str, unit_id: int) -> HttpResponse:
    form = forms.given(forms.Propose, request)
    if not form.is_valid():
        return _ask(request, pages.propose_page(request.actor, code, unit_id, form))
    commands.propose_lesson(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reviews:part", code, unit_id)


@door(needs="lesson.propose", methods=("POST",))
def withdraw(request: Any, code: str, number: int) -> HttpResponse:
    told = commands.withdraw_lesson(code=code, number=number, by=request.actor, at=request.at)
    return redirect("reviews:part", code, told.unit_id)


@door(needs="lesson.answer", methods=BOTH)
def answer(request: Any, code: str, number: int) -> HttpResponse:
    form = forms.given(forms.Answer, request, initial=pages.start_of_lesson(request.actor, code, number))
    if not form.is_valid():
        return _ask(request, pages.answer_page(request.actor, code, number, form))
    commands.answer_lesson(code=code, number=number, **form.values(), by=request.actor, at=request.at)
    return redirect("reviews:lessons", code)


def _part(request: Any, code: str, unit_id: int, form: forms.Part, status: int = 200) -> HttpResponse:
    page = pages.part_page(request.actor, code, unit_id, request.at, form)
    return respond(request, "reviews/part.html", page, status=status)


def _ask(request: Any, page: ActPage | SchedulePage, template: str = "ground/act.html") -> HttpResponse:
    return respond(request, template, page, status=422 if request.method == "POST" else 200)
