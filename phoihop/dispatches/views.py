from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.dispatches import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond


@door(needs="dispatch.list")
def box(request: Any) -> HttpResponse:
    return respond(request, "dispatches/box.html", pages.box_page(request.actor, request.GET.dict(), request.at))


@door(needs="dispatch.see")
def letter(request: Any, code: str) -> HttpResponse:
    return _letter(request, code)


@door(needs="dispatch.send", methods=("GET", "HEAD", "POST"))
def write(request: Any) -> HttpResponse:
    typed = request.POST
    code = typed.get("replaces", "") or request.GET.get("thay", "")
    former = pages.former(request.actor, code) if code else None
    form = _form(request, former)
    if not form.is_bound or not form.is_valid():
        page = pages.write_page(request.actor, form, former)
        return respond(request, "dispatches/write.html", page, status=422 if form.is_bound else 200)
    by, at, sender_id = request.actor, request.at, request.actor.unit_id
    if form.cleaned_data["is_apart"] and former is None:
        sends = [commands.Sending(**one) for one in forms.apart(form.letter())]
        commands.send_dispatches(sender_id=sender_id, sends=sends, by=by, at=at)
        return redirect(pages.box_url("out"))
    sent = commands.send_dispatch(**form.letter(), sender_id=sender_id, by=by, at=at)
    return redirect("dispatches:letter", sent.code)


@door(needs="dispatch.acknowledge", methods=("POST",))
def acknowledge(request: Any, code: str) -> HttpResponse:
    form = forms.Acknowledge(request.POST, auto_id="ack_%s")
    if not form.is_valid():
        return _letter(request, code, acknowledge=form)
    unit_id = request.actor.unit_id
    commands.acknowledge_dispatch(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.refuse", methods=("POST",))
def refuse(request: Any, code: str) -> HttpResponse:
    form = forms.Refuse(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _letter(request, code, refuse=form)
    unit_id = request.actor.unit_id
    commands.refuse_dispatch(code=code, unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.recall", methods=("POST",))
def recall(request: Any, code: str) -> HttpResponse:
    form = forms.Recall(request.POST, auto_id="recall_%s")
    if not form.is_valid():
        return _letter(request, code, recall=form)
    commands.recall_dispatch(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.answer_recall", methods=("POST",))
def answer_recall(request: Any, code: str) -> HttpResponse:
    form = forms.AnswerRecall(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return _letter(request, code, answer_recall=form)
    given, unit_id = form.cleaned_data, request.actor.unit_id
    answer = {"is_agreed": given["answer"] == "agree", "reason": given["reason"], "version": given["version"]}
    commands.answer_recall(code=code, unit_id=unit_id, **answer, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.handle", methods=("POST",))
def handle(request: Any, code: str) -> HttpResponse:
    form = forms.Step(request.POST)
    given = form.cleaned_data if form.is_valid() else {"step": "", "version": None}
    unit_id = request.actor.unit_id
    commands.handle_dispatch(code=code, unit_id=unit_id, **given, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.send_again", methods=("POST",))
def send_again(request: Any, code: str, unit_id: int) -> HttpResponse:
    form = forms.SendAgain(request.POST)
    given = form.cleaned_data if form.is_valid() else {"channel": "", "version": None}
    commands.send_again(code=code, unit_id=unit_id, **given, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


@door(needs="dispatch.print", methods=("POST",))
def print_out(request: Any, code: str) -> HttpResponse:
    """By POST: each printing makes new links, and a page that is only looked at makes none."""
    ids = [int(text) for text in request.POST.getlist("unit") if text.isdecimal() and len(text) < 19]
    made = commands.make_papers(code=code, unit_ids=ids, by=request.actor, at=request.at)
    return respond(request, "dispatches/print.html", pages.print_page(request.actor, code, made, request.at))


@door(needs="dispatch.hand_over", methods=("POST",))
def hand_over(request: Any, code: str, unit_id: int) -> HttpResponse:
    form = forms.Version(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    commands.hand_over(code=code, unit_id=unit_id, version=version, by=request.actor, at=request.at)
    return redirect("dispatches:letter", code)


def _form(request: Any, former: Any) -> forms.Letter:
    """The letter's form; bound when it is to be sent, not while offices are searched or ways chosen."""
    actor, at, typed = request.actor, request.at, request.POST
    begun = forms.start(typed, request.GET.get("ve", ""), pages.as_begun(former) if former else None)
    chosen = [str(one) for one in begun.get("recipients", ())]
    units = pages.offices(actor, typed.get("find", ""), chosen, at)
    ways = pages.choices(actor, chosen, at) if pages.asks_ways(typed) else ()
    is_sent = request.method == "POST" and "search" not in typed and "choose" not in typed
    data = typed if is_sent else None
    return forms.Letter(data, initial=begun, units=units, papers=pages.papers(actor), ways=ways)


def _letter(request: Any, code: str, **wrong: Form) -> HttpResponse:
    """The letter with the forms of its acts; `wrong` is the one that could not be taken."""
    page = pages.letter_page(request.actor, code, request.at, forms.acts(wrong))
    return respond(request, "dispatches/letter.html", page, status=422 if wrong else 200)
