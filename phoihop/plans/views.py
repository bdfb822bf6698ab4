"""Doors to rounds, plans and topics."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import Request, door
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.plans import commands, forms, pages

BOTH = ("GET", "HEAD", "POST")
ADD = {"round": commands.propose_topic, "ad-hoc": commands.add_ad_hoc_topic}


# ── rounds ──────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="round.list")
def rounds(request: Request) -> HttpResponse:
    return respond(request, "plans/rounds.html", pages.rounds_page(request.actor, request.GET.dict(), request.at))


@door(needs="round.see")
def round_(request: Request, code: str) -> HttpResponse:
    return respond(request, "plans/round.html", pages.round_page(request.actor, code, request.at))


@door(needs="round.call", methods=BOTH)
def call(request: Request) -> HttpResponse:
    choices = pages.call_choices(request.actor, request.at)
    form = forms.given(forms.CallRound, request, years=[choice.year for choice in choices])
    if not form.is_valid():
        return _ask(request, pages.call_page(request.actor, choices, form))
    called = commands.call_round(
        lead_id=request.actor.unit_id or 0, **form.cleaned_data, by=request.actor, at=request.at
    )
    return redirect("plans:round", called.code)


@door(needs="phases.define", methods=BOTH)
def phases(request: Request) -> HttpResponse:
    form = forms.given(forms.Phases, request, phases=pages.phases_now(request.actor))
    if not form.is_valid():
        return _ask(request, pages.phases_page(request.actor, form))
    commands.define_phases(lead_id=request.actor.unit_id or 0, phases=form.phases(), by=request.actor, at=request.at)
    return redirect("plans:phases")


@door(needs="round.close", methods=("POST",))
def close_round(request: Request, code: str) -> HttpResponse:
    commands.close_round(code=code, version=_version(request), by=request.actor, at=request.at)
    return redirect("plans:round", code)


# ── plans ───────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="plan.list")
def plans(request: Request) -> HttpResponse:
    return respond(request, "plans/plans.html", pages.plans_page(request.actor, request.GET.dict(), request.at))


@door(needs="plan.see")
def plan(request: Request, code: str) -> HttpResponse:
    return respond(request, "plans/plan.html", pages.plan_page(request.actor, code, request.at))


@door(needs="plan.answer", methods=BOTH)
def decline(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Decline, request)
    if not form.is_valid():
        return _ask(request, pages.plan_act(request.actor, code, "decline", form, request.at))
    commands.decline_round(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:plan", code)


@door(needs="topic.notify", methods=BOTH)
def notify(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Notify, request, topics=pages.unnotified(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.plan_act(request.actor, code, "notify", form, request.at))
    commands.notify_topics(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:plan", code)


@door(needs="plan.approve", methods=BOTH)
def approve(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Note, request)
    if not form.is_valid():
        return _ask(request, pages.plan_act(request.actor, code, "approve", form, request.at))
    commands.approve_plan(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:plan", code)


@door(needs="plan.close", methods=BOTH)
def close_plan(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Note, request)
    if not form.is_valid():
        return _ask(request, pages.plan_act(request.actor, code, "close", form, request.at))
    commands.close_plan(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:plan", code)


# ── topics ──────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="plan.list")
def topics(request: Request) -> HttpResponse:
    return respond(request, "plans/topics.html", pages.topics_page(request.actor, request.GET.dict(), request.at))


@door(needs="topic.see")
def topic(request: Request, code: str) -> HttpResponse:
    return respond(request, "plans/topic.html", pages.topic_page(request.actor, code, request.at))


@door(needs="topic.propose", methods=BOTH)
def propose(request: Request) -> HttpResponse:
    choices = pages.plan_choices(request.actor, request.at)
    start = pages.first_choice(request.GET.dict())
    form = forms.given(forms.Topic, request, plans=choices, kinds=pages.kinds(), initial=start)
    likeness = pages.likeness(request.actor, form) if form.is_valid() and not form.is_confirmed() else None
    if not form.is_valid() or likeness:
        page = pages.propose_page(form, likeness)
        return respond(request, "plans/propose.html", page, status=422 if form.errors else 200)
    told = ADD[form.cleaned_data["how"]](**form.topic(), by=request.actor, at=request.at)
    return redirect("plans:topic", told.code)


@door(needs="topic.select", methods=("POST",))
def select(request: Request, code: str) -> HttpResponse:
    commands.select_topic(code=code, version=_version(request), by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.select", methods=("POST",))
def select_and_notify(request: Request, code: str) -> HttpResponse:
    commands.select_and_notify(code=code, version=_version(request), by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.notify", methods=("POST",))
def notify_topic(request: Request, code: str) -> HttpResponse:
    commands.notify_topic(code=code, version=_version(request), by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.phase", methods=BOTH)
def enter(request: Request, code: str, phase: str) -> HttpResponse:
    form = forms.given(forms.Enter, request)
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "enter", form, request.at))
    commands.enter_phase(code=code, key=phase, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.phase", methods=("POST",))
def close_phase(request: Request, code: str, phase: str) -> HttpResponse:
    commands.close_phase(code=code, key=phase, version=_version(request), by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.phase", methods=BOTH)
def plan_phase(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.PlanPhase, request, phases=pages.open_phases(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "plan_phase", form, request.at))
    commands.plan_phase(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.happen", methods=BOTH)
def happen(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Happening, request, phases=pages.open_phases(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "happen", form, request.at))
    commands.record_happening(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.join", methods=BOTH)
def join(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Join, request, units=pages.units_to_join(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "join", form, request.at))
    commands.join_topic(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.drop", methods=BOTH)
def drop(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Drop, request)
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "drop", form, request.at))
    commands.drop_topic(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.carry", methods=BOTH)
def carry(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.Carry, request, plans=pages.plans_to_carry_into(request.actor, code, request.at))
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "carry", form, request.at))
    commands.carry_over_topic(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


@door(needs="topic.close", methods=BOTH)
def close_topic(request: Request, code: str) -> HttpResponse:
    form = forms.given(forms.CloseTopic, request)
    if not form.is_valid():
        return _ask(request, pages.topic_act(request.actor, code, "close", form, request.at))
    commands.close_topic(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", code)


def _ask(request: Request, page: ActPage) -> HttpResponse:
    """The page of an act with its form; 422 when what was sent could not be taken."""
    return respond(request, "ground/act.html", page, status=422 if page.form.errors else 200)


def _version(request: Request) -> int | None:
    form = forms.Versioned(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None
