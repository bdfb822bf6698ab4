"""Doors for bringing files in and deciding about held ones."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from phoihop.documents import commands, forms, pages
from phoihop.documents.rules.guard import Decision
from phoihop.ground.command import Refused
from phoihop.ground.door import Request, door, takes_files
from phoihop.ground.respond import respond

POST = ("POST",)


@takes_files
@door(needs="document.take_in", methods=("GET", "HEAD", "POST"))
def take_in(request: Request) -> HttpResponse:
    if request.method != "POST":
        form = forms.TakeIn(initial={"about": request.GET.get("ve", "")})
        return respond(request, "documents/take_in.html", pages.take_in_page(request.actor, form))
    form = forms.TakeIn(request.POST, request.FILES)
    if not form.is_valid():
        page = pages.take_in_page(request.actor, form)
        return respond(request, "documents/take_in.html", page, fragment="documents/_refused.html", status=422)
    results, status = [], 200
    for file, taken in form.taken(request.actor.unit_id):
        try:
            outcome = commands.take_in(**taken, by=request.actor, at=request.at)
            results.append(pages.result_of(request.actor, str(file.name), outcome))
        except Refused as refused:  # of this file; the others go on
            results.append(pages.not_taken(str(file.name), str(refused)))
            status = 422
    page = pages.take_in_page(request.actor, forms.TakeIn(initial={"about": form.cleaned_data["about"]}), results)
    return respond(request, "documents/take_in.html", page, fragment="documents/_results.html", status=status)


@door(needs="document.register")
def tray(request: Request) -> HttpResponse:
    return respond(request, "documents/tray.html", pages.tray_page(request.actor))


@door(needs="held.see")
def held(request: Request) -> HttpResponse:
    return respond(request, "documents/held.html", pages.held_page(request.actor, request.at, forms.Release()))


@door(needs="held.release", methods=POST)
def release(request: Request, held_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    outcome = commands.release_held(held_id=held_id, reason=reason, by=request.actor, at=request.at)
    if outcome.decision is Decision.REFUSED:
        result = pages.result_of(request.actor, _("Tệp đang giữ"), outcome)
        page = pages.take_in_page(request.actor, forms.TakeIn(), [result])
        return respond(request, "documents/take_in.html", page, status=422)
    return redirect("documents:document", outcome.code) if outcome.code else redirect("documents:held")


@door(needs="held.drop", methods=POST)
def drop(request: Request, held_id: int) -> HttpResponse:
    commands.drop_held(held_id=held_id, by=request.actor, at=request.at)
    return redirect("documents:held")
